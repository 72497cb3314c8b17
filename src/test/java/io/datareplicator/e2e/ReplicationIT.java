package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data replication: what arrives, what is left alone, what is recorded. Each test that changes
 * something has a schema of its own.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class ReplicationIT {
  private static final String CATALOG = "it-repl";
  private static final String AUDIT = "it_repl_audit";
  private static final String FIRST = "it-repl-first";
  private static final String[] STABLE = {"types", "sch-ema", "schéma", "select"};

  private SandboxProcess sandbox;
  private Cli cli;
  private String group;
  private Result first;

  @BeforeAll
  void firstRun(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    SandboxSide source = sandbox.source();
    source.run("CREATE CATALOG `it-repl`");
    source.runScripts(
        List.of(
            "CREATE SCHEMA `it-repl`.types",
            "CREATE SCHEMA `it-repl`.`sch-ema`",
            "CREATE SCHEMA `it-repl`.`schéma`",
            "CREATE SCHEMA `it-repl`.`select`",
            "CREATE SCHEMA `it-repl`.changes",
            "CREATE SCHEMA `it-repl`.recreated",
            "CREATE SCHEMA `it-repl`.drifted",
            "CREATE SCHEMA `it-repl`.evolved"));
    List<String> scripts = new ArrayList<>(OddTables.scripts());
    for (String schema : List.of("changes", "recreated", "drifted", "evolved")) {
      for (String table : List.of("a", "b")) {
        scripts.add(
            "CREATE TABLE `it-repl`."
                + schema
                + "."
                + table
                + " AS SELECT id, concat('row ', id) AS text FROM range(20)");
      }
    }
    source.runScripts(scripts);
    cli = new Cli(home, sandbox.environment());
    group = cli.configure(Cli.group(AUDIT, "", CATALOG));
    first = cli.run(group, "--run-id", FIRST, "--output", "json").exits(0);
  }

  private Result run(int exitCode, String... more) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    List<String> arguments = new ArrayList<>(List.of(group, "-tc", CATALOG, "--output", "json"));
    arguments.addAll(List.of(more));
    return cli.run(arguments.toArray(String[]::new)).exits(exitCode);
  }

  private AuditRows audit(Result result) {
    return AuditRows.of(sandbox.target(), AUDIT, result.json().path("run_id").asText());
  }

  private int compare(String... schemas) {
    return new SameCatalog(sandbox, CATALOG).assertSame(schemas);
  }

  @Test
  void targetEqualsSource() {
    assertThat(compare(STABLE)).isEqualTo(OddTables.scripts().size());
  }

  @Test
  void layoutOfFilesIsKept() {
    for (String table : List.of("partitioned", "clustered", "deletion_vectors", "column_mapping")) {
      // partitionColumns, clusteringColumns, numFiles; then minReaderVersion to tableFeatures
      assertThat(layout(sandbox.target(), table))
          .as(table)
          .isEqualTo(layout(sandbox.source(), table));
    }
  }

  private static List<String> layout(SandboxSide side, String table) {
    List<String> detail = side.sql("DESCRIBE DETAIL `it-repl`.types." + table).get(0);
    List<String> layout = new ArrayList<>(detail.subList(7, 10));
    layout.addAll(detail.subList(12, 15));
    return layout;
  }

  @Test
  void everyObjectHasOneAuditRow() {
    AuditRows audit = AuditRows.of(sandbox.target(), AUDIT, FIRST);
    String user = sandbox.target().value("SELECT current_user()");
    assertThat(audit.tables()).hasSize(OddTables.scripts().size() + 8);
    assertThat(audit.rows()).doesNotHaveDuplicates();
    assertThat(audit.rows())
        .extracting(
            r ->
                r.get("operation_type")
                    + r.get("schema_name")
                    + r.get("object_name")
                    + r.get("object_type"))
        .doesNotHaveDuplicates();
    assertThat(audit.rows())
        .allSatisfy(
            row -> {
              assertThat(row.get("status")).isEqualTo("success");
              assertThat(row.get("error_message")).isNull();
              assertThat(row.get("execution_user")).isEqualTo(user);
              assertThat(row.get("attempt_number")).isEqualTo("1");
              assertThat(row.get("max_attempts"))
                  .isEqualTo(row.get("object_name").equals("ALL") ? "1" : "3");
              assertThat(Double.parseDouble(row.get("duration_seconds"))).isNotNegative();
              assertThat(row.get("start_time")).isLessThanOrEqualTo(row.get("end_time"));
            });
    Map<String, String> clone = audit.table("types", "partitioned");
    JsonNode details = AuditRows.details(clone);
    assertThat(details.path("statement").asText()).contains("DEEP CLONE");
    assertThat(details.path("statement_ids")).hasSize(1);
    assertThat(details.path("metrics").path("num_copied_files").asInt()).isPositive();
    assertThat(details.path("source_version").asInt()).isEqualTo(1);
    assertThat(details.path("source_table_id").asText()).isNotEmpty();
  }

  @Test
  void summaryRowsTellCountsAndConfiguration() {
    List<Map<String, String>> summaries =
        AuditRows.of(sandbox.target(), AUDIT, FIRST).rows().stream()
            .filter(r -> r.get("object_name").equals("ALL"))
            .toList();
    assertThat(summaries)
        .extracting(r -> r.get("operation_type"))
        .containsExactlyInAnyOrder("backup_summary", "replication_summary");
    assertThat(summaries)
        .allSatisfy(
            row -> {
              assertThat(row.get("catalog_name")).isEqualTo(CATALOG);
              assertThat(row.get("config_details")).contains("create_shared_catalog");
              assertThat(AuditRows.details(row).path("failed").asInt()).isZero();
              assertThat(AuditRows.details(row).path("success").asInt()).isPositive();
            });
  }

  @Test
  void auditTableHasThePublicColumnsAndFewCommits() {
    assertThat(sandbox.target().sql("DESCRIBE TABLE it_repl_audit.audit.log"))
        .extracting(r -> r.get(0) + " " + r.get(1))
        .containsExactlyElementsOf(AuditRows.COLUMNS);
    List<List<String>> before = sandbox.target().sql("DESCRIBE HISTORY it_repl_audit.audit.log");
    run(0, "-ts", "types");
    assertThat(sandbox.target().sql("DESCRIBE HISTORY it_repl_audit.audit.log"))
        .hasSize(before.size() + 1);
  }

  @Test
  void jsonSummaryListsWhatTheAuditTableHas() {
    JsonNode document = first.json();
    assertThat(document.path("run_id").asText()).isEqualTo(FIRST);
    assertThat(document.path("exit_code").asInt()).isZero();
    assertThat(document.path("stopped").isNull()).isTrue();
    List<String> reported =
        StreamSupport.stream(document.path("results").spliterator(), false)
            .map(
                r ->
                    r.path("operation_type").asText()
                        + r.path("schema_name").asText()
                        + r.path("object_name").asText())
            .toList();
    assertThat(AuditRows.of(sandbox.target(), AUDIT, FIRST).rows())
        .extracting(r -> r.get("operation_type") + r.get("schema_name") + r.get("object_name"))
        .containsExactlyInAnyOrderElementsOf(
            reported.stream().map(r -> r.replace("summarynull", "summary" + null)).toList());
  }

  @Test
  void secondRunClonesNothing() {
    String stable =
        cli.write(
            "stable.yaml",
            Cli.group(
                AUDIT,
                "    target_schemas:\n"
                    + String.join(
                        "",
                        List.of(STABLE).stream()
                            .map(s -> "      - schema_name: " + s + "\n")
                            .toList()),
                CATALOG));
    sandbox.sides().forEach(SandboxSide::clearRequests);
    Result second = cli.run(stable, "--output", "json").exits(0);
    assertThat(sandbox.target().requests().clones()).isEmpty();
    assertThat(audit(second).tables())
        .hasSize(OddTables.scripts().size())
        .allSatisfy(
            row -> {
              assertThat(row.get("status")).isEqualTo("skipped");
              assertThat(AuditRows.details(row).path("reason").asText()).isEqualTo("unchanged");
            });
  }

  @Test
  void onlyTheChangedTableIsCloned() {
    sandbox.source().run("INSERT INTO `it-repl`.changes.b VALUES (100, 'new')");
    Result result = run(0, "-ts", "changes");
    assertThat(sandbox.target().requests().clones())
        .singleElement()
        .asString()
        .startsWith("CREATE OR REPLACE TABLE `it-repl`.`changes`.`b` DEEP CLONE");
    assertThat(audit(result).table("changes", "a").get("status")).isEqualTo("skipped");
    Map<String, String> changed = audit(result).table("changes", "b");
    assertThat(changed.get("status")).isEqualTo("success");
    assertThat(AuditRows.details(changed).path("reason").asText())
        .isEqualTo("changed: version 0 to 1");
    assertThat(AuditRows.details(changed).path("metrics").path("num_copied_files").asInt())
        .isEqualTo(1);
    assertThat(compare("changes")).isEqualTo(2);
  }

  @Test
  void aTableThatWasDroppedAndMadeAgainIsSeen() {
    sandbox
        .source()
        .run(
            "DROP TABLE `it-repl`.recreated.a",
            "CREATE TABLE `it-repl`.recreated.a AS SELECT id, concat('other ', id) AS text FROM range(7)");
    Result result = run(0, "-ts", "recreated");
    assertThat(AuditRows.details(audit(result).table("recreated", "a")).path("reason").asText())
        .isEqualTo("dropped and created again at the source");
    assertThat(sandbox.target().requests().clones()).hasSize(1);
    compare("recreated");
    assertThat(sandbox.target().history("`it-repl`.recreated.a")).containsExactly("CLONE", "CLONE");
  }

  @Test
  void writesAtTheTargetAreReportedAndClonedOver() {
    sandbox.target().run("DELETE FROM `it-repl`.drifted.a WHERE id < 5");
    Result result = run(0, "-ts", "drifted");
    Map<String, String> row = audit(result).table("drifted", "a");
    assertThat(AuditRows.details(row).path("warnings").path(0).asText())
        .contains("drift")
        .contains("DELETE");
    assertThat(sandbox.target().requests().clones()).hasSize(1);
    assertThat(compare("drifted")).isEqualTo(2);
  }

  @Test
  void differentColumnsFailUnlessTheyMayBeReplaced() {
    sandbox.source().run("ALTER TABLE `it-repl`.evolved.a ADD COLUMN added_later DECIMAL(9,2)");
    Result refused = run(3, "-ts", "evolved");
    Map<String, String> row = audit(refused).table("evolved", "a");
    assertThat(row.get("status")).isEqualTo("failed");
    assertThat(row.get("error_message"))
        .contains("enforce_schema")
        .contains("column 'added_later' is missing at the target");
    assertThat(audit(refused).table("evolved", "b").get("status")).isEqualTo("skipped");
    assertThat(sandbox.target().requests().clones()).isEmpty();

    group =
        cli.write(
            "lenient.yaml",
            Cli.group(AUDIT, "", CATALOG)
                .replace(
                    "create_target_catalog: true",
                    "create_target_catalog: true\n  enforce_schema: false"));
    try {
      Result replaced = run(0, "-ts", "evolved");
      assertThat(
              AuditRows.details(audit(replaced).table("evolved", "a"))
                  .path("warnings")
                  .path(0)
                  .asText())
          .contains("columns replaced")
          .contains("added_later");
      assertThat(compare("evolved")).isEqualTo(2);
    } finally {
      group = cli.home().resolve("group.yaml").toString();
    }
  }

  @Test
  void textSummaryIsReadable() {
    Result text =
        cli.run(
                group,
                "-tc",
                CATALOG,
                "-ts",
                "types",
                "-tb",
                "partitioned",
                "--run-id",
                "it-repl-text")
            .exits(0);
    assertThat(text.out())
        .contains("Run it-repl-text")
        .containsPattern("replication +it-repl +1 +0 +0 +1 ")
        .contains("1 tables unchanged")
        .contains("Audit table: it_repl_audit.audit.log")
        .contains("Exit code 0");
  }
}
