package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.Clients;
import io.datareplicator.databricks.bindings.BindingsApi.Binding;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import io.datareplicator.databricks.catalog.CatalogApi.UpdateCatalog;
import io.datareplicator.databricks.catalog.CatalogApi.UpdateSchema;
import io.datareplicator.databricks.catalog.PredictiveOptimization;
import io.datareplicator.databricks.catalog.TablesApi.ColumnInfo;
import io.datareplicator.databricks.catalog.TablesApi.ColumnMask;
import io.datareplicator.databricks.catalog.TablesApi.PrimaryKey;
import io.datareplicator.databricks.catalog.TablesApi.RowFilter;
import io.datareplicator.databricks.catalog.TablesApi.TableConstraint;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.catalog.VolumesApi.UpdateVolume;
import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import io.datareplicator.databricks.connections.ConnectionsApi.ConnectionInfo;
import io.datareplicator.databricks.connections.ConnectionsApi.CreateConnection;
import io.datareplicator.databricks.functions.FunctionsApi.FunctionInfo;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.identity.AmbiguousNameException;
import io.datareplicator.databricks.identity.Directory;
import io.datareplicator.databricks.models.ModelsApi.ModelInfo;
import io.datareplicator.databricks.models.ModelsApi.UpdateModel;
import io.datareplicator.databricks.permissions.PermissionsApi.Assignment;
import io.datareplicator.databricks.permissions.PermissionsApi.Change;
import io.datareplicator.databricks.pipelines.PipelinesApi.PipelineInfo;
import io.datareplicator.databricks.storage.StorageApi.AwsIamRole;
import io.datareplicator.databricks.storage.StorageApi.AzureManagedIdentity;
import io.datareplicator.databricks.storage.StorageApi.CreateCredential;
import io.datareplicator.databricks.storage.StorageApi.CreateLocation;
import io.datareplicator.databricks.storage.StorageApi.CredentialInfo;
import io.datareplicator.databricks.storage.StorageApi.GcpServiceAccount;
import io.datareplicator.databricks.storage.StorageApi.LocationInfo;
import io.datareplicator.databricks.storage.StorageApi.UpdateCredential;
import io.datareplicator.databricks.storage.StorageApi.UpdateLocation;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.TagPolicy;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.Value;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.SecurableType;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeName;
import io.datareplicator.testkit.FilesClients;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every family of clients that metadata replication uses, against a workspace of the sandbox. */
@QuarkusTest
@Tag("jvm")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetadataClientsIT {
  private static final String CATALOG = "it_clients";
  private static final SchemaName SCHEMA = new SchemaName(CATALOG, "s");
  private static final String TEAM = "it-clients-team";
  private static final String TWIN = "it-clients-twin";
  private static final String PRINCIPALS = "/sandbox/principals";

  private final String application = UUID.randomUUID().toString();
  private SandboxSide side;
  private Clients clients;

  @BeforeAll
  void begin(SandboxProcess sandbox) {
    side = sandbox.source();
    URI host = URI.create(side.host());
    clients =
        Clients.of(
            FilesClients.clients(host),
            FilesClients.pipeline(host, side.token()),
            Clock.systemUTC());
    side.call(
        "POST",
        PRINCIPALS,
        List.of(
            Map.of("type", "group", "display_name", TEAM),
            Map.of("type", "group", "display_name", "it-clients-local", "workspace_local", true),
            Map.of("type", "user", "user_name", "it.clients@example.test"),
            Map.of(
                "type",
                "service_principal",
                "display_name",
                "it-clients-sp",
                "application_id",
                application),
            Map.of("type", "service_principal", "display_name", TWIN),
            Map.of("type", "service_principal", "display_name", TWIN)));
    side.run(
        "CREATE CATALOG it_clients COMMENT 'it''s'",
        "CREATE SCHEMA it_clients.s",
        "CREATE FUNCTION it_clients.s.hide(x STRING, n INT) RETURNS STRING RETURN repeat('*', n)",
        "CREATE FUNCTION it_clients.s.mine(n INT) RETURNS BOOLEAN COMMENT 'ü' RETURN n > 0",
        "CREATE TABLE it_clients.s.t (id INT NOT NULL COMMENT 'pk', n INT, mail STRING,"
            + " CONSTRAINT pk_t PRIMARY KEY (id)) COMMENT 'orders' TBLPROPERTIES ('a' = 'b')",
        "ALTER TABLE it_clients.s.t ALTER COLUMN mail SET MASK it_clients.s.hide USING COLUMNS (n)",
        "ALTER TABLE it_clients.s.t SET ROW FILTER it_clients.s.mine ON (n)",
        "CREATE VIEW it_clients.s.v AS SELECT id FROM it_clients.s.t",
        "CREATE VOLUME it_clients.s.files COMMENT 'old'");
  }

  @AfterAll
  void end() {
    clients.files().close();
  }

  @Test
  void catalogs() {
    clients
        .storage()
        .createCredential(
            new CreateCredential(
                "it-clients-root",
                new AwsIamRole("arn:aws:iam::111122223333:role/r"),
                null,
                null,
                null,
                null,
                null));
    clients
        .storage()
        .createLocation(
            new CreateLocation(
                "it-clients-root",
                "s3://it-clients-root",
                "it-clients-root",
                null,
                null,
                null,
                null,
                null));
    CatalogInfo made =
        clients
            .catalogs()
            .create(
                new CreateCatalog(
                    "it_clients_made",
                    "new",
                    "s3://it-clients-root/c",
                    null,
                    null,
                    Map.of("k", "v"),
                    null,
                    null));
    assertThat(made.properties()).containsEntry("k", "v");
    assertThat(made.storageRoot()).isEqualTo("s3://it-clients-root/c");
    assertThat(made.isolationMode()).isEqualTo("OPEN");

    CatalogInfo changed =
        clients
            .catalogs()
            .update(
                made.name(),
                new UpdateCatalog(TEAM, "", Map.of("x", "it's"), null, "ISOLATED", "DISABLE"));

    CatalogInfo found = clients.catalogs().find(made.name()).orElseThrow();
    assertThat(found).isEqualTo(changed);
    assertThat(found.owner()).isEqualTo(TEAM);
    assertThat(found.comment()).isNullOrEmpty();
    assertThat(found.properties()).containsEntry("x", "it's").doesNotContainKey("k");
    assertThat(found.isolationMode()).isEqualTo("ISOLATED");
    assertThat(found.effectivePredictiveOptimizationFlag())
        .isEqualTo(new PredictiveOptimization("DISABLE", null, null));
    assertThat(clients.catalogs().find("it_clients_missing")).isEmpty();
    assertThat(
            catchThrowableOfType(
                    ApiException.class,
                    () ->
                        clients
                            .catalogs()
                            .create(new CreateCatalog(made.name(), null, null, null, null)))
                .isAlreadyExists())
        .isTrue();
  }

  @Test
  void schemas() {
    SchemaName name = new SchemaName(CATALOG, "made");
    SchemaInfo made = clients.catalogs().createSchema(name, "c", Map.of("k", "v"), null);
    assertThat(made.comment()).isEqualTo("c");
    assertThat(made.properties()).containsEntry("k", "v");
    assertThat(made.effectivePredictiveOptimizationFlag().inheritedFromType())
        .isEqualTo("METASTORE");

    clients.catalogs().updateSchema(name, new UpdateSchema(TEAM, "", Map.of("y", "1"), "ENABLE"));

    SchemaInfo found = clients.catalogs().findSchema(name).orElseThrow();
    assertThat(found.owner()).isEqualTo(TEAM);
    assertThat(found.comment()).isNullOrEmpty();
    assertThat(found.properties()).containsEntry("y", "1").doesNotContainKey("k");
    assertThat(found.enablePredictiveOptimization()).isEqualTo("ENABLE");
    assertThat(clients.catalogs().schemas(CATALOG).orElseThrow())
        .extracting(SchemaInfo::name)
        .contains("made", "s", "information_schema");
  }

  @Test
  void tables() {
    TableName name = new TableName(CATALOG, "s", "t");
    TableInfo table = clients.catalogs().table(name).orElseThrow();

    assertThat(table.comment()).isEqualTo("orders");
    assertThat(table.properties()).containsEntry("a", "b");
    assertThat(table.tableConstraints())
        .containsExactly(
            new TableConstraint(
                new PrimaryKey("pk_t", List.of("id"), null, List.of()), null, null));
    assertThat(table.rowFilter())
        .isEqualTo(new RowFilter("it_clients.s.mine", List.of("n"), List.of()));
    assertThat(table.columns())
        .extracting(ColumnInfo::name, ColumnInfo::typeName, ColumnInfo::nullable)
        .hasToString(
            "[(\"id\", \"INT\", false), (\"n\", \"INT\", true), (\"mail\", \"STRING\", true)]");
    assertThat(table.columns().get(0).comment()).isEqualTo("pk");
    assertThat(table.columns().get(0).typeJson()).contains("\"name\":\"id\"");
    assertThat(table.columns().get(2).mask())
        .isEqualTo(new ColumnMask("it_clients.s.hide", List.of("n"), List.of()));

    clients.catalogs().setTableOwner(name, TEAM);
    assertThat(clients.catalogs().table(name).orElseThrow().owner()).isEqualTo(TEAM);

    List<TableInfo> listed = new ArrayList<>();
    assertThat(clients.catalogs().tables(SCHEMA, true, true, listed::add)).isTrue();
    assertThat(listed).extracting(TableInfo::name).containsExactly("t", "v");
    assertThat(listed.get(0).tableConstraints()).isEmpty();
    assertThat(listed.get(0).rowFilter()).isEqualTo(table.rowFilter());
    assertThat(listed.get(1).viewDefinition()).contains("it_clients.s.t");
  }

  @Test
  void volumes() {
    VolumeName name = new VolumeName(CATALOG, "s", "files");

    VolumeInfo changed = clients.catalogs().updateVolume(name, new UpdateVolume("", TEAM));

    assertThat(changed.owner()).isEqualTo(TEAM);
    VolumeInfo found = clients.catalogs().findVolume(name).orElseThrow();
    assertThat(found.comment()).isNullOrEmpty();
    assertThat(found.owner()).isEqualTo(TEAM);
  }

  @Test
  void functions() {
    assertThat(clients.functions().list(SCHEMA).orElseThrow())
        .extracting(FunctionInfo::fullName)
        .containsExactly("it_clients.s.hide", "it_clients.s.mine");
    assertThat(clients.functions().list(new SchemaName(CATALOG, "none"))).isEmpty();

    clients.functions().setOwner("it_clients.s.mine", TEAM);

    FunctionInfo found = clients.functions().find("it_clients.s.mine").orElseThrow();
    assertThat(found.owner()).isEqualTo(TEAM);
    assertThat(found.comment()).isEqualTo("ü");
    assertThat(found.routineDefinition()).isEqualTo("n > 0");
    assertThat(found.inputParams().parameters())
        .singleElement()
        .satisfies(p -> assertThat(p.typeText()).isEqualTo("int"));
    assertThat(clients.functions().find("it_clients.s.none")).isEmpty();
  }

  @Test
  void models() {
    ModelInfo made = clients.models().create(SCHEMA, "churn", "c");
    assertThat(made.fullName()).isEqualTo("it_clients.s.churn");

    clients.models().update(made.fullName(), new UpdateModel("", TEAM));

    ModelInfo found = clients.models().find(made.fullName()).orElseThrow();
    assertThat(found.owner()).isEqualTo(TEAM);
    assertThat(found.comment()).isNullOrEmpty();
    assertThat(found.aliases()).isEmpty();
    assertThat(clients.models().list(SCHEMA).orElseThrow())
        .extracting(ModelInfo::name)
        .contains("churn");
    assertThat(clients.models().versions(made.fullName())).contains(List.of());
    assertThat(clients.models().versions("it_clients.s.none")).isEmpty();
  }

  @Test
  void permissions() {
    List<Change> grant =
        List.of(
            new Change(TEAM, List.of("SELECT", "MODIFY"), null),
            new Change(application, List.of("ALL_PRIVILEGES"), null));
    clients.permissions().update(SecurableType.TABLE, "it_clients.s.v", grant);
    clients
        .permissions()
        .update(
            SecurableType.TABLE,
            "it_clients.s.v",
            List.of(new Change(TEAM, null, List.of("MODIFY"))));

    assertThat(clients.permissions().direct(SecurableType.TABLE, "it_clients.s.v").orElseThrow())
        .containsExactlyInAnyOrder(
            new Assignment(TEAM, List.of("SELECT")),
            new Assignment(application, List.of("ALL_PRIVILEGES")));
    assertThat(clients.permissions().direct(SecurableType.SCHEMA, "it_clients.s"))
        .contains(List.of());
    assertThat(clients.permissions().direct(SecurableType.VOLUME, "it_clients.s.none")).isEmpty();
    ApiException e =
        catchThrowableOfType(
            ApiException.class,
            () ->
                clients
                    .permissions()
                    .update(
                        SecurableType.CATALOG,
                        CATALOG,
                        List.of(
                            new Change(TEAM, List.of("USE_CATALOG"), null),
                            new Change("nobody", List.of("USE_CATALOG"), null))));
    assertThat(e.errorCode()).isEqualTo("PRINCIPAL_DOES_NOT_EXIST");
    assertThat(clients.permissions().direct(SecurableType.CATALOG, CATALOG)).contains(List.of());
  }

  @Test
  void storageCredentials() {
    CredentialInfo aws =
        clients
            .storage()
            .createCredential(
                new CreateCredential(
                    "it-clients-aws",
                    new AwsIamRole("arn:aws:iam::111122223333:role/r"),
                    null,
                    null,
                    "c",
                    true,
                    true));
    assertThat(aws.awsIamRole().roleArn()).isEqualTo("arn:aws:iam::111122223333:role/r");
    assertThat(aws.readOnly()).isTrue();
    CredentialInfo azure =
        clients
            .storage()
            .createCredential(
                new CreateCredential(
                    "it-clients-az",
                    null,
                    new AzureManagedIdentity("/ac", "/mi"),
                    null,
                    null,
                    null,
                    null));
    assertThat(azure.azureManagedIdentity().managedIdentityId()).isEqualTo("/mi");
    CredentialInfo gcp =
        clients
            .storage()
            .createCredential(
                new CreateCredential(
                    "it-clients-gcp", null, null, new GcpServiceAccount(), null, null, true));
    assertThat(gcp.databricksGcpServiceAccount().email()).contains("@");

    clients
        .storage()
        .updateCredential(
            "it-clients-aws",
            new UpdateCredential(
                new AwsIamRole("arn:aws:iam::111122223333:role/other"),
                null,
                null,
                "",
                false,
                TEAM,
                "ISOLATION_MODE_ISOLATED",
                true,
                null));

    CredentialInfo found = clients.storage().findCredential("it-clients-aws").orElseThrow();
    assertThat(found.awsIamRole().roleArn()).isEqualTo("arn:aws:iam::111122223333:role/other");
    assertThat(found.comment()).isNullOrEmpty();
    assertThat(found.readOnly()).isFalse();
    assertThat(found.owner()).isEqualTo(TEAM);
    assertThat(found.isolationMode()).isEqualTo("ISOLATION_MODE_ISOLATED");
    assertThat(clients.storage().credentials()).contains(found, azure, gcp);
  }

  @Test
  void externalLocations() {
    clients
        .storage()
        .createCredential(
            new CreateCredential(
                "it-clients-gs", null, null, new GcpServiceAccount(), null, null, true));
    CreateLocation request =
        new CreateLocation(
            "it-clients-gs", "gs://it-clients/a b", "it-clients-gs", "c", true, true, null, false);
    LocationInfo made = clients.storage().createLocation(request);
    assertThat(made.readOnly()).isTrue();
    assertThat(made.enableFileEvents()).isFalse();

    clients
        .storage()
        .updateLocation(
            "it-clients-gs",
            new UpdateLocation(
                "gs://it-clients/b", null, "", false, true, true, TEAM, null, true, null));

    LocationInfo found = clients.storage().findLocation("it-clients-gs").orElseThrow();
    assertThat(found.url()).isEqualTo("gs://it-clients/b");
    assertThat(found.fallback()).isTrue();
    assertThat(found.enableFileEvents()).isTrue();
    assertThat(found.comment()).isNullOrEmpty();
    assertThat(found.readOnly()).isFalse();
    assertThat(found.owner()).isEqualTo(TEAM);
    assertThat(clients.storage().locations()).contains(found);
    assertThat(clients.storage().findLocation("it-clients-none")).isEmpty();
  }

  @Test
  void connections() {
    ConnectionInfo made =
        clients
            .connections()
            .create(
                new CreateConnection(
                    "it_clients_pg",
                    "POSTGRESQL",
                    Map.of("host", "pg.example.test", "port", "5432", "password", "s3cret"),
                    "c",
                    null,
                    true));

    assertThat(made.options()).containsOnlyKeys("host", "port");
    assertThat(clients.connections().find("it_clients_pg")).contains(made);
    assertThat(clients.connections().list()).contains(made);
    assertThat(clients.connections().find("it_clients_none")).isEmpty();
  }

  @Test
  void tagPolicies() {
    TagPolicy made = clients.tagPolicies().create("it clients ü", "d", List.of("high", "it's"));
    assertThat(made.values()).containsExactly(new Value("high"), new Value("it's"));

    clients.tagPolicies().update("it clients ü", null, List.of("low"));
    TagPolicy found = clients.tagPolicies().find("it clients ü").orElseThrow();
    assertThat(found.description()).isEqualTo("d");
    assertThat(found.values()).containsExactly(new Value("low"));
    assertThat(clients.tagPolicies().list()).contains(found);

    clients.tagPolicies().update("it clients ü", "", List.of());
    found = clients.tagPolicies().find("it clients ü").orElseThrow();
    assertThat(found.description()).isNullOrEmpty();
    assertThat(found.values()).isEmpty();
    assertThat(clients.tagPolicies().find("it clients none")).isEmpty();
  }

  @Test
  void bindings() {
    assertThat(clients.bindings().list(SecurableType.CATALOG, CATALOG)).contains(List.of());
    side.call(
        "PATCH",
        SandboxSide.UNITY + "/bindings/catalog/" + CATALOG,
        Map.of(
            "add",
            List.of(
                Map.of(
                    "workspace_id", 7405600000000001L, "binding_type", "BINDING_TYPE_READ_ONLY"))));

    assertThat(clients.bindings().list(SecurableType.CATALOG, CATALOG).orElseThrow())
        .containsExactly(new Binding(7405600000000001L, "BINDING_TYPE_READ_ONLY"));
    assertThat(clients.bindings().list(SecurableType.CATALOG, "it_clients_none")).isEmpty();
  }

  @Test
  void pipelines() {
    side.run("CREATE SCHEMA it_clients.p");
    side.call(
        "POST",
        "/sandbox/pipelines",
        Map.of(
            "name",
            "it-clients",
            "catalog",
            CATALOG,
            "schema",
            "p",
            "layout",
            "legacy_a",
            "tables",
            List.of(Map.of("name", "st", "columns", "id BIGINT"))));
    TableInfo table = clients.catalogs().table(new TableName(CATALOG, "p", "st")).orElseThrow();
    assertThat(table.tableType()).isEqualTo("STREAMING_TABLE");

    PipelineInfo pipeline = clients.pipelines().find(table.pipelineId()).orElseThrow();

    assertThat(pipeline.pipelineId()).isEqualTo(table.pipelineId());
    assertThat(pipeline.spec().catalog()).isEqualTo(CATALOG);
    assertThat(pipeline.spec().target()).isEqualTo("p");
    assertThat(pipeline.spec().schema()).isNull();
    assertThat(pipeline.effectivePublishingMode()).isEqualTo("LEGACY_PUBLISHING_MODE");
    assertThat(clients.pipelines().find(UUID.randomUUID().toString())).isEmpty();
  }

  @Test
  void directory() {
    Directory directory = clients.directory();

    assertThat(directory.servicePrincipal(application).orElseThrow().displayName())
        .isEqualTo("it-clients-sp");
    assertThat(directory.servicePrincipalNamed("it-clients-sp").orElseThrow().applicationId())
        .isEqualTo(application);
    assertThatThrownBy(() -> directory.servicePrincipalNamed(TWIN))
        .isInstanceOf(AmbiguousNameException.class);
    directory.expectServicePrincipalsNamed(List.of("it-clients-none", "it-clients-no"));
    assertThatThrownBy(() -> directory.servicePrincipalNamed(TWIN))
        .isInstanceOf(AmbiguousNameException.class)
        .hasMessageContaining(TWIN);
    assertThat(directory.servicePrincipalNamed("it-clients-none")).isEmpty();
    assertThat(directory.user("IT.clients@example.test")).isPresent();
    assertThat(directory.user("it.clients.none@example.test")).isEmpty();
    assertThat(directory.group(TEAM).orElseThrow().isLocal()).isFalse();
    assertThat(directory.group("it-clients-local").orElseThrow().isLocal()).isTrue();
    directory.expectGroups(List.of("it's", "none"));
    assertThat(directory.group("it's")).isEmpty();
    assertThat(directory.group(TEAM)).isPresent();
  }

  @Test
  void creationWhoseAnswerIsLostIsFound() {
    Map<String, Object> lost = Map.of("reset", true, "after_effect", true, "times", 1);
    side.faults(
        List.of(
            SandboxSide.fault("POST", SandboxSide.UNITY + "/models", lost),
            SandboxSide.fault("POST", "/api/2.1/tag-policies", lost),
            SandboxSide.fault("POST", SandboxSide.UNITY + "/storage-credentials", lost),
            SandboxSide.fault("PATCH", SandboxSide.UNITY + "/permissions/{type}/{name}", lost)));

    ModelInfo model = clients.models().create(SCHEMA, "lost", null);
    TagPolicy policy = clients.tagPolicies().create("it clients lost", null, List.of("a"));
    CredentialInfo credential =
        clients
            .storage()
            .createCredential(
                new CreateCredential(
                    "it-clients-lost", null, null, new GcpServiceAccount(), null, null, null));
    clients
        .permissions()
        .update(
            SecurableType.FUNCTION,
            model.fullName(),
            List.of(new Change(TEAM, List.of("EXECUTE"), null)));

    assertThat(side.faultHits()).containsExactly(1L, 1L, 1L, 1L);
    assertThat(model.name()).isEqualTo("lost");
    assertThat(policy.values()).containsExactly(new Value("a"));
    assertThat(credential.databricksGcpServiceAccount()).isNotNull();
    assertThat(clients.permissions().direct(SecurableType.FUNCTION, model.fullName()).orElseThrow())
        .containsExactly(new Assignment(TEAM, List.of("EXECUTE")));
  }
}
