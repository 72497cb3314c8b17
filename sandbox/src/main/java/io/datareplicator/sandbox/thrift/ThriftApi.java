package io.datareplicator.sandbox.thrift;

import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.cluster.Cluster;
import io.datareplicator.sandbox.cluster.Cluster.State;
import io.datareplicator.sandbox.cluster.Clusters;
import io.datareplicator.sandbox.control.StatementFault;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Authenticator;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.http.StatementTexts;
import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.statement.StatementService;
import io.datareplicator.sandbox.thrift.CliService.Caller;
import java.util.Map;
import java.util.Optional;
import org.apache.hive.service.rpc.thrift.TGetInfoValue;
import org.apache.thrift.TException;

/**
 * {@code POST /sql/protocolv1/o/{workspace}/{cluster}}: Thrift calls, one per request. What has to
 * do with the cluster rather than with the call is told by the HTTP status and the header that
 * drivers show, {@code X-Thriftserver-Error-Message}.
 */
public final class ThriftApi implements StatementTexts, AutoCloseable {
  private static final String ROOT = "/sql/protocolv1/o/";
  private static final String EXECUTE = "ExecuteStatement";

  private final Workspace workspace;
  private final Clusters clusters;
  private final CliService service;

  public ThriftApi(
      Workspace workspace,
      Clusters clusters,
      StatementService statements,
      Authenticator authenticator,
      Settings settings) {
    this.workspace = workspace;
    this.clusters = clusters;
    this.service = new CliService(statements, authenticator, settings);
    clusters.all().forEach(c -> c.onTermination(() -> service.forget(c)));
  }

  public void register(Router router) {
    router.add("POST", ROOT + "{workspace_id}/{cluster_id}", this::answer);
  }

  private Response answer(Request request) throws InterruptedException {
    Optional<Cluster> cluster = clusters.find(request.path("cluster_id"));
    String workspaceId = request.path("workspace_id");
    boolean here = workspaceId.equals("0") || workspaceId.equals(Long.toString(workspace.id()));
    if (cluster.isEmpty() || !here) {
      return refusal(
          404,
          "RESOURCE_DOES_NOT_EXIST",
          "No cluster found matching: " + request.path("cluster_id"));
    }
    if (cluster.get().state() != State.RUNNING) {
      return unavailable(cluster.get());
    }
    try {
      WireCall call = WireCall.read(request.body());
      Caller caller =
          new Caller(cluster.get(), request.user(), request.fault(StatementFault.class));
      return new Response(
          200, result(caller, call), Map.of("Content-Type", "application/x-thrift"));
    } catch (TException e) {
      return refusal(400, "BAD_REQUEST", "The body is no Thrift call: " + e.getMessage());
    } catch (ApiException e) {
      return refusal(e.status(), e.errorCode(), e.getMessage());
    }
  }

  /** A terminated cluster is started by the first request for it. */
  private static Response unavailable(Cluster cluster) {
    cluster.start();
    long seconds = Math.max(1, (cluster.millisUntilRunning() + 999) / 1000);
    return refusal(
            503,
            "TEMPORARILY_UNAVAILABLE",
            "Cluster " + cluster.id() + " is temporarily unavailable.")
        .withHeader("Retry-After", Long.toString(seconds));
  }

  private static Response refusal(int status, String code, String message) {
    // Header values are one line of ASCII, and the message may quote what the client sent.
    String line = (code + ": " + message).replaceAll("[^\\x20-\\x7e]", "?");
    return Response.json(status, Json.body().with("error_code", code).with("message", message))
        .withHeader("X-Thriftserver-Error-Message", line);
  }

  private byte[] result(Caller caller, WireCall call) throws TException, InterruptedException {
    WireAnswer answer;
    try {
      answer = dispatch(caller, call);
    } catch (CliException e) {
      answer = new WireAnswer().struct(Idl.STATUS, e.status());
      if (call.method().equals("GetInfo")) {
        answer.struct(Idl.GetInfo.VALUE, TGetInfoValue.stringValue(""));
      }
    }
    return answer == null ? WireAnswer.unknownMethod(call) : answer.replyTo(call);
  }

  /** Null for a method that is none of TCLIService. */
  private WireAnswer dispatch(Caller caller, WireCall call)
      throws TException, CliException, InterruptedException {
    WireStruct request = call.request();
    return switch (call.method()) {
      case "OpenSession" -> service.openSession(caller, request);
      case "CloseSession" -> service.closeSession(caller, request);
      case "GetInfo" -> service.getInfo(caller, request);
      case EXECUTE -> service.executeStatement(caller, request);
      case "GetOperationStatus" -> service.getOperationStatus(request);
      case "CancelOperation" -> service.cancelOperation(request);
      case "CloseOperation" -> service.closeOperation(request);
      case "GetResultSetMetadata" -> service.getResultSetMetadata(request);
      case "FetchResults" -> service.fetchResults(request);
      case "GetTypeInfo",
          "GetCatalogs",
          "GetSchemas",
          "GetTables",
          "GetTableTypes",
          "GetColumns",
          "GetFunctions",
          "GetPrimaryKeys",
          "GetCrossReference",
          "GetDelegationToken",
          "CancelDelegationToken",
          "RenewDelegationToken" ->
          throw CliException.unsupported("The method " + call.method());
      default -> null;
    };
  }

  @Override
  public String textOf(Request request) {
    if (!request.rawPath().startsWith(ROOT)) {
      return null;
    }
    try {
      WireCall call = WireCall.read(request.body());
      return switch (call.method()) {
        case EXECUTE -> call.request().text(Idl.Execute.STATEMENT);
        case "GetOperationStatus",
            "CancelOperation",
            "CloseOperation",
            "GetResultSetMetadata",
            "FetchResults" ->
            service.textOf(call.request());
        default -> null;
      };
    } catch (TException e) {
      // Not a call; the handler refuses it.
      return null;
    }
  }

  @Override
  public boolean isSubmission(Request request) {
    try {
      return request.rawPath().startsWith(ROOT) && WireCall.method(request.body()).equals(EXECUTE);
    } catch (TException e) {
      return false;
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
