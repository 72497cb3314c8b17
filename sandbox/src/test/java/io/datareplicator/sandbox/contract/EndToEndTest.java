package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.catalog.CreateCatalog;
import com.databricks.sdk.service.catalog.CreateSchema;
import com.databricks.sdk.service.catalog.TableInfo;
import com.databricks.sdk.service.sharing.AuthenticationType;
import com.databricks.sdk.service.sharing.CreateRecipient;
import com.databricks.sdk.service.sharing.CreateShare;
import com.databricks.sdk.service.sharing.ListProvidersRequest;
import com.databricks.sdk.service.sharing.PermissionsChange;
import com.databricks.sdk.service.sharing.SharedDataObject;
import com.databricks.sdk.service.sharing.SharedDataObjectDataObjectType;
import com.databricks.sdk.service.sharing.SharedDataObjectUpdate;
import com.databricks.sdk.service.sharing.SharedDataObjectUpdateAction;
import com.databricks.sdk.service.sharing.UpdateShare;
import com.databricks.sdk.service.sharing.UpdateSharePermissions;
import com.databricks.sdk.service.sql.CancelExecutionRequest;
import com.databricks.sdk.service.sql.Disposition;
import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.Format;
import com.databricks.sdk.service.sql.ResultData;
import com.databricks.sdk.service.sql.StatementParameterListItem;
import com.databricks.sdk.service.sql.StatementResponse;
import com.databricks.sdk.service.sql.StatementState;
import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.SparkSandbox;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** databricks-sdk-java on Spark: statements, and a table's way from one workspace to the other. */
class EndToEndTest {
  @TempDir static Path data;
  private static TestSandbox box;
  private static WorkspaceClient source;
  private static WorkspaceClient target;

