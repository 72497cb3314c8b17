package io.datareplicator.sandbox.sql.delta;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** DESCRIBE HISTORY from the commit files: one small read per commit, no Spark job. */
public final class HistoryReader {
  /** Columns of DESCRIBE HISTORY, in order. */
  public static final StructType SCHEMA = schema();

  private HistoryReader() {}

  /**
   * The newest commits first.
   *
   * @param limit null = all that are still in the log
   */
  public static List<Row> read(String location, Integer limit) throws IOException {
    var commits = LogFiles.commits(LogFiles.directory(location));
    List<Row> rows = new ArrayList<>();
    for (var commit : commits.descendingMap().entrySet()) {
      if (limit != null && rows.size() >= limit) {
        break;
      }
      rows.add(row(commit.getKey(), commit.getValue()));
    }
    return rows;
  }

  private static Row row(long version, Path file) throws IOException {
    JsonNode info = commitInfo(file);
    JsonNode inCommit = info.get("inCommitTimestamp");
    Instant time =
        inCommit != null && inCommit.isNumber()
            ? Instant.ofEpochMilli(inCommit.asLong())
            : Files.getLastModifiedTime(file).toInstant();
    return RowFactory.create(
        version,
        Instant.ofEpochMilli(time.toEpochMilli()),
        text(info, "userId"),
        text(info, "userName"),
        text(info, "operation"),
        map(info.get("operationParameters")),
        null,
        null,
        text(info, "clusterId"),
        info.hasNonNull("readVersion") ? info.get("readVersion").asLong() : null,
        text(info, "isolationLevel"),
        info.hasNonNull("isBlindAppend") ? info.get("isBlindAppend").asBoolean() : null,
        map(info.get("operationMetrics")),
        text(info, "userMetadata"),
        text(info, "engineInfo"));
  }

  private static JsonNode commitInfo(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{\"commitInfo\"")) {
          return Snapshots.JSON.readTree(line).get("commitInfo");
        }
      }
    }
    return Snapshots.JSON.createObjectNode();
  }

  private static String text(JsonNode info, String field) {
    return info.hasNonNull(field) ? info.get(field).asText() : null;
  }

  private static scala.collection.Map<String, String> map(JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    node.properties()
        .forEach(
            e ->
                values.put(
                    e.getKey(),
                    e.getValue().isTextual() ? e.getValue().asText() : e.getValue().toString()));
    return CollectionConverters.asScala(values);
  }

  private static StructType schema() {
    var strings = DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType);
    StructType job =
        new StructType()
            .add("jobId", "string")
            .add("jobName", "string")
            .add("jobRunId", "string")
            .add("runId", "string")
            .add("jobOwnerId", "string")
            .add("triggerType", "string");
    return new StructType()
        .add("version", "bigint")
        .add("timestamp", "timestamp")
        .add("userId", "string")
        .add("userName", "string")
        .add("operation", "string")
        .add("operationParameters", strings)
        .add("job", job)
        .add("notebook", new StructType().add("notebookId", "string"))
        .add("clusterId", "string")
        .add("readVersion", "bigint")
        .add("isolationLevel", "string")
        .add("isBlindAppend", "boolean")
        .add("operationMetrics", strings)
        .add("userMetadata", "string")
        .add("engineInfo", "string");
  }
}
