package io.datareplicator.sandbox.sql.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.types.StructType;

/** The log of a table that was just created, written without Spark. */
public final class EmptyTable {
  private EmptyTable() {}

  /**
   * Writes version 0.
   *
   * @param location {@code file:} URI of a place where there is no table yet
   * @throws UncheckedIOException when the log cannot be written
   */
  public static void write(String location, String id, String comment, StructType columns) {
    long now = System.currentTimeMillis();
    ObjectNode info = Snapshots.JSON.createObjectNode();
    info.put("timestamp", now);
    info.put("operation", "CREATE TABLE");
    info.putObject("operationParameters").put("description", comment).put("partitionBy", "[]");
    info.put("isolationLevel", "Serializable");
    info.put("isBlindAppend", true);
    info.putObject("operationMetrics");
    ObjectNode protocol = Snapshots.JSON.createObjectNode();
    protocol.put("minReaderVersion", 1);
    protocol.put("minWriterVersion", 2);
    ObjectNode metadata = Snapshots.JSON.createObjectNode();
    metadata.put("id", id);
    metadata.put("description", comment);
    metadata.putObject("format").put("provider", "parquet").putObject("options");
    metadata.put("schemaString", columns.json());
    metadata.putArray("partitionColumns");
    metadata.putObject("configuration");
    metadata.put("createdTime", now);
    String text =
        line("commitInfo", info) + line("protocol", protocol) + line("metaData", metadata);
    try {
      if (!LogFiles.putIfAbsent(LogFiles.directory(location), 0, text)) {
        throw new IllegalStateException("There is a table at " + location);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + location, e);
    }
  }

  private static String line(String action, ObjectNode content) {
    return Snapshots.JSON.createObjectNode().set(action, content) + "\n";
  }
}
