package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** A catalog with everything: replicated it matches, and then every change of it is told. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class MetadataReconciliationIT {
  private static final String AUDIT = "it_rm_audit";
  private static final String SOURCE = "it_rm_src";
  private static final String TARGET = "it_rm_dst";
  private static final String LAKE = "s3://it-rm-target-lake/";

  private SandboxProcess sandbox;
  private SandboxSide source;
  private SandboxSide target;
  private Cli cli;
  private String lake;
  private String group;

  @BeforeAll
  void replicate(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    source = sandbox.source();
    target = sandbox.target();
    Principals.add(source, Principals.SOURCE_ROBOT);
    Principals.add(target, Principals.TARGET_ROBOT);
    MetastoreObjects.tier(source);
    MetastoreObjects.tier(target);
    lake = EverythingCatalog.seed(source, SOURCE).lake();
    StorageSetup.locations(target, "it-rm-lake", LAKE);
    cli = new Cli(home, sandbox.environment());
    group = cli.configure(group(AUDIT, "all", ""));
    cli.run(group, "-o", "replication").exits(0);
  }

  private String group(String audit, String types, String more) {
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
              overwrite_tags: false
              overwrite_comments: false
              create_or_replace_view: false
            reconciliation_config:
              enabled: true
        %s
        """
        .formatted(
            audit, lake, LAKE, Principals.ROBOT, Principals.ROBOT, TARGET, types, SOURCE, more);
  }

  private Result reconcile(int exitCode, String file) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    Result result = cli.run(file, "-o", "reconciliation", "--output", "json").exits(exitCode);
    assertThat(Writes.of(source, AUDIT)).isEmpty();
    assertThat(Writes.of(target, AUDIT)).isEmpty();
    return result;
  }

  /** Results by type and name in the catalog. */
  private static SortedMap<String, JsonNode> results(Result result) {
    SortedMap<String, JsonNode> results = new TreeMap<>();
    for (JsonNode r : result.json().path("results")) {
      if (!r.path("object_type").asText().equals("summary")) {
        assertThat(r.path("operation_type").asText()).isEqualTo("reconciliation");
        String schema = r.path("schema_name").asText("");
        String name = r.path("object_name").asText();
        JsonNode before =
            results.put(
                r.path("object_type").asText()
                    + " "
                    + (schema.isEmpty() || schema.equals(name) ? name : schema + "." + name),
                r);
        assertThat(before).as("one result for each object").isNull();
      }
    }
    return results;
  }

  private static SortedMap<String, List<String>> differences(Result result) {
    SortedMap<String, List<String>> all = new TreeMap<>();
    results(result)
        .forEach(
            (object, r) -> {
              if (!r.path("status").asText().equals("failed")) {
                return;
              }
              assertThat(r.path("details").path("outcome").asText())
                  .as(r.toString())
                  .isEqualTo("mismatch");
              List<String> words = new ArrayList<>();
              r.path("details").path("differences").forEach(d -> words.add(d.asText()));
              assertThat(r.path("error_message").asText()).contains(words.get(0));
              all.put(object, words);
            });
    return all;
  }

  @Test
  @Order(1)
  void whatWasReplicatedMatches() {
    SortedMap<String, JsonNode> results = results(reconcile(0, group));
    assertThat(results)
        .containsKeys(
            "catalog it_rm_dst",
            "schema sales",
            "schema od-d`ü",
            "table sales.customers",
            "view sales.v2",
            "materialized_view sales.mv_sql",
            "streaming_table sales.st_sql",
            "function ref.twice",
            "volume nothing_here.files",
            "registered_model sales.churn");
    results.forEach(
        (object, r) -> {
          String status = r.path("status").asText();
          JsonNode details = r.path("details");
          if (status.equals("skipped")) {
            assertThat(object).endsWith("_pipe");
            assertThat(details.path("reason").asText()).contains("pipeline");
            assertThat(details.path("outcome").isMissingNode()).isTrue();
          } else {
            assertThat(status).as(r.toString()).isEqualTo("success");
            assertThat(details.path("outcome").asText()).as(object).isEqualTo("match");
          }
        });
    assertThat(results.get("registered_model sales.churn").path("details").path("not_compared"))
        .singleElement()
        .satisfies(n -> assertThat(n.path("reason").asText()).contains("versions"));
  }

  /** What is done to the target, and what is said of which object then. */
  private record Changed(String statement, String object, String... words) {}

  private static List<Changed> changes() {
    String c = TARGET;
    return List.of(
        new Changed(
            "COMMENT ON CATALOG " + c + " IS 'x'", "catalog it_rm_dst", "its comment differs:"),
        new Changed(
            "ALTER CATALOG " + c + " SET TAGS ('cost center' = '43')",
            "catalog it_rm_dst",
            "tag 'cost center' is '42' at the source and '43' at the target"),
        new Changed(
            "REVOKE USE CATALOG ON CATALOG " + c + " FROM `account users`",
            "catalog it_rm_dst",
            "grant of USE_CATALOG to `account users` is missing on the target"),
        new Changed(
            "COMMENT ON SCHEMA " + c + ".ref IS ''",
            "schema ref",
            "its comment differs: source 'Reference data', target ''"),
        new Changed(
            "ALTER SCHEMA " + c + ".ref SET TAGS ('a' = '')",
            "schema ref",
            "tag 'a' exists only at the target"),
        new Changed(
            "ALTER SCHEMA " + c + ".ref SET DBPROPERTIES ('team' = 'other')",
            "schema ref",
            "property 'team' is 'ref' at the source and 'other' at the target"),
        new Changed(
            "REVOKE SELECT ON SCHEMA " + c + ".sales FROM `e2e readers`",
            "schema sales",
            "grant of SELECT to `e2e readers` is missing on the target"),
        new Changed(
            "COMMENT ON TABLE " + c + ".sales.feed IS 'x'",
            "table sales.feed",
            "its comment differs: source 'feed', target 'x'"),
        new Changed(
            "ALTER TABLE " + c + ".ref.countries SET TBLPROPERTIES ('quality' = 'lead')",
            "table ref.countries",
            "property 'quality' is 'gold' at the source and 'lead' at the target"),
        new Changed(
            "ALTER TABLE " + c + ".ref.countries ALTER COLUMN code COMMENT 'y'",
            "table ref.countries",
            "the comment of column 'code' differs: source 'ISO 3166', target 'y'"),
        new Changed(
            "ALTER TABLE " + c + ".sales.orders DROP CONSTRAINT sane",
            "table sales.orders",
            "CHECK constraint sane is missing on the target"),
        new Changed(
            "ALTER TABLE " + c + ".sales.orders ADD CONSTRAINT more CHECK (id > 0)",
            "table sales.orders",
            "CHECK constraint more exists only at the target"),
        new Changed(
            "ALTER TABLE " + c + ".sales.orders DROP CONSTRAINT `orders cust'omer`",
            "table sales.orders",
            "foreign key orders cust'omer on customer is missing on the target"),
        new Changed(
            "ALTER TABLE " + c + ".sales.customers ALTER COLUMN note SET DEFAULT 'y'",
            "table sales.customers",
            "the default of column 'note' differs:"),
        new Changed(
            "ALTER TABLE " + c + ".sales.customers UNSET TAGS ('line')",
            "table sales.customers",
            "tag 'line' ('one\ntwo') is missing on the target"),
        new Changed(
            "ALTER TABLE " + c + ".sales.customers ALTER COLUMN mail SET TAGS ('pii' = 'post')",
            "table sales.customers",
            "tag 'pii' of column 'mail' is 'mail' at the source and 'post' at the target"),
        new Changed(
            "REVOKE MODIFY ON TABLE " + c + ".sales.customers FROM `ana.e2e@example.test`",
            "table sales.customers",
            "grant of MODIFY to `ana.e2e@example.test` is missing on the target"),
        new Changed(
            "ALTER TABLE " + c + ".sales.clustered CLUSTER BY (a)",
            "table sales.clustered",
            "its clustering differs"),
        new Changed(
            "ALTER TABLE " + c + ".sales.hostile ADD COLUMNS (more INT)",
            "table sales.hostile",
            "column 'more' exists only at the target"),
        new Changed(
            "ALTER TABLE " + c + ".sales.guarded DROP ROW FILTER",
            "table sales.guarded",
            "its row filter (it_rm_dst.ref.only_own(owner)) is missing on the target"),
        new Changed(
            "ALTER TABLE " + c + ".sales.guarded ALTER COLUMN mail DROP MASK",
            "table sales.guarded",
            "the mask of column 'mail' (it_rm_dst.ref.py_mask()) is missing on the target"),
        new Changed(
            "ALTER TABLE " + c + ".sales.constant SET ROW FILTER " + c + ".ref.only_own ON (kind)",
            "table sales.constant",
            "only the target has a row filter"),
        new Changed(
            "ALTER VIEW " + c + ".ref.a5 AS SELECT count(1) AS n FROM " + c + ".ref.v1",
            "view ref.a5",
            "its query differs"),
        new Changed(
            "COMMENT ON COLUMN " + c + ".sales.v2.code IS 'x'",
            "view sales.v2",
            "the comment of column 'code' differs: source 'it's a code', target 'x'"),
        new Changed(
            "REVOKE SELECT ON VIEW " + c + ".sales.v2 FROM `e2e readers`",
            "view sales.v2",
            "grant of SELECT to `e2e readers` is missing on the target"),
        new Changed(
            "COMMENT ON TABLE " + c + ".sales.mv_sql IS 'x'",
            "materialized_view sales.mv_sql",
            "its comment differs:"),
        new Changed(
            "CREATE OR REFRESH STREAMING TABLE "
                + c
                + ".sales.st_sql COMMENT 'it\\'s \"st\" \\\\ $\\{x}'"
                + " TBLPROPERTIES ('k' = 'v') AS SELECT id, concat(n, 'z') AS n FROM STREAM("
                + c
                + ".sales.feed)",
            "streaming_table sales.st_sql",
            "its query differs"),
        new Changed(
            "CREATE OR REPLACE FUNCTION "
                + c
                + ".ref.twice(x DECIMAL(12,2)) RETURNS DECIMAL(18,4) RETURN "
                + c
                + ".ref.add_tax(x, 2)",
            "function ref.twice",
            "its body differs"),
        new Changed(
            "GRANT EXECUTE ON FUNCTION " + c + ".ref.twice TO `account users`",
            "function ref.twice",
            "grant of EXECUTE to `account users` exists only at the target"),
        new Changed(
            "COMMENT ON VOLUME " + c + ".nothing_here.silent IS 'x'",
            "volume nothing_here.silent",
            "its comment differs: source '', target 'x'"),
        new Changed(
            "ALTER VOLUME " + c + ".nothing_here.landing SET TAGS ('x' = 'y')",
            "volume nothing_here.landing",
            "tag 'x' exists only at the target"),
        new Changed(
            "GRANT READ VOLUME ON VOLUME " + c + ".nothing_here.landing TO `account users`",
            "volume nothing_here.landing",
            "grant of READ_VOLUME to `account users` exists only at the target"),
        new Changed(
            "DROP TABLE " + c + ".`od-d``ü`.id_mapped",
            "table od-d`ü.id_mapped",
            "missing on the target"),
        new Changed(
            "CREATE TABLE " + c + ".ref.extra (id INT)", "table ref.extra", "only on the target"),
        new Changed("CREATE SCHEMA " + c + ".more", "schema more", "only on the target"),
        new Changed(
            "ALTER SCHEMA " + c + ".nothing_here SET OWNER TO `e2e readers`", "owners aside"));
  }

  @Test
  @Order(2)
  void everyChangeIsToldAndNothingElse() {
    target.run(changes().stream().map(Changed::statement).toArray(String[]::new));
    target.run("CREATE VIEW " + TARGET + ".more.v AS SELECT 1 AS one");
    target.call(
        "PATCH", SandboxSide.UNITY + "/models/" + TARGET + ".sales.plain", Map.of("comment", "y"));
    SortedMap<String, List<String>> expected = new TreeMap<>();
    changes()
        .forEach(
            c -> {
              if (c.words().length > 0) {
                expected
                    .computeIfAbsent(c.object(), o -> new ArrayList<>())
                    .addAll(List.of(c.words()));
              }
            });
    expected.put("view more.v", List.of("only on the target"));
    expected.put(
        "registered_model sales.plain", List.of("its comment differs: source '', target 'y'"));
    SortedMap<String, List<String>> found = differences(reconcile(4, group));
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (object, words) -> {
          List<String> rest = new ArrayList<>(found.get(object));
          for (String begin : words) {
            assertThat(rest).as(object).filteredOn(w -> w.startsWith(begin)).hasSize(1);
            rest.removeIf(w -> w.startsWith(begin));
          }
          assertThat(rest).as(object).isEmpty();
        });
  }

  @Test
  @Order(3)
  void typesThatAreNotAskedForAreNotCompared() {
    String few = cli.write("few.yaml", group(AUDIT, "table_tag, volume_tag, owner", ""));
    SortedMap<String, List<String>> found = differences(reconcile(4, few));
    assertThat(found.get("table sales.customers"))
        .hasSize(2)
        .anyMatch(w -> w.startsWith("tag 'line'"))
        .anyMatch(w -> w.startsWith("its owner is "));
    assertThat(found.get("schema nothing_here"))
        .singleElement()
        .asString()
        .startsWith("its owner is e2e readers instead of ");
    assertThat(found).doesNotContainKeys("schema more", "table ref.extra", "view more.v");
  }

  @Test
  @Order(4)
  void aPrincipalThatTheTargetDoesNotKnowIsNamed() {
    Principals.addSourceOnly(source);
    source.run(
        "GRANT SELECT ON TABLE it_rm_src.sales.constant TO `" + Principals.SOURCE_ONLY + "`");
    String grants = cli.write("grants.yaml", group(AUDIT, "table_grant", ""));
    assertThat(differences(reconcile(4, grants)).get("table sales.constant"))
        .singleElement()
        .asString()
        .contains(Principals.SOURCE_ONLY)
        .endsWith("whose workspace does not list that principal");
  }

  @Test
  @Order(5)
  void whatCannotBeReadIsAnErrorAndNoDifference() {
    target.faults(
        List.of(
            Map.of(
                "method",
                "GET",
                "path",
                "/api/2.1/unity-catalog/functions",
                "times",
                100,
                "status",
                403,
                "body",
                Map.of("error_code", "PERMISSION_DENIED", "message", "no"))));
    Result result = cli.run(group, "-o", "reconciliation", "--output", "json").exits(3);
    target.clearFaults();
    JsonNode ref = results(result).get("schema ref");
    assertThat(ref.path("status").asText()).isEqualTo("failed");
    assertThat(ref.path("error_message").asText()).contains("PERMISSION_DENIED");
    assertThat(ref.path("details").path("outcome").isMissingNode()).isTrue();
    assertThat(results(result)).doesNotContainKey("table ref.countries");
  }

  @Test
  @Order(6)
  void namesThatNobodyHasAreErrors() {
    String named =
        cli.write(
            "named.yaml",
            group(
                AUDIT,
                "table",
                """
                    target_schemas:
                      - schema_name: sales
                        tables: [{table_name: feed}, {table_name: no_such}]
                      - schema_name: no_such_schema
                """));
    SortedMap<String, JsonNode> results =
        results(cli.run(named, "-o", "reconciliation", "--output", "json").exits(3));
    assertThat(results)
        .containsOnlyKeys("table sales.feed", "table sales.no_such", "schema no_such_schema");
    assertThat(results.get("table sales.no_such").path("error_message").asText())
        .contains("neither side");
  }
}
