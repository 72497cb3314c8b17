package io.datareplicator.sandbox.sql;

import static io.datareplicator.sandbox.sql.TwoWorkspaces.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streaming tables and materialized views made by SQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamingTableTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    w.source("CREATE SCHEMA main.s");
    w.source("CREATE TABLE main.s.src (id BIGINT, n STRING)");
    w.source("INSERT INTO main.s.src VALUES (1, 'a'), (2, 'b')");
    w.source(
        "CREATE OR REFRESH STREAMING TABLE main.s.st COMMENT 'it\\'s' TBLPROPERTIES ('q' = 'gold')"
            + " AS SELECT id, upper(n) AS n FROM STREAM(main.s.src) WHERE id > 0");
    w.source("CREATE MATERIALIZED VIEW main.s.mv AS SELECT count(*) AS c FROM main.s.src");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  private TableEntry entry(String name) {
    return w.source.table("main", "s", name).table();
  }

  private Pipeline pipeline(String name) {
    return w.source.pipelines().ofTable(entry(name).id());
  }

  private static String backing(Pipeline pipeline, String table) {
    return "__materialization_mat_" + pipeline.suffix() + "_" + table + "_1";
  }

  @Test
  void aStreamingTableAppendsWhatIsNew() throws Exception {
    w.source("CREATE TABLE main.s.grow (id INT)");
    w.source("INSERT INTO main.s.grow VALUES (1)");
    w.source("CREATE STREAMING TABLE main.s.grown AS SELECT id FROM STREAM main.s.grow");
    assertThat(cell(w.source("SELECT count(*) FROM main.s.grown"))).isEqualTo("1");
    w.source("INSERT INTO main.s.grow VALUES (2), (2)");
    assertThat(cell(w.source("SELECT count(*) FROM main.s.grown"))).isEqualTo("1");
    w.source("REFRESH STREAMING TABLE main.s.grown");
    w.source("REFRESH STREAMING TABLE main.s.grown");
    assertThat(cell(w.source("SELECT sum(id) FROM main.s.grown"))).isEqualTo("5");
    assertThat(pipeline("grown").updates().get(0).state()).isEqualTo("COMPLETED");
    w.source("REFRESH STREAMING TABLE main.s.grown FULL");
    assertThat(cell(w.source("SELECT sum(id) FROM main.s.grown"))).isEqualTo("5");

    w.source("DELETE FROM main.s.grow WHERE id = 1");
    SqlFailure failure = w.failure(w.sourceSql, "REFRESH STREAMING TABLE main.s.grown");
    assertThat(failure.getMessage()).contains("DELTA_SOURCE");
    assertThat(pipeline("grown").updates().get(0).state()).isEqualTo("FAILED");
  }

  @Test
  void theDataIsInATableBehindIt() throws Exception {
    Pipeline pipeline = pipeline("st");
    String hidden = backing(pipeline, "st");
    assertThat(w.source("SELECT id, n FROM main.s.st ORDER BY id").rows())
        .containsExactly(new String[] {"1", "A"}, new String[] {"2", "B"});
    assertThat(entry("st").tableType()).isEqualTo("STREAMING_TABLE");
    assertThat(entry("st").comment()).isEqualTo("it's");
    assertThat(entry(hidden).tableType()).isEqualTo("MANAGED");
    assertThat(cell(w.source("SELECT count(*) FROM main.s.`" + hidden + "`"))).isEqualTo("2");
    assertThat(w.source("SHOW TABLES IN main.s").rows())
        .extracting(r -> r[1])
        .contains("st", hidden, "event_log_" + pipeline.suffix(), "mv");
    List<String[]> rows =
        w.source(
                "SELECT table_name, table_type, is_insertable_into, storage_path FROM"
                    + " main.information_schema.tables WHERE table_name IN ('st', 'mv', '"
                    + hidden
                    + "') ORDER BY table_type DESC")
            .rows();
    assertThat(rows.get(0)).containsExactly("st", "STREAMING_TABLE", "NO", null);
    assertThat(rows.get(1)).containsExactly("mv", "MATERIALIZED_VIEW", "NO", null);
    assertThat(rows.get(2)).startsWith(hidden, "MANAGED", "YES").doesNotContainNull();
    assertThat(cell(w.source("DESCRIBE DETAIL main.s.st"), 0, "properties"))
        .contains("\"pipelines.pipelineId\":\"" + pipeline.id() + "\"", "\"q\":\"gold\"")
        .doesNotContain("parentTableId");
    assertThat(w.source("DESCRIBE EXTENDED main.s.mv").rows())
        .anySatisfy(
            r -> {
              assertThat(r[0]).isEqualTo("Table Properties");
              assertThat(r[1]).contains("pipelines.pipelineId=" + pipeline("mv").id());
            });
    assertThat(cell(w.source("DESCRIBE HISTORY main.s.st LIMIT 1"), 0, "operation"))
        .isEqualTo("STREAMING UPDATE");
  }

  @Test
  void aMaterializedViewIsComputedAnew() throws Exception {
    w.source("CREATE TABLE main.s.base AS SELECT id FROM range(4)");
    w.source(
        "CREATE MATERIALIZED VIEW main.s.sums (total COMMENT 'sum', n INT) COMMENT 'x' AS"
            + " WITH b AS (SELECT * FROM main.s.base) SELECT sum(id), count(*) FROM b");
    assertThat(w.source("SELECT * FROM main.s.sums").rows().get(0)).containsExactly("6", "4");
    w.source("INSERT INTO main.s.base VALUES (10)");
    w.source("DELETE FROM main.s.base WHERE id = 0");
    w.source("REFRESH MATERIALIZED VIEW main.s.sums");
    assertThat(w.source("SELECT total, n FROM main.s.sums").rows().get(0))
        .containsExactly("16", "4");
    String id = entry("sums").id();
    w.source(
        "CREATE OR REPLACE MATERIALIZED VIEW main.s.sums AS SELECT max(id) AS m FROM main.s.base");
    assertThat(cell(w.source("SELECT m FROM main.s.sums"))).isEqualTo("10");
    assertThat(entry("sums").id()).isEqualTo(id);
    w.source("CREATE MATERIALIZED VIEW IF NOT EXISTS main.s.sums AS SELECT 1 AS one");
    assertThat(cell(w.source("SELECT m FROM main.s.sums"))).isEqualTo("10");

    w.source("DROP MATERIALIZED VIEW main.s.sums");
    w.source("DROP MATERIALIZED VIEW IF EXISTS main.s.sums");
    assertThat(w.failure(w.sourceSql, "SELECT * FROM main.s.sums").sqlState()).isEqualTo("42P01");
  }

  @Test
  void dropTakesTheHiddenTablesAlong() throws Exception {
    w.source("CREATE STREAMING TABLE main.s.gone (id INT, ts TIMESTAMP)");
    Pipeline pipeline = pipeline("gone");
    String hidden = backing(pipeline, "gone");
    assertThat(entry(hidden)).isNotNull();
    assertThat(w.failure(w.sourceSql, "DROP TABLE main.s.`" + hidden + "`").getMessage())
        .contains("INSUFFICIENT_PERMISSIONS", "maintained by a pipeline");
    w.source("DROP TABLE main.s.gone");
    assertThat(w.source("SHOW TABLES IN main.s LIKE '*" + pipeline.suffix() + "*'").rows())
        .isEmpty();
    assertThat(w.source.pipelines().list()).noneMatch(p -> p.id().equals(pipeline.id()));

    w.source("CREATE SCHEMA main.away");
    w.source("CREATE MATERIALIZED VIEW main.away.v AS SELECT 1 AS one");
    int before = w.source.pipelines().list().size();
    w.source("DROP SCHEMA main.away CASCADE");
    assertThat(w.source.pipelines().list()).hasSize(before - 1);
  }

  @Test
  void pipelinesFollowWhenTheirSchemaOrCatalogIsRenamed() throws Exception {
    w.source("CREATE CATALOG before");
    w.source("CREATE SCHEMA before.b");
    w.source("CREATE TABLE before.b.feed AS SELECT 1 AS id");
    w.source("CREATE MATERIALIZED VIEW before.b.mv AS SELECT count(*) AS c FROM main.s.src");
    w.source.updateSchema("before", "b", Map.of("new_name", "a"));
    w.source.updateCatalog("before", Map.of("new_name", "after"));
    w.source("REFRESH MATERIALIZED VIEW after.a.mv");
    assertThat(cell(w.source("SELECT c FROM after.a.mv"))).isEqualTo("2");
    assertThat(
            w.failure(
                    w.sourceSql,
                    "ALTER TABLE after.a.`"
                        + backing(
                            w.source
                                .pipelines()
                                .ofTable(w.source.table("after", "a", "mv").table().id()),
                            "mv")
                        + "` RENAME TO after.a.x")
                .getMessage())
        .contains("maintained by a pipeline");
    w.source("DROP MATERIALIZED VIEW after.a.mv");
    assertThat(w.source.tables("after", "a"))
        .extracting(t -> t.table().name())
        .containsExactly("feed");
  }

  @Test
  void whatFailsLeavesNothingBehind() throws Exception {
    int before = w.source.pipelines().list().size();
    for (String sql :
        List.of(
            "CREATE STREAMING TABLE main.s.wrong AS SELECT * FROM main.s.src",
            "CREATE STREAMING TABLE main.s.wrong AS SELECT * FROM STREAM(main.s.nosuch)",
            "CREATE STREAMING TABLE main.s.wrong (a INT) AS SELECT id, n FROM STREAM main.s.src",
            "CREATE MATERIALIZED VIEW main.s.wrong AS SELECT 1/0 AS x",
            "CREATE MATERIALIZED VIEW main.s.wrong AS SELECT nosuch FROM main.s.src")) {
      assertThat(w.failure(w.sourceSql, sql)).as(sql).isNotNull();
      assertThat(w.source("SHOW TABLES IN main.s LIKE '*wrong*'").rows()).as(sql).isEmpty();
    }
    assertThat(w.source.pipelines().list()).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO main.s.st VALUES (9, 'x')|STREAMING_TABLE_OPERATION_NOT_ALLOWED.UNSUPPORTED_OPERATION|42601",
        "INSERT OVERWRITE main.s.st VALUES (9, 'x')|STREAMING_TABLE_OPERATION_NOT_ALLOWED.UNSUPPORTED_OPERATION|42601",
        "UPDATE main.s.st SET id = 1|STREAMING_TABLE_OPERATION_NOT_ALLOWED.UNSUPPORTED_OPERATION|42601",
        "DELETE FROM main.s.st|STREAMING_TABLE_OPERATION_NOT_ALLOWED.UNSUPPORTED_OPERATION|42601",
        "MERGE INTO main.s.st t USING main.s.src s ON t.id = s.id WHEN MATCHED THEN DELETE|STREAMING_TABLE_OPERATION_NOT_ALLOWED.UNSUPPORTED_OPERATION|42601",
        "OPTIMIZE main.s.st|STREAMING_TABLE_OPERATION_NOT_ALLOWED.UNSUPPORTED_OPERATION|42601",
        "ALTER TABLE main.s.st SET TBLPROPERTIES ('a' = 'b')|STREAMING_TABLE_OPERATION_NOT_ALLOWED.INVALID_ALTER|42601",
        "ALTER TABLE main.s.st RENAME TO main.s.st2|STREAMING_TABLE_OPERATION_NOT_ALLOWED.INVALID_ALTER|42601",
        "CREATE OR REPLACE TABLE main.s.st DEEP CLONE main.s.src|STREAMING_TABLE_OPERATION_NOT_ALLOWED.UNSUPPORTED_OPERATION|42601",
        "CREATE OR REPLACE TABLE main.s.st AS SELECT 1 AS id|STREAMING_TABLE_OPERATION_NOT_ALLOWED.UNSUPPORTED_OPERATION|42601",
        "INSERT INTO main.s.mv VALUES (9)|MATERIALIZED_VIEW_OPERATION_NOT_ALLOWED.UNSUPPORTED_OPERATION|56038",
        "CREATE TABLE main.s.copy DEEP CLONE main.s.mv|MATERIALIZED_VIEW_OPERATION_NOT_ALLOWED.DEEP_CLONE|56038",
        "CREATE TABLE main.s.copy DEEP CLONE main.s.st|DELTA_DEEP_CLONE_STREAMING_TABLE_ERROR.REQUIRES_WITH_HISTORY|0A000",
        "CREATE TABLE main.s.copy DEEP CLONE main.s.st VERSION AS OF 0|DELTA_DEEP_CLONE_STREAMING_TABLE_ERROR.TIME_TRAVEL_NOT_SUPPORTED|0A000",
        "CREATE TABLE main.s.copy DEEP CLONE main.s.st LOCATION '/tmp/x'|DELTA_DEEP_CLONE_STREAMING_TABLE_ERROR.LOCATION_NOT_SUPPORTED|0A000",
        "CREATE STREAMING TABLE main.s.src AS SELECT * FROM STREAM main.s.src|TABLE_OR_VIEW_ALREADY_EXISTS|42P07",
        "CREATE OR REFRESH STREAMING TABLE main.s.mv AS SELECT * FROM STREAM main.s.src|TABLE_OR_VIEW_ALREADY_EXISTS|42P07",
        "CREATE STREAMING TABLE main.s.no AS SELECT * FROM main.s.src|STREAMING_TABLE_QUERY_INVALID|42000",
        "REFRESH STREAMING TABLE main.s.src|EXPECT_STREAMING_TABLE|42809",
        "REFRESH MATERIALIZED VIEW main.s.st|EXPECT_MATERIALIZED_VIEW|42809",
        "DROP TABLE main.s.mv|WRONG_COMMAND_FOR_OBJECT_TYPE|42809",
        "CREATE STREAMING TABLE system.s.x (id INT)|INSUFFICIENT_PERMISSIONS|42501"
      })
  void refusals(String sql, String errorClass, String sqlState) throws Exception {
    SqlFailure failure = w.failure(w.sourceSql, sql);
    assertThat(failure).as(sql).isNotNull();
    assertThat(failure.getMessage()).startsWith("[" + errorClass + "]");
    assertThat(failure.sqlState()).isEqualTo(sqlState);
    assertThat(cell(w.source("SELECT count(*) FROM main.s.st"))).isEqualTo("2");
  }

  @Test
  void commentsAreAllowed() throws Exception {
    w.source("CREATE STREAMING TABLE main.s.commented (id INT)");
    w.source("COMMENT ON TABLE main.s.commented IS 'new'");
    w.source("ALTER STREAMING TABLE main.s.commented ALTER COLUMN id COMMENT 'key'");
    assertThat(entry("commented").comment()).isEqualTo("new");
    assertThat(w.sourceSql.describe("main", "s", "commented").columns().get(0).comment())
        .isEqualTo("key");
  }

  @Test
  void deniedLookUpsSayThatTheTableIsThere() throws Exception {
    w.source("CREATE STREAMING TABLE main.s.secret (id INT)");
    Pipeline pipeline = pipeline("secret");
    String hidden = "main.s." + backing(pipeline, "secret");
    w.source.pipelines().denyLookup(entry("secret").id(), true);
    for (String sql :
        List.of("SELECT * FROM ", "DESCRIBE TABLE ", "DESCRIBE DETAIL ", "DESCRIBE HISTORY ")) {
      assertThat(w.failure(w.sourceSql, sql + hidden).getMessage())
          .contains("UnauthorizedAccessException", "PERMISSION_DENIED", "SQLSTATE: 42501");
    }
    assertThat(cell(w.source("SELECT count(*) FROM main.s.secret"))).isEqualTo("0");
    w.source("CREATE OR REPLACE TABLE main.s.plain AS SELECT CAST(7 AS INT) AS id");
    w.source("CREATE OR REPLACE TABLE " + hidden + " DEEP CLONE main.s.plain");
    assertThat(cell(w.source("SELECT id FROM main.s.secret"))).isEqualTo("7");
    w.source.pipelines().denyLookup(entry("secret").id(), false);
    assertThat(cell(w.source("SELECT id FROM " + hidden))).isEqualTo("7");
  }

  @ParameterizedTest
  @CsvSource({"DPM", "LEGACY_A", "LEGACY_B", "LEGACY_C"})
  void everyLayoutIsReplicatedThroughItsBackingTable(Pipeline.Layout layout) throws Exception {
    String t = "t_" + layout.wireName();
    Pipeline from = w.source.pipelines().create("p", "main", "s", layout, "/p/**", "ana");
    Pipeline to = w.target.pipelines().create("p", "main", "default", layout, "/p/**", "ana");
    create(w.sourceSql, from, "main.s." + t, " AS SELECT * FROM STREAM main.s.src");
    create(w.targetSql, to, "main.default." + t, " (id BIGINT, n STRING)");
    String fromBacking = from.backing("s", t).toString();
    String toBacking = to.backing("default", t).toString();
    String parent = w.target.table("main", "default", t).table().id();
    Map<String, String> properties = w.targetSql.describe("main", "default", t).properties();
    assertThat(properties).containsEntry("pipelines.pipelineId", to.id());
    assertThat(properties.get("spark.sql.internal.pipelines.parentTableId"))
        .isEqualTo(layout.legacy() ? parent : null);
    if (layout.legacy()) {
      assertThat(fromBacking).startsWith("__databricks_internal.__dlt_materialization_schema_");
      assertThat(w.source.catalog("__databricks_internal").catalogType())
          .isEqualTo("INTERNAL_CATALOG");
      assertThat(
              w.failure(w.sourceSql, "CREATE TABLE main.s.no_" + t + " DEEP CLONE main.s." + t)
                  .getMessage())
          .contains("OLD_ARCHITECTURE_NOT_SUPPORTED");
      assertThat(w.failure(w.sourceSql, "CREATE SCHEMA __databricks_internal.x")).isNotNull();
    }
    String share = "sh_" + t;
    w.source("CREATE SHARE " + share);
    w.source("CREATE RECIPIENT IF NOT EXISTS r USING ID '" + w.target.globalId() + "'");
    w.source("GRANT SELECT ON SHARE " + share + " TO RECIPIENT r");
    if (layout.legacy()) {
      w.source("CREATE OR REPLACE TABLE main.s.backup_" + t + " DEEP CLONE " + fromBacking);
      w.source(
          "ALTER TABLE main.s.backup_"
              + t
              + " UNSET TBLPROPERTIES IF EXISTS ('spark.sql.internal.pipelines.parentTableId')");
      assertThat(
              w.failure(w.sourceSql, "ALTER SHARE " + share + " ADD TABLE " + fromBacking)
                  .getMessage())
          .contains("cannot be shared");
      w.source("ALTER SHARE " + share + " ADD TABLE main.s.backup_" + t + " AS s." + t);
    } else {
      w.source("ALTER SHARE " + share + " ADD TABLE " + fromBacking + " AS s." + t);
      assertThat(w.failure(w.sourceSql, "DROP TABLE main.s." + t).getMessage())
          .contains("INVALID_STATE");
    }
    w.target("CREATE CATALOG " + share + "_cat USING SHARE `sandbox-source`." + share);
    String source = share + "_cat.s." + t;
    String clone = "CREATE OR REPLACE TABLE " + toBacking + " DEEP CLONE " + source;
    String own = " TBLPROPERTIES ('pipelines.pipelineId' = '" + to.id() + "'";
    w.target(
        clone
            + own
            + (layout.legacy()
                ? ", 'spark.sql.internal.pipelines.parentTableId' = '" + parent + "')"
                : ")"));
    assertThat(cell(w.target("SELECT count(*) FROM main.default." + t))).isEqualTo("2");
    assertThat(w.targetSql.describe("main", "default", t).properties())
        .containsEntry("pipelines.pipelineId", to.id());

    String wrong =
        clone + own + ", 'spark.sql.internal.pipelines.parentTableId' = '" + from.id() + "')";
    String version = cell(w.target("DESCRIBE HISTORY main.default." + t + " LIMIT 1"));
    assertThat(w.failure(w.targetSql, wrong).getMessage())
        .contains("PARENT TABLE WITH ID '" + from.id() + "'");
    assertThat(cell(w.target("DESCRIBE HISTORY main.default." + t + " LIMIT 1")))
        .isEqualTo(Long.toString(Long.parseLong(version) + 1));
  }

  private void create(SqlEngine engine, Pipeline pipeline, String name, String rest)
      throws Exception {
    SqlEngine.SessionState session = new SqlEngine.SessionState();
    session.confs.put("sandbox.pipeline", pipeline.id());
    w.run(engine, "CREATE STREAMING TABLE " + name + rest, session);
  }

  @Test
  void aSharedSchemaShowsDatasetsButNotWhatIsBehindThem() throws Exception {
    w.source("CREATE SCHEMA main.shown");
    w.source("CREATE STREAMING TABLE main.shown.st AS SELECT * FROM STREAM main.s.src");
    w.source("CREATE MATERIALIZED VIEW main.shown.mv AS SELECT 5 AS five");
    w.source("CREATE SHARE shown");
    w.source("CREATE RECIPIENT IF NOT EXISTS r USING ID '" + w.target.globalId() + "'");
    w.source("GRANT SELECT ON SHARE shown TO RECIPIENT r");
    w.source("ALTER SHARE shown ADD SCHEMA main.shown");
    w.target("CREATE CATALOG shown USING SHARE `sandbox-source`.shown");
    assertThat(w.target.tables("shown", "shown"))
        .extracting(t -> t.table().name() + " " + t.table().tableType())
        .containsExactly("mv MATERIALIZED_VIEW", "st STREAMING_TABLE");
    assertThat(cell(w.target("SELECT count(*) FROM shown.shown.st"))).isEqualTo("2");
    assertThat(cell(w.target("SELECT five FROM shown.shown.mv"))).isEqualTo("5");
    assertThat(w.failure(w.targetSql, "CREATE TABLE main.default.x DEEP CLONE shown.shown.st"))
        .isNotNull();
    TableEntry st = w.target.table("shown", "shown", "st").table();
    assertThat(w.target.pipelines().ofTable(st.id())).isNotNull();
    try {
      w.target.pipelines().get("nosuch");
    } catch (UcException e) {
      assertThat(e.httpStatus()).isEqualTo(404);
      assertThat(e.getMessage()).isEqualTo("The specified pipeline nosuch was not found.");
    }
  }
}
