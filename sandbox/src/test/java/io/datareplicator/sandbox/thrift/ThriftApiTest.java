package io.datareplicator.sandbox.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.sandbox.testkit.HiveClient;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.Jdbc;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.hive.service.rpc.thrift.TCancelOperationReq;
import org.apache.hive.service.rpc.thrift.TCloseOperationReq;
import org.apache.hive.service.rpc.thrift.TCloseSessionReq;
import org.apache.hive.service.rpc.thrift.TExecuteStatementReq;
import org.apache.hive.service.rpc.thrift.TExecuteStatementResp;
import org.apache.hive.service.rpc.thrift.TFetchOrientation;
import org.apache.hive.service.rpc.thrift.TFetchResultsReq;
import org.apache.hive.service.rpc.thrift.TFetchResultsResp;
import org.apache.hive.service.rpc.thrift.TGetInfoReq;
import org.apache.hive.service.rpc.thrift.TGetInfoType;
import org.apache.hive.service.rpc.thrift.TGetOperationStatusReq;
import org.apache.hive.service.rpc.thrift.TGetOperationStatusResp;
import org.apache.hive.service.rpc.thrift.TGetQueryIdReq;
import org.apache.hive.service.rpc.thrift.TGetResultSetMetadataReq;
import org.apache.hive.service.rpc.thrift.TGetTablesReq;
import org.apache.hive.service.rpc.thrift.TOpenSessionReq;
import org.apache.hive.service.rpc.thrift.TOperationHandle;
import org.apache.hive.service.rpc.thrift.TOperationState;
import org.apache.hive.service.rpc.thrift.TProtocolVersion;
import org.apache.hive.service.rpc.thrift.TSessionHandle;
import org.apache.hive.service.rpc.thrift.TStatus;
import org.apache.hive.service.rpc.thrift.TStatusCode;
import org.apache.hive.service.rpc.thrift.TTypeId;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as Hive's own client sees it, which asks for none of Databricks' extensions. */
class ThriftApiTest {
  @TempDir Path data;
  private TestSandbox box;
  private HiveClient client;
  private Jdbc log;
  private TSessionHandle session;

  @BeforeEach
  void start() throws TException {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    client = new HiveClient(box, box.source());
    log = new Jdbc(box, box.source());
    session = client.open();
  }

  @AfterEach
  void stop() {
    box.close();
  }

  private TOperationHandle submit(String sql) throws TException {
    TExecuteStatementResp submitted = client.submit(session, sql);
    assertOk(submitted.getStatus());
    return submitted.getOperationHandle();
  }

  private TOperationHandle finished(String sql) throws Exception {
    TOperationHandle operation = submit(sql);
    awaitState(operation, TOperationState.FINISHED_STATE);
    return operation;
  }

  private TGetOperationStatusResp status(TOperationHandle operation) throws TException {
    return client.calls.GetOperationStatus(new TGetOperationStatusReq(operation));
  }

  private TGetOperationStatusResp awaitState(TOperationHandle operation, TOperationState wanted)
      throws Exception {
    for (int i = 0; i < 6000 && status(operation).getOperationState() != wanted; i++) {
      Thread.sleep(10);
    }
    TGetOperationStatusResp status = status(operation);
    assertThat(status.getOperationState()).isEqualTo(wanted);
    return status;
  }

  private TFetchResultsResp fetch(TOperationHandle operation, TFetchOrientation from, long rows)
      throws TException {
    return client.calls.FetchResults(new TFetchResultsReq(operation, from, rows));
  }

  private static void assertOk(TStatus status) {
    assertThat(status.getStatusCode()).isEqualTo(TStatusCode.SUCCESS_STATUS);
  }

  private static void assertError(TStatus status, String sqlState, String part) {
    assertThat(status.getStatusCode()).isEqualTo(TStatusCode.ERROR_STATUS);
    assertThat(status.getSqlState()).isEqualTo(sqlState);
    assertThat(status.getErrorMessage()).contains(part);
  }

  @Test
  void theOlderProtocolIsAgreedOn() throws TException {
    assertThat(client.calls.OpenSession(new TOpenSessionReq()).getServerProtocolVersion())
        .isEqualTo(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10);
  }

