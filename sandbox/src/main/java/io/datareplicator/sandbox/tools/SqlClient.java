package io.datareplicator.sandbox.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs statements over HTTP, one after the other, and prints the rows of each as a table: {@code
 * SqlClient HOST WAREHOUSE_ID SQL…}, the token in the environment variable {@code TOKEN}. Exits
 * with 0 when all of them succeeded, with 1 after the first that did not.
 */
public final class SqlClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_WIDTH = 70;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI host;
  private final String token;
  private final String warehouse;

  private SqlClient(String host, String token, String warehouse) {
    this.host = URI.create(host);
    this.token = token;
    this.warehouse = warehouse;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    String token = System.getenv("TOKEN");
    if (args.length < 3 || token == null) {
      System.err.println("usage: TOKEN=… SqlClient HOST WAREHOUSE_ID SQL…");
      System.exit(2);
    }
    SqlClient client = new SqlClient(args[0], token, args[1]);
    for (String sql : List.of(args).subList(2, args.length)) {
      JsonNode answer = client.run(sql);
      if (!answer.path("status").path("state").asText().equals("SUCCEEDED")) {
        System.err.println(
            answer.path("status").path("error").path("message").asText(answer.toString()));
        System.exit(1);
      }
      print(answer, System.out);
    }
  }

  private JsonNode run(String sql) throws IOException, InterruptedException {
    ObjectNode body =
        JSON.createObjectNode()
            .put("warehouse_id", warehouse)
            .put("statement", sql)
            .put("wait_timeout", "50s");
    JsonNode answer =
        send(
            request("/api/2.0/sql/statements")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    while (List.of("PENDING", "RUNNING").contains(answer.path("status").path("state").asText())) {
      Thread.sleep(200);
      String id = answer.path("statement_id").asText();
      answer = send(request("/api/2.0/sql/statements/" + id).GET());
    }
    return answer;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(host.resolve(path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return JSON.readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private static void print(JsonNode answer, PrintStream out) {
    List<List<String>> lines = new ArrayList<>();
    List<String> names = new ArrayList<>();
    answer
        .path("manifest")
        .path("schema")
        .path("columns")
        .forEach(c -> names.add(c.path("name").asText()));
    if (names.isEmpty()) {
      return;
    }
    lines.add(names);
    for (JsonNode row : answer.path("result").path("data_array")) {
      List<String> cells = new ArrayList<>();
      row.forEach(c -> cells.add(c.isNull() ? "" : cut(c.asText())));
      lines.add(cells);
    }
    int[] widths = new int[names.size()];
    lines.forEach(
        line -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], line.get(i).length());
          }
        });
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        text.append("  ").append(cell).append(" ".repeat(widths[i] - cell.length()));
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private static String cut(String cell) {
    String line = cell.replace('\n', ' ');
    return line.length() <= MAX_WIDTH ? line : line.substring(0, MAX_WIDTH - 1) + "…";
  }
}
