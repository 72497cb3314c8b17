package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.CredentialsProvider;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.HeaderFactory;
import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.InvalidParameterValue;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.core.error.platform.ResourceAlreadyExists;
import com.databricks.sdk.core.error.platform.ResourceDoesNotExist;
import com.databricks.sdk.core.error.platform.Unauthenticated;
import com.databricks.sdk.service.catalog.CatalogInfo;
import com.databricks.sdk.service.catalog.CatalogIsolationMode;
import com.databricks.sdk.service.catalog.CatalogType;
import com.databricks.sdk.service.catalog.CreateCatalog;
import com.databricks.sdk.service.catalog.CreateSchema;
import com.databricks.sdk.service.catalog.DataSourceFormat;
import com.databricks.sdk.service.catalog.DeleteCatalogRequest;
import com.databricks.sdk.service.catalog.EnablePredictiveOptimization;
import com.databricks.sdk.service.catalog.GetMetastoreSummaryResponse;
import com.databricks.sdk.service.catalog.ListCatalogsRequest;
import com.databricks.sdk.service.catalog.ListSchemasRequest;
import com.databricks.sdk.service.catalog.ListSummariesRequest;
import com.databricks.sdk.service.catalog.ListTablesRequest;
import com.databricks.sdk.service.catalog.SchemaInfo;
import com.databricks.sdk.service.catalog.TableInfo;
import com.databricks.sdk.service.catalog.TableSummary;
import com.databricks.sdk.service.catalog.TableType;
import com.databricks.sdk.service.catalog.UpdateCatalog;
import com.databricks.sdk.service.catalog.UpdateSchema;
import com.databricks.sdk.service.iam.MeRequest;
import com.databricks.sdk.service.sharing.AuthenticationType;
import com.databricks.sdk.service.sharing.CreateRecipient;
import com.databricks.sdk.service.sharing.CreateShare;
import com.databricks.sdk.service.sharing.GetShareRequest;
import com.databricks.sdk.service.sharing.ListProvidersRequest;
import com.databricks.sdk.service.sharing.ListRecipientsRequest;
import com.databricks.sdk.service.sharing.PermissionsChange;
import com.databricks.sdk.service.sharing.ProviderInfo;
import com.databricks.sdk.service.sharing.ProviderShare;
import com.databricks.sdk.service.sharing.RecipientInfo;
import com.databricks.sdk.service.sharing.ShareInfo;
import com.databricks.sdk.service.sharing.SharedDataObject;
import com.databricks.sdk.service.sharing.SharedDataObjectDataObjectType;
import com.databricks.sdk.service.sharing.SharedDataObjectStatus;
import com.databricks.sdk.service.sharing.SharedDataObjectUpdate;
import com.databricks.sdk.service.sharing.SharedDataObjectUpdateAction;
import com.databricks.sdk.service.sharing.SharesListRequest;
import com.databricks.sdk.service.sharing.UpdateShare;
import com.databricks.sdk.service.sharing.UpdateSharePermissions;
import com.databricks.sdk.service.sql.CreateWarehouseRequest;
import com.databricks.sdk.service.sql.EndpointInfo;
import com.databricks.sdk.service.sql.ListWarehousesRequest;
import com.databricks.sdk.service.sql.StartRequest;
import com.databricks.sdk.service.sql.State;
import com.databricks.sdk.service.sql.StopRequest;
import com.databricks.sdk.service.workspace.CreateScope;
import com.databricks.sdk.service.workspace.PutSecret;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * databricks-sdk-java, unmodified, against Unity Catalog, sharing, warehouses and secrets; pages
 * are tiny on purpose.
 */
class SdkContractTest {
  private static final Settings SMALL_PAGES =
      new Settings(2, 100, 60_000, 4_000, 64L << 20, 60_000, 3_600, 2, true, true);
  @TempDir Path data;
  private TestSandbox box;
  private WorkspaceClient source;
  private WorkspaceClient target;

