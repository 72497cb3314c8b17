package io.datareplicator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/** One workspace of the sandbox, as its tester sees it: REST, SQL, request log and faults. */
final class SandboxSide {
  static final String STATEMENTS = "/api/2.0/sql/statements";
  static final String UNITY = "/api/2.1/unity-catalog";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String host;
  private final String token;
  private final String warehouse;

  SandboxSide(String host, String token, String warehouse) {
    this.host = host;
    this.token = token;
    this.warehouse = warehouse;
  }

  /** A statement as the request log shows it. */
  record SeenStatement(String id, String text, String state) {
    /** Audit rows quote clones, so the word alone does not make one. */
    boolean isClone() {
      return text.startsWith("CREATE OR REPLACE TABLE") && text.contains(" DEEP CLONE ");
    }
  }

  /**
   * What came in since the log was cleared.
   *
   * @param counts by {@code METHOD template}
   */
  record Requests(Map<String, Long> counts, List<SeenStatement> statements) {
    /** All requests but polls of statements. */
    long withoutPolls() {
      return counts.entrySet().stream()
          .filter(e -> !e.getKey().equals("GET " + STATEMENTS + "/{statement_id}"))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    long total() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    List<String> clones() {
      return statements.stream().filter(SeenStatement::isClone).map(SeenStatement::text).toList();
    }
  }

  String host() {
    return host;
  }

  String token() {
    return token;
  }

  /** Sends a request with the token; fails on any status from 400 on. */
  JsonNode call(String method, String path, Object body) {
    Answer answer = send(method, path, body);
    if (answer.status >= 400) {
      throw new AssertionError(
          method + " " + path + " answers " + answer.status + " " + answer.json);
    }
    return answer.json;
  }

  /** Whether GET of the path finds something. */
  boolean exists(String path) {
    return send("GET", path, null).status < 400;
  }

  private record Answer(int status, JsonNode json) {}

  private Answer send(String method, String path, Object body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(host + path))
              .timeout(Duration.ofMinutes(2))
              .header("Authorization", "Bearer " + token)
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
              .build();
      HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Runs a statement to its end and returns its rows; fails when it does not succeed. */
  List<List<String>> sql(String text) {
    return sql(text, Map.of());
  }

  /** As {@link #sql(String)}, with further fields of the request. */
  List<List<String>> sql(String text, Map<String, Object> fields) {
    Map<String, Object> request = new HashMap<>(fields);
    request.putAll(Map.of("warehouse_id", warehouse, "statement", text, "wait_timeout", "30s"));
    JsonNode answer = call("POST", STATEMENTS, request);
    String id = answer.path("statement_id").asText();
    while (List.of("PENDING", "RUNNING").contains(state(answer))) {
      sleep();
      answer = call("GET", STATEMENTS + "/" + id, null);
    }
    if (!state(answer).equals("SUCCEEDED")) {
      throw new AssertionError(text + "\nends as " + answer.path("status"));
    }
    List<List<String>> rows = new ArrayList<>();
    JsonNode chunk = answer.path("result");
    while (true) {
      for (JsonNode row : chunk.path("data_array")) {
        List<String> values = new ArrayList<>();
        row.forEach(v -> values.add(v.isNull() ? null : v.asText()));
        rows.add(values);
      }
      if (!chunk.hasNonNull("next_chunk_index")) {
        return rows;
      }
      chunk =
          call(
              "GET",
              STATEMENTS + "/" + id + "/result/chunks/" + chunk.get("next_chunk_index"),
              null);
    }
  }

  /** Opens a session with settings and returns its id. */
  String session(Map<String, String> settings) {
    return call(
            "POST",
            "/api/2.0/sql/sessions/",
            Map.of("warehouse_id", warehouse, "session_confs", settings))
        .path("session_id")
        .asText();
  }

  /** Starts a statement and returns its id. */
  String submit(String text) {
    Map<String, Object> request =
        Map.of("warehouse_id", warehouse, "statement", text, "wait_timeout", "0s");
    return call("POST", STATEMENTS, request).path("statement_id").asText();
  }

  void cancel(String statementId) {
    call("POST", STATEMENTS + "/" + statementId + "/cancel", Map.of());
  }

  private static String state(JsonNode answer) {
    return answer.path("status").path("state").asText();
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The only value of the only row. */
  String value(String query) {
    List<List<String>> rows = sql(query);
    if (rows.size() != 1) {
      throw new AssertionError(query + "\nhas " + rows.size() + " rows");
    }
    return rows.get(0).get(0);
  }

  /** Runs statements one after the other. */
  void run(String... statements) {
    Arrays.stream(statements).forEach(this::sql);
  }

  /** Runs scripts (statements divided by ";" at the end of a line) several at once. */
  void runScripts(Collection<String> scripts) {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (String script : scripts) {
        running.add(pool.submit(() -> run(script.split(";\\s*\n"))));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Rows of SHOW TBLPROPERTIES. */
  Map<String, String> properties(String table) {
    Map<String, String> properties = new TreeMap<>();
    sql("SHOW TBLPROPERTIES " + table).forEach(row -> properties.put(row.get(0), row.get(1)));
    return properties;
  }

  /** Operations of the table's commits, the newest first. */
  List<String> history(String table) {
    return sql("SELECT operation FROM (DESCRIBE HISTORY " + table + ") ORDER BY version DESC")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  Requests requests() {
    JsonNode log = call("GET", "/sandbox/requests", null);
    Map<String, Long> counts = new TreeMap<>();
    log.path("counts")
        .forEach(
            c ->
                counts.put(
                    c.path("method").asText() + " " + c.path("path").asText(),
                    c.path("count").asLong()));
    List<SeenStatement> statements = new ArrayList<>();
    log.path("statements")
        .forEach(
            s ->
                statements.add(
                    new SeenStatement(
                        s.path("statement_id").asText(),
                        s.path("text").asText(),
                        s.path("state").asText())));
    return new Requests(counts, statements);
  }

  void clearRequests() {
    call("DELETE", "/sandbox/requests", null);
  }

  /** Id of the workspace's only cluster. */
  String clusterId() {
    return call("GET", "/api/2.1/clusters/list", null).at("/clusters/0/cluster_id").asText();
  }

  /** Terminates the cluster; its next start, which any call for it brings about, takes so long. */
  void terminateCluster(long startMillis) {
    call(
        "POST",
        "/sandbox/clusters/" + clusterId(),
        Map.of("terminate", true, "start_delay_ms", startMillis));
  }

  /** Adds fault rules; see the control API of the sandbox. */
  void faults(Collection<Map<String, Object>> rules) {
    call("POST", "/sandbox/faults", rules);
  }

  /** A rule for the calls of one route. */
  static Map<String, Object> fault(String method, String template, Map<String, Object> effect) {
    Map<String, Object> rule = new HashMap<>(effect);
    rule.put("method", method);
    StringBuilder path = new StringBuilder("^");
    for (String part : template.split("(?=\\{)|(?<=\\})")) {
      path.append(part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
    }
    rule.put("path", path.append('$').toString());
    return rule;
  }

  /** How often each rule was hit, in the order in which they were added. */
  List<Long> faultHits() {
    List<Long> hits = new ArrayList<>();
    call("GET", "/sandbox/faults", null)
        .path("faults")
        .forEach(f -> hits.add(f.path("hits").asLong()));
    return hits;
  }

  void clearFaults() {
    call("DELETE", "/sandbox/faults", null);
  }
}
