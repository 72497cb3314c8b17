package io.datareplicator.sandbox.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The ingestion log of one {@link CopyTask}. */
final class CopyLog {
  private static final String COLUMNS =
      "run_id, source_path, target_path, ingestion_time, length, file_modification_time, status,"
          + " error_msg, batch_id";

  private final SqlEngine engine;
  private final String user;
  private final String runId;
  private final String table;
  private final String root;

  CopyLog(SqlEngine engine, String user, JsonNode arguments) {
    this.engine = engine;
    this.user = user;
    this.runId = arguments.path("run_id").asText();
    List<String> parts = new ArrayList<>();
    arguments.path("log_table").forEach(p -> parts.add("`" + p.asText().replace("`", "``") + "`"));
    this.table = String.join(".", parts);
    String folder = arguments.path("folder").asText("").replaceAll("^/+|/+$", "");
    this.root =
        arguments.path("target_volume").asText() + (folder.isEmpty() ? "/" : "/" + folder + "/");
  }

  /** A file that was tried; {@code error} null = copied, {@code batch} null = not in a batch. */
  record Row(
      String source,
      String target,
      long length,
      long modified,
      String status,
      String error,
      Long batch) {}

  void write(List<Row> rows) throws SqlFailure, InterruptedException {
    if (rows.isEmpty()) {
      return;
    }
    String now = "timestamp_millis(" + System.currentTimeMillis() + ")";
    String values =
        rows.stream()
            .map(
                r ->
                    "("
                        + String.join(
                            ", ",
                            text(runId),
                            text(r.source()),
                            text(r.target()),
                            now,
                            Long.toString(r.length()),
                            "timestamp_millis(" + r.modified() + ")",
                            text(r.status()),
                            text(r.error()),
                            "CAST(" + r.batch() + " AS BIGINT)")
                        + ")")
            .collect(Collectors.joining(", "));
    run("INSERT INTO " + table + " (" + COLUMNS + ") VALUES " + values);
  }

  /** Source paths whose last attempt, in any run, failed. */
  List<String> failed() throws SqlFailure, InterruptedException {
    return run(
            "SELECT source_path FROM (SELECT source_path, max_by(status, ingestion_time) AS status"
                + " FROM "
                + table
                + " WHERE startswith(target_path, "
                + text(root)
                + ") GROUP BY source_path) WHERE status IN ('failed', 'error')")
        .stream()
        .map(r -> r[0])
        .toList();
  }

  /** What became of each file that this run has tried. */
  Json.Body summary() throws SqlFailure, InterruptedException {
    String last =
        "(SELECT source_path, max_by(status, ingestion_time) AS status,"
            + " max_by(length, ingestion_time) AS length,"
            + " max_by(error_msg, ingestion_time) AS error_msg FROM "
            + table
            + " WHERE run_id = "
            + text(runId)
            + " AND startswith(target_path, "
            + text(root)
            + ") GROUP BY source_path)";
    long copied = 0;
    long failed = 0;
    long skipped = 0;
    long bytes = 0;
    for (String[] row : run("SELECT status, count(*), sum(length) FROM " + last + " GROUP BY 1")) {
      long files = Long.parseLong(row[1]);
      switch (row[0]) {
        case "success" -> {
          copied = files;
          bytes = row[2] == null ? 0 : Long.parseLong(row[2]);
        }
        case "skipped" -> skipped = files;
        default -> failed += files;
      }
    }
    List<String> failures =
        run("SELECT source_path, error_msg FROM " + last + " WHERE status = 'failed' LIMIT 5")
            .stream()
            .map(r -> r[0] + ": " + r[1])
            .toList();
    return Json.body()
        .with("copied", copied)
        .with("failed", failed)
        .with("skipped", skipped)
        .with("bytes", bytes)
        .with("failures", failures);
  }

  /** Epoch milliseconds of a time as Spark reads it; null for null. */
  Long millis(String time) throws SqlFailure, InterruptedException {
    return time == null
        ? null
        : Long.valueOf(run("SELECT unix_millis(CAST(" + text(time) + " AS TIMESTAMP))").get(0)[0]);
  }

  private List<String[]> run(String statement) throws SqlFailure, InterruptedException {
    return engine
        .execute(
            new SqlRequest(
                UUID.randomUUID().toString(), user, statement, null, null, List.of(), 0, null))
        .rows();
  }

  /** In hexadecimal no text means anything to a parser. */
  private static String text(String value) {
    return value == null
        ? "CAST(NULL AS STRING)"
        : "CAST(X'"
            + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8))
            + "' AS STRING)";
  }
}