  @BeforeEach
  void start() {
    box = TestSandbox.scripted(data, SMALL_PAGES);
    source = client(box.source(), box.source().token());
    target = client(box.target(), box.target().token());
  }

  @AfterEach
  void stop() {
    box.close();
  }

  private WorkspaceClient client(Workspace workspace, String token) {
    return new WorkspaceClient(
        new DatabricksConfig().setHost(box.url(workspace)).setToken(token).setAuthType("pat"));
  }

  private static <T> List<T> list(Iterable<T> iterable) {
    List<T> all = new ArrayList<>();
    iterable.forEach(all::add);
    return all;
  }

  @Test
  void personalAccessTokenAndOauth() {
    assertThat(source.currentUser().me(new MeRequest()).getUserName())
        .isEqualTo(box.source().user());
    WorkspaceClient oauth = oauth(box.source().clientSecret());
    assertThat(oauth.currentUser().me(new MeRequest()).getUserName())
        .isEqualTo(box.source().clientId());
    assertThat(oauth.metastores().current().getWorkspaceId()).isEqualTo(box.source().id());
  }

  @Test
  void wrongCredentialsAreTyped() {
    WorkspaceClient wrong = client(box.source(), "dapi-wrong");
    assertThatThrownBy(() -> list(wrong.catalogs().list(new ListCatalogsRequest())))
        .isInstanceOf(PermissionDenied.class)
        .hasMessageContaining("Invalid access token.");
    WorkspaceClient wrongSecret = oauth("wrong");
    assertThatThrownBy(() -> list(wrongSecret.catalogs().list(new ListCatalogsRequest())))
        .hasStackTraceContaining("invalid_client");
    WorkspaceClient none =
        new WorkspaceClient(
            new DatabricksConfig()
                .setHost(box.url(box.source()))
                .setCredentialsProvider(
                    new CredentialsProvider() {
                      @Override
                      public String authType() {
                        return "none";
                      }

                      @Override
                      public HeaderFactory configure(DatabricksConfig config) {
                        return Map::of;
                      }
                    }));
    assertThatThrownBy(() -> none.metastores().summary()).isInstanceOf(Unauthenticated.class);
  }

  private WorkspaceClient oauth(String secret) {
    return new WorkspaceClient(
        new DatabricksConfig()
            .setHost(box.url(box.source()))
            .setClientId(box.source().clientId())
            .setClientSecret(secret)
            .setAuthType("oauth-m2m"));
  }

  @Test
  void metastoreSummary() {
    GetMetastoreSummaryResponse summary = source.metastores().summary();
    assertThat(summary.getGlobalMetastoreId())
        .isEqualTo(summary.getCloud() + ":" + summary.getRegion() + ":" + summary.getMetastoreId());
    assertThat(target.metastores().summary().getGlobalMetastoreId())
        .isNotEqualTo(summary.getGlobalMetastoreId());
    assertThat(source.metastores().current().getMetastoreId()).isEqualTo(summary.getMetastoreId());
  }

