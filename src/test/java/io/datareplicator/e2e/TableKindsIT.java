package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import io.datareplicator.e2e.SandboxSide.Requests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * External and streaming tables: one first run over all of them, then one test per schema that
 * changes something.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class TableKindsIT {
  private static final String CATALOG = "it-kinds";
  private static final String AUDIT = "it_kinds_audit";
  private static final String FIRST = "it-kinds-first";
  private static final String LAKE = "abfss://lake@itkinds.dfs.core.windows.net/";
  private static final String COPY = "s3://it-kinds-copy/";
  private static final String SPECIAL = "gs://it-kinds-special/";
  private static final List<String> STREAMING =
      List.of("events", "legacy", "legacy_mat", "late", "denied", "harmless", "broken");

  private SandboxProcess sandbox;
  private SandboxSide source;
  private SandboxSide target;
  private Cli cli;
  private String group;

  @BeforeAll
  void firstRun(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    source = sandbox.source();
    target = sandbox.target();
    StorageSetup.locations(source, "it-kinds", LAKE);
    StorageSetup.locations(target, "it-kinds", COPY, SPECIAL);
    source.run("CREATE CATALOG `it-kinds`");
    target.run("CREATE CATALOG `it-kinds`");
    for (String schema : List.of("ext", "kept", "moved", "str", "pipe")) {
      source.run("CREATE SCHEMA `it-kinds`." + schema);
    }
    target.run("CREATE SCHEMA `it-kinds`.str");
    external("ext", "plain", "a b/plain");
    external("ext", "special", "special/deep/t");
    external("ext", "hy-phen", "hy-phen");
    external("kept", "served", "kept/served");
    source.run("CREATE TABLE `it-kinds`.ext.managed AS SELECT id FROM range(3)");
    source.run("CREATE TABLE `it-kinds`.str.feed (id BIGINT, n STRING)");
    source.run("INSERT INTO `it-kinds`.str.feed VALUES (1, 'a'), (2, NULL)");
    pipeline("dpm", "events", "late", "denied", "harmless", "broken");
    pipeline("legacy_a", "legacy");
    pipeline("legacy_c", "legacy_mat");
    source.run(
        "CREATE MATERIALIZED VIEW `it-kinds`.str.totals AS SELECT count(*) AS n FROM"
            + " `it-kinds`.str.feed");
    cli = new Cli(home, sandbox.environment());
    group = cli.configure(configuration("[all]"));
    cli.run(group, "--run-id", FIRST, "--output", "json").exits(0);
  }

  private static String configuration(String types) {
    return Cli.group(AUDIT, "", CATALOG)
        .replace("table_types: [managed]", "table_types: " + types)
        .replace(
            "  add_to_share: true\n",
            """
              add_to_share: true
              create_backup_catalog: true
              create_backup_share: true
              backup_legacy_backing_tables: true
              create_dpm_backing_table_share: true
            """)
        .replace(
            "  create_target_catalog: true\n",
            """
              create_target_catalog: true
              create_backup_shared_catalog: true
              create_dpm_backing_table_shared_catalog: true
            """)
        .replace(
            "retry:",
            "cloud_url_mapping:\n  %s: %s\n  %sspecial/: %s\nretry:"
                .formatted(LAKE, COPY, LAKE, SPECIAL));
  }

  private void external(String schema, String table, String place) {
    source.run(
        "CREATE TABLE `it-kinds`."
            + schema
            + ".`"
            + table
            + "` LOCATION '"
            + LAKE
            + place
            + "' AS SELECT id, concat('row ', id) AS text FROM range(10)");
  }

  /** The same pipeline on both sides; the target's has no data yet. */
  private void pipeline(String layout, String... tables) {
    List<Map<String, Object>> here = new ArrayList<>();
    List<Map<String, Object>> there = new ArrayList<>();
    for (String table : tables) {
      here.add(Map.of("name", table, "query", "SELECT id, n FROM STREAM(`it-kinds`.str.feed)"));
      there.add(Map.of("name", table, "columns", "id BIGINT, n STRING"));
    }
    source.call("POST", "/sandbox/pipelines", pipelineRequest(layout, here));
    target.call("POST", "/sandbox/pipelines", pipelineRequest(layout, there));
  }

  private static Map<String, Object> pipelineRequest(
      String layout, List<Map<String, Object>> tables) {
    return Map.of(
        "name",
        "p-" + layout,
        "catalog",
        CATALOG,
        "schema",
        "str",
        "layout",
        layout,
        "tables",
        tables);
  }

  private Result run(int exitCode, String... more) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    List<String> arguments = new ArrayList<>(List.of(group, "-tc", CATALOG, "--output", "json"));
    arguments.addAll(List.of(more));
    return cli.run(arguments.toArray(String[]::new)).exits(exitCode);
  }

  private AuditRows audit(Result result) {
    return AuditRows.of(target, AUDIT, result.json().path("run_id").asText());
  }

  private static String name(String schema, String table) {
    return "`it-kinds`." + schema + ".`" + table + "`";
  }

  private void assertSame(String schema, String table, String columns) {
    String query = "SELECT " + columns + " FROM " + name(schema, table) + " ORDER BY ALL";
    assertThat(target.sql(query)).as(table).isNotEmpty().isEqualTo(source.sql(query));
  }

  @Test
  void externalTablesLieWhereTheMappingSays() {
    Map<String, String> places =
        Map.of(
            "plain", COPY + "a b/plain",
            "special", SPECIAL + "deep/t",
            "hy-phen", COPY + "hy-phen");
    places.forEach(
        (table, place) -> {
          assertThat(
                  target.sql(
                      "SELECT table_type, storage_path FROM `it-kinds`.information_schema.tables"
                          + " WHERE table_schema = 'ext' AND table_name = '"
                          + table
                          + "'"))
              .containsExactly(List.of("EXTERNAL", place));
          assertSame("ext", table, "*");
          assertThat(target.properties(name("ext", table)))
              .containsEntry("data_replicator.source", "it-kinds.ext." + table);
        });
    assertSame("ext", "managed", "*");
  }

  @Test
  void streamingTablesHoldTheDataOfTheSource() {
    for (String table : List.of("events", "legacy", "legacy_mat")) {
      assertSame("str", table, "id, n");
    }
    AuditRows rows = AuditRows.of(target, AUDIT, FIRST);
    JsonNode dpm = AuditRows.details(rows.replication("streaming_table", "str", "events"));
    assertThat(dpm.path("statement").asText())
        .contains("DEEP CLONE `__replication_internal_dpm_it-kinds_from_src_shared`.`str`.`events`")
        .contains("pipelines.pipelineId");
    JsonNode legacy = AuditRows.details(rows.replication("streaming_table", "str", "legacy"));
    assertThat(legacy.path("statement").asText())
        .contains("CREATE OR REPLACE TABLE `__databricks_internal`.")
        .contains("DEEP CLONE `__replication_internal_it-kinds_from_src_shared`.`str`.`legacy`")
        .contains("spark.sql.internal.pipelines.parentTableId");
    assertThat(rows.replication("materialized_view", "str", "totals").get("status"))
        .isEqualTo("skipped");
  }

  @Test
  void nothingIsSentWhenNothingChanged() {
    AuditRows streaming = audit(run(0, "-ts", "str", "-tb", "events,legacy,legacy_mat"));
    assertThat(target.requests().clones()).isEmpty();
    assertThat(source.requests().clones()).isEmpty();
    for (String table : List.of("events", "legacy", "legacy_mat")) {
      Map<String, String> row = streaming.replication("streaming_table", "str", table);
      assertThat(AuditRows.details(row).path("reason")).hasToString("\"unchanged\"");
    }

    AuditRows external = audit(run(0, "-ts", "ext"));
    assertThat(target.requests().clones()).isEmpty();
    assertThat(AuditRows.details(external.table("ext", "plain")).path("reason"))
        .hasToString("\"unchanged\"");
  }

  @Test
  void newRowsOfAPipelineArrive() {
    source.run(
        "INSERT INTO `it-kinds`.str.feed VALUES (3, 'c')",
        "REFRESH STREAMING TABLE `it-kinds`.str.late");

    run(0, "-ts", "str", "-tb", "late");

    assertSame("str", "late", "id, n");
    assertThat(target.requests().clones()).hasSize(1);
  }

  /** Readers, grants, tags and comments: what a DROP and CREATE would have cost. */
  @Test
  void externalTableIsNeverMissingAndKeepsWhatWasGivenToIt() throws Exception {
    String table = name("kept", "served");
    target.run(
        "COMMENT ON TABLE " + table + " IS 'it''s ours'".replace("''", "\\'"),
        "ALTER TABLE " + table + " SET TAGS ('owner' = 'sales', 'pii' = 'no')",
        "GRANT SELECT, MODIFY ON TABLE " + table + " TO `account users`");
    List<Object> before = given();
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Integer> reader =
        CompletableFuture.supplyAsync(
            () -> {
              int reads = 0;
              while (!done.get()) {
                assertThat(Integer.parseInt(target.value("SELECT count(*) FROM " + table)))
                    .isGreaterThanOrEqualTo(10);
                reads++;
              }
              return reads;
            });
    for (int i = 0; i < 2; i++) {
      source.run("INSERT INTO " + table + " VALUES (" + (100 + i) + ", 'new')");
      run(0, "-ts", "kept");
    }
    done.set(true);

    assertThat(reader.get()).isGreaterThan(3);
    assertSame("kept", "served", "*");
    assertThat(given()).isEqualTo(before);
    Requests requests = target.requests();
    assertThat(requests.statements()).noneMatch(s -> s.text().startsWith("DROP"));
  }

  private List<Object> given() {
    JsonNode table = target.call("GET", SandboxSide.UNITY + "/tables/it-kinds.kept.served", null);
    return List.of(
        table.path("table_id").asText(),
        table.path("comment").asText(),
        table.path("owner").asText(),
        target.sql(
            "SELECT tag_name, tag_value FROM `it-kinds`.information_schema.table_tags WHERE"
                + " schema_name = 'kept' ORDER BY ALL"),
        target.sql(
            "SELECT grantee, privilege_type FROM `it-kinds`.information_schema.table_privileges"
                + " WHERE table_schema = 'kept' AND inherited_from = 'NONE' ORDER BY ALL"));
  }

  private static final String PARENT =
      "[STREAMING_TABLE_ERROR] PARENT TABLE WITH ID 123 cannot be found. SQLSTATE: 0A000";

  private void changeAndFail(String table, boolean afterEffect, String message) {
    source.run(
        "INSERT INTO `it-kinds`.str.feed VALUES (7, '" + table + "')",
        "REFRESH STREAMING TABLE `it-kinds`.str." + table);
    Map<String, Object> rule =
        StatementFaults.onSubmission(
            "`__replication_internal_dpm_it-kinds_from_src_shared`.`str`.`" + table + "`",
            Map.of(
                "body",
                Map.of("error_code", "BAD_REQUEST", "message", message),
                "after_effect",
                afterEffect));
    rule.put("statement", "^CREATE OR REPLACE TABLE.*" + Pattern.quote("`str`.`" + table + "`"));
    target.faults(List.of(rule));
  }

  @Test
  void missingParentIsHarmlessWhenTheCommitIsThere() {
    changeAndFail("harmless", true, PARENT);

    Result result = run(0, "-ts", "str", "-tb", "harmless");

    JsonNode details =
        AuditRows.details(audit(result).replication("streaming_table", "str", "harmless"));
    assertThat(details.path("tolerated_error").asText()).contains("PARENT TABLE WITH ID 123");
    assertThat(details.path("confirmed_by").asText()).isEqualTo("target history");
    assertSame("str", "harmless", "id, n");
  }

  @Test
  void missingParentWithoutACommitIsAFailure() {
    changeAndFail("broken", false, PARENT);

    Result result = run(3, "-ts", "str", "-tb", "broken");

    Map<String, String> row = audit(result).replication("streaming_table", "str", "broken");
    assertThat(row.get("status")).isEqualTo("failed");
    assertThat(row.get("error_message")).contains("PARENT TABLE WITH ID 123", "What to do");
  }

  @Test
  void anyOtherErrorOfAStreamingTableIsAFailure() {
    changeAndFail("denied", false, "[INSUFFICIENT_PERMISSIONS] not the owner of the pipeline");

    Result result = run(3, "-ts", "str", "-tb", "denied");

    assertThat(audit(result).replication("streaming_table", "str", "denied").get("error_message"))
        .contains("not the owner of the pipeline");
  }

  @Test
  void unmappedExternalTableFailsWithoutHarmToOthers() {
    StorageSetup.locations(source, "it-kinds-elsewhere", "gs://it-kinds-elsewhere/");
    source.run(
        "CREATE TABLE `it-kinds`.moved.away LOCATION 'gs://it-kinds-elsewhere/t' AS SELECT 1 AS id",
        "CREATE TABLE `it-kinds`.moved.stays AS SELECT 1 AS id");

    Result result = run(3, "-ts", "moved");

    assertThat(audit(result).table("moved", "away").get("error_message"))
        .contains("cloud_url_mapping", "gs://it-kinds-elsewhere/t");
    assertSame("moved", "stays", "id");
  }

  @Test
  void filterOnTheTypeFindsExternalTables() {
    Result result = run(0, "-tfe", "table_type = 'EXTERNAL' AND table_schema = 'ext'");

    assertThat(audit(result).tables())
        .extracting(r -> r.get("object_name"))
        .containsExactlyInAnyOrder("plain", "special", "hy-phen");
  }

  @Test
  void everyStreamingTableHasOneBackupRow() {
    List<String> backedUp =
        target
            .sql(
                "SELECT object_name FROM "
                    + AUDIT
                    + ".audit.log WHERE run_id = '"
                    + FIRST
                    + "' AND operation_type = 'backup' AND object_type = 'streaming_table' AND"
                    + " status = 'success'")
            .stream()
            .map(row -> row.get(0))
            .toList();
    assertThat(backedUp).containsExactlyInAnyOrderElementsOf(STREAMING);
  }
}
