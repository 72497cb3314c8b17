package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.e2e.Cli.Result;
import io.datareplicator.e2e.Cli.Started;
import io.datareplicator.e2e.SandboxSide.SeenStatement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run as a process: its credentials, what it lets out, and how it stops. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class RunningCliIT {
  private static final String CATALOG = "it_cli";
  private static final String AUDIT = "it_cli_audit";
  private static final int WAREHOUSE_SLOTS = 10;

  /** Longer than any test takes: a delay ends when its rule is deleted. */
  private static final int HELD_BACK = 600_000;

  private SandboxProcess sandbox;
  private Path home;
  private Cli cli;
  private String group;

  @BeforeAll
  void replicateOnce(SandboxProcess shared, @TempDir Path directory) {
    sandbox = shared;
    home = directory;
    sandbox.source().run("CREATE CATALOG it_cli", "CREATE SCHEMA it_cli.s");
    for (String table : List.of("logged", "interrupted", "abandoned")) {
      sandbox.source().run("CREATE TABLE it_cli.s." + table + " AS SELECT id FROM range(10)");
    }
    cli = new Cli(home, sandbox.environment());
    group = cli.configure(Cli.group(AUDIT, "", CATALOG));
    cli.run(group).exits(0);
  }

  private Result runWith(Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of(group, "--output", "json"));
    all.addAll(List.of(arguments));
    Result result = new Cli(home, environment).run(all.toArray(String[]::new)).exits(0);
    assertThat(result.json().path("results").toString()).contains("\"object_name\":\"logged\"");
    return result;
  }

  @Test
  void logsAreJsonLinesWithoutSecrets() throws JsonProcessingException {
    sandbox.source().run("INSERT INTO it_cli.s.logged VALUES (11)");
    String runId = "it-cli-logs";
    Result result =
        runWith(
            sandbox.pick("HOST", "CLIENT_ID", "CLIENT_SECRET"), "-ll", "DEBUG", "--run-id", runId);
    List<String> lines = result.err().lines().toList();
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      JsonNode record = new ObjectMapper().readTree(line);
      assertThat(record.path("run_id").asText()).as(line).isEqualTo(runId);
      assertThat(record.path("level").asText()).isNotEmpty();
      assertThat(record.path("timestamp").asText()).isNotEmpty();
    }
    assertThat(result.err()).contains("DEEP CLONE").contains("MERGE INTO").contains("statement_id");
    String rows = AuditRows.of(sandbox.target(), AUDIT, runId).rows().toString();
    assertThat(rows).contains("logged");
    for (String text : List.of(result.out(), result.err(), cli.journals(), rows)) {
      assertThat(text)
          .doesNotContain(sandbox.secrets())
          .doesNotContainIgnoringCase("authorization:")
          .doesNotContainPattern("(?i)bearer [a-z0-9]");
    }
  }

  @Test
  void textLogsAreReadable() {
    String text = cli.write("text.yaml", Cli.group(AUDIT, "logging:\n  format: text\n", CATALOG));
    assertThat(cli.run(text).exits(0).err())
        .doesNotContain("{\"")
        .doesNotContain("\u001b[")
        .contains("unchanged");
  }

  @Test
  void profilesOfTheUsersFileServe() {
    for (String name : List.of(".databrickscfg", "elsewhere/profiles.ini")) {
      StringBuilder profiles = new StringBuilder();
      for (String side : List.of("SOURCE", "TARGET")) {
        profiles
            .append("[")
            .append(side.toLowerCase(Locale.ROOT))
            .append("-ws]\n")
            .append("host = ")
            .append(sandbox.announced(side + "_HOST"))
            .append('\n')
            .append("token = ")
            .append(sandbox.announced(side + "_TOKEN"))
            .append('\n')
            .append("warehouse_id = ")
            .append(sandbox.announced(side + "_WAREHOUSE_ID"))
            .append("\n\n");
      }
      String file = cli.write(name, profiles.toString());
      Map<String, String> environment = new HashMap<>(sandbox.pick("HOST"));
      if (!name.startsWith(".")) {
        environment.put("DATABRICKS_CONFIG_FILE", file);
      }
      runWith(environment, "--source-profile", "source-ws", "--target-profile", "target-ws");
      assertThat(Path.of(file).toFile().delete()).isTrue();
    }
  }

  @Test
  void secretsOfTheDefaultWorkspaceServe() {
    sandbox.source().call("POST", "/api/2.0/secrets/scopes/create", Map.of("scope", "it_cli"));
    putSecret("source_pat", sandbox.announced("SOURCE_TOKEN"));
    putSecret("target_id", sandbox.announced("TARGET_CLIENT_ID"));
    putSecret("target_secret", sandbox.announced("TARGET_CLIENT_SECRET"));
    String environments =
        cli.write(
            "secrets/environments.yaml",
            """
            version: "1.0"
            environments:
              e2e:
                is_default: true
                source_databricks_connect_config:
                  name: src
                  token:
                    secret_scope: it_cli
                    secret_pat: source_pat
                target_databricks_connect_config:
                  name: tgt
                  auth_type: oauth
                  token:
                    secret_scope: it_cli
                    secret_client_id: target_id
                    secret_client_secret: target_secret
            """);
    String profiles =
        cli.write(
            "secrets/profiles.ini",
            "[default-ws]\nhost = "
                + sandbox.source().host()
                + "\ntoken = "
                + sandbox.source().token()
                + "\n");
    Map<String, String> environment = new HashMap<>(sandbox.pick("HOST"));
    environment.put("DATABRICKS_CONFIG_FILE", profiles);
    sandbox.sides().forEach(SandboxSide::clearRequests);
    runWith(environment, "--env-path", environments, "--profile", "default-ws");
    assertThat(sandbox.source().requests().counts()).containsEntry("GET /api/2.0/secrets/get", 3L);
    assertThat(sandbox.target().requests().counts()).containsKey("POST /oidc/v1/token");
  }

  private void putSecret(String key, String value) {
    sandbox
        .source()
        .call(
            "POST",
            "/api/2.0/secrets/put",
            Map.of("scope", "it_cli", "key", key, "string_value", value));
  }

  /**
   * The clone is held back until all slots of the warehouse are taken, so that it stays PENDING
   * when the signal comes: it cannot have finished by itself.
   */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalCancelsWhatRuns(String signal, int exitCode) throws InterruptedException {
    String runId = "it-cli-" + signal;
    sandbox.source().run("INSERT INTO it_cli.s.interrupted VALUES (11)");
    List<String> history = sandbox.target().history("it_cli.s.interrupted");
    String clone = "CREATE OR REPLACE TABLE `it_cli`.`s`.`interrupted`";
    sandbox.target().faults(List.of(Map.of("statement", clone, "delay_ms", HELD_BACK)));
    sandbox.target().clearRequests();
    Started started = cli.start(group, "--run-id", runId);
    waitFor(
        "the clone is sent",
        () -> sandbox.target().faultHits().get(0) > 0 ? Optional.of(true) : Optional.empty());
    List<String> sleepers = new ArrayList<>();
    for (int i = 0; i < WAREHOUSE_SLOTS; i++) {
      sleepers.add(sandbox.target().submit("SELECT reflect('java.lang.Thread', 'sleep', 600000L)"));
    }
    try {
      waitFor(
          "all slots are taken",
          () -> seen("SELECT reflect", "PENDING").isPresent() ? Optional.empty() : Optional.of(1));
      sandbox.target().clearFaults();
      waitFor("the clone waits for a slot", () -> seen(clone, "PENDING"));
      started.signal(signal);
      waitFor("the clone is cancelled", () -> seen(clone, "CANCELED"));
    } finally {
      sleepers.forEach(sandbox.target()::cancel);
    }
    Result result = started.await();
    assertThat(result.exitCode()).as(result::toString).isEqualTo(exitCode);
    assertThat(cli.journal(runId))
        .as(result::toString)
        .containsPattern("\"object_name\":\"interrupted\".*\"status\":\"failed\".*cancel");
    assertThat(AuditRows.of(sandbox.target(), AUDIT, runId).table("s", "interrupted").get("status"))
        .isEqualTo("failed");
    assertThat(sandbox.target().history("it_cli.s.interrupted")).isEqualTo(history);
    for (SandboxSide side : sandbox.sides()) {
      assertThat(side.requests().statements())
          .filteredOn(s -> !s.text().contains("sleep"))
          .extracting(SeenStatement::state)
          .doesNotContain("PENDING", "RUNNING");
    }
  }

  @Test
  void aSecondSignalEndsItAtOnce() throws InterruptedException {
    sandbox.source().run("INSERT INTO it_cli.s.abandoned VALUES (11)");
    sandbox.target().clearRequests();
    String clone = "CREATE OR REPLACE TABLE `it_cli`.`s`.`abandoned`";
    sandbox
        .target()
        .faults(
            List.of(
                Map.of("statement", clone, "delay_ms", HELD_BACK),
                Map.of("path", "/api/2.0/sql/statements/.*/cancel", "delay_ms", HELD_BACK)));
    Started started = cli.start(group);
    waitFor(
        "the clone is sent",
        () -> sandbox.target().faultHits().get(0) > 0 ? Optional.of(true) : Optional.empty());
    started.signal("INT");
    assertThat(started.process().waitFor(2, TimeUnit.SECONDS)).isFalse();
    started.signal("INT");
    assertThat(started.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(started.await().exitCode()).isEqualTo(130);
    sandbox.target().clearFaults();
    waitFor("the clone that nobody cancelled ends", () -> seen(clone, "SUCCEEDED"));
  }

  private Optional<SeenStatement> seen(String text, String state) {
    return sandbox.target().requests().statements().stream()
        .filter(s -> s.text().startsWith(text) && s.state().equals(state))
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