  @Test
  void catalogLifeCycle() {
    CatalogInfo created =
        source
            .catalogs()
            .create(
                new CreateCatalog()
                    .setName("Sales-EU")
                    .setComment("c")
                    .setProperties(Map.of("a", "b")));
    assertThat(created.getName()).isEqualTo("sales-eu");
    assertThat(created.getCatalogType()).isEqualTo(CatalogType.MANAGED_CATALOG);
    assertThat(created.getOwner()).isEqualTo(box.source().user());
    assertThat(created.getStorageLocation()).contains("/__unitystorage/catalogs/");
    assertThatThrownBy(() -> source.catalogs().create(new CreateCatalog().setName("SALES-eu")))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("already exists")
        .extracting(e -> ((BadRequest) e).getErrorCode())
        .isEqualTo("CATALOG_ALREADY_EXISTS");
    CatalogInfo updated =
        source
            .catalogs()
            .update(
                new UpdateCatalog()
                    .setName("sales-eu")
                    .setComment("new")
                    .setOwner(box.source().clientId())
                    .setProperties(Map.of("x", "y"))
                    .setIsolationMode(CatalogIsolationMode.ISOLATED)
                    .setEnablePredictiveOptimization(EnablePredictiveOptimization.DISABLE));
    assertThat(updated.getProperties()).isEqualTo(Map.of("x", "y"));
    assertThat(updated.getIsolationMode()).isEqualTo(CatalogIsolationMode.ISOLATED);
    assertThat(updated.getEffectivePredictiveOptimizationFlag().getValue())
        .isEqualTo(EnablePredictiveOptimization.DISABLE);
    assertThat(source.catalogs().get("SALES-EU").getOwner()).isEqualTo(box.source().clientId());
    assertThatThrownBy(() -> source.catalogs().delete("sales-eu"))
        .isInstanceOf(BadRequest.class)
        .extracting(e -> ((BadRequest) e).getErrorCode())
        .isEqualTo("CATALOG_NOT_EMPTY");
    source.catalogs().delete(new DeleteCatalogRequest().setName("sales-eu").setForce(true));
    assertThatThrownBy(() -> source.catalogs().get("sales-eu"))
        .isInstanceOf(NotFound.class)
        .hasMessage("Catalog 'sales-eu' does not exist.");
  }

  @Test
  void listingsFollowPagesEvenWhenTheFirstIsEmpty() {
    for (int i = 0; i < 5; i++) {
      source.catalogs().create(new CreateCatalog().setName("c" + i));
    }
    assertThat(list(source.catalogs().list(new ListCatalogsRequest())))
        .extracting(CatalogInfo::getName)
        .containsExactly("c0", "c1", "c2", "c3", "c4", "main", "system");
  }

  @Test
  void schemaLifeCycle() {
    SchemaInfo created =
        source
            .schemas()
            .create(new CreateSchema().setCatalogName("main").setName("Raw").setComment("c"));
    assertThat(created.getFullName()).isEqualTo("main.raw");
    assertThat(list(source.schemas().list(new ListSchemasRequest().setCatalogName("main"))))
        .extracting(SchemaInfo::getName)
        .containsExactly("default", "information_schema", "raw");
    SchemaInfo updated =
        source
            .schemas()
            .update(
                new UpdateSchema()
                    .setFullName("main.raw")
                    .setNewName("cooked")
                    .setEnablePredictiveOptimization(EnablePredictiveOptimization.ENABLE));
    assertThat(updated.getFullName()).isEqualTo("main.cooked");
    assertThat(source.schemas().get("main.cooked").getComment()).isEqualTo("c");
    assertThatThrownBy(() -> source.schemas().get("main.raw"))
        .isInstanceOf(NotFound.class)
        .hasMessage("Schema 'main.raw' does not exist.");
    source.schemas().delete("main.cooked");
    assertThatThrownBy(
            () -> list(source.schemas().list(new ListSchemasRequest().setCatalogName("nothing"))))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void tables() {
    Metastore metastore = box.metastore(box.source());
    for (int i = 0; i < 5; i++) {
      metastore.putTable("main", "default", TestSandbox.table("t" + i, "MANAGED"), false);
    }
    metastore.putTable("main", "default", TestSandbox.table("v", "VIEW"), false);
    List<TableInfo> tables = list(source.tables().list("main", "default"));
    assertThat(tables)
        .extracting(TableInfo::getName)
        .containsExactly("t0", "t1", "t2", "t3", "t4", "v");
    TableInfo first = source.tables().get("main.default.T0");
    assertThat(first.getTableType()).isEqualTo(TableType.MANAGED);
    assertThat(first.getDataSourceFormat()).isEqualTo(DataSourceFormat.DELTA);
    assertThat(first.getColumns())
        .singleElement()
        .extracting(c -> c.getTypeText())
        .isEqualTo("bigint");
    assertThat(first.getProperties()).containsEntry("delta.minReaderVersion", "3");
    List<TableInfo> bare =
        list(
            source
                .tables()
                .list(
                    new ListTablesRequest()
                        .setCatalogName("main")
                        .setSchemaName("default")
                        .setOmitColumns(true)
                        .setOmitProperties(true)));
    assertThat(bare).allSatisfy(t -> assertThat(t.getColumns()).isNull());
    assertThat(bare).allSatisfy(t -> assertThat(t.getProperties()).isNull());
    assertThat(source.tables().exists("main.default.t0").getTableExists()).isTrue();
    assertThat(source.tables().exists("main.default.no").getTableExists()).isFalse();
    assertThatThrownBy(() -> source.tables().exists("main.no.no")).isInstanceOf(NotFound.class);
    assertThat(
            list(
                source
                    .tables()
                    .listSummaries(
                        new ListSummariesRequest()
                            .setCatalogName("main")
                            .setMaxResults(0L)
                            .setTableNamePattern("t%"))))
        .extracting(TableSummary::getFullName)
        .hasSize(5);
    source.tables().delete("main.default.t0");
    assertThatThrownBy(() -> source.tables().get("main.default.t0")).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> source.tables().get("t0")).isInstanceOf(InvalidParameterValue.class);
  }

