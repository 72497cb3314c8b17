package io.datareplicator.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.catalog.CatalogApi.UpdateCatalog;
import io.datareplicator.databricks.catalog.CatalogApi.UpdateSchema;
import io.datareplicator.databricks.catalog.VolumesApi.UpdateVolume;
import io.datareplicator.databricks.connections.ConnectionsApi.CreateConnection;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.ScriptedServer;
import io.datareplicator.databricks.http.ScriptedServer.Answer;
import io.datareplicator.databricks.http.ScriptedServer.Asked;
import io.datareplicator.databricks.models.ModelsApi.UpdateModel;
import io.datareplicator.databricks.permissions.PermissionsApi.Change;
import io.datareplicator.databricks.storage.StorageApi.AwsIamRole;
import io.datareplicator.databricks.storage.StorageApi.AzureManagedIdentity;
import io.datareplicator.databricks.storage.StorageApi.CreateCredential;
import io.datareplicator.databricks.storage.StorageApi.CreateLocation;
import io.datareplicator.databricks.storage.StorageApi.GcpServiceAccount;
import io.datareplicator.databricks.storage.StorageApi.UpdateCredential;
import io.datareplicator.databricks.storage.StorageApi.UpdateLocation;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.SecurableType;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeName;
import io.datareplicator.testkit.FilesClients;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What creations and changes of metadata put on the wire, and what becomes of doubtful ones. */
@QuarkusTest
class MetadataChangesTest {
  private static final String UNITY = "/api/2.1/unity-catalog";
  private static final SchemaName SCHEMA = new SchemaName("c", "s");
  private static final TableName TABLE = new TableName("c", "s", "t");
  private static final VolumeName VOLUME = new VolumeName("c", "s", "v");
  private static final ObjectMapper JSON = new ObjectMapper();

  private ScriptedServer server;
  private Clients clients;

  /**
   * A change.
   *
   * @param body as JSON with single quotes
   */
  record Patch(String line, String body, Consumer<Clients> send) {
    @Override
    public String toString() {
      return line + " " + body;
    }
  }

  /** A creation: the change, and where one looks whether it happened. */
  record Creation(String line, String lookup, String body, Function<Clients, Object> send) {
    @Override
    public String toString() {
      return line + " " + body;
    }
  }

  private static UpdateCatalog catalog(String comment) {
    return new UpdateCatalog(null, comment, null, null, null, null);
  }

