package io.datareplicator.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.InvalidState;
import com.databricks.sdk.core.error.platform.ResourceDoesNotExist;
import com.databricks.sdk.service.compute.ClusterDetails;
import com.databricks.sdk.service.compute.ListClustersRequest;
import com.databricks.sdk.service.compute.State;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.Jdbc;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters by the unmodified SDK, and what a driver meets when one does not run. */
class ClusterApiTest {
  @TempDir Path data;
  private TestSandbox box;
  private Jdbc jdbc;
  private WorkspaceClient sdk;
  private String id;

  @BeforeEach
  void start() {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    jdbc = new Jdbc(box, box.source());
    id = box.source().clusterId();
    sdk =
        new WorkspaceClient(
            new DatabricksConfig()
                .setHost(box.url(box.source()))
                .setToken(box.source().token())
                .setAuthType("pat"));
  }

  @AfterEach
  void stop() {
    box.close();
  }

  private Answer control(String body) {
    return box.anonymous(box.source()).post("/sandbox/clusters/" + id, body);
  }

  @Test
  void theClusterRunsAndIsListed() {
    ClusterDetails cluster = sdk.clusters().get(id);
    assertThat(cluster.getState()).isEqualTo(State.RUNNING);
    assertThat(cluster.getClusterId()).matches("\\d{4}-\\d{6}-[0-9a-z]{8}");
    assertThat(cluster.getCreatorUserName()).isEqualTo(box.source().user());
    assertThat(sdk.clusters().list(new ListClustersRequest().setPageSize(1L)))
        .extracting(ClusterDetails::getClusterId)
        .containsExactly(id);
    assertThat(box.target().clusterId()).isNotEqualTo(id);
  }

  @Test
  void anUnknownClusterIsRefusedAsDatabricksDoes() {
    Http http = box.http(box.source());
    Answer answer = http.get("/api/2.1/clusters/get?cluster_id=0101-010101-abcdefgh");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(answer.json().get("message").asText())
        .isEqualTo("Cluster 0101-010101-abcdefgh does not exist");
    assertThat(http.get("/api/2.1/clusters/get").status()).isEqualTo(400);
    assertThat(http.post("/api/2.1/clusters/start", "{}").status()).isEqualTo(400);
    assertThat(box.anonymous(box.source()).get("/api/2.1/clusters/list").status()).isEqualTo(401);
    catchThrowableOfType(ResourceDoesNotExist.class, () -> sdk.clusters().get("0-0-x"));
  }

  @Test
  void aTerminatedClusterIsStartedByHand() throws Exception {
    assertThat(catchThrowableOfType(InvalidState.class, () -> sdk.clusters().start(id)))
        .hasMessageContaining("unexpected state Running");
    control("{\"start_delay_ms\":300}");
    sdk.clusters().delete(id);
    assertThat(sdk.clusters().get(id).getState()).isEqualTo(State.TERMINATED);
    var starting = sdk.clusters().start(id);
    assertThat(sdk.clusters().get(id).getState()).isEqualTo(State.PENDING);
    assertThat(starting.get().getState()).isEqualTo(State.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"start_delay_ms\":-1}", "{\"start_delay_ms\":\"x\"}", "nonsense"})
  void controlRefusesNonsense(String body) {
    assertThat(control(body).status()).isEqualTo(400);
  }

  @Test
  void aDriverWaitsForATerminatedClusterToStart() throws SQLException {
    assertThat(control("{\"terminate\":true,\"start_delay_ms\":900}").json().get("state").asText())
        .isEqualTo("TERMINATED");
    long start = System.nanoTime();
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT /* ROWS 2 */")) {
      assertThat(rows.next()).isTrue();
      assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(900);
      assertThat(sdk.clusters().get(id).getState()).isEqualTo(State.RUNNING);
    }
  }

  @Test
  void aDriverThatMayNotWaitLearnsWhy() {
    control("{\"terminate\":true,\"start_delay_ms\":60000}");
    SQLException failure =
        catchThrowableOfType(
            SQLException.class, () -> jdbc.cluster(";TemporarilyUnavailableRetry=0"));
    assertThat((Throwable) failure)
        .hasStackTraceContaining(
            "TEMPORARILY_UNAVAILABLE: Cluster " + id + " is temporarily unavailable.");
    assertThat(sdk.clusters().get(id).getState()).isEqualTo(State.PENDING);
  }

  @Test
  void workspaceZeroStandsForTheHostsOwn() throws SQLException {
    try (Connection connection =
            jdbc.connect("/sql/protocolv1/o/0/" + id, box.source().token(), "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT /* ROWS 1 */")) {
      assertThat(rows.next()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sql/protocolv1/o/0/0101-010101-abcdefgh", "/sql/protocolv1/o/12/%s"})
  void anUnknownClusterIsAnSqlException(String path) {
    SQLException failure =
        catchThrowableOfType(
            SQLException.class, () -> jdbc.connect(path.formatted(id), box.source().token(), ""));
    assertThat((Throwable) failure)
        .hasStackTraceContaining("404")
        .hasStackTraceContaining("RESOURCE_DOES_NOT_EXIST: No cluster found matching: 0101-");
  }

  @Test
  void aWrongTokenIsAnSqlException() {
    SQLException failure =
        catchThrowableOfType(
            SQLException.class,
            () -> jdbc.connect(box.source().clusterHttpPath(), "dapi-wrong", ""));
    assertThat((Throwable) failure)
        .hasStackTraceContaining("403")
        .hasStackTraceContaining("Invalid access token");
  }

  @Test
  void aBusyClusterIsAskedAgain() throws SQLException {
    box.anonymous(box.source())
        .post(
            "/sandbox/faults",
            "{\"path\":\"^/sql/protocolv1/\",\"status\":429,\"headers\":{\"Retry-After\":\"1\"}}");
    try (Connection connection = jdbc.cluster("")) {
      assertThat(connection.isClosed()).isFalse();
    }
  }
}
