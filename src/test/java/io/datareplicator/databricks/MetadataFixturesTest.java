package io.datareplicator.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.databricks.bindings.BindingsApi.Binding;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import io.datareplicator.databricks.catalog.PredictiveOptimization;
import io.datareplicator.databricks.catalog.TablesApi.ColumnInfo;
import io.datareplicator.databricks.catalog.TablesApi.ColumnMask;
import io.datareplicator.databricks.catalog.TablesApi.Dependency;
import io.datareplicator.databricks.catalog.TablesApi.ForeignKey;
import io.datareplicator.databricks.catalog.TablesApi.FunctionArgument;
import io.datareplicator.databricks.catalog.TablesApi.FunctionDependency;
import io.datareplicator.databricks.catalog.TablesApi.NamedConstraint;
import io.datareplicator.databricks.catalog.TablesApi.PrimaryKey;
import io.datareplicator.databricks.catalog.TablesApi.RowFilter;
import io.datareplicator.databricks.catalog.TablesApi.TableConstraint;
import io.datareplicator.databricks.catalog.TablesApi.TableDependency;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import io.datareplicator.databricks.connections.ConnectionsApi.ConnectionInfo;
import io.datareplicator.databricks.functions.FunctionsApi.FunctionInfo;
import io.datareplicator.databricks.http.ScriptedServer;
import io.datareplicator.databricks.http.ScriptedServer.Answer;
import io.datareplicator.databricks.models.ModelsApi.Alias;
import io.datareplicator.databricks.models.ModelsApi.ModelInfo;
import io.datareplicator.databricks.models.ModelsApi.VersionInfo;
import io.datareplicator.databricks.permissions.PermissionsApi.Assignment;
import io.datareplicator.databricks.pipelines.PipelinesApi.PipelineInfo;
import io.datareplicator.databricks.pipelines.PipelinesApi.Update;
import io.datareplicator.databricks.storage.StorageApi.AwsIamRole;
import io.datareplicator.databricks.storage.StorageApi.AzureManagedIdentity;
import io.datareplicator.databricks.storage.StorageApi.AzureServicePrincipal;
import io.datareplicator.databricks.storage.StorageApi.CredentialInfo;
import io.datareplicator.databricks.storage.StorageApi.GcpServiceAccount;
import io.datareplicator.databricks.storage.StorageApi.LocationInfo;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.TagPolicy;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.Value;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.SecurableType;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeName;
import io.datareplicator.testkit.FilesClients;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers as the reference has them, read by the typed clients. */
@QuarkusTest
class MetadataFixturesTest {
  private static final String OWNER = "ana.ops@example.test";
  private static final TableName TABLE = new TableName("sales", "raw", "t");
  private static final PredictiveOptimization OF_METASTORE =
      new PredictiveOptimization("ENABLE", "METASTORE", "prod-eu");

  private ScriptedServer server;
  private Clients clients;

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    clients =
        Clients.of(
            FilesClients.clients(server.host()),
            FilesClients.pipeline(server.host()),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    clients.files().close();
    server.close();
  }

