package io.datareplicator.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.datareplicator.sandbox.control.FaultRules;
import io.datareplicator.sandbox.control.RequestLog;
import io.datareplicator.sandbox.control.TransferFault;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.metastore.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One workspace's port: reads requests, applies faults and authentication, routes, writes answers.
 */
public final class WorkspaceServer implements AutoCloseable {
  private static final List<String> OTHER_CALLS =
      List.of(
          "/oidc/",
          "/sql/",
          "/api/2.0/fs/",
          "/api/2.0/sql/sessions",
          "/api/2.0/sql/statements",
          "/api/2.0/sql/warehouses");

  /** Above the 16 MiB a statement may have, with room for JSON escapes. */
  private static final int MAX_BODY = 64 << 20;

  // Statement calls may wait up to 50 s each, so there must be many more threads than cores.
  private static final int THREADS = 128;
  private static final long STOP_MILLIS = 1_000;

  static {
    // Without it the JDK's server delays each answer on a kept-alive connection by 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Workspace workspace;
  private final Authenticator authenticator;
  private final RequestLog log;
  private final FaultRules faults;
  private final Router router = new Router();
  private final AtomicInteger inFlight = new AtomicInteger();
  private StatementTexts statementTexts;

  /**
   * Binds the port; requests are answered from {@link #start} on.
   *
   * @param port 0 = any free one
   * @throws UncheckedIOException when the port cannot be bound
   */
  public WorkspaceServer(
      int port,
      Workspace workspace,
      Authenticator authenticator,
      RequestLog log,
      FaultRules faults) {
    this.workspace = workspace;
    this.authenticator = authenticator;
    this.log = log;
    this.faults = faults;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on port " + port + ": " + e.getMessage(), e);
    }
    AtomicLong number = new AtomicLong();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            60,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            r -> new Thread(r, "http-" + workspace.role() + "-" + number.incrementAndGet()));
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
  }

  public Router router() {
    return router;
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Call once all routes are registered. */
  public void start(StatementTexts texts) {
    this.statementTexts = texts;
    server.start();
  }

  /** Lets requests that are being answered finish for a moment, then closes all connections. */
  @Override
  public void close() {
    long deadline = System.currentTimeMillis() + STOP_MILLIS;
    try {
      while (inFlight.get() > 0 && System.currentTimeMillis() < deadline) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The server's own grace period would always be used up by idle connections.
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) {
    inFlight.incrementAndGet();
    try (exchange) {
      Request request = request(UUID.randomUUID().toString(), exchange);
      Routed routed = route(request);
      if (routed.streaming()) {
        request.stream(exchange.getRequestBody());
      } else {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        request.body(body);
        if (body.length > MAX_BODY) {
          ApiException tooLarge =
              new ApiException(413, "REQUEST_TOO_LARGE", "The request body is too large");
          Response refusal = error(request, tooLarge).withHeader("Connection", "close");
          ResponseWriter.write(exchange, request, refusal, null);
          return;
        }
      }
      if (request.rawPath().startsWith("/sandbox/")) {
        ResponseWriter.write(exchange, request, answer(request, routed), null);
      } else {
        emulate(exchange, request, routed);
      }
    } catch (IOException | BrokenUpload e) {
      // The client has gone, or is to be left alone; there is nobody to tell.
      System.getLogger(WorkspaceServer.class.getName())
          .log(System.Logger.Level.DEBUG, "Connection lost", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private static Request request(String id, HttpExchange exchange) {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    return new Request(
        id,
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        exchange.getRequestURI().getRawQuery(),
        headers);
  }

  /** Answers a call to the emulated workspace, or leaves it without an answer. */
  private void emulate(HttpExchange exchange, Request request, Routed routed)
      throws IOException, InterruptedException {
    log.count(
        request.method(), routed.match() == null ? "{unknown}" : routed.match().route().template());
    logChange(request);
    String sql = faults.lookAtStatements() ? statementTexts.textOf(request) : null;
    FaultRules.Plan plan =
        faults.plan(request.method(), request.rawPath(), sql, statementTexts.isSubmission(request));
    if (!plan.afterEffect()) {
      plan.delay();
    }
    TransferFault transfer = plan.transferFault();
    Response response = null;
    if (!plan.replacesAnswer() || plan.afterEffect()) {
      if (transfer != null && transfer.cuts(request.body().length)) {
        return;
      }
      request.fault(transfer != null ? transfer : plan.statementFault());
      if (request.stream() != null) {
        request.stream(FaultyStreams.request(request.stream(), transfer));
      }
      response = answer(request, routed);
      if (plan.afterEffect()) {
        plan.delay();
      }
    }
    if (plan.replacesAnswer()) {
      if (response != null && response.content() != null) {
        response.content().close();
      }
      response = plan.answer();
    }
    if (response != null) {
      ResponseWriter.write(exchange, request, response, transfer);
    }
  }

  /** What runs statements, logs in or moves files is no change of metadata. */
  private void logChange(Request request) {
    String path = request.rawPath();
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    boolean other = OTHER_CALLS.stream().anyMatch(path::startsWith);
    if (!reads && !other && request.stream() == null) {
      log.change(request.method(), path, new String(request.body(), StandardCharsets.UTF_8));
    }
  }

  private Routed route(Request request) {
    try {
      String path = request.rawPath();
      // The JDBC driver writes a trailing slash, and Databricks takes it on these two.
      if (path.endsWith("/sql/statements/") || path.endsWith("/sessions/")) {
        path = path.substring(0, path.length() - 1);
      }
      Router.Match match = router.match(request.method(), path);
      if (match == null && request.method().equals("HEAD")) {
        match = router.match("GET", path);
      }
      if (match != null) {
        request.pathParameters(match.parameters());
      }
      return new Routed(match, null);
    } catch (ApiException e) {
      return new Routed(null, e);
    }
  }

  private Response answer(Request request, Routed routed) throws InterruptedException {
    boolean authenticated = false;
    Response response;
    try {
      Router.Match match = routed.match();
      boolean control = request.rawPath().startsWith("/sandbox/");
      if (match == null ? !control : match.route().authenticated()) {
        request.user(authenticator.authenticate(request));
        authenticated = true;
      }
      if (routed.refusal() != null) {
        throw routed.refusal();
      }
      if (match == null) {
        throw new ApiException(
            404,
            "ENDPOINT_NOT_FOUND",
            "No API found for '" + request.method() + " " + request.rawPath() + "'");
      }
      response = match.route().handler().handle(request);
    } catch (BrokenUpload e) {
      throw e;
    } catch (Authenticator.Refused e) {
      return e.response();
    } catch (ApiException e) {
      response = error(request, e);
    } catch (UcException e) {
      response = error(request, new ApiException(e.httpStatus(), e.errorCode(), e.getMessage()));
    } catch (RuntimeException e) {
      System.getLogger(WorkspaceServer.class.getName())
          .log(System.Logger.Level.ERROR, request.method() + " " + request.rawPath(), e);
      response =
          error(request, new ApiException(500, "INTERNAL_ERROR", String.valueOf(e.getMessage())));
    }
    return authenticated
        ? response.withHeader("x-databricks-org-id", Long.toString(workspace.id()))
        : response;
  }

  private static Response error(Request request, ApiException e) {
    List<Json.Body> details = new ArrayList<>();
    if (e.info() != null) {
      details.add(
          Json.body()
              .with("@type", "type.googleapis.com/google.rpc.ErrorInfo")
              .with("reason", e.info().reason())
              .with("domain", e.info().domain())
              .with("metadata", e.info().metadata()));
    }
    details.add(
        Json.body()
            .with("@type", "type.googleapis.com/google.rpc.RequestInfo")
            .with("request_id", request.id())
            .with("serving_data", ""));
    return Response.json(
        e.status(),
        Json.body()
            .with("error_code", e.errorCode())
            .with("message", e.getMessage())
            .with("details", details));
  }

  private record Routed(Router.Match match, ApiException refusal) {
    boolean streaming() {
      return match != null && match.route().streaming();
    }
  }
}