  @Test
  void shareToCatalog() {
    Metastore metastore = box.metastore(box.source());
    metastore.putTable("main", "default", TestSandbox.table("orders", "EXTERNAL"), false);
    String targetId = target.metastores().summary().getGlobalMetastoreId();
    RecipientInfo recipient =
        source
            .recipients()
            .create(
                new CreateRecipient()
                    .setName("DR")
                    .setAuthenticationType(AuthenticationType.DATABRICKS)
                    .setDataRecipientGlobalMetastoreId(targetId));
    assertThat(recipient.getRegion()).isEqualTo(target.metastores().summary().getRegion());
    assertThat(
            list(
                source
                    .recipients()
                    .list(new ListRecipientsRequest().setDataRecipientGlobalMetastoreId(targetId))))
        .extracting(RecipientInfo::getName)
        .containsExactly("dr");
    source.shares().create(new CreateShare().setName("s1").setComment("c"));
    assertThatThrownBy(() -> source.shares().create(new CreateShare().setName("s1")))
        .isInstanceOf(BadRequest.class);
    ShareInfo share =
        source.shares().update(add("main.default", SharedDataObjectDataObjectType.SCHEMA));
    assertThat(share.getObjects())
        .singleElement()
        .extracting(SharedDataObject::getStatus)
        .isEqualTo(SharedDataObjectStatus.ACTIVE);
    assertThat(source.shares().get("s1").getObjects()).isNull();
    assertThat(
            source
                .shares()
                .get(new GetShareRequest().setName("s1").setIncludeSharedData(true))
                .getObjects())
        .hasSize(1);
    assertThat(list(source.shares().listShares(new SharesListRequest()))).hasSize(1);

    List<ProviderInfo> providers = list(target.providers().list(new ListProvidersRequest()));
    assertThat(providers)
        .singleElement()
        .extracting(ProviderInfo::getDataProviderGlobalMetastoreId)
        .isEqualTo(source.metastores().summary().getGlobalMetastoreId());
    String provider = providers.get(0).getName();
    CreateCatalog mount =
        new CreateCatalog().setName("mirror").setProviderName(provider).setShareName("s1");
    assertThatThrownBy(() -> target.catalogs().create(mount))
        .isInstanceOf(PermissionDenied.class)
        .extracting(e -> ((PermissionDenied) e).getErrorCode())
        .isEqualTo("PROVIDER_SHARE_NOT_ACCESSIBLE");

    source.shares().updatePermissions(grant("dr"));
    assertThat(source.shares().sharePermissions("s1").getPrivilegeAssignments())
        .singleElement()
        .extracting(a -> a.getPrincipal())
        .isEqualTo("dr");
    assertThat(source.recipients().sharePermissions("dr").getPermissionsOut())
        .singleElement()
        .extracting(p -> p.getShareName())
        .isEqualTo("s1");
    assertThat(list(target.providers().listShares(provider)))
        .extracting(ProviderShare::getName)
        .containsExactly("s1");
    CatalogInfo mounted = target.catalogs().create(mount);
    assertThat(mounted.getCatalogType()).isEqualTo(CatalogType.DELTASHARING_CATALOG);
    TableInfo shared = target.tables().get("mirror.default.orders");
    assertThat(shared.getTableType()).isEqualTo(TableType.MANAGED);

    metastore.putTable("main", "default", TestSandbox.table("later", "MANAGED"), false);
    assertThat(list(target.tables().list("mirror", "default")))
        .extracting(TableInfo::getName)
        .containsExactly("later", "orders");
    assertThatThrownBy(
            () ->
                target
                    .schemas()
                    .create(new CreateSchema().setCatalogName("mirror").setName("mine")))
        .isInstanceOf(PermissionDenied.class);
    source.shares().delete("s1");
    assertThatThrownBy(() -> target.tables().get("mirror.default.orders"))
        .isInstanceOf(PermissionDenied.class);
  }

