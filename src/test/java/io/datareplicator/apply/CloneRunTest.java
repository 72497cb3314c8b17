package io.datareplicator.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.TableAction;
import io.datareplicator.testkit.FakeSql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TableClonerTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final TableName TARGET = new TableName("tgt", "s", "t");
  private static final TableHead HEAD = new TableHead(4, Instant.ofEpochSecond(1), "CLONE", 6L);

  private final FakeSql sql =
      new FakeSql()
          .when(
              t -> t.startsWith("CREATE"),
              t -> FakeSql.rows(List.of("copied_files_size"), List.of("99")));
  private final TableCloner cloner = new TableCloner(sql, Map.of("run_id", "r1"));

  private static TableAction.Clone clone(TableHead targetHead, boolean exists, boolean mark) {
    return new TableAction.Clone(
        TARGET,
        TableKind.MANAGED,
        TARGET.in("src"),
        TARGET.in("shared"),
        "changed",
        "id-1",
        new TableHead(7, Instant.ofEpochMilli(1500), "WRITE", null),
        targetHead,
        exists,
        mark,
        1,
        List.of("columns replaced"));
  }

  private Statement sent(TableAction.Clone clone) {
    cloner.attempt(clone, TIMEOUT, new Trace()).join();
    return sql.statements().get(0);
  }

  private void headIs(String version, String operation) {
    sql.otherwise(
        t ->
            FakeSql.rows(
                List.of("version", "operation", "copied_files_size"),
                List.of(version, operation, "5")));
  }

  @Test
  void statementCarriesTimeoutAndTags() {
    Statement statement = sent(clone(HEAD, true, false));

    assertThat(statement.text()).isEqualTo(CloneStatement.text(TARGET, TARGET.in("shared"), null));
    assertThat(statement.timeout()).isEqualTo(TIMEOUT);
    assertThat(statement.expectedShort()).isFalse();
    assertThat(statement.tags()).isEqualTo(Map.of("run_id", "r1", "object", "tgt.s.t"));
  }

  @Test
  void detailsTellWhatWasCopied() {
    Map<String, Object> details =
        cloner.attempt(clone(HEAD, true, true), TIMEOUT, new Trace()).join();

    assertThat(details)
        .containsEntry("source", "shared.s.t")
        .containsEntry("reason", "changed")
        .containsEntry(
            "statement", CloneStatement.text(TARGET, TARGET.in("shared"), TARGET.in("src")))
        .containsEntry("source_table_id", "id-1")
        .containsEntry("source_version", 7L)
        .containsEntry("source_commit_millis", 1500L)
        .containsEntry("metrics", Map.of("copied_files_size", 99L))
        .containsEntry("warnings", List.of("columns replaced"))
        .doesNotContainKey("confirmed_by");
  }

  @Test
  void newCommitOfALostCloneIsItsEffect() {
    headIs("5", "CLONE");

    Optional<StatementResult> effect = sent(clone(HEAD, true, true)).effect().get();

    assertThat(effect.orElseThrow().statementId()).isNull();
    assertThat(CloneStatement.metrics(effect.orElseThrow()))
        .isEqualTo(Map.of("copied_files_size", 5L));
  }

  @Test
  void firstCommitOfALostCloneOfANewTableIsItsEffect() {
    headIs("0", "CLONE");

    assertThat(sent(clone(null, false, true)).effect().get()).isPresent();
  }

  @Test
  void commitThatMayShowUpLateIsLookedForAgain() {
    AtomicInteger looks = new AtomicInteger();
    sql.otherwise(
        t -> {
          if (looks.incrementAndGet() == 1) {
            throw FakeSql.failure("[TABLE_OR_VIEW_NOT_FOUND] not yet");
          }
          return FakeSql.rows(List.of("version", "operation"), List.of("0", "CLONE"));
        });

    assertThat(sent(clone(null, false, true)).effect().get()).isPresent();
    assertThat(looks).hasValue(2);
  }

  @Test
  void nothingIsConcludedWithoutTheStateBefore() {
    headIs("5", "CLONE");

    assertThat(sent(clone(null, true, true)).effect().get()).isEmpty();
    assertThat(sql.statements()).hasSize(1);
  }

  @Test
  void oldCloneOrForeignWriteIsNoEffect() {
    for (List<String> head : List.of(List.of("4", "CLONE"), List.of("5", "WRITE"))) {
      AtomicInteger looks = new AtomicInteger();
      sql.otherwise(
          t -> {
            if (looks.incrementAndGet() == 2) {
              Thread.currentThread().interrupt();
            }
            return FakeSql.rows(List.of("version", "operation"), head);
          });

      assertThat(sent(clone(HEAD, true, true)).effect().get()).as(head.toString()).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(looks).hasValue(2);
    }
  }

  @Test
  void lookThatFailsIsNotAnAnswer() {
    sql.otherwise(
        t -> {
          throw FakeSql.failure("[INSUFFICIENT_PERMISSIONS] no");
        });
    Statement statement = sent(clone(HEAD, true, true));

    assertThatThrownBy(() -> statement.effect().get())
        .hasMessageContaining("INSUFFICIENT_PERMISSIONS");
  }
}
