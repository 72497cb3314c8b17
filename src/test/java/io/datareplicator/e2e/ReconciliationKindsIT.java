package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reconciliation of every kind of table and of tables with odd features and names: a first run
 * finds all equal; then every table of the target loses or gains a row, and a second run, which
 * lets the source read its own rows, finds just that.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class ReconciliationKindsIT {
  private static final String CATALOG = "it-reck";
  private static final String AUDIT = "it_reck_audit";
  private static final String PLACE = "it_reck_audit.audit";
  private static final String LAKE = "abfss://lake@itreck.dfs.core.windows.net/";
  private static final String COPY = "s3://it-reck-copy/";
  private static final int COLUMNS = 500;

  /** Odd tables and how one row of them is changed on the target. */
  private static final Map<String, String> CHANGES =
      Map.ofEntries(
          Map.entry("types.partitioned", "INSERT INTO %1$s SELECT * FROM %1$s LIMIT 1"),
          Map.entry("types.clustered", "DELETE FROM %1$s WHERE id = 3"),
          Map.entry("types.deletion_vectors", "DELETE FROM %1$s WHERE id = 4"),
          Map.entry("types.column_mapping", "DELETE FROM %1$s WHERE `b a` IS NULL"),
          Map.entry("types.nested", "DELETE FROM %1$s WHERE id = 4"),
          Map.entry("types.variants", "DELETE FROM %1$s WHERE id = 4"),
          Map.entry("types.identities", "DELETE FROM %1$s WHERE d IS NULL"),
          Map.entry("types.extremes", "DELETE FROM %1$s WHERE d < 0"),
          Map.entry("types.empty", "INSERT INTO %1$s (b) VALUES (true)"),
          Map.entry("types.wide", "UPDATE %1$s SET c499 = NULL WHERE c0 = 1"),
          Map.entry("sch-ema.back`tick", "DELETE FROM %1$s WHERE `col``umn` = 1"),
          Map.entry("sch-ema.user-agent", "DELETE FROM %1$s WHERE id = 1"),
          Map.entry("schéma.客户", "UPDATE %1$s SET `名称` = '客' WHERE id = 1"),
          Map.entry("select.table", "DELETE FROM %1$s WHERE `from` = 2"),
          Map.entry("select.2026_we$ird#n'ame!", "DELETE FROM %1$s WHERE id = 1"),
          Map.entry("ext.plain", "DELETE FROM %1$s WHERE id = 1"));

  private SandboxProcess sandbox;
  private SandboxSide source;
  private SandboxSide target;
  private Cli cli;
  private ReconResults first;
  private ReconResults second;

  @BeforeAll
  void compareTwice(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    source = sandbox.source();
    target = sandbox.target();
    cli = new Cli(home, sandbox.environment());
    StorageSetup.locations(source, "it-reck", LAKE);
    StorageSetup.locations(target, "it-reck", COPY);
    source.run("CREATE CATALOG `it-reck`");
    target.run("CREATE CATALOG `it-reck`", "CREATE SCHEMA `it-reck`.str");
    for (String schema : List.of("types", "sch-ema", "schéma", "select", "ext", "str")) {
      source.run("CREATE SCHEMA `it-reck`.`" + schema + "`");
    }
    List<String> scripts = new ArrayList<>();
    OddTables.scripts().forEach(s -> scripts.add(s.replace("`it-repl`", "`it-reck`")));
    scripts.add(
        "CREATE TABLE `it-reck`.types.wide AS SELECT "
            + IntStream.range(0, COLUMNS)
                .mapToObj(i -> "id + " + i + " AS c" + i)
                .collect(Collectors.joining(", "))
            + " FROM range(5)");
    scripts.add(
        "CREATE TABLE `it-reck`.ext.plain LOCATION '"
            + LAKE
            + "a b/plain' AS SELECT id, concat('row ', id) AS text FROM range(10)");
    scripts.add("CREATE TABLE `it-reck`.str.feed AS SELECT id, concat('n', id) AS n FROM range(6)");
    source.runScripts(scripts);
    pipeline("dpm", "events");
    pipeline("legacy_a", "legacy");
    source.run(
        "CREATE MATERIALIZED VIEW `it-reck`.str.totals AS SELECT n, count(*) AS many FROM"
            + " `it-reck`.str.feed GROUP BY n");
    cli.write("environments.yaml", Cli.environments("", ""));
    cli.run(cli.write("replicate.yaml", configuration("")), "-o", "backup,replication").exits(0);
    target.run(
        "CREATE MATERIALIZED VIEW `it-reck`.str.totals AS SELECT n, count(*) AS many FROM"
            + " `it-reck`.str.feed GROUP BY n");
    first = reconciled(run(cli, cli.write("first.yaml", configuration(""))).exits(0));
    target.runScripts(
        CHANGES.entrySet().stream().map(e -> e.getValue().formatted(quoted(e.getKey()))).toList());
    second =
        reconciled(
            run(
                    cli,
                    cli.write(
                        "second.yaml",
                        configuration("  scan_source_at: source\n  row_digest: sha256\n")),
                    "-tc",
                    CATALOG,
                    "-tt",
                    "managed,external")
                .exits(4));
  }

  private static String quoted(String table) {
    int dot = table.indexOf('.');
    return "`it-reck`.`"
        + table.substring(0, dot)
        + "`.`"
        + table.substring(dot + 1).replace("`", "``")
        + "`";
  }

  private static String configuration(String how) {
    return Cli.group(AUDIT, "", CATALOG)
        .replace("table_types: [managed]", "table_types: [all]")
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
            "cloud_url_mapping:\n  "
                + LAKE
                + ": "
                + COPY
                + "\nreconciliation_config:\n  enabled: true\n  create_shared_catalog: true\n"
                + how
                + "retry:");
  }

  /** The same pipeline on both sides; the target's has no data yet. */
  private void pipeline(String layout, String table) {
    source.call(
        "POST",
        "/sandbox/pipelines",
        request(layout, table, "query", "SELECT id, n FROM STREAM(`it-reck`.str.feed)"));
    target.call(
        "POST", "/sandbox/pipelines", request(layout, table, "columns", "id BIGINT, n STRING"));
  }

  private static Map<String, Object> request(
      String layout, String table, String key, String definition) {
    return Map.of(
        "name",
        "p-reck-" + table,
        "catalog",
        CATALOG,
        "schema",
        "str",
        "layout",
        layout,
        "tables",
        List.of(Map.of("name", table, key, definition)));
  }

  private Result run(Cli tool, String file, String... more) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    List<String> arguments =
        new ArrayList<>(List.of(file, "-o", "reconciliation", "--output", "json"));
    arguments.addAll(List.of(more));
    return tool.run(arguments.toArray(String[]::new));
  }

  private ReconResults reconciled(Result result) {
    return ReconResults.of(target, result, PLACE);
  }

  @Test
  void everyTableMatches() {
    for (String table : CHANGES.keySet()) {
      String schema = table.substring(0, table.indexOf('.'));
      String name = table.substring(schema.length() + 1);
      assertThat(first.verdict(schema, name)).as(table).isEqualTo("success/match");
      assertThat(first.details(schema, name).path("source_version_is").asText())
          .as(table)
          .isEqualTo("the cloned one");
    }
    assertThat(first.columns()).isEmpty();
    assertThat(first.data()).isEmpty();
  }

  @Test
  void streamingTablesAndMaterializedViewsAreCompared() {
    for (String table : List.of("events", "legacy", "totals")) {
      assertThat(first.verdict("str", table)).as(table).isEqualTo("success/match");
      assertThat(first.details("str", table).path("source_rows").asLong()).as(table).isEqualTo(6);
      assertThat(first.details("str", table).has("source_version")).isFalse();
    }
    assertThat(first.table("str", "events").path("object_type").asText())
        .isEqualTo("streaming_table");
    assertThat(first.table("str", "totals").path("object_type").asText())
        .isEqualTo("materialized_view");
  }

  @Test
  void everyChangedRowIsFound() {
    assertThat(second.objects()).hasSizeGreaterThan(CHANGES.size());
    for (String table : CHANGES.keySet()) {
      String schema = table.substring(0, table.indexOf('.'));
      String name = table.substring(schema.length() + 1);
      JsonNode details = second.details(schema, name);
      boolean missing = !CHANGES.get(table).startsWith("INSERT");
      boolean more = !CHANGES.get(table).startsWith("DELETE");
      assertThat(second.verdict(schema, name)).as(table).isEqualTo("failed/mismatch");
      assertThat(details.path("missing_in_target").asInt(-1)).as(table).isEqualTo(missing ? 1 : 0);
      assertThat(details.path("missing_in_source").asInt(-1)).as(table).isEqualTo(more ? 1 : 0);
      assertThat(second.dataOf(schema, name)).as(table).hasSize((missing ? 1 : 0) + (more ? 1 : 0));
    }
    assertThat(second.dataOf("schéma", "客户"))
        .containsExactlyInAnyOrder(
            "missing_in_target {\"id\":\"1\",\"名称\":\"客户 1\"}",
            "missing_in_source {\"id\":\"1\",\"名称\":\"客\"}");
    assertThat(second.verdict("types", "checked")).isEqualTo("success/match");
    assertThat(second.verdict("str", "feed")).isEqualTo("success/match");
  }

  @Test
  void theSourceReadsItsOwnRows() {
    JsonNode details = second.details("str", "feed");
    assertThat(details.path("source").asText()).isEqualTo("it-reck.str.feed");
    assertThat(details.path("source_fingerprint")).isEqualTo(details.path("target_fingerprint"));
    assertThat(first.details("str", "feed").path("source").asText())
        .isEqualTo("it-reck_from_src_shared.str.feed");
  }

  /** Like configs/single_metastore/recon_tables_custom.yaml. */
  @Test
  void withinOneMetastoreNothingIsShared() {
    target.run(
        "CREATE CATALOG it_recone",
        "CREATE SCHEMA it_recone.s",
        "CREATE TABLE it_recone.s.same AS SELECT id FROM range(5)",
        "CREATE TABLE it_recone.s.differs AS SELECT id FROM range(5)",
        "CREATE CATALOG it_recone_copy",
        "CREATE SCHEMA it_recone_copy.s",
        "CREATE TABLE it_recone_copy.s.same DEEP CLONE it_recone.s.same",
        "CREATE TABLE it_recone_copy.s.differs AS SELECT id + 1 AS id FROM range(5)",
        "INSERT INTO it_recone.s.same VALUES (100)");
    Map<String, String> one = new HashMap<>(sandbox.environment());
    for (String what : List.of("HOST", "TOKEN", "WAREHOUSE_ID")) {
      one.put("DATA_REPLICATOR_SOURCE_" + what, one.get("DATA_REPLICATOR_TARGET_" + what));
    }
    Cli alone = new Cli(cli.home(), one);
    String group =
        cli.write(
            "one.yaml",
            """
            version: "1.0"
            replication_group: single_metastore_recon
            audit_config:
              audit_table: it_reck_audit.audit.log
            table_types: [managed]
            reconciliation_config:
              enabled: true
            target_catalogs:
              - catalog_name: it_recone_copy
                reconciliation_config:
                  source_catalog: it_recone
            """);
    ReconResults results = reconciled(run(alone, group).exits(4));

    assertThat(results.verdicts())
        .containsExactlyInAnyOrder("s.same success/match", "s.differs failed/mismatch");
    assertThat(results.details("s", "same").path("source_version").asLong(-1)).isZero();
    assertThat(results.details("s", "differs").path("missing_in_target").asLong()).isEqualTo(1);
    assertThat(target.requests().counts().keySet())
        .noneMatch(
            c ->
                c.contains("/shares")
                    || c.contains("/recipients")
                    || c.contains("POST /api/2.1/unity-catalog/catalogs"));
  }

  @Test
  void eachWorkspaceIsAskedForItsOwnSide() {
    ReconResults alone =
        reconciled(
            run(
                    cli,
                    cli.home().resolve("second.yaml").toString(),
                    "-tc",
                    CATALOG,
                    "-ts",
                    "str",
                    "-tb",
                    "feed")
                .exits(0));
    assertThat(alone.verdicts()).containsExactly("str.feed success/match");
    assertThat(ReconResults.fingerprints(source))
        .hasSize(1)
        .allMatch(t -> t.contains("`it-reck`.`str`.`feed` VERSION AS OF 0"));
    assertThat(ReconResults.fingerprints(target))
        .hasSize(1)
        .noneMatch(t -> t.contains("_from_src_shared"));
  }
}
