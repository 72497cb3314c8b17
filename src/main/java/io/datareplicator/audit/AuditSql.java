package io.datareplicator.audit;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.TableName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Statements on the audit table (operations.md §6). */
final class AuditSql {
  private static final List<String> COLUMNS =
      List.of(
          "run_id STRING",
          "logging_time TIMESTAMP",
          "operation_type STRING",
          "catalog_name STRING",
          "schema_name STRING",
          "object_name STRING",
          "object_type STRING",
          "status STRING",
          "start_time TIMESTAMP",
          "end_time TIMESTAMP",
          "duration_seconds DOUBLE",
          "error_message STRING",
          "details STRING",
          "attempt_number INT",
          "max_attempts INT",
          "config_details STRING",
          "execution_user STRING");

  private static final List<String> KEY =
      List.of(
          "run_id",
          "operation_type",
          "catalog_name",
          "schema_name",
          "object_name",
          "object_type",
          "status",
          "attempt_number");

  private AuditSql() {}

  static String create(TableName table) {
    return "CREATE TABLE IF NOT EXISTS "
        + Identifier.quote(table)
        + " ("
        + String.join(", ", COLUMNS)
        + ") COMMENT 'Results of data-replicator runs'";
  }

  /**
   * Adds rows that are not there yet, so that sending it twice adds them once.
   *
   * @param configDetails JSON for each row, by position; null for none
   */
  static String merge(
      TableName table,
      String runId,
      Instant now,
      List<OperationResult> results,
      List<String> configDetails) {
    List<String> names = COLUMNS.stream().map(c -> c.substring(0, c.indexOf(' '))).toList();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < results.size(); i++) {
      rows.append(i == 0 ? "" : ",\n ")
          .append(row(runId, now, results.get(i), configDetails.get(i)));
    }
    String insertable =
        COLUMNS.stream()
            .map(c -> c.split(" ", 2))
            .map(c -> "CAST(" + c[0] + " AS " + c[1] + ") AS " + c[0])
            .collect(Collectors.joining(", "));
    String match =
        KEY.stream().map(k -> "t." + k + " <=> s." + k).collect(Collectors.joining(" AND "));
    return "MERGE INTO "
        + Identifier.quote(table)
        + " AS t USING (SELECT "
        + insertable
        + " FROM VALUES\n "
        + rows
        + "\n AS v ("
        + names.stream().filter(n -> !n.equals("execution_user")).collect(Collectors.joining(", "))
        + ") CROSS JOIN (SELECT current_user() AS execution_user)) AS s ON "
        + match
        + " WHEN NOT MATCHED THEN INSERT ("
        + String.join(", ", names)
        + ") VALUES ("
        + names.stream().map(n -> "s." + n).collect(Collectors.joining(", "))
        + ")";
  }

  private static String row(String runId, Instant now, OperationResult r, String configDetails) {
    return "("
        + String.join(
            ", ",
            Literal.string(runId),
            Literal.timestamp(now),
            Literal.string(r.operationType()),
            Literal.string(r.catalog()),
            Literal.string(r.schema()),
            Literal.string(r.object()),
            Literal.string(r.objectType()),
            Literal.string(r.status().label()),
            Literal.timestamp(r.start()),
            Literal.timestamp(r.end()),
            r.seconds() + "D",
            Literal.string(Redactor.redact(r.error())),
            Literal.string(Json.write(r.details())),
            Literal.number(r.attempt()),
            Literal.number(r.maxAttempts()),
            Literal.string(configDetails))
        + ")";
  }

  /** The last successful reconciliation of each table of these catalogs. */
  static String lastMatches(TableName table, List<String> catalogs) {
    String in = catalogs.stream().map(Literal::string).collect(Collectors.joining(", "));
    return "SELECT run_id, unix_millis(end_time) AS end_millis, catalog_name, schema_name, object_name,"
        + " get_json_object(details, '$.source_table_id') AS source_table_id,"
        + " get_json_object(details, '$.source_version') AS source_version,"
        + " get_json_object(details, '$.target_table_id') AS target_table_id,"
        + " get_json_object(details, '$.target_version') AS target_version,"
        + " get_json_object(details, '$.settings') AS settings"
        + " FROM (SELECT *, row_number() OVER"
        + " (PARTITION BY catalog_name, schema_name, object_name ORDER BY end_time DESC) AS rn FROM "
        + Identifier.quote(table)
        + " WHERE operation_type = 'reconciliation' AND status IN ('success', 'failed')"
        + " AND object_type IN ('table', 'streaming_table', 'materialized_view')"
        + " AND catalog_name IN ("
        + in
        + ")) WHERE rn = 1 AND status = 'success'";
  }

  /**
   * The last successful clone of each table of these catalogs; at least one row, which tells the
   * metastore.
   */
  static String lastClones(TableName table, List<String> catalogs) {
    String in = catalogs.stream().map(Literal::string).collect(Collectors.joining(", "));
    return "SELECT m.metastore, c.* FROM (SELECT current_metastore() AS metastore) AS m LEFT JOIN ("
        + "SELECT operation_type, catalog_name, schema_name, object_name, duration_seconds,"
        + " get_json_object(details, '$.source_table_id') AS source_table_id,"
        + " get_json_object(details, '$.source_version') AS source_version,"
        + " get_json_object(details, '$.source_commit_millis') AS source_commit_millis,"
        + " get_json_object(details, '$.metrics.source_table_size') AS source_bytes"
        + " FROM (SELECT *, row_number() OVER"
        + " (PARTITION BY operation_type, catalog_name, schema_name, object_name"
        + " ORDER BY end_time DESC) AS rn FROM "
        + Identifier.quote(table)
        + " WHERE operation_type IN ('replication', 'backup') AND status = 'success'"
        + " AND object_type IN ('table', 'streaming_table')"
        + " AND catalog_name IN ("
        + in
        + ")) WHERE rn = 1) AS c ON true";
  }
}
