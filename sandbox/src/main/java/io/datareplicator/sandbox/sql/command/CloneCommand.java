package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.CloudStorage;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Names;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.ResultColumn;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.catalog.DatasetRefusals;
import io.datareplicator.sandbox.sql.catalog.HistoryNotShared;
import io.datareplicator.sandbox.sql.delta.CloneMetrics;
import io.datareplicator.sandbox.sql.delta.DeepClone;
import io.datareplicator.sandbox.sql.delta.Snapshots;
import io.datareplicator.sandbox.sql.grammar.ObjectName;
import io.datareplicator.sandbox.sql.grammar.Statement;
import io.datareplicator.sandbox.sql.schema.SqlTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@code CREATE … TABLE … DEEP CLONE}: names and rules around {@link DeepClone}. */
public final class CloneCommand {
  private final Metastore metastore;
  private final TableResolver tables;
  private final String user;

  public CloneCommand(Metastore metastore, TableResolver tables, String user) {
    this.metastore = metastore;
    this.tables = tables;
    this.user = user;
  }

  private record Source(String name, String location) {}

  /**
   * Runs the clone.
   *
   * @param timestamp the source's TIMESTAMP AS OF in epoch milliseconds, or null
   */
  public SqlResult run(Statement.DeepClone clone, Long timestamp)
      throws IOException, InterruptedException {
    if (clone.target().isPath()) {
      return toPath(clone, timestamp);
    }
    TableResolver.Name name = tables.complete(clone.target());
    ResolvedTable existing = tables.find(name);
    if (existing == null) {
      if (!clone.create()) {
        throw TableResolver.missing(clone.target());
      }
      return toNewTable(clone, timestamp, name);
    }
    return toExistingTable(clone, timestamp, name, existing);
  }

  private SqlResult toPath(Statement.DeepClone clone, Long timestamp)
      throws IOException, InterruptedException {
    if (clone.location() != null) {
      throw new UcException(
          400,
          "DELTA_CLONE_AMBIGUOUS_TARGET",
          "Two paths were provided as the CLONE target so it is ambiguous which to use. An external"
              + " location for CLONE was provided at "
              + clone.location()
              + " at the same time as the path "
              + clone.target().path());
    }
    metastore.external().checkPath(clone.target().path(), true);
    String location = metastore.storage().local(clone.target().path());
    if (clone.ifNotExists() && DeepClone.isTable(location)) {
      return Results.empty();
    }
    CloneMetrics metrics = clone(clone, timestamp, source(clone), location, clone.replace());
    checkParent(location);
    return result(metrics);
  }

  private SqlResult toNewTable(Statement.DeepClone clone, Long timestamp, TableResolver.Name name)
      throws IOException, InterruptedException {
    Names.valid(name.table());
    requireWritable(name);
    if (name.catalog().equals(Pipeline.INTERNAL_CATALOG)) {
      throw UcException.denied(
          "Tables of catalog '" + name.catalog() + "' are created by their pipeline only");
    }
    metastore.schema(name.catalog(), name.schema());
    Source source = source(clone);
    String id = UUID.randomUUID().toString();
    boolean external = clone.location() != null;
    String location =
        external ? clone.location() : metastore.managedLocation(name.catalog(), name.schema(), id);
    if (external) {
      metastore.external().checkNewTable(location);
    }
    String place = metastore.storage().local(location);
    long now = System.currentTimeMillis();
    var entry =
        new TableEntry(
            id,
            name.table(),
            external ? "EXTERNAL" : "MANAGED",
            location,
            null,
            user,
            now,
            now,
            null);
    boolean registered = false;
    try {
      CloneMetrics metrics = clone(clone, timestamp, source, place, external && clone.replace());
      metastore.putTable(name.catalog(), name.schema(), entry, false);
      registered = true;
      checkParent(place);
      return result(metrics);
    } finally {
      if (!registered && !external) {
        DeepClone.discard(place);
      }
    }
  }