  static List<Patch> changes() {
    String key = "pii/ü %";
    return List.of(
        new Patch(
            "PATCH " + UNITY + "/catalogs/c",
            "{'comment':''}",
            c -> c.catalogs().update("c", catalog(""))),
        new Patch(
            "PATCH " + UNITY + "/catalogs/c",
            "{'owner':'o','comment':'it’s','properties':{},'options':{'database':'d'},"
                + "'isolation_mode':'ISOLATED','enable_predictive_optimization':'INHERIT'}",
            c ->
                c.catalogs()
                    .update(
                        "c",
                        new UpdateCatalog(
                            "o",
                            "it’s",
                            Map.of(),
                            Map.of("database", "d"),
                            "ISOLATED",
                            "INHERIT"))),
        new Patch(
            "PATCH " + UNITY + "/schemas/c.s",
            "{'comment':''}",
            c -> c.catalogs().updateSchema(SCHEMA, new UpdateSchema(null, "", null, null))),
        new Patch(
            "PATCH " + UNITY + "/schemas/c.s",
            "{'owner':'o','properties':{'a':'1'},'enable_predictive_optimization':'ENABLE'}",
            c ->
                c.catalogs()
                    .updateSchema(SCHEMA, new UpdateSchema("o", null, Map.of("a", "1"), "ENABLE"))),
        new Patch(
            "PATCH " + UNITY + "/tables/c.s.t",
            "{'owner':'data eng'}",
            c -> c.catalogs().setTableOwner(TABLE, "data eng")),
        new Patch(
            "PATCH " + UNITY + "/volumes/c.s.v",
            "{'comment':''}",
            c -> c.catalogs().updateVolume(VOLUME, new UpdateVolume("", null))),
        new Patch(
            "PATCH " + UNITY + "/volumes/c.s.v",
            "{'owner':'o'}",
            c -> c.catalogs().updateVolume(VOLUME, new UpdateVolume(null, "o"))),
        new Patch(
            "PATCH " + UNITY + "/permissions/table/c.s.t",
            "{'changes':[{'principal':'data_eng','add':['MODIFY'],'remove':['SELECT']},"
                + "{'principal':'b','remove':['ALL_PRIVILEGES']}],"
                + "'omit_permissions_in_response':true}",
            c ->
                c.permissions()
                    .update(
                        SecurableType.TABLE,
                        "c.s.t",
                        List.of(
                            new Change("data_eng", List.of("MODIFY"), List.of("SELECT")),
                            new Change("b", null, List.of("ALL_PRIVILEGES"))))),
        new Patch(
            "PATCH " + UNITY + "/functions/c.s.f",
            "{'owner':'o'}",
            c -> c.functions().setOwner("c.s.f", "o")),
        new Patch(
            "PATCH " + UNITY + "/models/c.s.m",
            "{'comment':''}",
            c -> c.models().update("c.s.m", new UpdateModel("", null))),
        new Patch(
            "PATCH " + UNITY + "/storage-credentials/k",
            "{'databricks_gcp_service_account':{},'comment':'','read_only':false,'owner':'o',"
                + "'isolation_mode':'ISOLATION_MODE_ISOLATED','skip_validation':true}",
            c ->
                c.storage()
                    .updateCredential(
                        "k",
                        new UpdateCredential(
                            null,
                            null,
                            new GcpServiceAccount(),
                            "",
                            false,
                            "o",
                            "ISOLATION_MODE_ISOLATED",
                            true,
                            null))),
        new Patch(
            "PATCH " + UNITY + "/external-locations/l",
            "{'url':'s3://b/p','credential_name':'k','fallback':true,'enable_file_events':false,"
                + "'force':true}",
            c ->
                c.storage()
                    .updateLocation(
                        "l",
                        new UpdateLocation(
                            "s3://b/p", "k", null, null, true, false, null, null, null, true))),
        new Patch(
            "PATCH /api/2.1/tag-policies/pii%2F%C3%BC%20%25?update_mask=description%2Cvalues",
            "{'tag_key':'" + key + "','description':'','values':[{'name':'high'},{'name':'é'}]}",
            c -> c.tagPolicies().update(key, "", List.of("high", "é"))),
        new Patch(
            "PATCH /api/2.1/tag-policies/k?update_mask=values",
            "{'tag_key':'k','values':[]}",
            c -> c.tagPolicies().update("k", null, List.of())),
        new Patch(
            "PATCH /api/2.1/tag-policies/k?update_mask=description",
            "{'tag_key':'k','description':'d'}",
            c -> c.tagPolicies().update("k", "d", null)));
  }

