package io.datareplicator.volumes;

import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.TableName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Statements on the ingestion log (operations.md, "Volume files"). */
final class IngestionSql {
  static final String HASH = "h";
  static final String LENGTH = "length";
  static final String MODIFIED = "modified";

  private static final List<String> COLUMNS =
      List.of(
          "run_id STRING",
          "source_path STRING",
          "target_path STRING",
          "ingestion_time TIMESTAMP",
          "length BIGINT",
          "file_modification_time TIMESTAMP",
          "status STRING",
          "error_msg STRING",
          "batch_id BIGINT");

  private IngestionSql() {}

  static String create(TableName table) {
    return "CREATE TABLE IF NOT EXISTS "
        + Identifier.quote(table)
        + " ("
        + String.join(", ", COLUMNS)
        + ") COMMENT 'Files of volumes that data-replicator copied'";
  }

  /** Fails when the table is not there. */
  static String probe(TableName table) {
    return "SELECT 1 FROM " + Identifier.quote(table) + " LIMIT 0";
  }

  /**
   * Adds the rows of one batch, or nothing when they are there.
   *
   * @param batch tells apart the batches of a run
   */
  static String merge(TableName table, String runId, long batch, List<IngestionRow> rows) {
    List<String> names = COLUMNS.stream().map(c -> c.substring(0, c.indexOf(' '))).toList();
    String cast =
        COLUMNS.stream()
            .map(c -> c.split(" ", 2))
            .map(c -> "CAST(" + c[0] + " AS " + c[1] + ") AS " + c[0])
            .collect(Collectors.joining(", "));
    String values =
        rows.stream().map(r -> row(runId, batch, r)).collect(Collectors.joining(",\n "));
    return "MERGE INTO "
        + Identifier.quote(table)
        + " AS t USING (SELECT "
        + cast
        + " FROM VALUES\n "
        + values
        + "\n AS v ("
        + String.join(", ", names)
        // Literals first: they let the table skip the files of all other batches.
        + ")) AS s ON t.run_id = "
        + Literal.string(runId)
        + " AND t.batch_id = "
        + batch
        + " AND t.source_path = s.source_path AND t.target_path = s.target_path"
        + " WHEN NOT MATCHED THEN INSERT ("
        + String.join(", ", names)
        + ") VALUES ("
        + names.stream().map(n -> "s." + n).collect(Collectors.joining(", "))
        + ")";
  }

  private static String row(String runId, long batch, IngestionRow row) {
    return "("
        + String.join(
            ", ",
            Literal.string(runId),
            Literal.string(row.sourcePath()),
            Literal.string(row.targetPath()),
            Literal.timestamp(row.time()),
            row.length() + "L",
            Literal.timestamp(Instant.ofEpochMilli(row.modifiedMillis())),
            Literal.string(row.status()),
            Literal.string(Redactor.redact(row.error())),
            batch + "L")
        + ")";
  }

  /**
   * The files of a volume whose latest row says that they were copied, as hashes of their target
   * paths, in the order of these.
   *
   * @param runId null = of all runs
   * @param after hash of the last file of the page before; empty for the first
   */
  static String copied(
      TableName table, String sourceRoot, String targetRoot, String runId, String after, int most) {
    String hash = "substr(sha2(target_path, 256), 1, 32)";
    return "SELECT h, latest.length AS length, latest.modified AS modified FROM (SELECT "
        + hash
        + " AS h, max(struct(ingestion_time, coalesce(batch_id, -1L) AS batch, status, length,"
        + " unix_millis(file_modification_time) AS modified)) AS latest FROM "
        + Identifier.quote(table)
        // A slash is followed by the digit zero: between the two are all names under the root.
        + " WHERE target_path >= "
        + Literal.string(targetRoot + "/")
        + " AND target_path < "
        + Literal.string(targetRoot + "0")
        + " AND startswith(source_path, "
        + Literal.string(sourceRoot + "/")
        + ")"
        + (runId == null ? "" : " AND run_id = " + Literal.string(runId))
        + " AND "
        + hash
        + " > "
        + Literal.string(after)
        + " GROUP BY 1) WHERE latest.status = "
        + Literal.string(IngestionRow.SUCCESS)
        + " AND latest.length IS NOT NULL AND latest.modified IS NOT NULL ORDER BY h LIMIT "
        + most;
  }
}