  private SqlResult toExistingTable(
      Statement.DeepClone clone, Long timestamp, TableResolver.Name name, ResolvedTable existing)
      throws IOException, InterruptedException {
    if (clone.ifNotExists()) {
      return Results.empty();
    }
    TableEntry entry = existing.table();
    if (!clone.replace() || entry.location() == null) {
      throw new UcException(
          400,
          "TABLE_ALREADY_EXISTS",
          "Cannot create table or view "
              + clone.target().quoted()
              + " because it already exists. Choose a different name, drop or replace the existing"
              + " object, or add the IF NOT EXISTS clause to tolerate pre-existing objects.");
    }
    requireWritable(name);
    DatasetRefusals.check(entry, "CREATE OR REPLACE TABLE ... CLONE");
    if (clone.location() != null && !sameLocation(clone.location(), entry.location())) {
      throw UcException.invalid(
          "The location of the existing table " + name + " cannot be changed by REPLACE.");
    }
    Source source = source(clone);
    String place = metastore.physical(entry).location();
    if (source.location().equals(place) && clone.version() == null && clone.timestamp() == null) {
      throw new UcException(
          400,
          "DELTA_UNSUPPORTED_CLONE_REPLACE_SAME_TABLE",
          "You tried to REPLACE an existing table ("
              + name
              + ") with CLONE. This operation is"
              + " unsupported. Try a different target for CLONE or delete the table at the current"
              + " target.");
    }
    CloneMetrics metrics = clone(clone, timestamp, source, place, true);
    metastore.putTable(name.catalog(), name.schema(), touched(entry), true);
    checkParent(place);
    return result(metrics);
  }

  /**
   * After its commit, a clone that says it is behind a dataset must be behind one of this
   * metastore: the platform looks for that dataset and fails although the data is there. The
   * message is known by these words only [UNV: the rest].
   */
  private void checkParent(String location) {
    String parent =
        Snapshots.latest(location).getMetadata().getConfiguration().get(Pipeline.PARENT_PROPERTY);
    if (parent != null && !metastore.pipelines().hasTable(parent)) {
      throw new UcException(
          404, "RESOURCE_DOES_NOT_EXIST", "PARENT TABLE WITH ID '" + parent + "' DOES NOT EXIST");
    }
  }

  private static boolean sameLocation(String a, String b) {
    if (CloudStorage.isCloud(a) && CloudStorage.isCloud(b)) {
      return CloudStorage.normalise(a).equals(CloudStorage.normalise(b));
    }
    return strip(a).equals(strip(b));
  }

  private static String strip(String location) {
    return location.replaceFirst("^file:/*", "/").replaceFirst("/+$", "");
  }

  private static TableEntry touched(TableEntry e) {
    return new TableEntry(
        e.id(),
        e.name(),
        e.tableType(),
        e.location(),
        e.comment(),
        e.owner(),
        e.createdAt(),
        System.currentTimeMillis(),
        null);
  }

  private void requireWritable(TableResolver.Name name) {
    if (metastore.catalog(name.catalog()).readOnly()) {
      throw UcException.denied(
          "Catalog '"
              + name.catalog()
              + "' is read-only; its objects cannot be created or changed.");
    }
  }

  private Source source(Statement.DeepClone clone) {
    ObjectName name = clone.source();
    if (name.isPath()) {
      metastore.external().checkPath(name.path(), false);
      return new Source("delta.`" + name.path() + "`", metastore.storage().local(name.path()));
    }
    ResolvedTable table = tables.resolve(name);
    String fullName = tables.complete(name).toString();
    metastore.checkReadable(table);
    if (table.table().location() == null) {
      throw new UcException(
          400,
          "DELTA_CLONE_UNSUPPORTED_SOURCE",
          "Unsupported DEEP clone source '" + fullName + "', whose format is View.");
    }
    boolean travels = clone.version() != null || clone.timestamp() != null;
    if (table.table().isDataset()) {
      Pipeline pipeline = metastore.pipelines().ofTable(table.table().id());
      DatasetRefusals.checkClone(
          table.table(),
          pipeline != null && pipeline.layout().legacy(),
          clone.location() != null || clone.target().isPath(),
          travels);
    }
    if (travels && !table.withHistory()) {
      throw HistoryNotShared.of(fullName);
    }
    return new Source(fullName, metastore.physical(table.table()).location());
  }

  private CloneMetrics clone(
      Statement.DeepClone clone, Long timestamp, Source source, String location, boolean mayExist)
      throws IOException, InterruptedException {
    return new DeepClone(
            new DeepClone.Request(
                source.name(),
                source.location(),
                clone.version(),
                timestamp,
                location,
                clone.properties(),
                user,
                mayExist))
        .run();
  }

  private static SqlResult result(CloneMetrics metrics) {
    List<ResultColumn> columns = new ArrayList<>();
    List<String> row = new ArrayList<>();
    metrics
        .columns()
        .forEach(
            (name, value) -> {
              columns.add(SqlTypes.bigint(name));
              row.add(Long.toString(value));
            });
    return new SqlResult(columns, List.<String[]>of(row.toArray(String[]::new)), false);
  }
}