  static List<Creation> creations() {
    return List.of(
        new Creation(
            "POST " + UNITY + "/catalogs",
            UNITY + "/catalogs/x",
            "{'name':'x','comment':'c','storage_root':'s3://r','properties':{'a':'1'}}",
            c ->
                c.catalogs()
                    .create(
                        new CreateCatalog(
                            "x", "c", "s3://r", null, null, Map.of("a", "1"), null, null))
                    .name()),
        new Creation(
            "POST " + UNITY + "/catalogs",
            UNITY + "/catalogs/x",
            "{'name':'x','options':{'database':'d'},'connection_name':'pg'}",
            c ->
                c.catalogs()
                    .create(
                        new CreateCatalog(
                            "x", null, null, null, null, null, Map.of("database", "d"), "pg"))
                    .name()),
        new Creation(
            "POST " + UNITY + "/schemas",
            UNITY + "/schemas/c.x",
            "{'name':'x','catalog_name':'c','comment':'k','properties':{'a':''},"
                + "'storage_root':'s3://r/x'}",
            c ->
                c.catalogs()
                    .createSchema(new SchemaName("c", "x"), "k", Map.of("a", ""), "s3://r/x")
                    .name()),
        new Creation(
            "POST " + UNITY + "/models",
            UNITY + "/models/c.s.x?include_aliases=true",
            "{'name':'x','catalog_name':'c','schema_name':'s','comment':'ü'}",
            c -> c.models().create(SCHEMA, "x", "ü").name()),
        new Creation(
            "POST " + UNITY + "/storage-credentials",
            UNITY + "/storage-credentials/x",
            "{'name':'x','aws_iam_role':{'role_arn':'arn:aws:iam::1:role/r'},'comment':'c',"
                + "'read_only':true}",
            c ->
                c.storage()
                    .createCredential(
                        new CreateCredential(
                            "x",
                            new AwsIamRole("arn:aws:iam::1:role/r"),
                            null,
                            null,
                            "c",
                            true,
                            null))
                    .name()),
        new Creation(
            "POST " + UNITY + "/storage-credentials",
            UNITY + "/storage-credentials/x",
            "{'name':'x','azure_managed_identity':{'access_connector_id':'/a/c'}}",
            c ->
                c.storage()
                    .createCredential(
                        new CreateCredential(
                            "x",
                            null,
                            new AzureManagedIdentity("/a/c", null),
                            null,
                            null,
                            null,
                            null))
                    .name()),
        new Creation(
            "POST " + UNITY + "/storage-credentials",
            UNITY + "/storage-credentials/x",
            "{'name':'x','azure_managed_identity':{'access_connector_id':'/a/c',"
                + "'managed_identity_id':'/m/i'}}",
            c ->
                c.storage()
                    .createCredential(
                        new CreateCredential(
                            "x",
                            null,
                            new AzureManagedIdentity("/a/c", "/m/i"),
                            null,
                            null,
                            null,
                            null))
                    .name()),
        new Creation(
            "POST " + UNITY + "/storage-credentials",
            UNITY + "/storage-credentials/x",
            "{'name':'x','databricks_gcp_service_account':{},'skip_validation':true}",
            c ->
                c.storage()
                    .createCredential(
                        new CreateCredential(
                            "x", null, null, new GcpServiceAccount(), null, null, true))
                    .name()),
        new Creation(
            "POST " + UNITY + "/external-locations",
            UNITY + "/external-locations/x",
            "{'name':'x','url':'gs://b/p','credential_name':'k','comment':'c','read_only':false,"
                + "'skip_validation':true,'fallback':false,'enable_file_events':true}",
            c ->
                c.storage()
                    .createLocation(
                        new CreateLocation("x", "gs://b/p", "k", "c", false, true, false, true))
                    .name()),
        new Creation(
            "POST " + UNITY + "/connections",
            UNITY + "/connections/x",
            "{'name':'x','connection_type':'POSTGRESQL','options':{'password':'p'},"
                + "'properties':{},'read_only':true}",
            c ->
                c.connections()
                    .create(
                        new CreateConnection(
                            "x", "POSTGRESQL", Map.of("password", "p"), null, Map.of(), true))
                    .name()),
        new Creation(
            "POST /api/2.1/tag-policies",
            "/api/2.1/tag-policies/x",
            "{'tag_key':'x','description':'d','values':[{'name':'a'}]}",
            c -> c.tagPolicies().create("x", "d", List.of("a")).tagKey()),
        new Creation(
            "POST /api/2.1/tag-policies",
            "/api/2.1/tag-policies/x",
            "{'tag_key':'x'}",
            c -> c.tagPolicies().create("x", "", List.of()).tagKey()));
  }

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

