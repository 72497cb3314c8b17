package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Intermediate catalogs, drops, refused clones, and replication within one metastore. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class CatalogsIT {
  private static final String AUDIT = "it_cat_audit";

  private SandboxProcess sandbox;
  private SandboxSide source;
  private SandboxSide target;
  private Cli cli;

  @BeforeAll
  void connect(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    source = sandbox.source();
    target = sandbox.target();
    cli = new Cli(home, sandbox.environment());
  }

  private Result run(int exitCode, String group, String... more) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    List<String> arguments = new ArrayList<>(List.of(group, "--output", "json"));
    arguments.addAll(List.of(more));
    return cli.run(arguments.toArray(String[]::new)).exits(exitCode);
  }

  private AuditRows audit(Result result) {
    return AuditRows.of(target, AUDIT, result.json().path("run_id").asText());
  }

  private static String replicationSettings(String catalog, String... lines) {
    StringBuilder more = new StringBuilder("    replication_config:\n");
    for (String line : lines) {
      more.append("      ").append(line).append('\n');
    }
    return Cli.group(AUDIT, more.toString(), catalog);
  }

  @Test
  void secondHopReadsTheIntermediateCatalog() {
    source.run(
        "CREATE CATALOG it_mid",
        "CREATE SCHEMA it_mid.s",
        "CREATE TABLE it_mid.s.a AS SELECT id FROM range(5)",
        "CREATE TABLE it_mid.s.b AS SELECT id FROM range(6)");
    String group =
        cli.configure(
            replicationSettings(
                "it_mid",
                "intermediate_catalog: it_mid_between",
                "create_intermediate_catalog: true"));

    Result first = run(0, group);

    JsonNode details = AuditRows.details(audit(first).table("s", "a"));
    assertThat(details.path("intermediate_statement").asText())
        .contains("TABLE `it_mid_between`.`s`.`a` DEEP CLONE `it_mid_from_src_shared`.`s`.`a`");
    assertThat(details.path("statement").asText())
        .contains("TABLE `it_mid`.`s`.`a` DEEP CLONE `it_mid_between`.`s`.`a`");
    assertThat(details.path("statement_ids")).hasSize(2);
    assertThat(target.requests().clones()).hasSize(4);
    assertThat(target.value("SELECT sum(id) FROM it_mid.s.b")).isEqualTo("15");

    assertThat(AuditRows.details(audit(run(0, group)).table("s", "a")).path("reason"))
        .hasToString("\"unchanged\"");
    assertThat(target.requests().clones()).isEmpty();

    source.run("INSERT INTO it_mid.s.a VALUES (100)");
    run(0, group);
    assertThat(target.requests().clones()).hasSize(2).allMatch(c -> c.contains("`s`.`a`"));
    assertThat(target.value("SELECT sum(id) FROM it_mid.s.a")).isEqualTo("110");

    target.run("DELETE FROM it_mid_between.s.b");
    run(0, group);
    assertThat(target.requests().clones()).hasSize(2).allMatch(c -> c.contains("`s`.`b`"));
    assertThat(target.value("SELECT sum(id) FROM it_mid.s.b")).isEqualTo("15");
  }

  @Test
  void dropsAreReportedThenPropagatedWithinTheirLimit() {
    source.run("CREATE CATALOG it_drop", "CREATE SCHEMA it_drop.s", "CREATE SCHEMA it_drop.old");
    for (int i = 0; i < 4; i++) {
      source.run("CREATE TABLE it_drop.s.t" + i + " AS SELECT " + i + " AS id");
    }
    source.run("CREATE TABLE it_drop.old.x AS SELECT 1 AS id");
    String reporting = cli.configure(Cli.group(AUDIT, "", "it_drop"));
    run(0, reporting);
    target.run("CREATE TABLE it_drop.s.own AS SELECT 1 AS id");
    String share = "it_drop_to_tgt_share";
    source.run(
        "DROP TABLE it_drop.s.t0",
        "DROP TABLE it_drop.s.t1",
        "ALTER SHARE " + share + " REMOVE SCHEMA it_drop.old",
        "DROP SCHEMA it_drop.old CASCADE");
    target.run("INSERT INTO it_drop.s.t1 VALUES (9)");

    AuditRows reported = audit(run(0, reporting));
    assertThat(AuditRows.details(reported.table("s", "t0")).path("reason").asText())
        .contains("dropped at the source", "propagate_drops is off");
    assertThat(reported.table("old", "x").get("status")).isEqualTo("skipped");
    assertThat(target.value("SELECT count(*) FROM it_drop.s.t0")).isEqualTo("1");

    String limited =
        cli.configure(
            replicationSettings("it_drop", "propagate_drops: true", "max_drop_percent: 50"));
    Result refused = run(3, limited);
    assertThat(audit(refused).table("s", "t0").get("error_message"))
        .contains("3 of the 5 tables", "max_drop_percent 50", "nothing was dropped");
    assertThat(target.requests().statements()).noneMatch(s -> s.text().startsWith("DROP"));

    String allowed =
        cli.configure(
            replicationSettings("it_drop", "propagate_drops: true", "max_drop_percent: 60"));
    Result dropped = run(3, allowed);
    AuditRows rows = audit(dropped);
    assertThat(AuditRows.details(rows.table("s", "t0")).path("action").asText())
        .isEqualTo("dropped");
    assertThat(rows.table("s", "t1").get("error_message")).contains("was written to (WRITE");
    assertThat(rows.table("old", "x").get("status")).isEqualTo("success");
    assertThat(dropped.err())
        .contains("it_drop.s.t0 was dropped at the source and will be dropped");
    assertThat(tables("it_drop", "s")).containsExactlyInAnyOrder("t1", "t2", "t3", "own");
    assertThat(tables("it_drop", "old")).isEmpty();
  }

  private List<String> tables(String catalog, String schema) {
    return target
        .sql(
            "SELECT table_name FROM "
                + catalog
                + ".information_schema.tables WHERE table_schema = '"
                + schema
                + "'")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  @Test
  void knownRefusalsComeWithAdvice() {
    source.run(
        "CREATE CATALOG it_refuse",
        "CREATE SCHEMA it_refuse.s",
        "CREATE TABLE it_refuse.s.mapped (id BIGINT, n STRING)",
        "CREATE TABLE it_refuse.s.filtered (id BIGINT)",
        "CREATE TABLE it_refuse.s.future (id BIGINT)",
        "CREATE TABLE it_refuse.s.fine AS SELECT 1 AS id");
    String group = cli.configure(Cli.group(AUDIT, "", "it_refuse"));
    run(0, group);
    source.run(
        "ALTER TABLE it_refuse.s.mapped SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name',"
            + " 'delta.minReaderVersion' = '2', 'delta.minWriterVersion' = '5')",
        "INSERT INTO it_refuse.s.fine VALUES (2)",
        "INSERT INTO it_refuse.s.filtered VALUES (1)",
        "CREATE FUNCTION it_refuse.s.keep(id BIGINT) RETURNS BOOLEAN RETURN id > 0",
        "ALTER TABLE it_refuse.s.filtered SET ROW FILTER it_refuse.s.keep ON (id)");
    source.call(
        "POST", "/sandbox/tables/it_refuse.s.future", Map.of("reader_feature", "fromTheFuture"));

    AuditRows rows = audit(run(3, group));

    assertThat(rows.table("s", "mapped").get("error_message"))
        .contains("COLUMN_MAPPING_MODE_CHANGE", "What to do: ", "rename the target table");
    assertThat(rows.table("s", "future").get("error_message"))
        .contains("What to do: ", "too old for this table");
    assertThat(rows.table("s", "filtered").get("error_message")).contains("row filters");
    assertThat(rows.table("s", "fine").get("status")).isEqualTo("success");
    assertThat(target.value("SELECT count(*) FROM it_refuse.s.fine")).isEqualTo("2");
  }

  @Test
  void otherColumnsAreRefusedOrReplaced() {
    source.run(
        "CREATE CATALOG it_enforce",
        "CREATE SCHEMA it_enforce.s",
        "CREATE TABLE it_enforce.s.t AS SELECT 1 AS id");
    String strict = cli.configure(Cli.group(AUDIT, "", "it_enforce"));
    run(0, strict);
    source.run("ALTER TABLE it_enforce.s.t ADD COLUMN note STRING");

    assertThat(audit(run(3, strict)).table("s", "t").get("error_message"))
        .contains("column 'note' is missing at the target", "enforce_schema");

    String loose = cli.configure(replicationSettings("it_enforce", "enforce_schema: false"));
    assertThat(AuditRows.details(audit(run(0, loose)).table("s", "t")).path("warnings").toString())
        .contains("columns replaced", "'note'");
  }

  @Test
  void externalTablesMayBecomeManagedOrBeRegisteredOnly() {
    StorageSetup.locations(source, "it-reg", "s3://it-reg-lake/");
    StorageSetup.locations(target, "it-reg", "s3://it-reg-copy/", "s3://it-reg-root/");
    source.run(
        "CREATE CATALOG it_reg",
        "CREATE SCHEMA it_reg.managed",
        "CREATE SCHEMA it_reg.registered",
        "CREATE TABLE it_reg.managed.t LOCATION 's3://it-reg-lake/m' AS SELECT id FROM range(3)",
        "CREATE TABLE it_reg.registered.t LOCATION 's3://it-reg-lake/r' AS SELECT id FROM range(4)");
    String settings =
        """
            replication_config:
              target_catalog_location: s3://it-reg-root/catalog
            concurrency:
              process_schemas_in_serial: true
            target_schemas:
              - schema_name: managed
                replication_config:
                  replicate_as_managed: true
              - schema_name: registered
                replication_config:
                  copy_files: false
        """;
    String group =
        cli.configure(
            Cli.group(AUDIT, settings, "it_reg")
                .replace("table_types: [managed]", "table_types: [external]")
                .replace(
                    "retry:",
                    "cloud_url_mapping:\n  s3://it-reg-lake/: s3://it-reg-copy/\nretry:"));

    AuditRows tooEarly = audit(run(3, group));

    assertThat(tooEarly.table("managed", "t").get("status")).isEqualTo("success");
    assertThat(tooEarly.table("registered", "t").get("error_message"))
        .contains("there is no Delta table at this place", "copy_files: true");
    assertThat(type("managed")).isEqualTo("MANAGED");
    JsonNode catalog = target.call("GET", SandboxSide.UNITY + "/catalogs/it_reg", null);
    assertThat(catalog.path("storage_root").asText()).isEqualTo("s3://it-reg-root/catalog");

    target.run(
        "CREATE OR REPLACE TABLE delta.`s3://it-reg-copy/r` DEEP CLONE"
            + " it_reg_from_src_shared.registered.t");
    run(0, group);
    assertThat(type("registered")).isEqualTo("EXTERNAL");
    assertThat(target.value("SELECT count(*) FROM it_reg.registered.t")).isEqualTo("4");
    assertThat(
            AuditRows.details(audit(run(0, group)).table("registered", "t"))
                .path("reason")
                .asText())
        .contains("copy_files is off");
  }

  private String type(String schema) {
    return target.value(
        "SELECT table_type FROM it_reg.information_schema.tables WHERE table_schema = '"
            + schema
            + "'");
  }

  /** Both sides are one workspace: no recipient, no share, the source catalog is read directly. */
  @Test
  void withinOneMetastoreTablesAreClonedDirectly() {
    Map<String, String> one = new HashMap<>(sandbox.environment());
    for (String what : List.of("HOST", "TOKEN", "WAREHOUSE_ID")) {
      one.put("DATA_REPLICATOR_SOURCE_" + what, one.get("DATA_REPLICATOR_TARGET_" + what));
    }
    StorageSetup.locations(target, "it-one", "s3://it-one-lake/", "s3://it-one-copy/");
    target.run(
        "CREATE CATALOG it_one",
        "CREATE SCHEMA it_one.s",
        "CREATE TABLE it_one.s.m AS SELECT id FROM range(4)",
        "CREATE TABLE it_one.s.e LOCATION 's3://it-one-lake/e' AS SELECT id FROM range(5)",
        "CREATE TABLE it_one.s.feed AS SELECT id FROM range(6)");
    pipeline("it_one", "dpm", "st_dpm", "query", "SELECT id FROM STREAM(it_one.s.feed)");
    pipeline("it_one", "legacy_b", "st_old", "query", "SELECT id FROM STREAM(it_one.s.feed)");
    target.run("CREATE CATALOG it_one_copy", "CREATE SCHEMA it_one_copy.s");
    pipeline("it_one_copy", "dpm", "st_dpm", "columns", "id BIGINT");
    pipeline("it_one_copy", "legacy_b", "st_old", "columns", "id BIGINT");
    Cli alone = new Cli(cli.home(), one);
    String group =
        alone.configure(
            """
            version: "1.0"
            replication_group: one
            audit_config:
              audit_table: it_cat_audit.audit.log
              create_audit_catalog: true
            cloud_url_mapping:
              s3://it-one-lake/: s3://it-one-copy/
            table_types: [all]
            backup_config:
              enabled: true
              create_backup_catalog: true
              backup_legacy_backing_tables: true
            replication_config:
              enabled: true
            target_catalogs:
              - catalog_name: it_one_copy
                backup_config:
                  source_catalog: it_one
                  backup_catalog: it_one_backing
                replication_config:
                  source_catalog: it_one
                  backup_catalog: it_one_backing
            """);

    alone.run(group, "--output", "json").exits(0);

    for (String table : List.of("m", "e", "st_dpm", "st_old")) {
      assertThat(target.value("SELECT sum(id) FROM it_one_copy.s." + table))
          .as(table)
          .isEqualTo(target.value("SELECT sum(id) FROM it_one.s." + table));
    }
    JsonNode copied = target.call("GET", SandboxSide.UNITY + "/tables/it_one_copy.s.e", null);
    assertThat(copied.path("table_type").asText()).isEqualTo("EXTERNAL");
    assertThat(copied.path("storage_location").asText()).isEqualTo("s3://it-one-copy/e");
    target.clearRequests();
    alone.run(group, "--output", "json").exits(0);
    assertThat(target.requests().clones()).isEmpty();
  }

  private void pipeline(
      String catalog, String layout, String table, String key, String definition) {
    target.call(
        "POST",
        "/sandbox/pipelines",
        Map.of(
            "name",
            "p-" + table,
            "catalog",
            catalog,
            "schema",
            "s",
            "layout",
            layout,
            "tables",
            List.of(Map.of("name", table, key, definition))));
  }
}
