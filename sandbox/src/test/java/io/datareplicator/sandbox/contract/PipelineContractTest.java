package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.service.catalog.TableInfo;
import com.databricks.sdk.service.catalog.TableType;
import com.databricks.sdk.service.pipelines.GetPipelineResponse;
import com.databricks.sdk.service.pipelines.PipelineState;
import com.databricks.sdk.service.pipelines.StartUpdate;
import com.databricks.sdk.service.pipelines.UpdateInfoState;
import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.StatementResponse;
import com.databricks.sdk.service.sql.StatementState;
import com.databricks.sdk.service.sql.StatementStatus;
import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.api.Shape;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.SparkSandbox;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines made by control calls, and databricks-sdk-java's view of them. */
class PipelineContractTest {
  private static final String UC = "/api/2.1/unity-catalog";
  private static final Set<String> NONE = Set.of();

  /** What the reference shows of other tables and leaves out of these two. */
  private static final Set<String> MORE =
      Set.of(
          "enable_predictive_optimization",
          "effective_predictive_optimization_flag",
          "data_access_configuration_id",
          "browse_only",
          "created_by",
          "updated_by",
          "properties",
          "comment");

  @TempDir static Path data;
  private static TestSandbox box;
  private static WorkspaceClient sdk;
  private static Http http;
  private static JsonNode dpm;
  private static JsonNode legacy;

