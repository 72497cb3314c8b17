package io.datareplicator.volumes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run did: told by the last line that the task printed or, where that cannot be had, counted
 * in the ingestion log.
 *
 * @param failures the first failed files with their reasons
 * @param confirmedBy where the numbers come from
 */
record AutoloaderCopyCounts(
    long copied, long failed, long skipped, long bytes, List<String> failures, String confirmedBy) {
  /** Starts the line that holds the result; the same as RESULT in {@code autoloader_copy.py}. */
  private static final String MARK = "AUTOLOADER_COPY_RESULT ";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The result among the lines of a task; empty when it is not there or was cut. */
  static Optional<AutoloaderCopyCounts> printed(String logs) {
    int at = logs == null ? -1 : logs.lastIndexOf(MARK);
    if (at < 0) {
      return Optional.empty();
    }
    try {
      JsonNode json =
          MAPPER.readTree(logs.substring(at + MARK.length()).lines().findFirst().orElse(""));
      if (!json.path("copied").isIntegralNumber()
          || !json.path("failed").isIntegralNumber()
          || !json.path("bytes").isIntegralNumber()) {
        return Optional.empty();
      }
      List<String> failures = new ArrayList<>();
      json.path("failures").forEach(f -> failures.add(f.asText()));
      return Optional.of(
          new AutoloaderCopyCounts(
              json.get("copied").longValue(),
              json.get("failed").longValue(),
              json.path("skipped").asLong(),
              json.get("bytes").longValue(),
              List.copyOf(failures),
              "run output"));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Counts what became of each file that the run has tried. */
  static AutoloaderCopyCounts logged(SqlEngine sql, AutoloaderCopy.Request request) {
    StatementResult rows = sql.run(Statement.query(query(request), request.tags()));
    long copied = 0;
    long failed = 0;
    long skipped = 0;
    long bytes = 0;
    for (int i = 0; i < rows.rows().size(); i++) {
      long files = number(rows.value(i, "files"));
      switch (String.valueOf(rows.value(i, "status"))) {
        case "success" -> {
          copied += files;
          bytes += number(rows.value(i, "bytes"));
        }
        case "skipped" -> skipped += files;
        default -> failed += files;
      }
    }
    return new AutoloaderCopyCounts(copied, failed, skipped, bytes, List.of(), "ingestion log");
  }

  private static String query(AutoloaderCopy.Request request) {
    return "SELECT status, count(*) AS files, sum(length) AS bytes FROM (SELECT source_path,"
        + " max_by(status, ingestion_time) AS status, max_by(length, ingestion_time) AS length FROM "
        + Identifier.quote(request.ingestionLog())
        + " WHERE run_id = "
        + Literal.string(request.runId())
        + " AND startswith(target_path, "
        + Literal.string(request.targetRoot() + "/")
        + ") GROUP BY source_path) GROUP BY status";
  }

  private static long number(String cell) {
    return cell == null ? 0 : Long.parseLong(cell);
  }
}
