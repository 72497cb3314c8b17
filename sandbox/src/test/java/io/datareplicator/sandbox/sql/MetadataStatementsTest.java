package io.datareplicator.sandbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements by which metadata is changed object by object. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetadataStatementsTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    w.source("CREATE SCHEMA main.s");
    w.source(
        "CREATE TABLE main.s.t (id BIGINT, n STRING DEFAULT 'x') TBLPROPERTIES"
            + " ('delta.feature.allowColumnDefaults' = 'supported')");
    w.source("CREATE VIEW main.s.v TBLPROPERTIES ('k' = 'v') AS SELECT id, n FROM main.s.t");
    w.source("CREATE MATERIALIZED VIEW main.s.m AS SELECT id, n FROM main.s.t");
    w.source("CREATE STREAMING TABLE main.s.st AS SELECT id, n FROM STREAM(main.s.t)");
    w.source("CREATE TABLE main.s.many (a INT, b STRUCT<c: INT>, d STRING)");
    w.source("CREATE VOLUME main.s.vol");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  private List<String> rows(String sql) throws Exception {
    return w.source(sql).rows().stream().map(r -> String.join("|", r)).toList();
  }

  private String ddl(String table) throws Exception {
    return TwoWorkspaces.cell(w.source("SHOW CREATE TABLE main.s." + table));
  }

  private Map<String, String> properties(String table) {
    return w.sourceSql.describe("main", "s", table).properties();
  }

  @Test
  void datasetsHaveTagsAndCommentsOnColumnsAndNoDefaults() throws Exception {
    w.source("ALTER MATERIALIZED VIEW main.s.m ALTER COLUMN ID SET TAGS ('a' = '1', 'b' = '2')");
    w.source("ALTER MATERIALIZED VIEW main.s.m ALTER COLUMN id UNSET TAGS ('b')");
    w.source("ALTER STREAMING TABLE main.s.st ALTER COLUMN n SET TAGS ('c' = '')");
    assertThat(
            rows(
                "SELECT table_name, column_name, tag_name FROM main.information_schema.column_tags"))
        .contains("m|id|a", "st|n|c")
        .doesNotContain("m|id|b");
    w.source("COMMENT ON COLUMN main.s.m.id IS 'it\\'s'");
    w.source("COMMENT ON COLUMN main.s.st.id IS 'st'");
    assertThat(ddl("m")).contains("id BIGINT COMMENT 'it\\'s'").doesNotContain("DEFAULT");
    assertThat(ddl("st")).contains("id BIGINT COMMENT 'st'").doesNotContain("DEFAULT");
    w.source("COMMENT ON TABLE main.s.m IS 'whole'");
    w.source("COMMENT ON TABLE main.s.st IS 'stream'");
    assertThat(ddl("m")).contains("COMMENT 'whole'");
    assertThat(ddl("st")).contains("COMMENT 'stream'");
  }

  /** Spark would read a setting of that name where the value is. */
  @Test
  void whatLooksLikeASettingIsText() throws Exception {
    w.source("CREATE TABLE main.s.texts (a INT)");
    w.source("COMMENT ON TABLE main.s.texts IS 'a $\\{x} b'");
    w.source("CREATE MATERIALIZED VIEW main.s.mtexts COMMENT '$\\{y}' AS SELECT 1 AS one");
    w.source("COMMENT ON COLUMN main.s.mtexts.one IS '$\\{z}'");
    assertThat(ddl("texts")).contains("COMMENT 'a ${x} b'");
    assertThat(ddl("mtexts")).contains("COMMENT '${y}'", "COMMENT '${z}'");
    assertThat(
            rows("SELECT comment FROM main.information_schema.tables WHERE table_name = 'texts'"))
        .containsExactly("a ${x} b");
  }

  @Test
  void viewsShowTheirPropertiesAndNoDefaults() throws Exception {
    w.source("ALTER VIEW main.s.v SET TBLPROPERTIES ('k2' = 'a\\\\b')");
    assertThat(properties("v")).containsEntry("k", "v").containsEntry("k2", "a\\b");
    w.source("ALTER VIEW main.s.v UNSET TBLPROPERTIES ('k')");
    assertThat(properties("v")).containsOnlyKeys("k2", "view.catalogAndNamespace.numParts");
    assertThat(w.sourceSql.describe("main", "s", "v").columns().get(1).typeJson())
        .doesNotContain("DEFAULT");
    w.source("COMMENT ON COLUMN main.s.v.n IS 'c'");
    assertThat(w.sourceSql.describe("main", "s", "v").columns().get(1).comment()).isEqualTo("c");
  }

  @Test
  void clusteringIsAutomaticUntilSomethingElseIsSaid() throws Exception {
    w.source("CREATE TABLE main.s.auto1 (a INT) CLUSTER BY AUTO");
    w.source(
        "CREATE TABLE main.s.auto2 (a INT) CLUSTER BY AUTO COMMENT 'c' TBLPROPERTIES ('x'='y')");
    w.source(
        "CREATE OR REPLACE TABLE main.s.auto3 TBLPROPERTIES ('x'='y') CLUSTER BY AUTO AS SELECT 1 AS a");
    for (String table : List.of("auto1", "auto2", "auto3")) {
      assertThat(properties(table)).containsEntry("clusterByAuto", "true");
      assertThat(ddl(table)).contains("CLUSTER BY AUTO\n").doesNotContain("clusterByAuto");
    }
    assertThat(properties("auto2")).containsEntry("x", "y");
    assertThat(properties("auto3")).containsEntry("x", "y");
    assertThat(rows("SHOW TBLPROPERTIES main.s.auto1")).contains("clusterByAuto|true");
    w.source("ALTER TABLE main.s.auto1 CLUSTER BY (a)");
    assertThat(properties("auto1")).doesNotContainKey("clusterByAuto");
    assertThat(ddl("auto1")).contains("CLUSTER BY (a)");
    w.source("ALTER TABLE main.s.auto1 CLUSTER BY AUTO");
    assertThat(ddl("auto1")).contains("CLUSTER BY AUTO");
    w.source("ALTER TABLE main.s.auto1 CLUSTER BY NONE");
    assertThat(ddl("auto1")).doesNotContain("CLUSTER BY");
    w.source("CREATE MATERIALIZED VIEW main.s.mauto CLUSTER BY AUTO AS SELECT id FROM main.s.t");
    assertThat(ddl("mauto")).contains("CLUSTER BY AUTO");
    // A property of that name is not the clause.
    w.source("CREATE TABLE main.s.named (auto INT) TBLPROPERTIES ('clusterByAuto' = 'true')");
    assertThat(properties("named")).doesNotContainKey("clusterByAuto");
    w.source("CREATE TABLE main.s.asQuery AS SELECT auto FROM main.s.named CLUSTER BY auto");
    assertThat(properties("asQuery")).doesNotContainKey("clusterByAuto");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE main.s.many SET TBLPROPERTIES ('a.b' = 'c', 'd' = '')",
        "ALTER TABLE main.s.many UNSET TBLPROPERTIES ('nothing')",
        "ALTER TABLE main.s.many UNSET TBLPROPERTIES IF EXISTS ('a.b', 'nothing')",
        "ALTER TABLE main.s.many ADD COLUMN x1 STRING COMMENT 'one' AFTER a",
        "ALTER TABLE main.s.many ADD COLUMNS (x2 INT, x3 ARRAY<STRING> COMMENT 'three')",
        "ALTER TABLE main.s.many ADD COLUMN b.e STRING COMMENT 'nested'",
        "ALTER TABLE main.s.many ALTER COLUMN a COMMENT 'x', d COMMENT 'it\\'s'",
        "ALTER TABLE main.s.many ALTER COLUMN b.c COMMENT 'nested'",
        "ALTER TABLE main.s.many ADD CONSTRAINT c1 CHECK (a > 0)",
        "ALTER TABLE main.s.many DROP CONSTRAINT IF EXISTS c1",
        "COMMENT ON COLUMN main.s.many.a IS NULL",
        "COMMENT ON VOLUME main.s.vol IS 'v'",
        "ALTER VOLUME main.s.vol SET OWNER TO `account users`"
      })
  void takes(String sql) throws Exception {
    w.source(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMENT ON MATERIALIZED VIEW main.s.m IS 'x'",
        "COMMENT ON STREAMING TABLE main.s.st IS 'x'",
        "COMMENT ON FUNCTION main.s.f IS 'x'",
        "ALTER VIEW main.s.v ALTER COLUMN n COMMENT 'x'",
        "ALTER TABLE main.s.m ALTER COLUMN id COMMENT 'x'",
        "ALTER TABLE main.s.st CLUSTER BY AUTO",
        "ALTER VOLUME main.s.vol SET OWNER TO `nobody`",
        "CREATE VIEW main.s.metric WITH METRICS LANGUAGE YAML AS $$ version: 0.1 $$"
      })
  void refuses(String sql) throws Exception {
    SqlFailure failure = w.failure(w.sourceSql, sql);
    assertThat(failure).as(sql).isNotNull();
    assertThat(failure.getMessage()).doesNotContain("INTERNAL_ERROR");
  }
}
