package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What reconciliation finds: a first run does everything and finds all equal; then both sides are
 * changed, and a second run must find just these changes (operations.md §5).
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class ReconciliationIT {
  private static final String CATALOG = "it-rec";
  private static final String MIDDLE = "it_rec_mid";
  private static final String PLACE = "it_rec_mid.found";
  private static final String SETTINGS =
      """
      reconciliation_config:
        enabled: true
        recon_outputs_catalog: it_rec_mid
        recon_outputs_schema: found
        create_shared_catalog: true
      """;

  private SandboxProcess sandbox;
  private SandboxSide source;
  private SandboxSide target;
  private Cli cli;
  private String group;
  private ReconResults first;
  private ReconResults second;

  @BeforeAll
  void compareTwice(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    source = sandbox.source();
    target = sandbox.target();
    cli = new Cli(home, sandbox.environment());
    source.run(
        "CREATE CATALOG `it-rec`", "CREATE CATALOG it_rec_mid", "CREATE SCHEMA it_rec_mid.s");
    ReconSubjects.SCHEMAS.forEach(s -> source.run("CREATE SCHEMA `it-rec`." + s));
    source.runScripts(ReconSubjects.scripts());
    source.run(
        "CREATE TABLE it_rec_mid.s.a AS SELECT id FROM range(5)",
        "CREATE TABLE it_rec_mid.s.b AS SELECT id FROM range(6)");
    group = cli.configure(configuration(ReconSubjects.SETTINGS));
    first = reconciled(run(group, "-o", "all").exits(0));
    ReconSubjects.atSource().forEach(source::run);
    target.runScripts(ReconSubjects.onTarget());
    second = reconciled(run(group, "-o", "reconciliation").exits(4));
  }

  private static String configuration(String more) {
    return Cli.group(MIDDLE, more, CATALOG).replace("retry:\n", SETTINGS + "retry:\n");
  }

  private Result run(String file, String... more) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    List<String> arguments = new ArrayList<>(List.of(file, "--output", "json"));
    arguments.addAll(List.of(more));
    return cli.run(arguments.toArray(String[]::new));
  }

  private ReconResults reconciled(Result result) {
    return ReconResults.of(target, result, PLACE);
  }

  private static void assertCounts(JsonNode details, long missingInTarget, long missingInSource) {
    assertThat(details.path("missing_in_target").asLong(-1)).isEqualTo(missingInTarget);
    assertThat(details.path("missing_in_source").asLong(-1)).isEqualTo(missingInSource);
  }

  @Test
  void whatWasReplicatedMatches() {
    assertThat(first.objects())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            o -> assertThat(o.path("status").asText()).as(o.toString()).isIn("success", "skipped"));
    JsonNode details = first.details("same", "a");
    assertThat(details.path("outcome").asText()).isEqualTo("match");
    assertThat(details.path("source_rows").asLong()).isEqualTo(100);
    assertThat(details.path("target_rows").asLong()).isEqualTo(100);
    assertThat(details.path("source_version").asLong(-1)).isZero();
    assertThat(details.path("source_version_is").asText()).isEqualTo("the cloned one");
    assertThat(details.path("source_fingerprint")).isEqualTo(details.path("target_fingerprint"));
    assertThat(details.path("checks").toString())
        .isEqualTo("{\"schema\":\"match\",\"row_count\":\"match\",\"data\":\"match\"}");
    assertThat(first.verdict("same", "empty")).isEqualTo("success/match");
    assertThat(first.columns()).isEmpty();
    assertThat(first.data()).isEmpty();
    assertThat(
            target.sql(
                "SELECT table_name, column_name, full_data_type FROM"
                    + " it_rec_mid.information_schema.columns WHERE table_schema = 'found' AND"
                    + " column_name IN ('data', 'source_nullable', 'check_timestamp') ORDER BY ALL"))
        .containsExactly(
            List.of("recon_missing_data", "check_timestamp", "timestamp"),
            List.of("recon_missing_data", "data", "map<string,string>"),
            List.of("recon_schema_check", "check_timestamp", "timestamp"),
            List.of("recon_schema_check", "source_nullable", "boolean"));
  }

  @Test
  void everyResultIsInTheAuditTable() {
    List<Map<String, String>> rows = AuditRows.of(target, MIDDLE, second.runId()).rows();
    for (JsonNode object : second.objects()) {
      assertThat(rows)
          .filteredOn(r -> r.get("operation_type").equals("reconciliation"))
          .filteredOn(r -> r.get("catalog_name").equals(object.path("catalog_name").asText()))
          .filteredOn(r -> object.path("schema_name").asText().equals(r.get("schema_name")))
          .filteredOn(r -> r.get("object_name").equals(object.path("object_name").asText()))
          .singleElement()
          .satisfies(
              r -> {
                assertThat(r.get("status")).isEqualTo(object.path("status").asText());
                assertThat(AuditRows.details(r).path("outcome"))
                    .isEqualTo(object.path("details").path("outcome"));
              });
    }
    assertThat(rows)
        .filteredOn(r -> r.get("operation_type").equals("reconciliation_summary"))
        .hasSize(2)
        .allSatisfy(
            r -> assertThat(AuditRows.details(r).path("outcome").asText()).isEqualTo("mismatch"));
  }

  @Test
  void rowsThatDifferAreCountedAndStored() {
    assertThat(second.verdict("rows", "deleted")).isEqualTo("failed/mismatch");
    assertCounts(second.details("rows", "deleted"), 7, 0);
    assertThat(second.details("rows", "deleted").path("recorded_rows").asLong()).isEqualTo(3);
    assertThat(second.table("rows", "deleted").path("error_message").asText())
        .contains("100 rows at the source, 93 on the target", "7 rows", PLACE);
    assertThat(second.dataOf("rows", "deleted"))
        .hasSize(3)
        .doesNotHaveDuplicates()
        .allMatch(r -> r.matches("missing_in_target \\{\"id\":\"([0-6])\",\"n\":\"n\\1\"\\}"));

    assertCounts(second.details("rows", "added"), 0, 2);
    assertThat(second.dataOf("rows", "added"))
        .containsExactlyInAnyOrder(
            "missing_in_source {\"id\":\"1000\",\"n\":\"it's\"}",
            "missing_in_source {\"id\":\"1001\",\"n\":null}");

    assertCounts(second.details("rows", "changed"), 5, 5);
    assertThat(second.dataOf("rows", "changed"))
        .hasSize(6)
        .filteredOn(r -> r.startsWith("missing_in_source"))
        .hasSize(3)
        .allMatch(r -> r.endsWith("\"n\":\"other\"}"));
    assertThat(second.details("rows", "changed").path("checks").path("row_count").asText())
        .isEqualTo("match");

    assertCounts(second.details("rows", "doubled"), 1, 1);
    assertThat(second.dataOf("rows", "doubled"))
        .containsExactlyInAnyOrder(
            "missing_in_target {\"t\":\"a\",\"n\":\"1\"}",
            "missing_in_source {\"t\":\"b\",\"n\":\"1\"}");
    assertCounts(second.details("rows", "swapped"), 2, 2);
  }

  @Test
  void moreDifferencesThanCanBeNamedAreCountedAndSomeStored() {
    assertCounts(second.details("rows", "emptied"), ReconSubjects.MANY, 0);
    assertThat(second.dataOf("rows", "emptied"))
        .hasSize(3)
        .doesNotHaveDuplicates()
        .allMatch(r -> r.matches("missing_in_target \\{\"id\":\"\\d+\"\\}"));
    assertCounts(second.details("rows", "rewritten"), ReconSubjects.MANY, ReconSubjects.MANY);
    assertThat(second.details("rows", "rewritten").path("recorded_rows").asLong()).isEqualTo(6);
    assertThat(second.dataOf("rows", "rewritten"))
        .hasSize(6)
        .doesNotHaveDuplicates()
        .filteredOn(r -> r.matches("missing_in_source \\{\"id\":\"-\\d+\"\\}"))
        .hasSize(3);
  }

  @Test
  void aBusySourceAndAMaintainedTargetAreNoDifference() {
    for (String table : List.of("inserted", "rewritten", "optimized", "described")) {
      assertThat(second.verdict("busy", table)).as(table).isEqualTo("success/match");
      JsonNode details = second.details("busy", table);
      assertThat(details.path("source_version").asLong(-1)).as(table).isZero();
      assertThat(details.path("source_version_is").asText()).isEqualTo("the cloned one");
    }
    assertThat(second.details("busy", "optimized").path("target_version").asLong())
        .isGreaterThan(first.details("busy", "optimized").path("target_version").asLong());
  }

  @Test
  void columnsThatDifferAreStored() {
    assertThat(second.columnsOf("cols", "missing_there"))
        .containsExactly(row("c", "string", null, "true", null, "missing_in_target"));
    assertThat(second.details("cols", "missing_there").path("checks").path("data").asText())
        .isEqualTo("mismatch");
    assertThat(second.columnsOf("cols", "missing_here"))
        .containsExactly(row("extra", null, "string", null, "true", "missing_in_source"));
    assertThat(second.columnsOf("cols", "typed"))
        .containsExactly(
            row("id", "int", "bigint", "true", "true", "type_mismatch"),
            row("n", "decimal(10,2)", "decimal(12,3)", "true", "true", "type_mismatch"));
    assertThat(second.details("cols", "typed").path("checks").toString())
        .isEqualTo("{\"schema\":\"mismatch\",\"row_count\":\"match\",\"data\":\"match\"}");
    assertThat(second.columnsOf("cols", "nullable"))
        .containsExactly(row("id", "int", "int", "false", "true", "nullability_mismatch"));
    assertThat(second.columnsOf("cols", "ordered"))
        .containsExactly(
            row("b", "int", "int", "true", "true", "position_mismatch"),
            row("c", "int", "int", "true", "true", "position_mismatch"));
    assertThat(second.columnsOf("cols", "generated"))
        .extracting(r -> r.get(0) + " " + r.get(5))
        .contains("id generated_mismatch", "m generated_mismatch");
    for (String table : List.of("missing_there", "missing_here", "typed", "nullable", "ordered")) {
      assertThat(second.verdict("cols", table)).as(table).isEqualTo("failed/mismatch");
    }
    assertThat(second.table("cols", "typed").path("error_message").asText())
        .contains("column 'id' is int at the source and bigint on the target");
  }

  private static List<String> row(String... values) {
    return java.util.Arrays.asList(values);
  }

  @Test
  void settingsOfOneTableDecideWhatIsCompared() {
    assertThat(second.verdict("opts", "unchecked")).isEqualTo("failed/mismatch");
    assertThat(second.columnsOf("opts", "unchecked")).isEmpty();

    assertThat(second.verdict("opts", "excluded")).isEqualTo("success/match");
    assertThat(second.columnsOf("opts", "excluded")).isEmpty();
    assertThat(second.details("opts", "excluded").path("warnings").toString()).contains("'never'");

    assertThat(second.verdict("opts", "counted")).isEqualTo("success/match");
    assertThat(second.details("opts", "counted").has("source_fingerprint")).isFalse();
    assertThat(second.verdict("opts", "short")).isEqualTo("failed/mismatch");
    assertThat(second.details("opts", "short").path("checks").toString())
        .isEqualTo("{\"row_count\":\"mismatch\"}");
    assertThat(second.verdict("opts", "uncounted")).isEqualTo("failed/mismatch");
    assertThat(second.details("opts", "uncounted").path("checks").toString())
        .isEqualTo("{\"schema\":\"match\",\"data\":\"mismatch\"}");
    assertThat(second.verdict("opts", "columns_only")).isEqualTo("success/match");
    assertThat(second.verdict("opts", "off")).isEqualTo("skipped/-");
    assertThat(second.verdict("opts", "filtered")).isEqualTo("success/match");
    assertThat(second.details("opts", "filtered").path("source_rows").asLong()).isEqualTo(50);

    assertThat(second.verdict("opts", "unrecorded")).isEqualTo("failed/mismatch");
    assertCounts(second.details("opts", "unrecorded"), 2, 0);
    assertThat(second.dataOf("opts", "unrecorded")).isEmpty();
    assertThat(second.verdict("opts", "digested")).isEqualTo("failed/mismatch");
    assertCounts(second.details("opts", "digested"), 3, 0);
    assertThat(first.verdict("opts", "digested")).isEqualTo("success/match");
  }

  @Test
  void theThresholdIsHonoured() {
    assertThat(second.verdict("opts", "close")).isEqualTo("success/match");
    assertCounts(second.details("opts", "close"), 1, 0);
    assertThat(second.details("opts", "close").path("present_percent").asDouble()).isEqualTo(99.5);
    assertThat(second.verdict("opts", "far")).isEqualTo("failed/mismatch");
    assertThat(second.details("opts", "far").path("present_percent").asDouble()).isEqualTo(98);
  }

  @Test
  void someTablesOfASchemaAreDrawn() {
    List<String> drawn = drawn(first);
    assertThat(drawn).hasSize(2);
    assertThat(first.objects())
        .filteredOn(o -> o.path("schema_name").asText().equals("drawn"))
        .filteredOn(o -> !drawn.contains(o.path("object_name").asText()))
        .hasSize(2)
        .allSatisfy(
            o ->
                assertThat(o.path("details").path("reason").asText())
                    .contains("not among the 2 tables"));
    ReconResults again =
        reconciled(
            run(
                    group,
                    "-o",
                    "reconciliation",
                    "-tc",
                    CATALOG,
                    "-ts",
                    "drawn",
                    "--run-id",
                    first.runId())
                .exits(0));
    assertThat(drawn(again)).isEqualTo(drawn);
  }

  private static List<String> drawn(ReconResults results) {
    return results.objects().stream()
        .filter(o -> o.path("schema_name").asText().equals("drawn"))
        .filter(o -> o.path("details").has("source_fingerprint"))
        .map(o -> o.path("object_name").asText())
        .sorted()
        .toList();
  }

  @Test
  void tablesOfOneSideAreFound() {
    assertThat(second.details("gone", "lost").path("missing_at").asText()).isEqualTo("target");
    assertThat(second.verdict("gone", "lost")).isEqualTo("failed/mismatch");
    for (String table : List.of("ended", "own")) {
      assertThat(second.verdict("gone", table)).isEqualTo("failed/mismatch");
      assertThat(second.details("gone", table).path("missing_at").asText()).isEqualTo("source");
    }
    assertThat(second.columnsOf("gone", "lost"))
        .containsExactly(row(null, null, null, null, null, "table_missing_in_target"));
    assertThat(second.columnsOf("gone", "own"))
        .containsExactly(row(null, null, null, null, null, "table_missing_in_source"));
    assertThat(second.verdicts())
        .contains("picked.kings failed/mismatch", "picked.kept success/match")
        .contains("s.only_here failed/mismatch", "local.t failed/mismatch")
        .noneMatch(v -> v.startsWith("gone.left_out") || v.startsWith("picked.other"))
        .as("tables that this tool writes")
        .noneMatch(v -> v.startsWith("audit.") || v.startsWith("found."));
  }

  @Test
  void throughAnIntermediateCatalogTheClonedVersionCounts() {
    for (String table : List.of("a", "b")) {
      assertThat(second.verdict("s", table)).isEqualTo("success/match");
      assertThat(second.details("s", table).path("source_version_is").asText())
          .isEqualTo("the cloned one");
    }
    assertThat(second.details("s", "a").path("source_rows").asLong()).isEqualTo(5);
  }

  @Test
  void aFilterOfTheCommandLineFindsATableOfTheTargetOnly() {
    ReconResults found =
        reconciled(
            run(group, "-o", "reconciliation", "-tc", MIDDLE, "-tfe", "table_name LIKE 'only%'")
                .exits(4));
    assertThat(found.verdicts()).containsExactly("s.only_here failed/mismatch");
  }

  @Test
  void unchangedTablesAreLeftOut() {
    ReconResults nothing = since("last");
    assertThat(ReconResults.fingerprints(target)).isEmpty();
    assertThat(nothing.verdicts())
        .containsExactlyInAnyOrder("since.x skipped/-", "since.y skipped/-");
    assertThat(nothing.details("since", "x").path("reason").asText()).isEqualTo("unchanged");
    assertThat(nothing.details("since", "x").path("matched_by_run").asText())
        .isEqualTo(second.runId());

    assertThat(since(Instant.now().toString()).verdicts())
        .as("the last match was before")
        .containsExactlyInAnyOrder("since.x success/match", "since.y success/match");
    assertThat(since("2020-02-29").verdicts())
        .containsExactlyInAnyOrder("since.x skipped/-", "since.y skipped/-");

    source.run("INSERT INTO `it-rec`.since.x VALUES (100, 'new')");
    ReconResults one =
        reconciled(
            run(
                    group,
                    "-o",
                    "replication,reconciliation",
                    "-tc",
                    CATALOG,
                    "-ts",
                    "since",
                    "--since",
                    "last")
                .exits(0));
    assertThat(one.verdicts())
        .containsExactlyInAnyOrder("since.x success/match", "since.y skipped/-");
    assertThat(one.details("since", "x").path("source_rows").asLong()).isEqualTo(101);
    assertThat(ReconResults.fingerprints(target)).hasSize(1).allMatch(t -> t.contains("`x`"));
  }

  private ReconResults since(String when) {
    return reconciled(
        run(group, "-o", "reconciliation", "-tc", CATALOG, "-ts", "since", "--since", when)
            .exits(0));
  }

  @Test
  void aDifferenceAndAnErrorAreTwoThings() {
    String named =
        cli.write(
            "named.yaml",
            configuration(
                """
                    target_schemas:
                      - schema_name: rows
                        tables: [{table_name: deleted}, {table_name: never}]
                """));
    String text = cli.run(named, "-o", "reconciliation").exits(3).out();
    assertThat(text)
        .contains("reconciliation table it-rec.rows.deleted: 100 rows at the source, 93 on the")
        .containsPattern("reconciliation \\w+ it-rec.rows.never: there is no such table on either");
  }
}
