package io.datareplicator.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.control.StatementFault;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Authenticator;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.http.StatementTexts;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import io.datareplicator.sandbox.statement.ResultSet;
import io.datareplicator.sandbox.statement.Sessions;
import io.datareplicator.sandbox.statement.Statement;
import io.datareplicator.sandbox.statement.StatementService;
import io.datareplicator.sandbox.statement.Submission;
import io.datareplicator.sandbox.statement.Warehouses;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL Statement Execution and the sessions of the JDBC driver (reference §2). */
public final class StatementApi implements StatementTexts {
  private static final String STATEMENTS = "/api/2.0/sql/statements";
  private static final String SESSIONS = "/api/2.0/sql/sessions";
  private static final String WAREHOUSE_SESSIONS =
      "/api/2.0/sql/warehouses/{warehouse_id}/sessions";
  private static final Pattern ID_IN_PATH = Pattern.compile("/statements/([^/]+)");
  private static final long CANCEL_WAIT_MILLIS = 2_000;

  private final StatementService service;
  private final Sessions sessions = new Sessions();
  private final Warehouses warehouses;
  private final StatementRenderer renderer;
  private final ResultLinks links;

  public StatementApi(
      StatementService service,
      Warehouses warehouses,
      Authenticator authenticator,
      String baseUrl,
      Settings settings) {
    this.service = service;
    this.warehouses = warehouses;
    this.renderer = new StatementRenderer(authenticator, baseUrl, settings.linkMillis());
    this.links = new ResultLinks(service, authenticator);
  }

  public void register(Router router) {
    router.add("POST", STATEMENTS, this::submit).add("POST", SESSIONS, this::openSession);
    registerStatement(router, STATEMENTS + "/{statement_id}");
    router.add("DELETE", SESSIONS + "/{session_id}", this::closeSession);
    String statements = WAREHOUSE_SESSIONS + "/{session_id}/statements";
    router
        .add("POST", WAREHOUSE_SESSIONS, this::openSession)
        .add("DELETE", WAREHOUSE_SESSIONS + "/{session_id}", this::closeSession)
        .add("POST", statements, this::submit);
    registerStatement(router, statements + "/{statement_id}");
    links.register(router);
  }

  private void registerStatement(Router router, String path) {
    router
        .add("GET", path, this::get)
        .add("DELETE", path, this::close)
        .add("POST", path + "/cancel", this::cancel)
        .add("GET", path + "/result/chunks/{chunk_index}", this::chunk);
  }

  private Response submit(Request request) throws InterruptedException {
    Input in = request.json();
    String warehouseId =
        request.path("warehouse_id") == null
            ? in.required("warehouse_id")
            : request.path("warehouse_id");
    StatementRequest wanted = StatementRequest.of(in);
    Statement statement =
        service.submit(
            warehouses.get(warehouseId),
            new Submission(
                request.user(),
                wanted.statement(),
                wanted.catalog(),
                wanted.schema(),
                wanted.parameters(),
                wanted.rowLimit(),
                wanted.byteLimit(),
                wanted.disposition(),
                wanted.compressionAsked(),
                session(request, in, warehouseId),
                request.fault(StatementFault.class)));
    if (wanted.waitMillis() == 0) {
      return Response.ok(renderer.pending(statement));
    }
    statement.await(wanted.waitMillis());
    if (wanted.cancelAfterWait() && !statement.snapshot().state().terminal()) {
      statement.cancel();
      statement.await(CANCEL_WAIT_MILLIS);
    }
    return render(statement);
  }

  private SessionState session(Request request, Input in, String warehouseId) {
    String id =
        request.path("session_id") == null
            ? in.text("session_id", null)
            : request.path("session_id");
    return id == null ? null : sessions.get(id, warehouseId);
  }

  private Response render(Statement statement) {
    return Response.ok(renderer.statement(statement, statement.snapshot()));
  }

  private Response get(Request request) {
    return render(service.get(request.path("statement_id")));
  }

  private Response cancel(Request request) {
    service.cancel(request.path("statement_id"));
    return Response.empty();
  }

  private Response close(Request request) {
    service.close(request.path("statement_id"));
    return Response.empty();
  }

  private Response chunk(Request request) {
    Statement statement = service.get(request.path("statement_id"));
    Statement.Snapshot snapshot = statement.snapshot();
    ResultSet rows = snapshot.result();
    if (rows == null) {
      throw new ApiException(
          400,
          "BAD_REQUEST",
          "The statement " + statement.id() + " is " + snapshot.state() + " and has no result");
    }
    int index = index(request.path("chunk_index"));
    if (index >= rows.chunks().size()) {
      throw ApiException.invalid(
          "Chunk " + index + " does not exist: the result has " + rows.chunks().size() + " chunks");
    }
    return Response.ok(renderer.chunk(statement, rows, index));
  }

  private static int index(String text) {
    try {
      int index = Integer.parseInt(text);
      if (index >= 0) {
        return index;
      }
    } catch (NumberFormatException e) {
      throw ApiException.invalid("chunk_index must be a whole number, got " + text);
    }
    throw ApiException.invalid("chunk_index must not be negative");
  }

  private Response openSession(Request request) {
    Input in = request.json();
    String warehouseId =
        request.path("warehouse_id") == null
            ? in.required("warehouse_id")
            : request.path("warehouse_id");
    warehouses.get(warehouseId);
    Map<String, String> confs = in.strings("session_confs");
    String id =
        sessions.open(
            warehouseId,
            in.text("catalog", null),
            in.text("schema", null),
            confs == null ? Map.of() : confs);
    return Response.ok(Json.body().with("session_id", id));
  }

  private Response closeSession(Request request) {
    String warehouseId =
        request.path("warehouse_id") == null
            ? request.requiredQuery("warehouse_id")
            : request.path("warehouse_id");
    sessions.close(request.path("session_id"), warehouseId);
    return Response.empty();
  }

  @Override
  public String textOf(Request request) {
    if (isSubmission(request)) {
      try {
        JsonNode body = Json.parse(request.body());
        return body.path("statement").asText(null);
      } catch (IOException e) {
        // Not a statement; the handler refuses it.
        return null;
      }
    }
    Matcher matcher = ID_IN_PATH.matcher(request.rawPath());
    Statement statement = matcher.find() ? service.find(matcher.group(1)) : null;
    return statement == null ? null : statement.submission().text();
  }

  @Override
  public boolean isSubmission(Request request) {
    String path = request.rawPath();
    return request.method().equals("POST")
        && (path.endsWith("/statements") || path.endsWith("/statements/"));
  }
}