  @Test
  void rowsComeInSeveralFetches() throws Exception {
    TOperationHandle operation = finished("ROWS 1000");
    long next = 0;
    int fetches = 0;
    TFetchResultsResp fetched;
    do {
      fetched = fetch(operation, TFetchOrientation.FETCH_NEXT, 300);
      assertOk(fetched.getStatus());
      assertThat(fetched.getResults().getStartRowOffset()).isEqualTo(next);
      for (long id : fetched.getResults().getColumns().get(0).getI64Val().getValues()) {
        assertThat(id).isEqualTo(next);
        next++;
      }
      fetches++;
    } while (fetched.isHasMoreRows());
    assertThat(next).isEqualTo(1000);
    assertThat(fetches).isGreaterThan(3);
    assertThat(
            fetch(operation, TFetchOrientation.FETCH_FIRST, 2)
                .getResults()
                .getColumns()
                .get(1)
                .getStringVal()
                .getValues())
        .containsExactly("x", "x");
    assertError(
        fetch(operation, TFetchOrientation.FETCH_LAST, 2).getStatus(), "0A000", "orientation");
  }

  @Test
  void metadataNamesTheTypes() throws Exception {
    var schema =
        client.calls.GetResultSetMetadata(new TGetResultSetMetadataReq(finished("ROWS 1")))
            .getSchema();
    assertThat(schema.getColumns())
        .extracting(c -> c.getColumnName())
        .containsExactly("id", "text");
    assertThat(schema.getColumns())
        .extracting(c -> c.getTypeDesc().getTypes().get(0).getPrimitiveEntry().getType())
        .containsExactly(TTypeId.BIGINT_TYPE, TTypeId.STRING_TYPE);
  }

  @Test
  void aFailureHasStateAndText() throws Exception {
    TGetOperationStatusResp status = awaitState(submit("FAIL"), TOperationState.ERROR_STATE);
    assertOk(status.getStatus());
    assertThat(status.getSqlState()).isEqualTo("42P01");
    assertThat(status.getErrorMessage()).contains("[TABLE_OR_VIEW_NOT_FOUND]");
  }

  @Test
  void whoWaitsIsToldOfAFailureByTheCall() throws Exception {
    TStatus status =
        client.calls.ExecuteStatement(new TExecuteStatementReq(session, "FAIL")).getStatus();
    assertError(status, "42P01", "[TABLE_OR_VIEW_NOT_FOUND]");
  }

  @Test
  void rowsOfWhatStillRunsAreRefused() throws Exception {
    TOperationHandle operation = submit("BLOCK");
    assertError(fetch(operation, TFetchOrientation.FETCH_NEXT, 1).getStatus(), "HY010", "FINISHED");
  }

  @Test
  void cancelEndsTheStatement() throws Exception {
    TOperationHandle operation = submit("BLOCK");
    log.await("BLOCK", "RUNNING");
    assertOk(client.calls.CancelOperation(new TCancelOperationReq(operation)).getStatus());
    awaitState(operation, TOperationState.CANCELED_STATE);
    log.await("BLOCK", "CANCELED");
  }

  @Test
  void theTimeOutIsTheServers() throws Exception {
    TExecuteStatementReq request = new TExecuteStatementReq(session, "BLOCK");
    request.setRunAsync(true);
    request.setQueryTimeout(1);
    TOperationHandle operation = client.calls.ExecuteStatement(request).getOperationHandle();
    TGetOperationStatusResp status = awaitState(operation, TOperationState.TIMEDOUT_STATE);
    assertThat(status.getSqlState()).isEqualTo("57KD0");
    log.await("BLOCK", "CANCELED");
  }

  @Test
  void closingASessionEndsWhatRunsInIt() throws Exception {
    TOperationHandle operation = submit("BLOCK");
    log.await("BLOCK", "RUNNING");
    assertOk(client.calls.CloseSession(new TCloseSessionReq(session)).getStatus());
    log.await("BLOCK", "CANCELED");
    assertError(status(operation).getStatus(), "08000", "Invalid OperationHandle");
    assertError(client.submit(session, "DDL").getStatus(), "08000", "Invalid SessionHandle");
  }

  @Test
  void terminatingTheClusterEndsEverythingOnIt() throws Exception {
    submit("BLOCK");
    log.await("BLOCK", "RUNNING");
    Http control = box.anonymous(box.source());
    control.post(
        "/sandbox/clusters/" + box.source().clusterId(),
        "{\"terminate\":true,\"start_delay_ms\":3000}");
    log.await("BLOCK", "CANCELED");
    assertThatThrownBy(() -> client.submit(session, "DDL"))
        .isInstanceOf(TTransportException.class)
        .hasMessage("HTTP 503");
    String cluster = "/api/2.1/clusters/get?cluster_id=" + box.source().clusterId();
    Http workspace = box.http(box.source());
    while (!workspace.get(cluster).json().get("state").asText().equals("RUNNING")) {
      Thread.sleep(50);
    }
    assertError(client.submit(session, "DDL").getStatus(), "08000", "Invalid SessionHandle");
  }

