package io.datareplicator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.audit.AuditTable;
import io.datareplicator.audit.Journal;
import io.datareplicator.config.Side;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import io.datareplicator.testkit.SomeClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultLogTest {
  private static final StatementResult DONE = FakeSql.rows(List.of("num_affected_rows"));

  @TempDir Path dir;
  private final FakeSql sql = new FakeSql().otherwise(t -> DONE);
  private final List<OperationResult> seen = Collections.synchronizedList(new ArrayList<>());
  private Journal journal;
  private ResultLog log;

  @BeforeEach
  void open() throws Exception {
    journal = Journal.open(dir, "r1", new MovableClock());
    log = new ResultLog(journal, seen::add);
  }

  @AfterEach
  void close() throws Exception {
    journal.close();
  }

  private void auditToTable() {
    log.auditTo(
        new AuditTable(
            new Workspace(Configs.side(Side.TARGET), null, SomeClients.NONE, sql),
            Configs.audit(),
            "r1",
            Configs.QUICK,
            new MovableClock(),
            Map.of()));
  }

  private void done(int count) {
    IntStream.range(0, count).forEach(i -> log.done(Results.of("t" + i, Status.SUCCESS, null)));
  }

  private long journalLines(String event) throws Exception {
    return Files.readAllLines(journal.file()).stream()
        .filter(l -> l.contains("\"event\":\"" + event + "\""))
        .count();
  }

  @Test
  void resultGoesToJournalAndProgressAtOnce() throws Exception {
    log.started(
        new WorkUnit("replication", "tgt", "s", "t0", "table", Configs.QUICK, trace -> null));
    done(1);

    assertThat(journalLines("intent")).isEqualTo(1);
    assertThat(journalLines("outcome")).isEqualTo(1);
    assertThat(seen).isEqualTo(log.results()).hasSize(1);
  }

  @Test
  void fewResultsWaitForTheEnd() {
    auditToTable();
    done(499);

    log.flush(false);
    assertThat(sql.statements()).isEmpty();

    log.flush(true);
    assertThat(sql.statements()).hasSize(1);
    assertThat(log.unrecorded()).isEmpty();
  }

  @Test
  void enoughResultsAreWrittenOnTheWay() {
    auditToTable();
    done(500);

    log.flush(false);
    assertThat(sql.statements()).hasSize(1);

    log.flush(false);
    log.flush(true);
    assertThat(sql.statements()).hasSize(1);
    assertThat(log.unrecorded()).isEmpty();
  }

  @Test
  void laterResultsAreWrittenWithoutTheEarlierOnes() {
    auditToTable();
    done(2);
    log.flush(true);
    log.done(Results.of("late", Status.SUCCESS, null));
    log.flush(true);

    assertThat(sql.texts()).hasSize(2);
    assertThat(sql.texts().get(1)).contains("'late'").doesNotContain("'t0'", "'t1'");
  }

  @Test
  void noResultsMakeNoCommit() {
    auditToTable();

    log.flush(true);

    assertThat(sql.statements()).isEmpty();
    assertThat(log.unrecorded()).isEmpty();
  }

  @Test
  void partlyWrittenResultsAreReported() throws Exception {
    sql.when(
        t -> t.contains("'t500'"),
        t -> {
          throw FakeSql.failure("[INSUFFICIENT_PERMISSIONS] no");
        });
    auditToTable();
    done(700);

    log.flush(true);
    log.flush(true);

    assertThat(log.unrecorded().orElseThrow())
        .isEqualTo(
            "200 of 700 results are not in the audit table; they are in the journal "
                + journal.file());
    assertThat(sql.statements()).hasSize(2);
    assertThat(Files.readString(journal.file())).contains("\"results\":500");
  }

  @Test
  void resultsBeforeAnyAuditTableAreReported() {
    done(3);

    log.flush(true);

    assertThat(log.unrecorded().orElseThrow())
        .startsWith("3 of 3 results are not in the audit table");
  }

  @Test
  void brokenJournalLosesNothing() throws Exception {
    auditToTable();
    journal.close();

    done(3);
    log.flush(true);

    assertThat(log.results()).hasSize(3);
    assertThat(sql.texts().get(0)).contains("'t0'", "'t1'", "'t2'");
    assertThat(log.unrecorded()).isEmpty();
  }

  @Test
  void whenBothFailTheUserHearsOfBoth() throws Exception {
    sql.when(
        t -> true,
        t -> {
          throw FakeSql.failure("[INSUFFICIENT_PERMISSIONS] no");
        });
    auditToTable();
    journal.close();
    done(1);
    log.flush(true);

    assertThat(log.unrecorded().orElseThrow())
        .contains("1 of 1 results", "the journal could not be written either", "r1.jsonl");
  }

  @Test
  void configurationOfACatalogGoesWithItsSummary() {
    auditToTable();
    log.describeConfig("tgt", "{\"cfg\":true}");
    log.done(Results.of("replication_summary", "ALL", Status.SUCCESS, null, Map.of()));
    log.flush(true);

    assertThat(sql.texts().get(0)).contains("{\"cfg\":true}");
  }

  @Test
  void manyThreadsLoseNoResult() throws Exception {
    auditToTable();
    IntStream.range(0, 300)
        .parallel()
        .forEach(i -> log.done(Results.of("t" + i, Status.SUCCESS, null)));

    assertThat(log.results().stream().map(OperationResult::object).distinct()).hasSize(300);
    assertThat(journalLines("outcome")).isEqualTo(300);
  }
}
