package io.datareplicator.sandbox.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A plain HTTP client of one workspace, for tests that look at the wire. */
public final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String baseUrl;
  private final String authorization;

  public Http(String baseUrl, String authorization) {
    this.baseUrl = baseUrl;
    this.authorization = authorization;
  }

  /** An answer with its body read as JSON; {@code json} is null when the body is something else. */
  public record Answer(int status, String body, JsonNode json, HttpResponse<String> response) {
    public String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    public String errorCode() {
      return json.path("error_code").asText();
    }
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer post(String path, String json) {
    return send("POST", path, json);
  }

  public Answer patch(String path, String json) {
    return send("PATCH", path, json);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  public Answer send(String method, String path, String body, String... headers) {
    try {
      return sendOrFail(method, path, body, headers);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " got no answer", e);
    }
  }

  /**
   * @throws IOException when the connection breaks
   */
  public Answer sendOrFail(String method, String path, String body, String... headers)
      throws IOException {
    String url = path.startsWith("http") ? path : baseUrl + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(60))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), json(response.body()), response);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return Json.parse(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return null;
    }
  }
}