  private void answer(String fixture) {
    try (InputStream in =
        MetadataFixturesTest.class.getResourceAsStream("/wire/" + fixture + ".json")) {
      server.then(new Answer(200, Map.of("Content-Type", "application/json"), in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TableInfo table(String fixture) {
    answer(fixture);
    return clients.catalogs().table(TABLE).orElseThrow();
  }

  @Test
  void catalog() {
    answer("catalog_get");

    assertThat(clients.catalogs().find("sales").orElseThrow())
        .isEqualTo(
            new CatalogInfo(
                "sales",
                "MANAGED_CATALOG",
                null,
                null,
                "c",
                OWNER,
                Map.of("team", "a"),
                Map.of(),
                "OPEN",
                "s3://bkt/sales",
                null,
                "INHERIT",
                OF_METASTORE));
  }

  @Test
  void sharedCatalogHasNeitherPropertiesNorOptimization() {
    answer("catalog_from_share");

    CatalogInfo shared = clients.catalogs().find("src_shared").orElseThrow();

    assertThat(shared.providerName()).isEqualTo("src-provider");
    assertThat(shared.properties()).isEmpty();
    assertThat(shared.comment()).isNull();
    assertThat(shared.effectivePredictiveOptimizationFlag()).isNull();
  }

  @Test
  void schema() {
    answer("schema_get");

    assertThat(clients.catalogs().findSchema(new SchemaName("sales", "raw")).orElseThrow())
        .isEqualTo(
            new SchemaInfo(
                "raw", "sales", "sales.raw", "", OWNER, Map.of(), null, "INHERIT", OF_METASTORE));
  }

  @Test
  void managedTable() {
    TableInfo table = table("table_get_managed");

    assertThat(table.owner()).isEqualTo(OWNER);
    assertThat(table.comment()).isEqualTo("orders");
    assertThat(table.rowFilter())
        .isEqualTo(new RowFilter("sales.sec.rf", List.of("region"), List.of()));
    assertThat(table.tableConstraints())
        .containsExactly(
            new TableConstraint(
                new PrimaryKey("pk_orders", List.of("id"), null, List.of()), null, null));
    assertThat(table.enablePredictiveOptimization()).isEqualTo("INHERIT");
    assertThat(table.effectivePredictiveOptimizationFlag())
        .isEqualTo(new PredictiveOptimization("ENABLE", "CATALOG", "sales"));
    assertThat(table.columns())
        .hasSize(4)
        .element(2)
        .isEqualTo(
            new ColumnInfo(
                "email",
                "string",
                2,
                true,
                "STRING",
                "{\"name\":\"email\",\"type\":\"string\",\"nullable\":true,"
                    + "\"metadata\":{\"comment\":\"mail\"}}",
                "mail",
                null,
                new ColumnMask("sales.sec.mask_email", List.of("region"), List.of())));
    assertThat(table.columns().get(3).partitionIndex()).isZero();
    assertThat(table.columns().get(0).comment()).isEqualTo("pk");
    assertThat(table.viewDefinition()).isNull();
  }

  @Test
  void view() {
    TableInfo view = table("table_get_view");

    assertThat(view.viewDefinition()).isEqualTo("SELECT id FROM sales.raw.orders");
    assertThat(view.viewDependencies().dependencies())
        .containsExactly(
            new Dependency(new TableDependency("sales.raw.orders"), null),
            new Dependency(null, new FunctionDependency("sales.raw.f")));
    assertThat(view.tableConstraints()).isEmpty();
    assertThat(view.dataSourceFormat()).isNull();
  }

  @Test
  void materializedView() {
    TableInfo view = table("table_get_mv");

    assertThat(view.pipelineId()).isEqualTo("77777777-8888-4999-8aaa-bbbbbbbbbbbb");
    assertThat(view.viewDefinition()).isEqualTo("SELECT id FROM sales.raw.orders");
    assertThat(view.properties()).isEmpty();
  }

  @Test
  void otherConstraintsAndArguments() {
    server.then(
        Answer.ok(
            "{\"name\":\"t\",\"table_constraints\":[{\"foreign_key_constraint\":{\"name\":\"fk\","
                + "\"child_columns\":[\"a\",\"b\"],\"parent_table\":\"c.s.p\","
                + "\"parent_columns\":[\"x\",\"y\"],\"rely\":true}},null,"
                + "{\"named_table_constraint\":{\"name\":\"ck\"}},{\"later_constraint\":{}}],"
                + "\"view_dependencies\":{\"dependencies\":[{\"connection\":{\"z\":1}}]},"
                + "\"row_filter\":{\"function_name\":\"f\",\"input_arguments\":"
                + "[{\"column\":\"c\"},{\"constant\":\"it's\"}]},"
                + "\"columns\":[{\"name\":\"c\",\"mask\":{\"function_name\":\"g\","
                + "\"using_arguments\":[{\"constant\":\"1\"}]}}]}"));

    TableInfo table = clients.catalogs().table(TABLE).orElseThrow();

    assertThat(table.tableConstraints())
        .containsExactly(
            new TableConstraint(
                null,
                new ForeignKey("fk", List.of("a", "b"), "c.s.p", List.of("x", "y"), true),
                null),
            new TableConstraint(null, null, new NamedConstraint("ck")),
            new TableConstraint(null, null, null));
    assertThat(table.viewDependencies().dependencies()).containsExactly(new Dependency(null, null));
    assertThat(table.rowFilter())
        .isEqualTo(
            new RowFilter(
                "f",
                List.of(),
                List.of(new FunctionArgument("c", null), new FunctionArgument(null, "it's"))));
    assertThat(table.columns().get(0).mask())
        .isEqualTo(new ColumnMask("g", List.of(), List.of(new FunctionArgument(null, "1"))));
  }

  @Test
  void volume() {
    answer("volume_get");

    VolumeInfo volume =
        clients.catalogs().findVolume(new VolumeName("sales", "raw", "files")).orElseThrow();

    assertThat(volume.owner()).isEqualTo(OWNER);
    assertThat(volume.comment()).isEmpty();
    assertThat(volume.volumeType()).isEqualTo("MANAGED");
  }

  @Test
  void permissions() {
    answer("permissions_get");

    assertThat(clients.permissions().direct(SecurableType.SCHEMA, "sales.raw").orElseThrow())
        .containsExactly(
            new Assignment("data_eng", List.of("SELECT", "USE_SCHEMA")),
            new Assignment("5f0e0000-0000-4000-8000-000000000001", List.of("ALL_PRIVILEGES")));
  }

  @Test
  void function() {
    answer("function_get");

    FunctionInfo function = clients.functions().find("sales.raw.f").orElseThrow();

    assertThat(function.fullName()).isEqualTo("sales.raw.f");
    assertThat(function.inputParams().parameters())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.name()).isEqualTo("x");
              assertThat(p.typeText()).isEqualTo("int");
              assertThat(p.position()).isZero();
            });
    assertThat(function.returnParams().parameters()).isEmpty();
    assertThat(function.routineDependencies().dependencies()).isEmpty();
    assertThat(function.deterministic()).isTrue();
    assertThat(function.routineDefinition()).isEqualTo("x + 1");
    assertThat(function.properties()).isEqualTo("{\"sqlConfig.spark.sql.ansi.enabled\":\"true\"}");
    assertThat(function.owner()).isEqualTo(OWNER);
  }

  @Test
  void model() {
    answer("registered_model_get");

    assertThat(clients.models().find("sales.ml.churn").orElseThrow())
        .isEqualTo(
            new ModelInfo(
                "churn",
                "sales",
                "ml",
                "sales.ml.churn",
                OWNER,
                null,
                "s3://bkt/models/m1",
                List.of(new Alias("champion", 2L))));
  }

  @Test
  void modelVersion() {
    server.then(
        Answer.ok(
            "{\"model_versions\":[{\"version\":9007199254740993,\"status\":\"NEW_STATUS\","
                + "\"run_id\":\"r\",\"run_workspace_id\":9007199254740995}]}"));

    assertThat(clients.models().versions("sales.ml.churn").orElseThrow())
        .containsExactly(
            new VersionInfo(9007199254740993L, "NEW_STATUS", "r", 9007199254740995L, null, null));
  }

  @Test
  void storageCredentials() {
    answer("storage_credential_aws");
    answer("storage_credential_azure");

    CredentialInfo aws = clients.storage().findCredential("ext-cred").orElseThrow();
    CredentialInfo azure = clients.storage().findCredential("az-cred").orElseThrow();

    assertThat(aws.awsIamRole())
        .isEqualTo(
            new AwsIamRole(
                "arn:aws:iam::111122223333:role/uc",
                "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-EXAMPLE",
                "cccccccc-0000-4000-8000-000000000001"));
    assertThat(aws.readOnly()).isFalse();
    assertThat(aws.isolationMode()).isEqualTo("ISOLATION_MODE_OPEN");
    assertThat(azure.azureManagedIdentity())
        .isEqualTo(
            new AzureManagedIdentity(
                "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Databricks/accessConnectors/ac",
                null,
                "dddddddd-0000-4000-8000-000000000001"));
    assertThat(azure.awsIamRole()).isNull();
  }

  @Test
  void otherStorageCredentials() {
    server.then(
        Answer.ok(
            "{\"storage_credentials\":[{\"name\":\"g\",\"databricks_gcp_service_account\":"
                + "{\"email\":\"a@b.test\",\"credential_id\":\"i\"}},{\"name\":\"p\","
                + "\"azure_service_principal\":{\"directory_id\":\"d\",\"application_id\":\"a\"}},"
                + "{\"name\":\"r2\",\"cloudflare_api_token\":{\"account_id\":\"x\"}}]}"));

    List<CredentialInfo> all = clients.storage().credentials();

    assertThat(all.get(0).databricksGcpServiceAccount())
        .isEqualTo(new GcpServiceAccount("a@b.test", "i"));
    assertThat(all.get(1).azureServicePrincipal()).isEqualTo(new AzureServicePrincipal("d", "a"));
    assertThat(all.get(2).name()).isEqualTo("r2");
  }

  @Test
  void externalLocation() {
    answer("external_locations_list");

    assertThat(clients.storage().locations())
        .containsExactly(
            new LocationInfo(
                "ext",
                "s3://ext-bkt/path",
                "ext-cred",
                "bbbbbbbb-0000-4000-8000-000000000001",
                OWNER,
                "",
                false,
                false,
                "ISOLATION_MODE_OPEN",
                true));
  }

  @Test
  void connection() {
    answer("connection_get");

    assertThat(clients.connections().find("pg").orElseThrow())
        .isEqualTo(
            new ConnectionInfo(
                "pg",
                "POSTGRESQL",
                "eeeeeeee-0000-4000-8000-000000000001",
                Map.of("host", "pg.example.test", "port", "5432", "user", "u"),
                Map.of(),
                OWNER,
                null,
                true,
                "USERNAME_PASSWORD",
                "jdbc://pg.example.test:5432/"));
  }

  @Test
  void tagPolicy() {
    answer("tag_policies_list");

    assertThat(clients.tagPolicies().list())
        .containsExactly(
            new TagPolicy("pii", "d", List.of(new Value("high"), new Value("low")), "tp-1"));
  }

  @Test
  void binding() {
    answer("workspace_bindings");

    assertThat(clients.bindings().list(SecurableType.CATALOG, "c").orElseThrow())
        .containsExactly(new Binding(7405600000000001L, "BINDING_TYPE_READ_WRITE"));
  }

  @Test
  void pipeline() {
    answer("pipeline_get");

    PipelineInfo pipeline =
        clients.pipelines().find("77777777-8888-4999-8aaa-bbbbbbbbbbbb").orElseThrow();

    assertThat(pipeline.effectivePublishingMode()).isEqualTo("DEFAULT_PUBLISHING_MODE");
    assertThat(pipeline.spec().catalog()).isEqualTo("sales");
    assertThat(pipeline.spec().schema()).isEqualTo("raw");
    assertThat(pipeline.spec().target()).isNull();
    assertThat(pipeline.spec().libraries())
        .isEqualTo(List.of(Map.of("glob", Map.of("include", "/Workspace/p/**"))));
    assertThat(pipeline.spec().configuration()).isEmpty();
    assertThat(pipeline.latestUpdates()).containsExactly(new Update("u-1", "COMPLETED"));
  }
}
