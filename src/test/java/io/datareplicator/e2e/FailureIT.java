package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import io.datareplicator.e2e.SandboxSide.SeenStatement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong for good: one object, the audit table, a side, a credential. Nothing is retried
 * that cannot succeed.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class FailureIT {
  private static final String CATALOG = "it_fail";
  private static final String AUDIT = "it_fail_audit";
  private static final String WRONG_TOKEN = "dapi00000000000000000000000000000000";

  private SandboxProcess sandbox;
  private Path directory;
  private Cli cli;
  private String group;

  @BeforeAll
  void replicateOnce(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    directory = home;
    sandbox.source().run("CREATE CATALOG it_fail");
    for (String schema : List.of("files", "refused", "denied", "expired", "calm")) {
      sandbox.source().run("CREATE SCHEMA it_fail." + schema);
      sandbox
          .source()
          .runScripts(
              Stream.of("bad", "good")
                  .map(
                      t ->
                          "CREATE TABLE it_fail."
                              + schema
                              + "."
                              + t
                              + " AS SELECT id FROM range(10)")
                  .toList());
    }
    cli = new Cli(home, sandbox.environment());
    group = cli.configure(Cli.group(AUDIT, "", CATALOG));
    cli.run(group).exits(0);
  }

  private Cli cliWith(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(sandbox.environment());
    environment.putAll(more);
    return new Cli(directory, environment);
  }

  private Result run(String schema) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    return cli.run(group, "-tc", CATALOG, "-ts", schema, "--output", "json");
  }

  private Map<String, String> failedTable(Result result, String schema) {
    AuditRows audit = AuditRows.of(sandbox.target(), AUDIT, result.json().path("run_id").asText());
    assertThat(audit.table(schema, "good").get("status")).isEqualTo("success");
    Map<String, String> bad = audit.table(schema, "bad");
    assertThat(bad.get("status")).isEqualTo("failed");
    assertThat(sandbox.target().value("SELECT count(*) FROM it_fail." + schema + ".good"))
        .isEqualTo("11");
    assertThat(audit.rows())
        .filteredOn(row -> row.get("operation_type").equals("replication_summary"))
        .singleElement()
        .satisfies(row -> assertThat(row.get("status")).isEqualTo("failed"));
    for (JsonNode reported : result.json().path("results")) {
      if (reported.path("object_name").asText().equals("bad")) {
        assertThat(reported.path("error_message").asText()).isEqualTo(bad.get("error_message"));
      }
    }
    return bad;
  }

  private void touch(String schema) {
    sandbox
        .source()
        .run(
            "INSERT INTO it_fail." + schema + ".bad VALUES (100)",
            "INSERT INTO it_fail." + schema + ".good VALUES (100)");
  }

  private String statementOfTheClone(String table) {
    return sandbox.target().requests().statements().stream()
        .filter(SeenStatement::isClone)
        .filter(s -> s.text().contains(table))
        .map(SeenStatement::id)
        .reduce((one, next) -> next)
        .orElseThrow();
  }

  @Test
  void aBrokenFileFailsOneTable() throws IOException {
    touch("files");
    String location = sandbox.source().sql("DESCRIBE DETAIL it_fail.files.bad").get(0).get(4);
    Path data = Path.of(URI.create(location).getPath());
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }
    Result result = run("files").exits(3);
    Map<String, String> bad = failedTable(result, "files");
    String id = statementOfTheClone("`bad`");
    assertThat(bad.get("error_message")).contains(id).containsIgnoringCase("file");
    assertThat(AuditRows.details(bad).path("statement_ids").toString()).contains(id);
    assertThat(result.exitCode()).isEqualTo(result.json().path("exit_code").asInt());
  }

  @Test
  void aRefusedStatementFailsOneTable() {
    touch("refused");
    sandbox
        .target()
        .faults(
            List.of(
                Map.of(
                    "statement",
                    "CREATE OR REPLACE TABLE `it_fail`.`refused`.`bad`",
                    "times",
                    100,
                    "status",
                    400,
                    "body",
                    Map.of(
                        "error_code",
                        "INVALID_PARAMETER_VALUE",
                        "message",
                        "No such thing here"))));
    Map<String, String> bad = failedTable(run("refused").exits(3), "refused");
    assertThat(bad.get("error_message"))
        .contains("No such thing here")
        .contains("INVALID_PARAMETER_VALUE");
    assertThat(bad.get("attempt_number")).isEqualTo("1");
    assertThat(sandbox.target().faultHits()).containsExactly(1L);
  }

  @Test
  void aMissingPermissionFailsOneTable() {
    touch("denied");
    sandbox
        .target()
        .faults(
            List.of(
                Map.of(
                    "statement",
                    "CREATE OR REPLACE TABLE `it_fail`.`denied`.`bad`",
                    "times",
                    100,
                    "body",
                    Map.of(
                        "error_code", "BAD_REQUEST",
                        "message",
                            "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have MODIFY on Table. SQLSTATE: 42501"))));
    Result result = run("denied").exits(3);
    Map<String, String> bad = failedTable(result, "denied");
    String id = statementOfTheClone("`bad`");
    assertThat(bad.get("error_message")).contains("INSUFFICIENT_PERMISSIONS").contains(id);
    assertThat(bad.get("attempt_number")).isEqualTo("1");
    sandbox.target().clearFaults();
    String text = cli.run(group, "-tc", CATALOG, "-ts", "denied").exits(0).out();
    assertThat(text).contains("Cloned: 1 tables").contains("1 tables unchanged");
  }

  @Test
  void aCredentialRefusedOnTheWayStopsTheRun() {
    touch("expired");
    sandbox
        .target()
        .faults(
            List.of(
                Map.of(
                    "statement",
                    "DEEP CLONE",
                    "status",
                    403,
                    "body",
                    Map.of("error_code", 403, "message", "Invalid access token."),
                    "times",
                    100)));
    Result result = run("expired").exits(1);
    assertThat(result.json().path("stopped").asText()).contains("refuses the credential");
    sandbox.sides().forEach(SandboxSide::clearFaults);
  }

  @Test
  void aWrongTokenIsAskedOnce() {
    for (String side : List.of("SOURCE", "TARGET")) {
      sandbox.sides().forEach(SandboxSide::clearRequests);
      Result result =
          cliWith(Map.of("DATA_REPLICATOR_" + side + "_TOKEN", WRONG_TOKEN)).run(group).exits(1);
      assertThat(result.out() + result.err())
          .containsIgnoringCase("token")
          .doesNotContain(WRONG_TOKEN)
          .doesNotContain("\tat ");
      SandboxSide refusing = side.equals("SOURCE") ? sandbox.source() : sandbox.target();
      assertThat(refusing.requests().total()).as(side).isBetween(1L, 2L);
    }
  }

  @Test
  void withoutAnAuditTableResultsAreInTheJournal() throws IOException {
    sandbox
        .target()
        .faults(
            List.of(
                Map.of(
                    "statement",
                    "MERGE INTO `it_fail_audit`",
                    "times",
                    100,
                    "body",
                    Map.of(
                        "error_code",
                        "BAD_REQUEST",
                        "message",
                        "[INSUFFICIENT_PERMISSIONS] no MODIFY here"))));
    Result result =
        cli.run(group, "-tc", CATALOG, "-ts", "calm", "--run-id", "it-fail-journal").exits(1);
    Path journal = cli.stateDir().resolve("it-fail-journal.jsonl");
    assertThat(result.out()).contains("NOT RECORDED").contains(journal.toString());
    assertThat(result.err()).contains("[INSUFFICIENT_PERMISSIONS] no MODIFY here");
    assertThat(Files.readAllLines(journal))
        .filteredOn(line -> line.contains("\"event\":\"outcome\""))
        .anyMatch(line -> line.contains("\"object_name\":\"good\""))
        .anyMatch(line -> line.contains("replication_summary"));
  }

  @Test
  void anAuditTableThatCannotBeMadeStopsTheRun() {
    String other =
        cli.write(
            "noaudit.yaml",
            Cli.group("it_fail_nowhere", "", CATALOG)
                .replace("create_audit_catalog: true", "create_audit_catalog: false"));
    Result result = cli.run(other).exits(1);
    assertThat(result.out()).contains("it_fail_nowhere").contains("create_audit_catalog");
    assertThat(sandbox.target().exists(SandboxSide.UNITY + "/catalogs/it_fail_nowhere")).isFalse();
  }

  @Test
  void aWarehouseThatDoesNotExistIsNamed() {
    Result result =
        cliWith(Map.of("DATA_REPLICATOR_TARGET_WAREHOUSE_ID", "0000000000000000")).run(group);
    assertThat(result.exitCode()).isIn(1, 2);
    assertThat(result.out() + result.err()).contains("0000000000000000").doesNotContain("\tat ");
  }

  @Test
  void anUnknownCatalogFailsAndTheOthersSucceed() {
    Result result =
        cli.run(
                group,
                "-tc",
                "it_fail_unknown," + CATALOG,
                "--output",
                "json",
                "--run-id",
                "it-fail-unknown")
            .exits(3);
    assertThat(result.json().path("results").toString()).contains("it_fail_unknown");
    AuditRows audit = AuditRows.of(sandbox.target(), AUDIT, "it-fail-unknown");
    assertThat(audit.rows())
        .filteredOn(
            r ->
                r.get("catalog_name").equals("it_fail_unknown") && r.get("status").equals("failed"))
        .anySatisfy(r -> assertThat(r.get("error_message")).contains("it_fail_unknown"));
    assertThat(audit.tables())
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.get("catalog_name")).isEqualTo(CATALOG));
  }

  @Test
  void aSourceOutOfReachDoesNotStopReplication() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    sandbox.source().run("INSERT INTO it_fail.calm.bad VALUES (100)");
    String withProvider =
        cli.write(
            "disaster.yaml",
            Cli.group(AUDIT, "", CATALOG)
                .replace(
                    "create_shared_catalog: true",
                    "create_shared_catalog: true\n  provider_name: sandbox-source"));
    Result result =
        cliWith(Map.of("DATA_REPLICATOR_SOURCE_HOST", "http://127.0.0.1:" + closed))
            .run(
                withProvider,
                "-o",
                "replication",
                "-tc",
                CATALOG,
                "-ts",
                "calm",
                "--output",
                "json")
            .exits(0);
    assertThat(result.err()).contains("source");
    assertThat(sandbox.target().value("SELECT count(*) FROM it_fail.calm.bad")).isEqualTo("11");
  }
}
