package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

/** A catalog with everything, replicated under another name, then changed in every way. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class MetadataIT {
  private static final String AUDIT = "it_md_audit";
  private static final String SOURCE = "it_md_src";
  private static final String TARGET = "it_md_dst";
  private static final String LAKE = "s3://it-md-target-lake/";

  private SandboxProcess sandbox;
  private SandboxSide source;
  private SandboxSide target;
  private EverythingCatalog everything;
  private Cli cli;
  private String group;

  @BeforeAll
  void seed(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    source = sandbox.source();
    target = sandbox.target();
    Principals.add(source, Principals.SOURCE_ROBOT);
    Principals.add(target, Principals.TARGET_ROBOT);
    MetastoreObjects.tier(source);
    MetastoreObjects.tier(target);
    everything = EverythingCatalog.seed(source, SOURCE);
    StorageSetup.locations(target, "it-md-lake", LAKE);
    cli = new Cli(home, sandbox.environment());
    group = cli.configure(group(SOURCE, TARGET, everything.lake(), "all"));
  }

  /** A group file for metadata. */
  private static String group(String from, String to, String lake, String types, String... more) {
    return """
        version: "1.0"
        replication_group: e2e
        audit_config:
          audit_table: %s.audit.log
          create_audit_catalog: true
        cloud_url_mapping:
          "%s": "%s"
        principal_mapping:
          "%s": "%s"
        retry:
          max_attempts: 2
          retry_delay_seconds: 1
        target_catalogs:
          - catalog_name: %s
            uc_object_types: [%s]
            replication_config:
              enabled: true
              source_catalog: %s
        """
            .formatted(AUDIT, lake, LAKE, Principals.ROBOT, Principals.ROBOT, to, types, from)
        + String.join("", more);
  }

  private Result run(int exitCode, String file) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    return cli.run(file, "--output", "json").exits(exitCode);
  }

  private SortedMap<String, String> sourceView() {
    return MetadataView.reader(source, SOURCE)
        .url(everything.lake(), "lake:")
        .principal(Principals.SOURCE_ROBOT, Principals.ROBOT)
        .read();
  }

  private SortedMap<String, String> targetView() {
    return MetadataView.reader(target, TARGET)
        .url(LAKE, "lake:")
        .principal(Principals.TARGET_ROBOT, Principals.ROBOT)
        .read();
  }

  /**
   * Without what a run does not replicate, and says so, without what Delta makes of the properties,
   * and with empty comments of columns as none.
   */
  private static SortedMap<String, String> replicated(SortedMap<String, String> view) {
    SortedMap<String, String> kept = new TreeMap<>(view);
    kept.keySet()
        .removeIf(
            key ->
                key.equals("model sales.churn")
                    || key.startsWith("protocol ")
                    || EverythingCatalog.BY_PIPELINE.stream()
                        .anyMatch(name -> (key + ".").contains(" " + name + ".")));
    kept.replaceAll((key, value) -> value.replace("\"comment\":\"\"", ""));
    return kept;
  }

  private void assertSame() {
    SortedMap<String, String> wanted = replicated(sourceView());
    SortedMap<String, String> found = replicated(targetView());
    Map<String, String> differences = new TreeMap<>();
    MetadataView.differing(wanted, found)
        .forEach(
            key ->
                differences.put(key, "source: " + wanted.get(key) + "; target: " + found.get(key)));
    assertThat(differences).isEmpty();
  }

  private static List<String> notReplicated(Result result) {
    List<String> objects = new ArrayList<>();
    for (JsonNode entry : result.json().path("not_replicated")) {
      assertThat(entry.path("reason").asText()).isNotBlank();
      assertThat(entry.path("advice").asText()).isNotBlank();
      objects.add(entry.path("object_type").asText() + " " + entry.path("object").asText());
    }
    return objects;
  }

  @Test
  @Order(1)
  void oneRunMakesBothSidesEqual() {
    Result result = run(0, group);
    assertSame();
    assertThat(notReplicated(result))
        .contains(
            "materialized_view it_md_dst.sales.mv_pipe",
            "streaming_table it_md_dst.sales.st_pipe",
            "model_version it_md_dst.sales.churn",
            "external_location e2e.it-md-src-lake-0");
    assertThat(result.json().path("unresolved_principals")).isEmpty();
    AuditRows audit = AuditRows.of(target, AUDIT, result.json().path("run_id").asText());
    assertThat(audit.rows())
        .filteredOn(r -> r.get("object_name").equals("mv_pipe"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.get("status")).isEqualTo("skipped");
              assertThat(AuditRows.details(r).path("reason").asText()).contains("pipeline");
              assertThat(AuditRows.details(r).path("advice").asText()).contains("deploy");
            });
    assertThat(cli.run(group).exits(0).out())
        .contains("Not replicated:", "  materialized_view it_md_dst.sales.mv_pipe: pipeline ");
  }

  @Test
  @Order(2)
  void aSecondRunWritesNothing() {
    run(0, group);
    assertThat(Writes.of(target, AUDIT)).isEmpty();
    assertThat(Writes.of(source, AUDIT)).isEmpty();
  }

  /** What is done at the source, and what must be written on the target for it, and no more. */
  private record Changed(String statement, String... writes) {}

  private List<Changed> changes() {
    String c = everything.name();
    String unity = "PATCH /api/2.1/unity-catalog/";
    return List.of(
        new Changed(
            "COMMENT ON CATALOG " + c + " IS 'x'",
            unity + "catalogs/it_md_dst {\"comment\":\"x\"}"),
        new Changed(
            "ALTER CATALOG " + c + " SET TAGS ('cost center' = '43')",
            "ALTER CATALOG `it_md_dst` SET TAGS ('cost center' = '43')"),
        new Changed(
            "REVOKE USE CATALOG ON CATALOG " + c + " FROM `account users`",
            unity + "permissions/catalog/it_md_dst "),
        new Changed(
            "COMMENT ON SCHEMA " + c + ".ref IS ''",
            unity + "schemas/it_md_dst.ref {\"comment\":\"\"}"),
        new Changed(
            "ALTER SCHEMA " + c + ".ref SET TAGS ('a' = '')",
            "ALTER SCHEMA `it_md_dst`.`ref` SET TAGS"),
        new Changed(
            "REVOKE SELECT ON SCHEMA " + c + ".sales FROM `e2e readers`",
            unity + "permissions/schema/it_md_dst.sales "),
        new Changed(
            "COMMENT ON TABLE " + c + ".sales.feed IS 'x'",
            "COMMENT ON TABLE `it_md_dst`.`sales`.`feed` IS 'x'"),
        new Changed(
            "ALTER TABLE " + c + ".sales.orders SET TBLPROPERTIES ('x' = 'y')",
            "ALTER TABLE `it_md_dst`.`sales`.`orders` SET TBLPROPERTIES ('x' = 'y')"),
        new Changed(
            "ALTER TABLE " + c + ".sales.orders ALTER COLUMN placed COMMENT 'when'",
            "ALTER TABLE `it_md_dst`.`sales`.`orders` ALTER COLUMN `placed` COMMENT 'when'"),
        new Changed(
            "ALTER TABLE " + c + ".sales.clustered ADD COLUMNS (e DATE COMMENT 'new')",
            "ALTER TABLE `it_md_dst`.`sales`.`clustered` ADD COLUMNS (`e` DATE COMMENT 'new')"),
        new Changed(
            "ALTER TABLE " + c + ".sales.hostile ADD CONSTRAINT short CHECK (length(quoted) < 9)",
            "ALTER TABLE `it_md_dst`.`sales`.`hostile` ADD CONSTRAINT `short` CHECK"),
        new Changed(
            "ALTER TABLE " + c + ".sales.customers UNSET TAGS ('line')",
            "ALTER TABLE `it_md_dst`.`sales`.`customers` UNSET TAGS ('line')"),
        new Changed(
            "ALTER TABLE " + c + ".sales.customers ALTER COLUMN mail SET TAGS ('pii' = 'post')",
            "ALTER TABLE `it_md_dst`.`sales`.`customers` ALTER COLUMN `mail` SET TAGS ('pii' = 'post')"),
        new Changed(
            "REVOKE MODIFY ON TABLE " + c + ".sales.customers FROM `ana.e2e@example.test`",
            unity + "permissions/table/it_md_dst.sales.customers "),
        new Changed(
            "ALTER VIEW " + c + ".ref.a5 AS SELECT count(1) AS n FROM " + c + ".ref.v1",
            "CREATE OR REPLACE VIEW `it_md_dst`.`ref`.`a5`"),
        new Changed(
            "COMMENT ON COLUMN " + c + ".sales.st_sql.id IS 'x'",
            "COMMENT ON COLUMN `it_md_dst`.`sales`.`st_sql`.`id` IS 'x'"),
        new Changed(
            "CREATE OR REPLACE FUNCTION "
                + c
                + ".ref.twice(x DECIMAL(12,2) COMMENT 'x') RETURNS DECIMAL(18,4) RETURN "
                + c
                + ".ref.add_tax(x, 1)",
            "CREATE OR REPLACE FUNCTION `it_md_dst`.`ref`.`twice`"),
        new Changed(
            "GRANT EXECUTE ON FUNCTION " + c + ".ref.twice TO `account users`",
            unity + "permissions/function/it_md_dst.ref.twice "),
        new Changed(
            "COMMENT ON VOLUME " + c + ".nothing_here.silent IS 'x'",
            unity + "volumes/it_md_dst.nothing_here.silent {\"comment\":\"x\"}"),
        new Changed(
            "ALTER VOLUME " + c + ".nothing_here.landing SET TAGS ('x' = 'y')",
            "ALTER VOLUME `it_md_dst`.`nothing_here`.`landing` SET TAGS ('x' = 'y')"),
        new Changed(
            "GRANT READ VOLUME ON VOLUME " + c + ".nothing_here.landing TO `account users`",
            unity + "permissions/volume/it_md_dst.nothing_here.landing "),
        new Changed(
            "CREATE TABLE " + c + ".ref.fresh (id INT)", "CREATE TABLE `it_md_dst`.`ref`.`fresh` "),
        new Changed(
            "ALTER TABLE " + c + ".sales.auto_clustered CLUSTER BY NONE",
            "ALTER TABLE `it_md_dst`.`sales`.`auto_clustered` CLUSTER BY NONE"),
        new Changed(
            "COMMENT ON TABLE " + c + ".sales.mv_sql IS 'x'",
            "COMMENT ON TABLE `it_md_dst`.`sales`.`mv_sql` IS 'x'"),
        new Changed(
            "ALTER STREAMING TABLE " + c + ".sales.st_sql SET TAGS ('st' = 'no')",
            "ALTER STREAMING TABLE `it_md_dst`.`sales`.`st_sql` SET TAGS ('st' = 'no')"),
        new Changed(
            "ALTER TABLE " + c + ".sales.guarded ALTER COLUMN phone SET MASK " + c + ".ref.py_mask",
            "ALTER TABLE `it_md_dst`.`sales`.`guarded` ALTER COLUMN `phone` SET MASK"
                + " `it_md_dst`.`ref`.`py_mask`"),
        new Changed(
            "ALTER TABLE " + c + ".sales.guarded SET ROW FILTER " + c + ".ref.only_own ON (mail)",
            "ALTER TABLE `it_md_dst`.`sales`.`guarded` SET ROW FILTER"
                + " `it_md_dst`.`ref`.`only_own` ON (`mail`)"));
  }

  @Test
  @Order(3)
  void theNextRunSendsJustWhatChanged() {
    source.run(changes().stream().map(Changed::statement).toArray(String[]::new));
    source.call(
        "PATCH", SandboxSide.UNITY + "/models/it_md_src.sales.plain", Map.of("comment", "y"));
    run(0, group);
    List<String> expected = new ArrayList<>();
    expected.add("PATCH /api/2.1/unity-catalog/models/it_md_dst.sales.plain {\"comment\":\"y\"}");
    changes().forEach(c -> expected.addAll(List.of(c.writes())));
    List<String> writes = new ArrayList<>(Writes.of(target, AUDIT));
    for (String begin : expected) {
      assertThat(writes).as(begin).filteredOn(w -> w.startsWith(begin)).hasSize(1);
      writes.removeIf(w -> w.startsWith(begin));
    }
    assertThat(writes).isEmpty();
    assertSame();
  }

  @Test
  @Order(4)
  void flagsKeepWhatOnlyTheTargetHas() {
    target.run(
        "ALTER TABLE `it_md_dst`.sales.orders SET TAGS ('only' = 'here')",
        "COMMENT ON TABLE `it_md_dst`.sales.orders IS 'of the target'",
        "GRANT SELECT ON TABLE `it_md_dst`.sales.orders TO `e2e readers`",
        "REVOKE SELECT ON TABLE `it_md_dst`.sales.customers FROM `ana.e2e@example.test`",
        "GRANT MODIFY ON TABLE `it_md_dst`.sales.customers TO `ana.e2e@example.test`");
    source.run(
        "ALTER TABLE `it_md_src`.sales.orders SET TAGS ('added' = 'there')",
        "COMMENT ON TABLE `it_md_src`.sales.orders IS 'of the source'");
    String types = "table_tag, table_comment, table_grant";
    String keeping =
        cli.write(
            "keep.yaml",
            group(
                SOURCE,
                TARGET,
                everything.lake(),
                types,
                "      overwrite_tags: false\n      overwrite_comments: false\n"));
    run(0, keeping);
    Map<String, String> view = targetView();
    assertThat(view.get("tags table sales.orders")).contains("added=there", "only=here");
    assertThat(view.get("table sales.orders")).contains("of the target");
    assertThat(view.get("grants table sales.orders")).contains("e2e readers=[SELECT]");
    assertThat(view.get("grants table sales.customers"))
        .contains("ana.e2e@example.test=[SELECT]")
        .isEqualTo(sourceView().get("grants table sales.customers"));

    String mirror =
        cli.write(
            "mirror.yaml",
            group(SOURCE, TARGET, everything.lake(), types, "      overwrite_grants: true\n"));
    run(0, mirror);
    assertSame();
  }

  @Test
  @Order(5)
  void onePrincipalAmongTwentyThatIsUnknownLosesOnlyItself() {
    Principals.addSourceOnly(source);
    List<String> grants = new ArrayList<>();
    List<String> known = new ArrayList<>(List.of("account users=[SELECT]"));
    for (int i = 1; i <= 18; i++) {
      String user = String.format(Locale.ROOT, "twenty.%02d@example.test", i);
      sandbox.sides().forEach(side -> Principals.addUser(side, user));
      grants.add("GRANT SELECT ON TABLE `it_md_src`.sales.feed TO `" + user + "`");
      known.add(user + "=[SELECT]");
    }
    grants.add("GRANT SELECT ON TABLE `it_md_src`.sales.feed TO `account users`");
    grants.add("GRANT SELECT ON TABLE `it_md_src`.sales.feed TO `" + Principals.SOURCE_ONLY + "`");
    source.run(grants.toArray(String[]::new));
    Result result = run(3, group);
    assertThat(targetView().get("grants table sales.feed"))
        .contains(known)
        .doesNotContain(Principals.SOURCE_ONLY);
    assertThat(result.json().path("unresolved_principals").path(Principals.SOURCE_ONLY))
        .extracting(JsonNode::asText)
        .containsExactly("it_md_dst.sales.feed");
    AuditRows audit = AuditRows.of(target, AUDIT, result.json().path("run_id").asText());
    assertThat(audit.rows())
        .filteredOn(r -> r.get("status").equals("failed") && !r.get("object_name").equals("ALL"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.get("object_type")).isEqualTo("table_grant");
              assertThat(r.get("error_message"))
                  .contains(Principals.SOURCE_ONLY, "principal_mapping");
            });
    source.run(
        "REVOKE SELECT ON TABLE `it_md_src`.sales.feed FROM `" + Principals.SOURCE_ONLY + "`");
  }

  @Test
  @Order(6)
  void whatDependsOnAFailureIsSkippedAndTheRestGoesOn() {
    source.run(
        "CREATE CATALOG it_md_chain",
        "CREATE SCHEMA it_md_chain.s",
        "CREATE TABLE it_md_chain.s.t (id INT)",
        "CREATE VIEW it_md_chain.s.v1 AS SELECT id FROM it_md_chain.s.t",
        "CREATE VIEW it_md_chain.s.v2 AS SELECT id FROM it_md_chain.s.v1",
        "CREATE VIEW it_md_chain.s.a3 AS SELECT id FROM it_md_chain.s.v2",
        "ALTER VIEW it_md_chain.s.a3 SET TAGS ('a' = 'b')",
        "CREATE VIEW it_md_chain.s.other AS SELECT id FROM it_md_chain.s.v1");
    String chain =
        cli.write("chain.yaml", group("it_md_chain", "it_md_chain_dst", everything.lake(), "all"));
    target.faults(
        List.of(
            Map.of(
                "statement",
                "CREATE VIEW `it_md_chain_dst`.`s`.`v2`",
                "body",
                Map.of("error", Map.of("message", "[INTERNAL_ERROR] it is broken")))));
    Result result = run(3, chain);
    target.clearFaults();
    Map<String, String> ends = new TreeMap<>();
    for (JsonNode r : result.json().path("results")) {
      ends.put(
          r.path("object_type").asText() + " " + r.path("object_name").asText(),
          r.path("status").asText() + " " + r.path("details").path("reason").asText());
    }
    assertThat(ends.get("view v1")).startsWith("success");
    assertThat(ends.get("view other")).startsWith("success");
    assertThat(ends.get("view v2")).startsWith("failed");
    assertThat(ends.get("view a3")).startsWith("skipped").contains("view it_md_chain_dst.s.v2");
    assertThat(ends.get("table_tag a3"))
        .startsWith("skipped")
        .contains("view it_md_chain_dst.s.v2");
    run(0, chain);
    assertThat(target.value("SELECT count(*) FROM it_md_chain_dst.s.a3")).isEqualTo("0");
  }
}
