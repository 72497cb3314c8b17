package io.datareplicator.databricks.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A host that gives scripted answers in order, then those of a fallback, and keeps what it was
 * asked.
 */
public final class ScriptedServer implements AutoCloseable {
  /** What arrived. */
  public record Asked(String method, String target, Map<String, String> headers, String body) {
    public String line() {
      return method + " " + target;
    }
  }

  /** What is answered; status 0 closes the connection without an answer. */
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public static Answer json(int status, String body) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/json"),
          body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer ok(String body) {
      return json(200, body);
    }

    public static Answer hangUp() {
      return new Answer(0, Map.of(), new byte[0]);
    }

    public Answer with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Answer(status, more, body);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Function<Asked, Answer>> script = new ConcurrentLinkedQueue<>();
  private final List<Asked> asked = new ArrayList<>();
  private volatile Function<Asked, Answer> fallback =
      request -> Answer.json(404, "{\"error_code\":\"NOT_FOUND\",\"message\":\"no such path\"}");

  public ScriptedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public URI host() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public ScriptedServer then(Answer answer) {
    return then(request -> answer);
  }

  public ScriptedServer then(Function<Asked, Answer> answer) {
    script.add(answer);
    return this;
  }

  public ScriptedServer otherwise(Function<Asked, Answer> answer) {
    fallback = answer;
    return this;
  }

  public List<Asked> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  public List<String> lines() {
    return asked().stream().map(Asked::line).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new LinkedHashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      Asked request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      synchronized (asked) {
        asked.add(request);
      }
      Function<Asked, Answer> next = script.poll();
      Answer answer = (next == null ? fallback : next).apply(request);
      if (answer.status() == 0) {
        return;
      }
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