  @BeforeAll
  static void start() {
    box = SparkSandbox.start(data);
    source = client(box.source());
    target = client(box.target());
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  private static WorkspaceClient client(Workspace workspace) {
    return new WorkspaceClient(
        new DatabricksConfig().setHost(box.url(workspace)).setToken(workspace.token()));
  }

  private static ExecuteStatementRequest request(Workspace workspace, String sql) {
    return new ExecuteStatementRequest()
        .setWarehouseId(workspace.warehouseId())
        .setStatement(sql)
        .setWaitTimeout("50s");
  }

  private static StatementResponse run(WorkspaceClient client, Workspace workspace, String sql) {
    StatementResponse response =
        client.statementExecution().executeStatement(request(workspace, sql));
    assertThat(response.getStatus().getState())
        .as(sql + " " + response.getStatus().getError())
        .isEqualTo(StatementState.SUCCEEDED);
    return response;
  }

  private static String cell(StatementResponse response) {
    return response.getResult().getDataArray().iterator().next().iterator().next();
  }

  @Test
  void statementsWithParametersChunksAndLinks() {
    StatementResponse typed =
        source
            .statementExecution()
            .executeStatement(
                request(box.source(), "SELECT :n + 1, :t, CAST(:z AS STRING)")
                    .setParameters(
                        List.of(
                            new StatementParameterListItem()
                                .setName("n")
                                .setValue("41")
                                .setType("INT"),
                            new StatementParameterListItem().setName("t").setValue("it's"),
                            new StatementParameterListItem().setName("z"))));
    assertThat(new ArrayList<>(typed.getResult().getDataArray().iterator().next()))
        .containsExactly("42", "it's", null);

    StatementResponse big =
        run(source, box.source(), "SELECT id, repeat('y', 30) FROM range(9000)");
    long chunks = big.getManifest().getTotalChunkCount();
    assertThat(chunks).isGreaterThan(1);
    long rows = 0;
    for (int i = 0; i < chunks; i++) {
      ResultData chunk =
          source.statementExecution().getStatementResultChunkN(big.getStatementId(), i);
      rows += chunk.getDataArray().size();
    }
    assertThat(rows).isEqualTo(9_000);

    StatementResponse linked =
        source
            .statementExecution()
            .executeStatement(
                request(box.source(), "SELECT id FROM range(3)")
                    .setDisposition(Disposition.EXTERNAL_LINKS)
                    .setFormat(Format.JSON_ARRAY));
    String link = linked.getResult().getExternalLinks().iterator().next().getExternalLink();
    assertThat(new Http("", null).get(link).body()).isEqualTo("[[\"0\"],[\"1\"],[\"2\"]]");
  }

  @Test
  void asynchronousAndCanceled() throws InterruptedException {
    StatementResponse slow =
        source
            .statementExecution()
            .executeStatement(
                request(
                        box.source(),
                        "SELECT count(*) FROM range(100000000) a CROSS JOIN range(100000) b"
                            + " WHERE a.id % 7 = b.id % 11")
                    .setWaitTimeout("0s"));
    assertThat(slow.getStatus().getState()).isEqualTo(StatementState.PENDING);
    await(slow.getStatementId(), StatementState.RUNNING);
    source
        .statementExecution()
        .cancelExecution(new CancelExecutionRequest().setStatementId(slow.getStatementId()));
    await(slow.getStatementId(), StatementState.CANCELED);
  }

  private static void await(String id, StatementState wanted) throws InterruptedException {
    StatementState state = null;
    for (int i = 0; i < 2400 && state != wanted; i++) {
      Thread.sleep(25);
      state = source.statementExecution().getStatement(id).getStatus().getState();
    }
    assertThat(state).isEqualTo(wanted);
  }

  @Test
  void aFailedStatementAndAnUnknownOne() {
    StatementResponse failed =
        source.statementExecution().executeStatement(request(box.source(), "SELECT * FROM nope"));
    assertThat(failed.getStatus().getState()).isEqualTo(StatementState.FAILED);
    assertThat(failed.getStatus().getError().getMessage())
        .startsWith("[TABLE_OR_VIEW_NOT_FOUND]")
        .contains("SQLSTATE: 42P01");
    assertThatThrownBy(() -> source.statementExecution().getStatement("nothing"))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void restSeesWhatSqlMade() {
    run(source, box.source(), "CREATE CATALOG seen");
    run(
        source,
        box.source(),
        "CREATE TABLE seen.default.t (id BIGINT NOT NULL COMMENT 'pk', amt DECIMAL(10,2), p STRING)"
            + " PARTITIONED BY (p) COMMENT 'orders'");
    run(source, box.source(), "CREATE VIEW seen.default.v AS SELECT id FROM seen.default.t");
    TableInfo table = source.tables().get("seen.default.t");
    assertThat(table.getComment()).isEqualTo("orders");
    assertThat(table.getStorageLocation()).contains("/tables/");
    assertThat(table.getColumns())
        .extracting(c -> c.getTypeText())
        .containsExactly("bigint", "decimal(10,2)", "string");
    assertThat(table.getColumns())
        .extracting(c -> c.getPartitionIndex())
        .containsExactly(null, null, 0L);
    assertThat(source.tables().get("seen.default.v").getViewDefinition())
        .contains("SELECT id FROM seen.default.t");
    assertThat(source.tables().list("seen", "information_schema"))
        .extracting(TableInfo::getName)
        .contains("tables", "columns");
    assertThat(source.tables().get("seen.information_schema.tables").getColumns())
        .extracting(c -> c.getName())
        .contains("table_name");
  }

  @Test
  void shareCloneAndCompare() {
    source.catalogs().create(new CreateCatalog().setName("sales"));
    source.schemas().create(new CreateSchema().setCatalogName("sales").setName("raw"));
    run(
        source,
        box.source(),
        "CREATE TABLE sales.raw.orders AS SELECT id, id * 2 AS amount FROM range(1000)");
    source
        .recipients()
        .create(
            new CreateRecipient()
                .setName("dr")
                .setAuthenticationType(AuthenticationType.DATABRICKS)
                .setDataRecipientGlobalMetastoreId(
                    target.metastores().summary().getGlobalMetastoreId()));
    source.shares().create(new CreateShare().setName("sales_share"));
    source
        .shares()
        .update(
            new UpdateShare()
                .setName("sales_share")
                .setUpdates(
                    List.of(
                        new SharedDataObjectUpdate()
                            .setAction(SharedDataObjectUpdateAction.ADD)
                            .setDataObject(
                                new SharedDataObject()
                                    .setName("sales.raw")
                                    .setDataObjectType(SharedDataObjectDataObjectType.SCHEMA)))));
    source
        .shares()
        .updatePermissions(
            new UpdateSharePermissions()
                .setName("sales_share")
                .setChanges(
                    List.of(new PermissionsChange().setPrincipal("dr").setAdd(List.of("SELECT")))));
    String provider =
        target.providers().list(new ListProvidersRequest()).iterator().next().getName();
    target
        .catalogs()
        .create(
            new CreateCatalog()
                .setName("sales_shared")
                .setProviderName(provider)
                .setShareName("sales_share"));
    target.catalogs().create(new CreateCatalog().setName("sales"));
    target.schemas().create(new CreateSchema().setCatalogName("sales").setName("raw"));

    String clone = "CREATE OR REPLACE TABLE sales.raw.orders DEEP CLONE sales_shared.raw.orders";
    run(target, box.target(), clone);
    assertThat(difference("sales_shared.raw.orders", "sales.raw.orders")).isEqualTo("0");
    assertThat(difference("sales.raw.orders", "sales_shared.raw.orders")).isEqualTo("0");

    run(source, box.source(), "INSERT INTO sales.raw.orders VALUES (1000, 1)");
    assertThat(difference("sales_shared.raw.orders", "sales.raw.orders")).isEqualTo("1");
    StatementResponse again = run(target, box.target(), clone);
    assertThat(again.getResult().getDataArray()).hasSize(1);
    assertThat(difference("sales_shared.raw.orders", "sales.raw.orders")).isEqualTo("0");

    StatementResponse refused =
        target
            .statementExecution()
            .executeStatement(
                request(box.target(), "INSERT INTO sales_shared.raw.orders VALUES (1, 1)"));
    assertThat(refused.getStatus().getState()).isEqualTo(StatementState.FAILED);
  }

  private static String difference(String left, String right) {
    return cell(
        run(
            target,
            box.target(),
            "SELECT count(*) FROM (SELECT * FROM "
                + left
                + " EXCEPT ALL SELECT * FROM "
                + right
                + ")"));
  }
}
