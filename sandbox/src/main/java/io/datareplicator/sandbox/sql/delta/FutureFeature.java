package io.datareplicator.sandbox.sql.delta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.tablefeatures.TableFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeSet;

/** Makes a table need a reader feature that this sandbox's engines do not know. */
public final class FutureFeature {
  private FutureFeature() {}

  /**
   * Commits the new protocol.
   *
   * @param location a Delta table
   * @param feature any name
   * @return version of the commit
   */
  public static long require(String location, String feature) {
    SnapshotImpl snapshot = Snapshots.latest(location);
    Protocol before = snapshot.getProtocol();
    TreeSet<String> readers = new TreeSet<>();
    TreeSet<String> writers = new TreeSet<>();
    for (TableFeature known : before.getImplicitlyAndExplicitlySupportedFeatures()) {
      writers.add(known.featureName());
      if (known.isReaderWriterFeature()) {
        readers.add(known.featureName());
      }
    }
    readers.add(feature);
    writers.addAll(readers);
    ObjectNode protocol = Snapshots.JSON.createObjectNode();
    protocol.put("minReaderVersion", 3);
    protocol.put("minWriterVersion", 7);
    ArrayNode reader = protocol.putArray("readerFeatures");
    readers.forEach(reader::add);
    ArrayNode writer = protocol.putArray("writerFeatures");
    writers.forEach(writer::add);
    ObjectNode info = Snapshots.JSON.createObjectNode();
    long now = System.currentTimeMillis();
    info.put("inCommitTimestamp", Math.max(now, Snapshots.timestamp(snapshot) + 1));
    info.put("timestamp", now);
    info.put("operation", "UPGRADE PROTOCOL");
    info.putObject("operationParameters");
    long version = snapshot.getVersion() + 1;
    String text =
        Snapshots.JSON.createObjectNode().set("commitInfo", info)
            + "\n"
            + Snapshots.JSON.createObjectNode().set("protocol", protocol)
            + "\n";
    try {
      if (!LogFiles.putIfAbsent(LogFiles.directory(location), version, text)) {
        throw new IllegalStateException("Somebody else wrote version " + version);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + location, e);
    }
    return version;
  }
}
