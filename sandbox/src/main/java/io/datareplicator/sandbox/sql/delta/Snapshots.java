package io.datareplicator.sandbox.sql.delta;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Reads Delta tables with Delta Kernel. */
public final class Snapshots {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Engine ENGINE = DefaultEngine.create(new Configuration());

  private Snapshots() {}

  /** The latest snapshot of a table. */
  public static SnapshotImpl latest(String location) {
    return (SnapshotImpl) Table.forPath(ENGINE, location).getLatestSnapshot(ENGINE);
  }

  static SnapshotImpl at(String location, long version) {
    return (SnapshotImpl) Table.forPath(ENGINE, location).getSnapshotAsOfVersion(ENGINE, version);
  }

  static SnapshotImpl atTimestamp(String location, long millis) {
    return (SnapshotImpl) Table.forPath(ENGINE, location).getSnapshotAsOfTimestamp(ENGINE, millis);
  }

  /** Milliseconds of the snapshot's commit, in-commit timestamp if the table has them. */
  public static long timestamp(SnapshotImpl snapshot) {
    return snapshot.getTimestamp(ENGINE);
  }

  /** The live files of a snapshot. */
  static List<DataFile> files(SnapshotImpl snapshot) throws IOException {
    List<DataFile> files = new ArrayList<>();
    var scan = (ScanImpl) snapshot.getScanBuilder().build();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(ENGINE, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            Row row = rows.next();
            files.add(file(new AddFile(row.getStruct(row.getSchema().indexOf("add")))));
          }
        }
      }
    }
    return files;
  }

  private static DataFile file(AddFile add) {
    ObjectNode json = JSON.createObjectNode();
    json.put("path", add.getPath());
    ObjectNode partition = json.putObject("partitionValues");
    Map<String, String> values = VectorUtils.toJavaMap(add.getPartitionValues());
    values.forEach(partition::put);
    json.put("size", add.getSize());
    json.put("modificationTime", add.getModificationTime());
    json.put("dataChange", true);
    add.getStatsJson().ifPresent(stats -> json.put("stats", stats));
    if (add.getTags().isPresent()) {
      ObjectNode tags = json.putObject("tags");
      Map<String, String> map = VectorUtils.toJavaMap(add.getTags().get());
      map.forEach(tags::put);
    }
    add.getBaseRowId().ifPresent(id -> json.put("baseRowId", id));
    add.getDeletionVector().ifPresent(dv -> json.set("deletionVector", vector(dv)));
    return new DataFile(json);
  }

  private static ObjectNode vector(DeletionVectorDescriptor dv) {
    ObjectNode json = JSON.createObjectNode();
    json.put("storageType", dv.getStorageType());
    json.put("pathOrInlineDv", dv.getPathOrInlineDv());
    dv.getOffset().ifPresent(offset -> json.put("offset", offset));
    json.put("sizeInBytes", dv.getSizeInBytes());
    json.put("cardinality", dv.getCardinality());
    return json;
  }
}