  private static UpdateShare add(String name, SharedDataObjectDataObjectType type) {
    return new UpdateShare()
        .setName("s1")
        .setUpdates(
            List.of(
                new SharedDataObjectUpdate()
                    .setAction(SharedDataObjectUpdateAction.ADD)
                    .setDataObject(new SharedDataObject().setName(name).setDataObjectType(type))));
  }

  private static UpdateSharePermissions grant(String recipient) {
    return new UpdateSharePermissions()
        .setName("s1")
        .setChanges(
            List.of(new PermissionsChange().setPrincipal(recipient).setAdd(List.of("SELECT"))));
  }

  @Test
  void sharingErrorsAreTyped() {
    source.shares().create(new CreateShare().setName("s1"));
    assertThatThrownBy(() -> source.shares().updatePermissions(grant("nobody")))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                source.shares().update(add("main.nothing", SharedDataObjectDataObjectType.SCHEMA)))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> source.shares().get("nothing")).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> source.recipients().get("nothing")).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> source.providers().get("nothing")).isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                source
                    .recipients()
                    .create(
                        new CreateRecipient()
                            .setName("dr")
                            .setAuthenticationType(AuthenticationType.DATABRICKS)
                            .setDataRecipientGlobalMetastoreId("nonsense")))
        .isInstanceOf(InvalidParameterValue.class);
  }

  @Test
  void warehouses() throws Exception {
    assertThat(list(source.warehouses().list(new ListWarehousesRequest())))
        .extracting(EndpointInfo::getId)
        .containsExactly(box.source().warehouseId());
    String id =
        source
            .warehouses()
            .create(new CreateWarehouseRequest().setName("second").setClusterSize("Small"))
            .getResponse()
            .getId();
    assertThat(source.warehouses().waitGetWarehouseRunning(id).getState()).isEqualTo(State.RUNNING);
    source.warehouses().stop(new StopRequest().setId(id));
    assertThat(source.warehouses().get(id).getState()).isEqualTo(State.STOPPED);
    source.warehouses().start(new StartRequest().setId(id));
    assertThat(source.warehouses().get(id).getState()).isEqualTo(State.STARTING);
    assertThatThrownBy(() -> source.warehouses().get(box.target().warehouseId()))
        .isInstanceOf(ResourceDoesNotExist.class);
  }

  @Test
  void secrets() {
    source.secrets().createScope(new CreateScope().setScope("repl"));
    assertThatThrownBy(() -> source.secrets().createScope(new CreateScope().setScope("repl")))
        .isInstanceOf(ResourceAlreadyExists.class);
    source
        .secrets()
        .putSecret(new PutSecret().setScope("repl").setKey("token").setStringValue("geheim"));
    String value = source.secrets().getSecret("repl", "token").getValue();
    assertThat(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
        .isEqualTo("geheim");
    assertThatThrownBy(() -> source.secrets().getSecret("repl", "nothing"))
        .isInstanceOf(ResourceDoesNotExist.class);
    assertThatThrownBy(() -> target.secrets().getSecret("repl", "token"))
        .isInstanceOf(ResourceDoesNotExist.class);
  }
}
