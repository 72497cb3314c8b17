package io.datareplicator.sandbox.sql.delta;

import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import io.datareplicator.sandbox.sql.SqlEngine.TableDetail;
import io.datareplicator.sandbox.sql.grammar.AutoClustering;
import io.datareplicator.sandbox.sql.schema.SqlTypes;
import io.datareplicator.sandbox.sql.schema.ViewCodec;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns and properties of tables in the words of the Unity Catalog tables API. */
public final class TableDetails {
  private static final int CACHE_SIZE = 5_000;

  /** Version, commit file and its time: enough to notice a table re-created at the same place. */
  private record Key(String location, long version, long modified) {}

  private static final Map<String, Map.Entry<Key, TableDetail>> CACHE =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(
                Map.Entry<String, Map.Entry<Key, TableDetail>> eldest) {
              return size() > CACHE_SIZE;
            }
          });

  private TableDetails() {}

  /**
   * Detail of a table at its latest version, or of a view. Costs one directory listing when the
   * version is known already.
   *
   * @throws UncheckedIOException when the log cannot be listed
   */
  public static TableDetail of(TableEntry entry) {
    if (entry.location() == null) {
      return view(entry);
    }
    try {
      Key key = key(entry.location());
      var cached = CACHE.get(entry.location());
      if (cached != null && cached.getKey().equals(key)) {
        return cached.getValue();
      }
      SnapshotImpl snapshot = readable(entry.location(), key.version());
      TableDetail detail = table(snapshot);
      if (snapshot.getVersion() == key.version()) {
        CACHE.put(entry.location(), Map.entry(key, detail));
      }
      return detail;
    } catch (IOException e) {
      throw new UncheckedIOException("The log of table " + entry.name() + " cannot be read", e);
    }
  }

  /** The catalog knows a table's columns even when no engine here could read it any more. */
  private static SnapshotImpl readable(String location, long version) {
    try {
      return Snapshots.latest(location);
    } catch (UnsupportedTableFeatureException e) {
      return Snapshots.at(location, version - 1);
    }
  }

  private static Key key(String location) throws IOException {
    var commits = LogFiles.commits(LogFiles.directory(location));
    if (commits.isEmpty()) {
      return new Key(location, -1, 0);
    }
    Path last = commits.lastEntry().getValue();
    return new Key(location, commits.lastKey(), Files.getLastModifiedTime(last).toMillis());
  }

  private static TableDetail view(TableEntry entry) {
    var schema = (StructType) DataType.fromJson((String) entry.view().get(ViewCodec.SCHEMA));
    Map<String, String> properties = new LinkedHashMap<>(ViewCodec.properties(entry.view()));
    properties.put("view.catalogAndNamespace.numParts", "2");
    return new TableDetail(
        columns(schema, List.of()), properties, null, (String) entry.view().get(ViewCodec.TEXT));
  }

  private static TableDetail table(SnapshotImpl snapshot) {
    var schema = (StructType) DataType.fromJson(snapshot.getMetadata().getSchemaString());
    return new TableDetail(
        columns(schema, snapshot.getPartitionColumnNames()),
        properties(snapshot),
        snapshot.getVersion(),
        null);
  }

  private static Map<String, String> properties(SnapshotImpl snapshot) {
    Map<String, String> properties = new LinkedHashMap<>(snapshot.getMetadata().getConfiguration());
    properties.remove(AutoClustering.SHOWN);
    if (properties.remove(AutoClustering.PROPERTY) != null) {
      properties.put(AutoClustering.SHOWN, "true");
    }
    Protocol protocol = snapshot.getProtocol();
    properties.put("delta.minReaderVersion", Integer.toString(protocol.getMinReaderVersion()));
    properties.put("delta.minWriterVersion", Integer.toString(protocol.getMinWriterVersion()));
    Set<String> features = new TreeSet<>();
    if (protocol.supportsReaderFeatures()) {
      features.addAll(protocol.getReaderFeatures());
    }
    if (protocol.supportsWriterFeatures()) {
      features.addAll(protocol.getWriterFeatures());
    }
    features.forEach(feature -> properties.put(Protocols.FEATURE_PREFIX + feature, "supported"));
    properties.put("delta.lastUpdateVersion", Long.toString(snapshot.getVersion()));
    properties.put("delta.lastCommitTimestamp", Long.toString(Snapshots.timestamp(snapshot)));
    snapshot
        .getDomainMetadata("delta.clustering")
        .ifPresent(domain -> properties.put("clusteringColumns", clustering(snapshot)));
    return properties;
  }

  /** JSON list of column paths in logical names, e.g. {@code [["id"],["a","b"]]}. */
  private static String clustering(SnapshotImpl snapshot) {
    List<List<String>> names = new ArrayList<>();
    snapshot
        .getClusteringColumnInfos()
        .ifPresent(
            infos -> infos.forEach(info -> names.add(List.of(info.getLogicalColumn().getNames()))));
    return Snapshots.JSON.valueToTree(names).toString();
  }

  private static List<TableColumn> columns(StructType schema, List<String> partitions) {
    List<String> lower = partitions.stream().map(p -> p.toLowerCase(Locale.ROOT)).toList();
    List<TableColumn> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      DataType type = field.dataType();
      int partition = lower.indexOf(field.name().toLowerCase(Locale.ROOT));
      columns.add(
          new TableColumn(
              field.name(),
              type.catalogString(),
              SqlTypes.typeName(type),
              fieldJson(field),
              type instanceof DecimalType d ? d.precision() : 0,
              type instanceof DecimalType d ? d.scale() : 0,
              columns.size(),
              field.nullable(),
              comment(field),
              partition < 0 ? null : partition));
    }
    return columns;
  }

  /** A comment that was cleared is an empty one in the log. */
  private static String comment(StructField field) {
    String comment = field.getComment().isDefined() ? field.getComment().get() : "";
    return comment.isEmpty() ? null : comment;
  }

  /** Spark has no public JSON of a single field, but that of a struct contains it. */
  private static String fieldJson(StructField field) {
    try {
      String struct = new StructType(new StructField[] {field}).json();
      return Snapshots.JSON.readTree(struct).get("fields").get(0).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