  @BeforeAll
  static void start() {
    box = SparkSandbox.start(data);
    sdk =
        new WorkspaceClient(
            new DatabricksConfig()
                .setHost(box.url(box.source()))
                .setToken(box.source().token())
                .setAuthType("pat"));
    http = box.http(box.source());
    succeed("CREATE SCHEMA main.raw");
    succeed("CREATE TABLE main.raw.feed AS SELECT id, id * 2 AS twice FROM range(3)");
    dpm =
        pipeline(
            "{'name':'ingest','catalog':'main','schema':'raw','tables':["
                + "{'name':'st','query':'SELECT * FROM STREAM(main.raw.feed)','properties':{'it\\'s':'1'}},"
                + "{'name':'mv','kind':'materialized_view','query':'SELECT max(id) AS m FROM main.raw.feed'}]}");
    legacy =
        pipeline(
            "{'name':'old','catalog':'main','schema':'raw','layout':'legacy_b','tables':["
                + "{'name':'empty','columns':'id BIGINT, tags MAP<STRING, INT>'}]}");
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  private static JsonNode pipeline(String body) {
    var answer =
        box.anonymous(box.source())
            .post(
                "/sandbox/pipelines",
                body.replace("\\'", "\u0001").replace('\'', '"').replace('\u0001', '\''));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static StatementResponse run(String sql) {
    return sdk.statementExecution()
        .executeStatement(
            new ExecuteStatementRequest()
                .setWarehouseId(box.source().warehouseId())
                .setStatement(sql)
                .setWaitTimeout("50s"));
  }

  private static StatementResponse succeed(String sql) {
    StatementResponse response = run(sql);
    assertThat(response.getStatus().getState())
        .as(sql + " " + response.getStatus().getError())
        .isEqualTo(StatementState.SUCCEEDED);
    return response;
  }

  private static String cell(String sql) {
    return succeed(sql).getResult().getDataArray().iterator().next().iterator().next();
  }

  @Test
  void pipelinesAnswerAsInTheReference() {
    String id = dpm.get("pipeline_id").asText();
    GetPipelineResponse got = sdk.pipelines().get(id);
    assertThat(got.getName()).isEqualTo("ingest");
    assertThat(got.getState()).isEqualTo(PipelineState.IDLE);
    assertThat(got.getSpec().getCatalog()).isEqualTo("main");
    assertThat(got.getSpec().getSchema()).isEqualTo("raw");
    assertThat(got.getSpec().getLibraries()).hasSize(1);
    succeed("CREATE MATERIALIZED VIEW main.raw.by_sql AS SELECT 1 AS one");
    String own = sdk.tables().get("main.raw.by_sql").getPipelineId();
    assertThat(sdk.pipelines().get(own).getSpec().getLibraries()).isEmpty();
    assertThat(sdk.pipelines().get(own).getName()).isEqualTo("MV-main.raw.by_sql");
    assertThat(got.getLatestUpdates()).isNotEmpty();
    assertThat(got.getCreatorUserName()).isEqualTo(box.source().user());
    JsonNode old = http.get("/api/2.0/pipelines/" + legacy.get("pipeline_id").asText()).json();
    assertThat(old.get("effective_publishing_mode").asText()).isEqualTo("LEGACY_PUBLISHING_MODE");
    assertThat(old.get("spec").get("target").asText()).isEqualTo("raw");
    assertThat(old.get("spec").has("schema")).isFalse();
    Shape.check(
        http.get("/api/2.0/pipelines/" + id).json(),
        "pipeline_get",
        NONE,
        "spec.id",
        "last_modified");
    Shape.check(
        http.get(UC + "/tables/main.raw.st").json(),
        "table_get_streaming_table",
        MORE,
        "pipeline_id");
    Shape.check(
        http.get(UC + "/tables/main.raw.mv").json(), "table_get_mv", MORE, "view_definition");
    assertThatThrownBy(() -> sdk.pipelines().get("77777777-0000-4000-8000-000000000000"))
        .isInstanceOf(NotFound.class)
        .hasMessage("The specified pipeline 77777777-0000-4000-8000-000000000000 was not found.");
  }

  @Test
  void tablesCarryTheirPipeline() {
    String id = dpm.get("pipeline_id").asText();
    TableInfo st = sdk.tables().get("main.raw.st");
    assertThat(st.getTableType()).isEqualTo(TableType.STREAMING_TABLE);
    assertThat(st.getPipelineId()).isEqualTo(id);
    assertThat(st.getStorageLocation()).isNull();
    assertThat(st.getProperties())
        .containsEntry("pipelines.pipelineId", id)
        .containsEntry("it's", "1")
        .doesNotContainKey("spark.sql.internal.pipelines.parentTableId");
    assertThat(st.getColumns()).hasSize(2);
    TableInfo mv = sdk.tables().get("main.raw.mv");
    assertThat(mv.getTableType()).isEqualTo(TableType.MATERIALIZED_VIEW);
    assertThat(mv.getViewDefinition()).isEqualTo("SELECT max(id) AS m FROM main.raw.feed");
    assertThat(mv.getPipelineId()).isEqualTo(id);
    TableInfo old = sdk.tables().get("main.raw.empty");
    assertThat(old.getProperties())
        .containsEntry("spark.sql.internal.pipelines.parentTableId", old.getTableId());

    List<String> names = new ArrayList<>();
    sdk.tables().list("main", "raw").forEach(t -> names.add(t.getName() + " " + t.getTableType()));
    String suffix = id.replace('-', '_');
    assertThat(names)
        .contains(
            "st STREAMING_TABLE",
            "mv MATERIALIZED_VIEW",
            "__materialization_mat_" + suffix + "_st_1 MANAGED",
            "event_log_" + suffix + " MANAGED");
    JsonNode backing = dpm.get("tables").get(0);
    assertThat(backing.get("backing").asText())
        .isEqualTo("main.raw.__materialization_mat_" + suffix + "_st_1");
    assertThat(sdk.tables().exists(backing.get("backing").asText()).getTableExists()).isTrue();
    String hidden = legacy.get("tables").get(0).get("backing").asText();
    assertThat(hidden)
        .isEqualTo(
            "__databricks_internal.__dlt_materialization_schema_"
                + legacy.get("pipeline_id").asText().replace('-', '_')
                + ".__materialization_mat_"
                + legacy.get("pipeline_id").asText().replace('-', '_')
                + "_empty_1");
    assertThat(sdk.tables().exists(hidden).getTableExists()).isTrue();
    assertThat(http.get(UC + "/catalogs/__databricks_internal").json().get("catalog_type").asText())
        .isEqualTo("INTERNAL_CATALOG");
    assertThat(
            http.post(
                    UC + "/schemas", "{\"name\":\"x\",\"catalog_name\":\"__databricks_internal\"}")
                .status())
        .isEqualTo(403);
  }

  @Test
  void anUpdateRefreshesEveryTable() {
    String id = dpm.get("pipeline_id").asText();
    succeed("INSERT INTO main.raw.feed VALUES (100, 200)");
    String update = sdk.pipelines().startUpdate(new StartUpdate().setPipelineId(id)).getUpdateId();
    assertThat(sdk.pipelines().getUpdate(id, update).getUpdate().getState())
        .isEqualTo(UpdateInfoState.COMPLETED);
    assertThat(cell("SELECT max(id) FROM main.raw.st")).isEqualTo("100");
    assertThat(cell("SELECT m FROM main.raw.mv")).isEqualTo("100");
    assertThatThrownBy(() -> sdk.pipelines().getUpdate(id, "nosuch")).isInstanceOf(NotFound.class);
  }

  @Test
  void aHiddenTableMayDenyThatItIsLookedUp() {
    String id = legacy.get("pipeline_id").asText();
    String hidden = legacy.get("tables").get(0).get("backing").asText();
    Http control = box.anonymous(box.source());
    assertThat(
            control
                .post("/sandbox/pipelines/" + id, "{\"table\":\"empty\",\"deny_lookup\":true}")
                .status())
        .isEqualTo(200);
    assertThatThrownBy(() -> sdk.tables().get(hidden)).isInstanceOf(PermissionDenied.class);
    assertThatThrownBy(() -> sdk.tables().exists(hidden)).isInstanceOf(PermissionDenied.class);
    StatementStatus denied = run("DESCRIBE DETAIL " + hidden).getStatus();
    assertThat(denied.getError().getMessage())
        .startsWith("[INSUFFICIENT_PERMISSIONS]")
        .contains("UnauthorizedAccessException");
    control.post("/sandbox/pipelines/" + id, "{\"table\":\"empty\",\"deny_lookup\":false}");
    assertThat(sdk.tables().exists(hidden).getTableExists()).isTrue();
    assertThat(control.post("/sandbox/pipelines/" + id, "{\"table\":\"no\"}").status())
        .isEqualTo(400);
  }

  @Test
  void theParentErrorIsKnownBeforeAndAfterTheCommit() {
    succeed("CREATE TABLE main.raw.plain AS SELECT id FROM range(2)");
    JsonNode made =
        pipeline(
            "{'name':'parent','catalog':'main','schema':'raw','layout':'legacy_a','tables':["
                + "{'name':'child','columns':'id BIGINT'}]}");
    String hidden = made.get("tables").get(0).get("backing").asText();
    String clone =
        "CREATE OR REPLACE TABLE "
            + hidden
            + " DEEP CLONE main.raw.plain TBLPROPERTIES ('pipelines.pipelineId' = 'p',"
            + " 'spark.sql.internal.pipelines.parentTableId' = 'nobody')";
    assertThat(run(clone).getStatus().getError().getMessage())
        .contains("PARENT TABLE WITH ID 'nobody'");
    assertThat(cell("SELECT count(*) FROM main.raw.child")).isEqualTo("2");
    String version = cell("DESCRIBE HISTORY main.raw.child LIMIT 1");

    Http control = box.anonymous(box.source());
    control.post(
        "/sandbox/faults",
        "{\"statement\":\"DEEP CLONE main.raw.plain\",\"body\":{\"error_code\":\"BAD_REQUEST\","
            + "\"message\":\"PARENT TABLE WITH ID 'x' DOES NOT EXIST\"}}");
    assertThat(run(clone).getStatus().getError().getMessage()).contains("PARENT TABLE WITH ID");
    assertThat(cell("DESCRIBE HISTORY main.raw.child LIMIT 1")).isEqualTo(version);
    control.delete("/sandbox/faults");
  }

  @Test
  void controlCallsRefuseNonsense() {
    Http control = box.anonymous(box.source());
    int before = control.get("/sandbox/pipelines").json().get("pipelines").size();
    for (String body :
        List.of(
            "{\"name\":\"x\",\"catalog\":\"main\"}",
            "{\"name\":\"x\",\"catalog\":\"main\",\"schema\":\"raw\",\"layout\":\"new\"}",
            "{\"name\":\"x\",\"catalog\":\"main\",\"schema\":\"raw\",\"tables\":[{\"name\":\"t\"}]}",
            "{\"name\":\"x\",\"catalog\":\"main\",\"schema\":\"raw\",\"tables\":[{\"name\":\"ok\","
                + "\"columns\":\"id INT\"},{\"name\":\"t\",\"query\":\"SELECT nonsense\"}]}")) {
      var answer = control.post("/sandbox/pipelines", body);
      assertThat(answer.status()).as(body + answer.body()).isEqualTo(400);
    }
    assertThat(control.get("/sandbox/pipelines").json().get("pipelines")).hasSize(before);
    assertThat(sdk.tables().exists("main.raw.ok").getTableExists()).isFalse();
  }

  @Test
  void futureFeaturesMakeATableUnreadable() {
    succeed("CREATE TABLE main.raw.modern AS SELECT 1 AS id");
    var answer =
        box.anonymous(box.source())
            .post("/sandbox/tables/main.raw.modern", "{\"reader_feature\":\"tomorrow\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    for (String sql :
        List.of(
            "CREATE TABLE main.raw.never DEEP CLONE main.raw.modern",
            "SELECT * FROM main.raw.modern")) {
      String message = run(sql).getStatus().getError().getMessage();
      assertThat(message)
          .startsWith("[DELTA_UNSUPPORTED_FEATURES_FOR_READ]")
          .contains("tomorrow", "SQLSTATE: 56038");
    }
    assertThat(sdk.tables().get("main.raw.modern").getColumns()).hasSize(1);
    assertThat(sdk.tables().exists("main.raw.never").getTableExists()).isFalse();
  }

  @Test
  void guardedTablesAreNotShared() {
    succeed("CREATE TABLE main.raw.guarded AS SELECT 1 AS id, 'x' AS email");
    succeed("CREATE SCHEMA main.mixed");
    succeed("CREATE TABLE main.mixed.guarded AS SELECT 1 AS id, 'x' AS email");
    succeed("CREATE TABLE main.mixed.open AS SELECT 1 AS id");
    succeed("CREATE SHARE guards");
    succeed("ALTER SHARE guards ADD SCHEMA main.mixed");
    succeed("CREATE RECIPIENT rr USING ID '" + box.metastore(box.target()).globalId() + "'");
    succeed("GRANT SELECT ON SHARE guards TO RECIPIENT rr");
    assertThat(
            run("ALTER TABLE main.mixed.guarded SET ROW FILTER main.raw.f ON (id)")
                .getStatus()
                .getError()
                .getMessage())
        .startsWith("[UNRESOLVED_ROUTINE]");
    succeed("CREATE FUNCTION main.raw.f(id INT) RETURNS BOOLEAN RETURN id > 0");
    succeed(
        "CREATE FUNCTION main.raw.m(email STRING, id INT) RETURNS STRING RETURN concat(id, '*')");
    succeed("ALTER TABLE main.mixed.guarded SET ROW FILTER main.raw.f ON (id)");
    succeed(
        "ALTER TABLE main.raw.guarded ALTER COLUMN email SET MASK main.raw.m USING COLUMNS (id)");
    JsonNode table = http.get(UC + "/tables/main.mixed.guarded").json();
    assertThat(table.get("row_filter").toString())
        .isEqualTo("{\"function_name\":\"main.raw.f\",\"input_column_names\":[\"id\"]}");
    assertThat(
            http.get(UC + "/tables/main.raw.guarded")
                .json()
                .get("columns")
                .get(1)
                .get("mask")
                .toString())
        .isEqualTo("{\"function_name\":\"main.raw.m\",\"using_column_names\":[\"id\"]}");
    assertThat(
            run("ALTER SHARE guards ADD TABLE main.raw.guarded")
                .getStatus()
                .getError()
                .getMessage())
        .contains(
            "Table main.raw.guarded has row level security or column masks, which is not supported"
                + " by Delta Sharing.");
    Http target = box.http(box.target());
    target.post(
        UC + "/catalogs",
        "{\"name\":\"guards\",\"provider_name\":\"sandbox-source\",\"share_name\":\"guards\"}");
    for (String sql :
        List.of(
            "SELECT * FROM guards.mixed.guarded",
            "CREATE TABLE main.default.g DEEP CLONE guards.mixed.guarded")) {
      assertThat(onTarget(target, sql).at("/status/error/message").asText())
          .contains("Table main.mixed.guarded has row level security or column masks");
    }
    assertThat(
            onTarget(target, "SELECT count(*) FROM guards.mixed.open").at("/status/state").asText())
        .isEqualTo("SUCCEEDED");
    succeed("ALTER TABLE main.mixed.guarded DROP ROW FILTER");
    assertThat(
            onTarget(target, "SELECT count(*) FROM guards.mixed.guarded")
                .at("/status/state")
                .asText())
        .isEqualTo("SUCCEEDED");
    assertThat(
            run("ALTER TABLE main.raw.guarded SET ROW FILTER f ON (nosuch)")
                .getStatus()
                .getError()
                .getMessage())
        .startsWith("[UNRESOLVED_COLUMN");
  }

  private static JsonNode onTarget(Http target, String sql) {
    return target
        .post(
            "/api/2.0/sql/statements",
            "{\"warehouse_id\":\""
                + box.target().warehouseId()
                + "\",\"wait_timeout\":\"50s\",\"statement\":\""
                + sql
                + "\"}")
        .json();
  }
}
