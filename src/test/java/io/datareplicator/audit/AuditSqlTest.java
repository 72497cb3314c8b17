package io.datareplicator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.model.TableName;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditSqlTest {
  private static final TableName TABLE = new TableName("audit", "lo`gs", "runs");
  private static final String NAMES =
      "run_id, logging_time, operation_type, catalog_name, schema_name, object_name, object_type,"
          + " status, start_time, end_time, duration_seconds, error_message, details,"
          + " attempt_number, max_attempts, config_details";

  @Test
  void tableHasTheColumnsThatDashboardsKnow() {
    assertThat(AuditSql.create(TABLE))
        .isEqualTo(
            "CREATE TABLE IF NOT EXISTS `audit`.`lo``gs`.`runs` (run_id STRING, logging_time"
                + " TIMESTAMP, operation_type STRING, catalog_name STRING, schema_name STRING,"
                + " object_name STRING, object_type STRING, status STRING, start_time TIMESTAMP,"
                + " end_time TIMESTAMP, duration_seconds DOUBLE, error_message STRING, details"
                + " STRING, attempt_number INT, max_attempts INT, config_details STRING,"
                + " execution_user STRING) COMMENT 'Results of data-replicator runs'");
  }

  private static String merge(OperationResult... results) {
    return AuditSql.merge(
        TABLE,
        "run'1",
        MovableClock.START,
        List.of(results),
        Arrays.asList(new String[results.length]));
  }

  @Test
  void rowsAreValues() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("reason", "it's \"changed\"");

    assertThat(merge(Results.of("replication", "t'; --", Status.FAILED, "broke\nhere", details)))
        .contains(
            " FROM VALUES\n ('run\\'1', TIMESTAMP'2026-03-01T10:00:00Z', 'replication', 'tgt', 's',"
                + " 't\\'; --', 'table', 'failed', TIMESTAMP'2026-03-01T10:00:00Z',"
                + " TIMESTAMP'2026-03-01T10:00:01.500Z', 1.5D, 'broke\\nhere',"
                + " '{\"reason\":\"it\\'s \\\\\"changed\\\\\"\"}', 1, 3, NULL)\n AS v ("
                + NAMES
                + ") CROSS JOIN (SELECT current_user() AS execution_user)) AS s");
  }

  @Test
  void rowsThatAreThereAreNotAddedAgain() {
    assertThat(merge(Results.of("t", Status.SUCCESS, null)))
        .startsWith(
            "MERGE INTO `audit`.`lo``gs`.`runs` AS t USING (SELECT CAST(run_id AS STRING) AS"
                + " run_id, ")
        .contains(
            " ON t.run_id <=> s.run_id AND t.operation_type <=> s.operation_type"
                + " AND t.catalog_name <=> s.catalog_name AND t.schema_name <=> s.schema_name"
                + " AND t.object_name <=> s.object_name AND t.object_type <=> s.object_type"
                + " AND t.status <=> s.status AND t.attempt_number <=> s.attempt_number WHEN NOT MATCHED THEN INSERT ("
                + NAMES
                + ", execution_user) VALUES (s.run_id, ");
  }

  @Test
  void configurationAndMissingValues() {
    OperationResult summary =
        new OperationResult(
            "backup_summary",
            "c",
            null,
            "ALL",
            "summary",
            Status.SUCCESS,
            MovableClock.START,
            MovableClock.START,
            null,
            Map.of(),
            1,
            1);

    assertThat(
            AuditSql.merge(
                TABLE,
                "r",
                MovableClock.START,
                List.of(summary),
                List.of("{\"share_name\":\"x\"}")))
        .contains("'c', NULL, 'ALL', 'summary', 'success'")
        .contains("0.0D, NULL, '{}', 1, 1, '{\"share_name\":\"x\"}')");
  }

  @Test
  void secretsStayOut() {
    String sql =
        merge(
            Results.of(
                "replication",
                "t",
                Status.FAILED,
                "Bearer abcdefghijklmnop",
                Map.of("cause", "x\ndapi0123456789abcdef0123")));

    assertThat(sql)
        .doesNotContain("abcdefghijklmnop")
        .doesNotContain("dapi0123")
        .contains("[redacted]");
  }

  @Test
  void lastClonesOfTheseCatalogs() {
    assertThat(AuditSql.lastClones(TABLE, List.of("a", "it's")))
        .contains(
            "FROM `audit`.`lo``gs`.`runs` WHERE operation_type IN ('replication', 'backup')"
                + " AND status = 'success' AND object_type IN ('table', 'streaming_table')")
        .contains("AND catalog_name IN ('a', 'it\\'s'))")
        .contains(
            "PARTITION BY operation_type, catalog_name, schema_name, object_name ORDER BY"
                + " end_time DESC")
        .endsWith("WHERE rn = 1) AS c ON true");
  }
}
