package io.datareplicator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.config.Side;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import io.datareplicator.plan.LastClones;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import io.datareplicator.testkit.SomeClients;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditTableTest {
  private static final StatementResult DONE = FakeSql.rows(List.of("num_affected_rows"));

  private final FakeSql sql = new FakeSql();
  private final Workspace workspace =
      new Workspace(Configs.side(Side.TARGET), null, SomeClients.NONE, sql);
  private final AuditTable table =
      new AuditTable(
          workspace,
          Configs.audit(),
          "r1",
          Configs.QUICK,
          new MovableClock(),
          Map.of("run_id", "r1"));

  private static List<OperationResult> results(int count, int errorLength) {
    String error = "e".repeat(errorLength);
    return IntStream.range(0, count)
        .mapToObj(i -> Results.of("t" + i, Status.FAILED, error))
        .toList();
  }

  private static int rows(String merge) {
    return merge.split("\\('r1', ", -1).length - 1;
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "500,1", "501,2", "1250,3"})
  void aFewHundredRowsPerCommit(int count, int statements) {
    sql.otherwise(t -> DONE);

    assertThat(table.write(results(count, 10), Map.of())).isEqualTo(count);

    assertThat(sql.statements()).hasSize(statements);
    assertThat(sql.texts().stream().mapToInt(AuditTableTest::rows).sum()).isEqualTo(count);
    assertThat(sql.texts()).allSatisfy(t -> assertThat(rows(t)).isLessThanOrEqualTo(500));
  }

  @Test
  void longRowsMakeSmallerStatements() {
    sql.otherwise(t -> DONE);

    assertThat(table.write(results(300, 50_000), Map.of())).isEqualTo(300);

    assertThat(sql.texts()).allSatisfy(t -> assertThat(t.length()).isLessThanOrEqualTo(4_000_000));
    assertThat(sql.texts().stream().mapToInt(AuditTableTest::rows).sum()).isEqualTo(300);
    for (int i = 0; i < 300; i++) {
      String name = "'t" + i + "'";
      assertThat(sql.texts().stream().filter(t -> t.contains(name))).as(name).hasSize(1);
    }
  }

  @Test
  void oneRowThatIsTooLongIsSentAlone() {
    sql.otherwise(t -> DONE);

    assertThat(table.write(results(2, 4_500_000), Map.of())).isEqualTo(2);

    assertThat(sql.texts()).hasSize(2);
  }

  @Test
  void transientFailureIsTriedAgainWithTheSameText() {
    AtomicInteger calls = new AtomicInteger();
    sql.otherwise(
        t -> {
          if (calls.incrementAndGet() < 3) {
            throw FakeSql.failure("[DELTA_CONCURRENT_APPEND] other writer");
          }
          return DONE;
        });

    assertThat(table.write(results(3, 10), Map.of())).isEqualTo(3);
    assertThat(sql.texts()).hasSize(3).containsOnly(sql.texts().get(0));
  }

  @Test
  void permanentFailureLeavesTheRestUnwritten() {
    sql.otherwise(
        t -> {
          if (t.contains("'t500'")) {
            throw FakeSql.failure("[INSUFFICIENT_PERMISSIONS] no");
          }
          return DONE;
        });

    assertThat(table.write(results(1200, 10), Map.of())).isEqualTo(500);
    assertThat(sql.statements()).hasSize(2);
  }

  @Test
  void attemptsAreBounded() {
    sql.otherwise(
        t -> {
          throw FakeSql.failure("[DELTA_CONCURRENT_APPEND] other writer");
        });

    assertThat(table.write(results(1, 10), Map.of())).isZero();
    assertThat(sql.statements()).hasSize(3);
  }

  @Test
  void onlySummariesCarryTheConfiguration() {
    sql.otherwise(t -> DONE);

    table.write(
        List.of(
            Results.of("t", Status.SUCCESS, null),
            Results.of("replication_summary", "ALL", Status.SUCCESS, null, Map.of())),
        Map.of("tgt", "{\"cfg\":1}"));

    assertThat(sql.texts().get(0).split("\\{\"cfg\":1\\}", -1)).hasSize(2);
    assertThat(sql.texts().get(0)).contains("'replication_summary'");
  }

  @Test
  void lastClonesAreReadByTargetTable() {
    List<String> columns =
        List.of(
            "metastore",
            "operation_type",
            "catalog_name",
            "schema_name",
            "object_name",
            "duration_seconds",
            "source_table_id",
            "source_version",
            "source_commit_millis",
            "source_bytes");
    sql.otherwise(
        t ->
            new StatementResult(
                "st",
                columns,
                List.of(
                    Arrays.asList(
                        "aws:x:1",
                        "replication",
                        "tgt",
                        "s",
                        "A",
                        "2.5",
                        "id-1",
                        "7",
                        "1500",
                        "99"),
                    Arrays.asList(
                        "aws:x:1", "replication", "tgt", "s", "b", null, null, "8", "1600", null),
                    Arrays.asList(
                        "aws:x:1", "backup", "tgt", "s", "b", "1.5", null, "9", "1700", null),
                    Arrays.asList(
                        "aws:x:1",
                        "replication",
                        "tgt",
                        "s",
                        "no_version",
                        "1.0",
                        null,
                        null,
                        "1",
                        null),
                    Arrays.asList(
                        "aws:x:1",
                        "replication",
                        "tgt",
                        "s",
                        "no_time",
                        "1.0",
                        null,
                        "1",
                        null,
                        null))));

    LastClones recorded = table.open(List.of("tgt"));

    assertThat(recorded.replications())
        .isEqualTo(
            Map.of(
                new TableName("tgt", "s", "a"),
                new LastClone("id-1", 7, Instant.ofEpochMilli(1500), 2.5, 99),
                new TableName("tgt", "s", "b"),
                new LastClone(null, 8, Instant.ofEpochMilli(1600), 0, 0)));
    assertThat(recorded.backups())
        .containsOnly(
            Map.entry(
                new TableName("tgt", "s", "b"),
                new LastClone(null, 9, Instant.ofEpochMilli(1700), 1.5, 0)));
    assertThat(workspace.globalMetastoreId()).isEqualTo("aws:x:1");
    assertThat(sql.texts()).containsExactly(AuditSql.lastClones(table.name(), List.of("tgt")));
  }

  @Test
  void emptyTableTellsItsMetastoreOnly() {
    sql.otherwise(
        t ->
            new StatementResult(
                "st",
                List.of(
                    "metastore",
                    "operation_type",
                    "catalog_name",
                    "schema_name",
                    "object_name",
                    "duration_seconds",
                    "source_table_id",
                    "source_version",
                    "source_commit_millis",
                    "source_bytes"),
                List.of(
                    Arrays.asList(
                        "aws:x:1", null, null, null, null, null, null, null, null, null))));

    assertThat(table.open(List.of("tgt"))).isEqualTo(LastClones.NONE);
  }

  @Test
  void unreadableTableIsAnErrorNotAFirstRun() {
    sql.otherwise(
        t -> {
          throw FakeSql.failure("[INSUFFICIENT_PERMISSIONS] no SELECT");
        });

    assertThatThrownBy(() -> table.open(List.of("tgt"))).hasMessageContaining("no SELECT");
    assertThat(sql.statements()).hasSize(1);
  }
}
