package io.datareplicator.databricks.warehouses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.config.AuthType;
import io.datareplicator.config.ClusterSize;
import io.datareplicator.config.Side;
import io.datareplicator.config.SideConfig;
import io.datareplicator.config.WarehouseConfig;
import io.datareplicator.config.WarehouseType;
import io.datareplicator.databricks.WorkspaceSetupException;
import io.datareplicator.databricks.auth.StaticToken;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RestClients;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.http.ScriptedServer;
import io.datareplicator.databricks.http.ScriptedServer.Answer;
import io.datareplicator.databricks.identity.Identity;
import io.datareplicator.databricks.identity.ScimApi;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Warehouses and their choice over the wire, and who the caller is. */
@QuarkusTest
class WarehousesTest {
  private static final String PATH = "/api/2.0/sql/warehouses";

  private ScriptedServer server;
  private Warehouses warehouses;
  private Identity identity;

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    HttpPipeline http =
        new HttpPipeline(
            server.host(),
            Network.DIRECT,
            new StaticToken("warehouse-token"),
            new RetryPolicy(3, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(2)),
            new RetryBudget(),
            new Random(5),
            2);
    RestClients clients =
        new RestClients(server.host(), "data-replicator/0.1.0", Network.DIRECT, Clock.systemUTC());
    warehouses = new Warehouses(clients.authenticated(WarehousesApi.class, http), http);
    identity = new Identity(clients.authenticated(ScimApi.class, http), http);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SideConfig side(WarehouseConfig warehouse) {
    return new SideConfig(
        Side.TARGET,
        "tgt",
        null,
        server.host(),
        AuthType.PAT,
        null,
        null,
        null,
        null,
        warehouse,
        null,
        true);
  }

  private static WarehouseConfig wanted(boolean creationAllowed) {
    return new WarehouseConfig(
        true,
        creationAllowed,
        "made",
        false,
        WarehouseType.CLASSIC,
        ClusterSize.XX_SMALL,
        15,
        1,
        2);
  }

  private Compute resolve(WarehouseConfig warehouse) {
    return new WarehouseResolver(warehouses, Map.of()).resolve(side(warehouse), Optional.empty());
  }

  private static String fixture(String name) throws IOException {
    try (InputStream in = WarehousesTest.class.getResourceAsStream("/wire/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void recordedAnswersAreUnderstood() throws IOException {
    server.then(Answer.ok(fixture("warehouses_list"))).then(Answer.ok(fixture("warehouse_get")));

    assertThat(warehouses.list())
        .extracting(WarehousesApi.WarehouseInfo::name)
        .containsExactly("repl");
    WarehousesApi.WarehouseInfo one = warehouses.find("abcdef0123456789").orElseThrow();
    assertThat(one)
        .isEqualTo(
            new WarehousesApi.WarehouseInfo(
                "abcdef0123456789", "repl", "STOPPED", "2X-Small", "PRO", true));
    assertThat(server.lines()).containsExactly("GET " + PATH, "GET " + PATH + "/abcdef0123456789");
  }

  @Test
  void listingFollowsPagesAndLeavesOutDeletedOnes() {
    server
        .then(Answer.ok("{\"next_page_token\":\"p2\"}"))
        .then(
            Answer.ok(
                "{\"warehouses\":[{\"id\":\"1\",\"state\":\"DELETING\"},{\"id\":\"2\",\"state\":\"DELETED\"},"
                    + "{\"id\":\"3\",\"name\":\"c\",\"state\":\"STOPPED\"},{\"id\":\"4\"}]}"));

    assertThat(warehouses.list())
        .extracting(WarehousesApi.WarehouseInfo::id)
        .containsExactly("3", "4");
    assertThat(server.lines()).containsExactly("GET " + PATH, "GET " + PATH + "?page_token=p2");
  }

  @Test
  void failedListingIsNotAnEmptyOne() {
    server.otherwise(
        request -> Answer.json(403, "{\"error_code\":\"PERMISSION_DENIED\",\"message\":\"no\"}"));

    assertThatThrownBy(() -> resolve(null)).isInstanceOf(ApiException.class);
  }

  @Test
  void warehouseIsCreatedWhenTheConfigurationSaysSo() {
    server.then(Answer.ok("{}")).then(Answer.ok("{\"id\":\"new-1\"}"));

    Compute chosen = resolve(wanted(true));

    assertThat(chosen)
        .isEqualTo(Compute.warehouse("new-1", "created 'made' as warehouse_config says"));
    assertThat(server.lines()).containsExactly("GET " + PATH, "POST " + PATH);
    assertThat(server.asked().get(1).body())
        .isEqualTo(
            "{\"name\":\"made\",\"cluster_size\":\"2X-Small\",\"warehouse_type\":\"CLASSIC\","
                + "\"enable_serverless_compute\":false,\"auto_stop_mins\":15,\"min_num_clusters\":1,"
                + "\"max_num_clusters\":2}");
  }

  @Test
  void creationWithLostAnswerIsFoundByName() {
    server
        .then(Answer.ok("{}"))
        .then(Answer.hangUp())
        .then(
            Answer.ok(
                "{\"warehouses\":[{\"id\":\"new-1\",\"name\":\"made\",\"state\":\"STARTING\"}]}"));

    assertThat(resolve(wanted(true)).id()).isEqualTo("new-1");
    assertThat(server.lines()).containsExactly("GET " + PATH, "POST " + PATH, "GET " + PATH);
  }

  @Test
  void nothingIsCreatedUnasked() {
    server.otherwise(request -> Answer.ok("{}"));

    assertThatThrownBy(() -> resolve(wanted(false)))
        .isInstanceOf(WorkspaceSetupException.class)
        .hasMessageContaining("there is no warehouse 'made'")
        .hasMessageContaining("create_if_not_exists")
        .hasMessageContaining("DATA_REPLICATOR_TARGET_WAREHOUSE_ID");
    assertThat(server.lines()).containsExactly("GET " + PATH);
  }

  @Test
  void startToleratesAnEmptyAnswer() {
    server.then(Answer.ok("{}")).then(new Answer(200, Map.of(), new byte[0]));

    warehouses.start("a/b");
    warehouses.start("c");

    assertThat(server.lines())
        .containsExactly("POST " + PATH + "/a%2Fb/start", "POST " + PATH + "/c/start");
    assertThat(server.asked().get(0).body()).isEqualTo("{}");
  }

  @Test
  void callerIsKnownFromScim() throws IOException {
    server.then(Answer.ok(fixture("scim_me"))).then(Answer.ok("{\"userName\":\"app-id\"}"));

    ScimApi.Me me = identity.me();

    assertThat(me.userName()).isEqualTo("ana.ops@example.test");
    assertThat(me.displayName()).isEqualTo("Ana Ops");
    assertThat(me.active()).isTrue();
    assertThat(me.groups()).containsExactly(new ScimApi.Group("admins", "987"));
    assertThat(identity.me()).isEqualTo(new ScimApi.Me(null, "app-id", null, null, null));
    assertThat(server.lines().get(0)).isEqualTo("GET /api/2.0/preview/scim/v2/Me");
  }
}