  @Test
  void aClosedOperationIsUnknown() throws Exception {
    TOperationHandle operation = finished("ROWS 1");
    assertOk(client.calls.CloseOperation(new TCloseOperationReq(operation)).getStatus());
    assertError(
        client.calls.CloseOperation(new TCloseOperationReq(operation)).getStatus(),
        "08000",
        "Invalid OperationHandle: OperationHandle [opType=EXECUTE_STATEMENT,");
  }

  @Test
  void aGuessedHandleOpensNothing() throws Exception {
    TOperationHandle forged = finished("ROWS 1").deepCopy();
    forged.getOperationId().setSecret(new byte[16]);
    assertError(status(forged).getStatus(), "08000", "Invalid OperationHandle");
    TSessionHandle stolen = session.deepCopy();
    stolen.getSessionId().setSecret(new byte[3]);
    assertError(client.submit(stolen, "DDL").getStatus(), "08000", "Invalid SessionHandle");
  }

  @Test
  void informationAndWhatIsNotSupported() throws Exception {
    assertThat(
            client.calls.GetInfo(new TGetInfoReq(session, TGetInfoType.CLI_DBMS_NAME))
                .getInfoValue()
                .getStringValue())
        .isEqualTo("Spark SQL");
    assertThat(
            client.calls.GetInfo(new TGetInfoReq(session, TGetInfoType.CLI_DBMS_VER))
                .getInfoValue()
                .getStringValue())
        .startsWith("4.");
    assertError(
        client.calls.GetInfo(new TGetInfoReq(session, TGetInfoType.CLI_INTEGRITY)).getStatus(),
        "0A000",
        "not supported");
    assertError(
        client.calls.GetTables(new TGetTablesReq(session)).getStatus(), "0A000", "GetTables");
    assertThatThrownBy(() -> client.calls.GetQueryId(new TGetQueryIdReq(submit("DDL"))))
        .isInstanceOf(TApplicationException.class)
        .hasMessageContaining("GetQueryId");
  }

  @Test
  void aWarehousesApiDoesNotKnowTheClustersStatements() throws Exception {
    var guid = finished("ROWS 1").getOperationId().bufferForGuid();
    String id = new UUID(guid.getLong(), guid.getLong()).toString();
    Answer answer = box.http(box.source()).get("/api/2.0/sql/statements/" + id);
    assertThat(answer.status()).isEqualTo(404);
    Answer log = box.anonymous(box.source()).get("/sandbox/requests");
    assertThat(log.json().at("/statements/0/compute_id").asText())
        .isEqualTo(box.source().clusterId());
    assertThat(log.body()).contains("/sql/protocolv1/o/{workspace_id}/{cluster_id}");
  }

  @Test
  void faultsHitClustersToo() throws Exception {
    Http control = box.anonymous(box.source());
    control.post(
        "/sandbox/faults",
        "[{\"path\":\"^/sql/protocolv1/\",\"status\":502},"
            + "{\"statement\":\"ROWS\",\"body\":{\"message\":\"[X] no. SQLSTATE: 42501\","
            + "\"sql_state\":\"42501\"}},"
            + "{\"statement\":\"DDL\",\"status\":503,\"after_effect\":true}]");
    assertThatThrownBy(() -> client.submit(session, "BLOCK")).hasMessage("HTTP 502");
    TGetOperationStatusResp failed = awaitState(submit("ROWS 1"), TOperationState.ERROR_STATE);
    assertThat(failed.getSqlState()).isEqualTo("42501");
    finished("ROWS 1");
    assertThatThrownBy(() -> client.submit(session, "DDL")).hasMessage("HTTP 503");
    log.await("DDL", "SUCCEEDED");
    assertThat(log.states("BLOCK")).isEmpty();
  }

  @Test
  void aPollCanBeHitByTheTextOfItsStatement() throws Exception {
    TOperationHandle operation = finished("ROWS 1");
    box.anonymous(box.source())
        .post("/sandbox/faults", "{\"method\":\"POST\",\"statement\":\"^ROWS\",\"status\":500}");
    assertThatThrownBy(() -> status(operation)).hasMessage("HTTP 500");
    assertOk(status(operation).getStatus());
  }
}
