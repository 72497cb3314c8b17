package io.datareplicator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.DeltaTable;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.Destination;
import io.datareplicator.plan.Expected;
import io.datareplicator.plan.Intermediate;
import io.datareplicator.plan.TableAction;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CloneRunTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final TableName TARGET = new TableName("tgt", "s", "t");
  private static final TableHead HEAD = new TableHead(4, Instant.ofEpochSecond(1), "CLONE", 6L);

  private final FakeSql sql =
      new FakeSql()
          .when(
              t -> t.startsWith("CREATE"),
              t -> FakeSql.rows(List.of("copied_files_size"), List.of("99")));
  private Optional<String> place = Optional.empty();
  private final CloneContext context = new CloneContext(sql, t -> place, Map.of("run_id", "r1"));

  private static TableAction.Clone clone(TableHead targetHead, boolean exists, boolean mark) {
    return new TableAction.Clone(
        TARGET,
        TableKind.MANAGED,
        TARGET.in("src"),
        TARGET.in("shared"),
        null,
        new Destination.Managed(TARGET),
        "changed",
        "id-1",
        new TableHead(7, Instant.ofEpochMilli(1500), "WRITE", null),
        targetHead,
        exists,
        "id-2",
        mark,
        Expected.UNKNOWN,
        List.of("columns replaced"));
  }

  private static TableAction.Clone but(String component, Object value) {
    return Configs.with(clone(HEAD, true, true), component, value);
  }

  private Statement sent(TableAction.Clone clone) {
    run(clone).attempt(new Trace()).join();
    return sql.statements().get(0);
  }

  private CloneRun run(TableAction.Clone clone) {
    return new CloneRun(context, clone, TIMEOUT);
  }

  private static String text(TableName target, TableName source, TableName origin) {
    return CloneStatement.text(
        new DeltaTable.Named(target),
        source,
        origin == null ? Map.of() : Map.of(CloneStatement.MARKER, origin.fullName()));
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

    assertThat(statement.text()).isEqualTo(text(TARGET, TARGET.in("shared"), null));
    assertThat(statement.timeout()).isEqualTo(TIMEOUT);
    assertThat(statement.expectedShort()).isFalse();
    assertThat(statement.tags()).isEqualTo(Map.of("run_id", "r1", "object", "tgt.s.t"));
  }

  @Test
  void detailsTellWhatWasCopied() {
    Map<String, Object> details = run(clone(HEAD, true, true)).attempt(new Trace()).join();

    assertThat(details)
        .containsEntry("source", "shared.s.t")
        .containsEntry("reason", "changed")
        .containsEntry("statement", text(TARGET, TARGET.in("shared"), TARGET.in("src")))
        .containsEntry("source_table_id", "id-1")
        .containsEntry("target_table_id", "id-2")
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

  private static final TableName BETWEEN = TARGET.in("between");

  @Test
  void secondHopReadsTheIntermediateTable() {
    Map<String, Object> details =
        run(but("via", new Intermediate(BETWEEN, false, null))).attempt(new Trace()).join();

    assertThat(sql.texts())
        .containsExactly(
            text(BETWEEN, TARGET.in("shared"), TARGET.in("src")),
            text(TARGET, BETWEEN, TARGET.in("src")));
    assertThat(details)
        .containsEntry("intermediate", "between.s.t")
        .containsEntry("source", "shared.s.t")
        .containsEntry("intermediate_metrics", Map.of("copied_files_size", 99L))
        .containsEntry("metrics", Map.of("copied_files_size", 99L));
  }

  @Test
  void firstHopIsNotRepeatedWhenTheSecondFails() {
    AtomicInteger hops = new AtomicInteger();
    FakeSql flaky =
        new FakeSql()
            .otherwise(
                t -> {
                  if (hops.incrementAndGet() == 2) {
                    throw FakeSql.failure("[DELTA_CONCURRENT_APPEND] again");
                  }
                  return FakeSql.rows(List.of("copied_files_size"), List.of("1"));
                });
    CloneRun run =
        new CloneRun(
            new CloneContext(flaky, t -> place, Map.of()),
            but("via", new Intermediate(BETWEEN, true, HEAD)),
            TIMEOUT);

    assertThatThrownBy(() -> run.attempt(new Trace()).join())
        .hasMessageContaining("something else writes to the target table");
    run.attempt(new Trace()).join();

    assertThat(flaky.texts())
        .containsExactly(
            text(BETWEEN, TARGET.in("shared"), TARGET.in("src")),
            text(TARGET, BETWEEN, TARGET.in("src")),
            text(TARGET, BETWEEN, TARGET.in("src")));
  }

  private static final String URL = "s3://b/it's `x`";

  @Test
  void externalTableIsClonedByItsPathAndThenCreated() {
    place = Optional.of(URL + "/");

    Map<String, Object> details =
        run(but("destination", new Destination.External(TARGET, URL, true)))
            .attempt(new Trace())
            .join();

    assertThat(sql.texts())
        .containsExactly(
            "CREATE OR REPLACE TABLE delta.`s3://b/it's ``x``` DEEP CLONE `shared`.`s`.`t`"
                + " TBLPROPERTIES ('data_replicator.source' = 'src.s.t')",
            "CREATE TABLE IF NOT EXISTS `tgt`.`s`.`t` USING DELTA LOCATION 's3://b/it\\'s `x`'");
    assertThat(details)
        .containsEntry("written", "delta.`s3://b/it's `x``")
        .containsEntry("location", URL)
        .containsKey("register_statement");
  }

  @Test
  void tableThatLiesElsewhereIsAFailure() {
    place = Optional.of("s3://b/other");

    assertThatThrownBy(
            () ->
                run(but("destination", new Destination.External(TARGET, URL, true)))
                    .attempt(new Trace())
                    .join())
        .hasMessageContaining("lies at s3://b/other, not at " + URL);
  }

  @Test
  void tableThatIsNotThereAfterItsCreationIsAFailure() {
    assertThatThrownBy(
            () ->
                run(but("destination", new Destination.External(TARGET, URL, true)))
                    .attempt(new Trace())
                    .join())
        .hasMessageContaining("is not there after its creation");
  }

  @Test
  void standingExternalTableIsNotTouched() {
    run(but("destination", new Destination.External(TARGET, URL, false)))
        .attempt(new Trace())
        .join();

    assertThat(sql.texts()).hasSize(1).first().asString().contains("delta.`s3://b/it's ``x```");
  }

  private static final TableName BACKING = new TableName("tgt", "s", "__materialization_mat_p_t_1");

  private static TableAction.Clone streaming(String parent) {
    return but("destination", new Destination.Backing(BACKING, "p-1", parent));
  }

  @Test
  void backingTableGetsThePipelineOfTheTarget() {
    run(Configs.with(streaming("parent-1"), "mark", false)).attempt(new Trace()).join();

    assertThat(sql.texts())
        .containsExactly(
            "CREATE OR REPLACE TABLE `tgt`.`s`.`__materialization_mat_p_t_1` DEEP CLONE"
                + " `shared`.`s`.`t` TBLPROPERTIES ('pipelines.pipelineId' = 'p-1',"
                + " 'spark.sql.internal.pipelines.parentTableId' = 'parent-1')");
  }

  @Test
  void parentTableIsAskedForWhenTheListingDoesNotTellIt() {
    sql.otherwise(
        t ->
            FakeSql.rows(
                List.of("format", "properties"),
                List.of("delta", "{\"spark.sql.internal.pipelines.parentTableId\":\"parent-2\"}")));

    run(streaming(null)).attempt(new Trace()).join();

    assertThat(sql.texts().get(0)).isEqualTo("DESCRIBE DETAIL `tgt`.`s`.`t`");
    assertThat(sql.texts().get(1)).contains("parentTableId' = 'parent-2'");
  }

  @Test
  void streamingTableWithoutAParentIsClonedWithoutOne() {
    sql.otherwise(t -> FakeSql.rows(List.of("properties"), List.of("{}")));

    run(streaming(null)).attempt(new Trace()).join();

    assertThat(sql.texts().get(1)).doesNotContain("parentTableId");
  }

  private FakeSql refusing(String message, String version, String operation) {
    return new FakeSql()
        .when(
            t -> t.startsWith("CREATE"),
            t -> {
              throw FakeSql.failure(message);
            })
        .otherwise(
            t ->
                FakeSql.rows(
                    List.of("version", "operation", "copied_files_size"),
                    List.of(version, operation, "5")));
  }

  private static final String PARENT_MISSING = "[X] PARENT TABLE WITH ID abc cannot be found";

  @Test
  void missingParentIsToleratedWhenTheCommitIsThere() {
    FakeSql refusing = refusing(PARENT_MISSING, "5", "CLONE");

    Map<String, Object> details =
        new CloneRun(new CloneContext(refusing, t -> place, Map.of()), streaming("p"), TIMEOUT)
            .attempt(new Trace())
            .join();

    assertThat(details)
        .containsEntry("tolerated_error", PARENT_MISSING)
        .containsEntry("confirmed_by", "target history")
        .containsEntry("metrics", Map.of("copied_files_size", 5L));
  }

  @Test
  void missingParentWithoutTheCommitIsAFailure() {
    for (List<String> head : List.of(List.of("4", "CLONE"), List.of("5", "WRITE"))) {
      CloneRun run =
          new CloneRun(
              new CloneContext(
                  refusing(PARENT_MISSING, head.get(0), head.get(1)), t -> place, Map.of()),
              streaming("p"),
              TIMEOUT);

      assertThatThrownBy(() -> run.attempt(new Trace()).join())
          .as(head.toString())
          .hasMessageContaining(PARENT_MISSING);
    }
  }

  @Test
  void missingParentIsAFailureWhenTheStateBeforeIsUnknown() {
    CloneRun run =
        new CloneRun(
            new CloneContext(refusing(PARENT_MISSING, "5", "CLONE"), t -> place, Map.of()),
            Configs.with(streaming("p"), "targetHead", null),
            TIMEOUT);

    assertThatThrownBy(() -> run.attempt(new Trace()).join()).hasMessageContaining(PARENT_MISSING);
  }

  @Test
  void otherErrorsOfABackingTableAreFailuresWhateverTheHistorySays() {
    CloneRun run =
        new CloneRun(
            new CloneContext(
                refusing("[INSUFFICIENT_PERMISSIONS] no", "5", "CLONE"), t -> place, Map.of()),
            streaming("p"),
            TIMEOUT);

    assertThatThrownBy(() -> run.attempt(new Trace()).join())
        .hasMessageContaining("INSUFFICIENT_PERMISSIONS");
  }

  @Test
  void missingParentOfAPlainTableIsAFailure() {
    CloneRun run =
        new CloneRun(
            new CloneContext(refusing(PARENT_MISSING, "5", "CLONE"), t -> place, Map.of()),
            clone(HEAD, true, true),
            TIMEOUT);

    assertThatThrownBy(() -> run.attempt(new Trace()).join()).hasMessageContaining(PARENT_MISSING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[DELTA_UNSUPPORTED_COLUMN_MAPPING_MODE_CHANGE] x | rename the target table",
        "[DELTA_CLONE_UNSUPPORTED_SOURCE] format View | only Delta tables can be cloned",
        "[UNSUPPORTED_FEATURES_FOR_READ] x | too old for this table",
        "Table a.b.c has row level security or column masks, which is not supported by Delta Sharing | row filters",
        "[DELTA_FILE_NOT_FOUND_DETAILED] x | VACUUM",
        "[NO_PARENT_EXTERNAL_LOCATION_FOR_PATH] x | create an external location",
        "[DELTA_DEEP_CLONE_MV_ST_ERROR.LOCATION_NOT_SUPPORTED] x | backing tables"
      })
  void knownRefusalsComeWithAdvice(String message, String advice) {
    CloneRun run =
        new CloneRun(
            new CloneContext(refusing(message, "0", "WRITE"), t -> place, Map.of()),
            clone(HEAD, true, true),
            TIMEOUT);

    assertThatThrownBy(() -> run.attempt(new Trace()).join())
        .hasMessageContaining(message)
        .hasMessageContaining("What to do: ")
        .hasMessageContaining(advice);
  }
}
