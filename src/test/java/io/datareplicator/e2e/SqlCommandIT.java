package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import io.datareplicator.e2e.Cli.Started;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The {@code sql} command as a process, over each way to run SQL. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class SqlCommandIT {
  private static final String SLOW = "SELECT reflect('java.lang.Thread', 'sleep', 60000L) AS slow";

  /** Ways to run SQL. */
  enum Way {
    REST("warehouse_id: ", "WAREHOUSE_ID"),
    HTTP_PATH("http_path: /sql/1.0/warehouses/", "WAREHOUSE_ID"),
    CLUSTER("cluster_id: ", "CLUSTER_ID");

    private final String key;
    private final String compute;

    Way(String key, String compute) {
      this.key = key;
      this.compute = compute;
    }

    /** Both sides with the key that says what runs SQL. */
    String environments(SandboxProcess sandbox) {
      return Cli.environments(
          key + sandbox.announced("SOURCE_" + compute),
          key + sandbox.announced("TARGET_" + compute));
    }
  }

  private SandboxProcess sandbox;
  private Path home;
  private Cli cli;
  private final Map<Way, String> groups = new EnumMap<>(Way.class);

  @BeforeAll
  void configure(SandboxProcess shared, @TempDir Path directory) {
    sandbox = shared;
    home = directory;
    cli = new Cli(directory, sandbox.pick("HOST", "TOKEN"));
    for (Way way : Way.values()) {
      cli.write(way + "/environments.yaml", way.environments(sandbox));
      groups.put(way, cli.write(way + "/group.yaml", Cli.group("it_sql_audit", "", "it_sql")));
    }
  }

  private Result sql(Way way, String... arguments) {
    List<String> all = new ArrayList<>(List.of("sql", groups.get(way), "--side", "source"));
    all.addAll(List.of(arguments));
    return cli.run(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreADocument(Way way) {
    Result result =
        sql(
            way,
            "--output",
            "json",
            "SELECT id, concat('ä', char(39), id) AS t, CAST(NULL AS STRING) AS z,"
                + " TIMESTAMP'2026-01-31 12:30:00Z' AS ts FROM range(12000) ORDER BY id");
    JsonNode json = result.exits(0).json();
    assertThat(json.path("statement_id").asText()).isNotBlank();
    assertThat(json.path("columns").toString()).isEqualTo("[\"id\",\"t\",\"z\",\"ts\"]");
    assertThat(json.path("rows")).hasSize(12_000);
    assertThat(json.path("rows").path(11_999).toString())
        .isEqualTo("[\"11999\",\"ä'11999\",null,\"2026-01-31T12:30:00.000Z\"]");
    assertThat(result.err() + result.out()).doesNotContain(sandbox.secrets());
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreATable(Way way) {
    assertThat(sql(way, "SELECT 1 AS n, 'a\nb' AS text, CAST(NULL AS INT) AS z").exits(0).out())
        .isEqualTo("n  text  z\n-  ----  ----\n1  a\\nb  NULL\n(1 row)\n");
  }

  @ParameterizedTest
  @EnumSource
  void aStatementComesFromStandardInput(Way way) {
    Result result =
        cli.runWithInput(
            "SELECT 'from\nstdin' AS t\n",
            "sql",
            groups.get(way),
            "--side",
            "target",
            "--output",
            "json",
            "-");
    assertThat(result.exits(0).json().path("rows").path(0).path(0).asText())
        .isEqualTo("from\nstdin");
  }

  @ParameterizedTest
  @EnumSource
  void aFailureSaysWhatTheWorkspaceSays(Way way) {
    JsonNode json = sql(way, "--output", "json", "SELECT * FROM it_nowhere.a.b").exits(3).json();
    assertThat(json.path("kind").asText()).isEqualTo("FAILED");
    // The Thrift protocol has no such codes.
    assertThat(json.path("error_code").asText()).isEqualTo(way == Way.CLUSTER ? "" : "BAD_REQUEST");
    assertThat(json.path("sql_state").asText()).isEqualTo("42P01");
    assertThat(json.path("message").asText()).startsWith("[TABLE_OR_VIEW_NOT_FOUND]");
    assertThat(sql(way, "SELECT * FROM it_nowhere.a.b").exits(3).err())
        .contains("error: [TABLE_OR_VIEW_NOT_FOUND]", "SQLSTATE 42P01");
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedTokenIsAProblemOfTheWorkspace(Way way) {
    Map<String, String> wrong = new HashMap<>(sandbox.pick("HOST", "TOKEN"));
    wrong.put("DATA_REPLICATOR_SOURCE_TOKEN", "dapi-wrong-0123456789");
    Result result =
        new Cli(home, wrong).run("sql", groups.get(way), "--side", "source", "SELECT 1");
    assertThat(result.exits(1).err())
        .contains("Invalid access token", "renew it")
        .doesNotContain("dapi-wrong");
  }

  @ParameterizedTest
  @EnumSource
  void oauthServes(Way way) {
    Cli oauth = new Cli(home, sandbox.pick("HOST", "CLIENT_ID", "CLIENT_SECRET"));
    assertThat(
            oauth
                .run("sql", groups.get(way), "--side", "source", "SELECT 'in' AS door")
                .exits(0)
                .out())
        .contains("in");
  }

  @ParameterizedTest
  @EnumSource
  void nothingButOurOwnLinesIsLogged(Way way) {
    Result result = sql(way, "--output", "json", "SELECT 1");
    assertThat(result.exits(0).err().lines())
        .allSatisfy(line -> assertThat(line).contains("\"logger\":\"io.datareplicator."));
  }

  @ParameterizedTest
  @EnumSource
  void debugLogsShowStatementsAndNoSecrets(Way way) {
    Result result = sql(way, "-ll", "DEBUG", "SELECT 'seen in the log'");
    assertThat(result.exits(0).err())
        .contains("statement: SELECT 'seen in the log'")
        .doesNotContain(sandbox.secrets());
    if (way != Way.REST) {
      assertThat(result.err()).contains("\"logger\":\"com.databricks.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheWorkspaceIsAskedAndOnlyForWhatIsNeeded(Way way) {
    sandbox.source().clearRequests();
    sql(way, "SELECT 1").exits(0);
    assertThat(sandbox.source().requests().counts().keySet())
        .allSatisfy(
            call ->
                assertThat(call)
                    .matches("[A-Z]+ /(api/2\\.0/sql|sql/protocolv1|\\.well-known|oidc)/.*"));
  }

  @ParameterizedTest
  @EnumSource
  void aSignalCancelsTheStatement(Way way) throws InterruptedException {
    String text = SLOW + " /* signal " + way + " */";
    Started started =
        cli.start("sql", groups.get(way), "--side", "source", "--output", "json", text);
    awaitState(text, "RUNNING");
    started.signal("TERM");
    assertThat(started.await().exitCode()).isEqualTo(143);
    awaitState(text, "CANCELED", "CLOSED");
  }

  /** The gateway did pass the statement on; nobody can look for its effect. */
  @ParameterizedTest
  @EnumSource
  void aStatementIsNeverSentTwice(Way way) {
    String marker = "/* never twice " + way + " */";
    sandbox
        .source()
        .faults(
            List.of(
                StatementFaults.onSubmission(
                    marker, Map.of("status", 503, "after_effect", true, "times", 3))));
    JsonNode json = sql(way, "--output", "json", "SELECT 1 " + marker).exits(3).json();
    assertThat(json.path("kind").asText()).isEqualTo("UNKNOWN");
    assertThat(json.path("message").asText()).contains("was not sent again");
    assertThat(sandbox.source().faultHits().get(0)).isEqualTo(1);
  }

  private void awaitState(String text, String... states) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      if (sandbox.source().requests().statements().stream()
          .anyMatch(s -> s.text().equals(text) && List.of(states).contains(s.state()))) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(text + " was not " + List.of(states) + " within a minute");
  }

  @Test
  void aWrongCallIsExplained() {
    String group = groups.get(Way.REST);
    assertThat(cli.run("sql", group, "SELECT 1").exits(2).err()).contains("--side");
    assertThat(sql(Way.REST, " ").exits(2).err()).contains("The statement is empty");
    assertThat(sql(Way.REST, "--timeout", "0", "SELECT 1").exits(2).err()).contains("--timeout");
    assertThat(cli.run("sql", "--help").exits(0).out()).contains("Examples:", "--side");
  }

  @ParameterizedTest
  @EnumSource
  void aStatementOverItsTimeIsCancelled(Way way) throws InterruptedException {
    String text = SLOW + " /* over its time " + way + " */";
    JsonNode json = sql(way, "--output", "json", "--timeout", "1", text).exits(3).json();
    awaitState(text, "CANCELED", "CLOSED");
    assertThat(json.path("kind").asText()).isEqualTo("TIMED_OUT");
  }
}