  private void assertSent(Asked asked, String line, String body) throws JsonProcessingException {
    assertThat(asked.line()).isEqualTo(line);
    assertThat(JSON.readTree(asked.body())).isEqualTo(JSON.readTree(body.replace('\'', '"')));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void onlyWhatIsSetIsSentAndSentAgainAfterAStumble(Patch change) throws Exception {
    server.then(Answer.json(500, "")).then(Answer.hangUp()).then(Answer.ok("{}"));

    change.send().accept(clients);

    assertThat(server.asked()).hasSize(3);
    for (Asked asked : server.asked()) {
      assertSent(asked, change.line(), change.body());
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void refusedChangeIsAFailure(Patch change) {
    for (int status : new int[] {400, 403, 404}) {
      server.then(
          Answer.json(status, "{\"error_code\":\"SOME_CODE\",\"message\":\"no, because\"}"));

      ApiException e =
          catchThrowableOfType(ApiException.class, () -> change.send().accept(clients));

      assertThat(e).hasMessage("no, because");
      assertThat(e.status()).isEqualTo(status);
    }
    assertThat(server.asked()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("creations")
  void creationSaysAllThatIsWanted(Creation creation) throws Exception {
    server.then(Answer.ok("{\"name\":\"x\",\"tag_key\":\"x\",\"unknown\":1}"));

    assertThat(creation.send().apply(clients)).isEqualTo("x");

    assertThat(server.asked()).hasSize(1);
    assertSent(server.asked().get(0), creation.line(), creation.body());
  }

  @ParameterizedTest
  @MethodSource("creations")
  void creationInDoubtIsLookedUp(Creation creation) {
    server.then(Answer.hangUp()).then(Answer.ok("{\"name\":\"found\",\"tag_key\":\"found\"}"));

    assertThat(creation.send().apply(clients)).isEqualTo("found");

    assertThat(server.lines()).containsExactly(creation.line(), "GET " + creation.lookup());
  }

  @ParameterizedTest
  @MethodSource("creations")
  void creationThatDidNotHappenIsSentAgain(Creation creation) {
    server
        .then(Answer.json(503, ""))
        .then(Answer.json(404, "{\"error_code\":\"X_DOES_NOT_EXIST\",\"message\":\"no\"}"))
        .then(Answer.ok("{\"name\":\"x\",\"tag_key\":\"x\"}"));

    assertThat(creation.send().apply(clients)).isEqualTo("x");

    assertThat(server.lines())
        .containsExactly(creation.line(), "GET " + creation.lookup(), creation.line());
  }

  @ParameterizedTest
  @MethodSource("creations")
  void objectThatWasThereBeforeIsAFailure(Creation creation) {
    server.then(Answer.json(409, "{\"error_code\":\"X_ALREADY_EXISTS\",\"message\":\"taken\"}"));

    ApiException e = catchThrowableOfType(ApiException.class, () -> creation.send().apply(clients));

    assertThat(e.isAlreadyExists()).isTrue();
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void changeOfATagPolicyThatChangesNothingIsRefused() {
    assertThatThrownBy(() -> clients.tagPolicies().update("k", null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("k");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void passwordsOfAConnectionAreNotShown() {
    CreateConnection request =
        new CreateConnection("x", "MYSQL", Map.of("password", "s3cret"), null, null, null);

    assertThat(request.toString()).contains("x", "MYSQL").doesNotContain("s3cret");
  }

  /** Everything that is named in a path. */
  private Stream<Consumer<String>> named() {
    return Stream.of(
        n -> clients.catalogs().update(n, catalog("")),
        n ->
            clients
                .catalogs()
                .updateSchema(new SchemaName("c", n), new UpdateSchema("o", null, null, null)),
        n -> clients.catalogs().setTableOwner(new TableName("c", "s", n), "o"),
        n ->
            clients
                .catalogs()
                .updateVolume(new VolumeName("c", "s", n), new UpdateVolume("", null)),
        n -> clients.permissions().direct(SecurableType.CATALOG, n),
        n -> clients.permissions().update(SecurableType.CATALOG, n, List.of()),
        n -> clients.functions().find(n),
        n -> clients.functions().setOwner(n, "o"),
        n -> clients.models().find(n),
        n -> clients.models().update(n, new UpdateModel("", null)),
        n -> clients.models().versions(n),
        n -> clients.storage().findCredential(n),
        n ->
            clients
                .storage()
                .updateCredential(
                    n, new UpdateCredential(null, null, null, "", null, null, null, null, null)),
        n -> clients.storage().findLocation(n),
        n ->
            clients
                .storage()
                .updateLocation(
                    n,
                    new UpdateLocation(null, null, "", null, null, null, null, null, null, null)),
        n -> clients.connections().find(n),
        n -> clients.tagPolicies().find(n),
        n -> clients.tagPolicies().update(n, "", null),
        n -> clients.bindings().list(SecurableType.CATALOG, n),
        n -> clients.pipelines().find(n));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b/c?d#e%2F&f+", "ünï—码🙂 100%", "{n}", ".."})
  void hostileNamesStayOnePathSegment(String name) {
    server.otherwise(request -> Answer.ok("{}"));

    named().forEach(call -> call.accept(name));

    long calls = named().count();
    assertThat(server.asked()).hasSize((int) calls);
    for (Asked asked : server.asked()) {
      String path =
          asked.target().replaceFirst("\\?(max_results|include_aliases|update_mask)=.*", "");
      assertThat(path).doesNotContain("?", "#", " ");
      String last = path.replaceFirst("/versions$", "");
      String segment = last.substring(last.lastIndexOf('/') + 1).replace("+", "%2B");
      assertThat(URLDecoder.decode(segment, StandardCharsets.UTF_8)).endsWithIgnoringCase(name);
      assertThat(path.split("/").length).isLessThanOrEqualTo(7);
    }
  }

  @Test
  void whatIsMissingIsNotFound() {
    server.otherwise(
        request ->
            Answer.json(404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"-\"}"));

    assertThat(clients.functions().find("f")).isEmpty();
    assertThat(clients.models().find("m")).isEmpty();
    assertThat(clients.storage().findCredential("c")).isEmpty();
    assertThat(clients.storage().findLocation("l")).isEmpty();
    assertThat(clients.connections().find("c")).isEmpty();
    assertThat(clients.tagPolicies().find("t")).isEmpty();
    assertThat(clients.pipelines().find("p")).isEmpty();
  }
}
