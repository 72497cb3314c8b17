package io.datareplicator.sandbox.testkit;

import io.datareplicator.sandbox.metastore.Workspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plain client of the Files API of one workspace. */
public final class Bytes {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String baseUrl;
  private final String token;

  public Bytes(TestSandbox box, Workspace workspace) {
    this.baseUrl = box.url(workspace);
    this.token = workspace.token();
  }

  /** A path with each segment percent-encoded. */
  public static String encode(String path) {
    return Stream.of(path.split("/", -1))
        .map(s -> URLEncoder.encode(s, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  public static String file(String path) {
    return "/api/2.0/fs/files" + encode(path);
  }

  public HttpResponse<byte[]> put(String path, byte[] content, String... headers) {
    return send("PUT", file(path), BodyPublishers.ofByteArray(content), headers);
  }

  /** With {@code Transfer-Encoding: chunked}. */
  public HttpResponse<byte[]> putChunked(String path, byte[] content) {
    return send(
        "PUT", file(path), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)));
  }

  public HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", file(path), BodyPublishers.noBody(), headers);
  }

  public HttpResponse<byte[]> send(
      String method, String rawPath, BodyPublisher body, String... headers) {
    try {
      return sendOrFail(method, rawPath, body, headers);
    } catch (IOException e) {
      throw new AssertionError(method + " " + rawPath + " got no answer", e);
    }
  }

  /**
   * @param rawPath a path, or a whole URL, which is called without credentials
   * @throws IOException when the connection breaks
   */
  public HttpResponse<byte[]> sendOrFail(
      String method, String rawPath, BodyPublisher body, String... headers) throws IOException {
    boolean external = rawPath.startsWith("http");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(external ? rawPath : baseUrl + rawPath))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (!external) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
