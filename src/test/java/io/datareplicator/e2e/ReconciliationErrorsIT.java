package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.datareplicator.e2e.Cli.Result;
import io.datareplicator.e2e.Cli.Started;
import io.datareplicator.e2e.SandboxSide.SeenStatement;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What could not be compared is a failure with an error: never a match, never a difference. One run
 * meets most of the errors at once, a schema for each.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class ReconciliationErrorsIT {
  private static final String CATALOG = "it_recerr";
  private static final String AUDIT = "it_recerr_audit";
  private static final String PLACE = "it_recerr_audit.audit";
  private static final int WAREHOUSE_SLOTS = 10;
  private static final List<String> SCHEMAS =
      List.of(
          "files",
          "here",
          "refused",
          "busy",
          "locked",
          "unshared",
          "nohist",
          "calm",
          "held",
          "slow",
          "vacuumed");
  private static final String SETTINGS =
      """
          target_schemas:
            - schema_name: files
            - schema_name: here
            - schema_name: refused
            - schema_name: busy
            - schema_name: locked
              reconciliation_config: {recon_missing_data_table: locked_rows}
            - schema_name: unshared
            - schema_name: nohist
              reconciliation_config: {source_catalog: it_recerr_plain, share_name: it_recerr_plain}
            - schema_name: calm
            - schema_name: typo
            - schema_name: vacuumed
      """;

  private SandboxProcess sandbox;
  private SandboxSide source;
  private SandboxSide target;
  private Cli cli;
  private String group;
  private ReconResults met;
  private Started slow;

  @BeforeAll
  void meetErrors(SandboxProcess shared, @TempDir Path home)
      throws IOException, InterruptedException {
    sandbox = shared;
    source = sandbox.source();
    target = sandbox.target();
    cli = new Cli(home, sandbox.environment());
    source.run("CREATE CATALOG it_recerr");
    SCHEMAS.forEach(s -> source.run("CREATE SCHEMA it_recerr." + s));
    source.runScripts(
        SCHEMAS.stream()
            .map(s -> "CREATE TABLE it_recerr." + s + ".t AS SELECT id FROM range(10)")
            .toList());
    source.run("CREATE TABLE it_recerr.nohist.late AS SELECT id FROM range(10)");
    String all = cli.configure(Cli.group(AUDIT, "", CATALOG));
    cli.run(all).exits(0);
    source.run(
        "CREATE SHARE it_recerr_plain",
        "ALTER SHARE it_recerr_plain ADD TABLE it_recerr.nohist.t WITHOUT HISTORY",
        "ALTER SHARE it_recerr_plain ADD TABLE it_recerr.nohist.late WITHOUT HISTORY",
        "GRANT SELECT ON SHARE it_recerr_plain TO RECIPIENT tgt_recipient",
        "INSERT INTO it_recerr.nohist.late VALUES (100)",
        "ALTER SHARE it_recerr_to_tgt_share REMOVE SCHEMA it_recerr.unshared");
    deleteFiles(source, "it_recerr.files.t");
    deleteFiles(target, "it_recerr.here.t");
    target.run("DELETE FROM it_recerr.locked.t WHERE id < 3");
    group = cli.configure(configuration(SETTINGS));
    target.faults(
        List.of(
            refusal(fingerprintOf("refused"), 100, "[INSUFFICIENT_PERMISSIONS] no SELECT"),
            refusal(fingerprintOf("busy"), 1, "[DELTA_CONCURRENT_APPEND] try again"),
            refusal(
                fingerprintOf("vacuumed") + " VERSION AS OF",
                1,
                "[DELTA_FILE_NOT_FOUND_DETAILED] File x.parquet cannot be found"),
            refusal("^INSERT INTO .*`locked_rows`", 100, "[INSUFFICIENT_PERMISSIONS] no MODIFY")));
    met = reconciled(run(group).exits(3));
    target.clearFaults();
    slow = startSlowly(Files.createDirectory(home.resolve("slow")));
  }

  private static Map<String, Object> refusal(String statement, int times, String message) {
    Map<String, Object> rule = new HashMap<>();
    rule.put("statement", statement);
    rule.put("times", times);
    rule.put("body", Map.of("error_code", "BAD_REQUEST", "message", message));
    return rule;
  }

  private static void deleteFiles(SandboxSide side, String table) throws IOException {
    String location = side.sql("DESCRIBE DETAIL " + table).get(0).get(4);
    try (Stream<Path> files = Files.walk(Path.of(URI.create(location).getPath()))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String configuration(String more) {
    return Cli.group(AUDIT, more, CATALOG)
        .replace(
            "retry:\n",
            """
            reconciliation_config:
              enabled: true
              create_shared_catalog: true
            retry:
            """);
  }

  private Result run(String file, String... more) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    List<String> arguments =
        new ArrayList<>(List.of(file, "-o", "reconciliation", "--output", "json"));
    arguments.addAll(List.of(more));
    return cli.run(arguments.toArray(String[]::new));
  }

  private ReconResults reconciled(Result result) {
    return ReconResults.of(target, result, PLACE);
  }

  private String error(String schema) {
    assertThat(met.verdict(schema, "t")).isEqualTo("failed/-");
    assertThat(met.dataOf(schema, "t")).isEmpty();
    return met.table(schema, "t").path("error_message").asText();
  }

  @Test
  void otherTablesAreComparedAllTheSame() {
    assertThat(met.verdict("calm", "t")).isEqualTo("success/match");
    assertThat(met.document().path("results"))
        .filteredOn(r -> r.path("operation_type").asText().equals("reconciliation_summary"))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.path("status").asText()).isEqualTo("failed");
              assertThat(s.path("details").path("mismatch").asLong()).isEqualTo(1);
              assertThat(s.path("details").has("outcome")).isFalse();
            });
  }

  @Test
  void aTableWhoseFilesAreGoneIsAnErrorOnEitherSide() {
    assertThat(error("files")).containsIgnoringCase("file");
    assertThat(error("here")).containsIgnoringCase("file");
    assertThat(met.details("files", "t").path("statement_ids")).isNotEmpty();
  }

  @Test
  void aRefusedReadIsAnErrorAndNotRepeated() {
    assertThat(error("refused")).contains("INSUFFICIENT_PERMISSIONS", "no SELECT");
    assertThat(met.table("refused", "t").path("attempt_number").asInt()).isEqualTo(1);
  }

  @Test
  void aPassingErrorIsTriedAgain() {
    assertThat(met.verdict("busy", "t")).isEqualTo("success/match");
    assertThat(met.table("busy", "t").path("attempt_number").asInt()).isEqualTo(2);
  }

  @Test
  void rowsThatCannotBeStoredAreAnError() {
    assertThat(error("locked")).contains("INSUFFICIENT_PERMISSIONS", "no MODIFY");
  }

  @Test
  void aTableThatTheShareDoesNotOfferIsAnError() {
    assertThat(error("unshared")).contains("it_recerr_from_src_shared.unshared", "share");
  }

  @Test
  void aSchemaOfNeitherSideIsAnError() {
    assertThat(met.verdict("typo", "typo")).isEqualTo("failed/-");
    assertThat(met.table("typo", "typo").path("error_message").asText())
        .contains("neither in catalog 'it_recerr' of the source nor in 'it_recerr' of the target");
  }

  @Test
  void withoutHistoryTheSourceIsComparedAsItIs() {
    assertThat(met.verdict("nohist", "t")).isEqualTo("success/match");
    assertThat(met.details("nohist", "t").path("warnings").toString())
        .contains("no history", "version 0");
    assertThat(met.verdict("nohist", "late")).isEqualTo("failed/mismatch");
    assertThat(met.details("nohist", "late").path("missing_in_target").asLong()).isEqualTo(1);
    assertThat(met.details("nohist", "late").path("warnings").toString()).contains("no history");
  }

  @Test
  void aVersionThatIsGoneIsGivenUpWithAWarning() {
    assertThat(met.verdict("vacuumed", "t")).isEqualTo("success/match");
    assertThat(met.details("vacuumed", "t").path("warnings").toString())
        .contains("version 0 of the source cannot be read any more", "x.parquet");
    assertThat(met.details("vacuumed", "t").has("source_version")).isFalse();
  }

  @Test
  void aMissingSharedCatalogIsNamed() {
    String nowhere =
        cli.write(
            "nowhere.yaml",
            configuration(
                """
                    reconciliation_config:
                      create_shared_catalog: false
                      source_catalog: it_recerr_nowhere
                """));
    Result result = run(nowhere).exits(3);
    assertThat(result.json().path("results").toString())
        .contains("it_recerr_nowhere", "create_shared_catalog");
    assertThat(target.exists(SandboxSide.UNITY + "/catalogs/it_recerr_nowhere")).isFalse();
  }

  @Test
  void aMissingOutputCatalogIsNamed() {
    String nowhere =
        cli.write(
            "output.yaml",
            configuration(
                """
                    reconciliation_config:
                      recon_outputs_catalog: it_recerr_out
                """));
    Result result = run(nowhere, "-tc", CATALOG, "-ts", "calm").exits(3);
    assertThat(result.json().path("results").toString())
        .contains("it_recerr_out", "create_recon_catalog");
    assertThat(ReconResults.fingerprints(target)).isEmpty();
  }

  @Test
  void aSelectionThatTakesNothingIsNoMatch() {
    ReconResults none =
        reconciled(run(group, "-tc", CATALOG, "-tfe", "table_name = 'tt'").exits(0));
    assertThat(none.objects())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.path("status").asText()).isEqualTo("skipped");
              assertThat(r.path("object_name").asText()).isEqualTo(CATALOG);
              assertThat(r.path("details").path("reason").asText())
                  .startsWith("nothing was compared");
            });
  }

  /** Started before all others: the shortest time that can be set is a minute. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aComparisonOverItsTimeIsCancelledAndAnError() {
    ReconResults results = reconciled(slow.await().exits(3));
    assertThat(results.verdicts()).containsExactly("slow.t failed/-");
    assertThat(results.table("slow", "t").path("error_message").asText())
        .containsPattern("timed out after (59|60) s; .* was cancelled");
    assertThat(target.requests().statements())
        .noneMatch(s -> s.text().contains("`slow`.`t`") && s.state().equals("RUNNING"));
  }

  /**
   * A comparison that sleeps at each row; one of the slots of the warehouse is taken until then.
   */
  private Started startSlowly(Path ownHome) throws InterruptedException {
    Cli own = new Cli(ownHome, sandbox.environment());
    String file =
        own.configure(
            configuration(
                """
                    concurrency: {timeout_seconds: 60}
                    reconciliation_config:
                      source_filter_expression: >-
                        reflect('java.lang.Thread', 'sleep', 30000L) IS NULL OR id >= 0
                """));
    Started started =
        own.start(file, "-o", "reconciliation", "-tc", CATALOG, "-ts", "slow", "--output", "json");
    waitFor("the slow fingerprint runs", () -> seen("slow", "RUNNING"));
    return started;
  }

  /** All slots of the warehouse are taken, so that the statement waits and cannot end by itself. */
  private Started startAndHold(String runId, List<String> sleepers) throws InterruptedException {
    target.faults(List.of(Map.of("statement", fingerprintOf("held"), "delay_ms", 4000)));
    target.clearRequests();
    Started started =
        cli.start(
            cli.write("held.yaml", configuration("")),
            "-o",
            "reconciliation",
            "-tc",
            CATALOG,
            "-ts",
            "held",
            "--output",
            "json",
            "--run-id",
            runId);
    waitFor(
        "the fingerprint is sent",
        () -> target.faultHits().get(0) > 0 ? Optional.of(true) : Optional.empty());
    for (int i = 0; i < WAREHOUSE_SLOTS; i++) {
      sleepers.add(target.submit("SELECT reflect('java.lang.Thread', 'sleep', 60000L)"));
    }
    return started;
  }

  @Test
  void aStatementThatSomebodyCancelledIsAnError() throws InterruptedException {
    List<String> sleepers = new ArrayList<>();
    Started started = startAndHold("it-recerr-cancelled", sleepers);
    try {
      SeenStatement waiting = waitFor("the fingerprint waits", () -> seen("PENDING"));
      target.cancel(waiting.id());
      waitFor("the fingerprint is cancelled", () -> seen("CANCELED"));
    } finally {
      sleepers.forEach(target::cancel);
    }
    ReconResults results = reconciled(started.await().exits(3));
    assertThat(results.verdicts()).containsExactly("held.t failed/-");
    assertThat(results.table("held", "t").path("error_message").asText())
        .containsIgnoringCase("cancel");
  }

  @Test
  void aSignalCancelsTheFingerprint() throws InterruptedException {
    String runId = "it-recerr-term";
    List<String> sleepers = new ArrayList<>();
    Started started = startAndHold(runId, sleepers);
    try {
      waitFor("the fingerprint waits", () -> seen("PENDING"));
      started.signal("TERM");
      waitFor("the fingerprint is cancelled", () -> seen("CANCELED"));
    } finally {
      sleepers.forEach(target::cancel);
    }
    assertThat(started.process().waitFor(35, TimeUnit.SECONDS)).isTrue();
    Result result = started.await().exits(143);
    assertThat(cli.journals())
        .containsPattern("\"object_name\":\"t\".*\"status\":\"failed\".*cancel");
    assertThat(AuditRows.of(target, AUDIT, runId).rows())
        .as(result::toString)
        .filteredOn(r -> r.get("object_name").equals("t"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.get("status")).isEqualTo("failed");
              assertThat(AuditRows.details(r).has("outcome")).isFalse();
            });
  }

  /** A pattern of the statement that reads both tables t of a schema. */
  private static String fingerprintOf(String schema) {
    return "^SELECT \\(SELECT concat_ws.*`" + schema + "`\\.`t`";
  }

  private Optional<SeenStatement> seen(String state) {
    return seen("held", state);
  }

  private Optional<SeenStatement> seen(String schema, String state) {
    Pattern fingerprint = Pattern.compile(fingerprintOf(schema), Pattern.DOTALL);
    return target.requests().statements().stream()
        .filter(s -> fingerprint.matcher(s.text()).find() && s.state().equals(state))
        .findFirst();
  }

  private static <T> T waitFor(String what, Supplier<Optional<T>> condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      Optional<T> found = condition.get();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(100);
    }
    return fail("waited for a minute until " + what);
  }
}
