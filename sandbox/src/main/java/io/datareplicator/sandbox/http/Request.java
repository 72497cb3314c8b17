package io.datareplicator.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One request; its body is read completely, or handed over as a stream. */
public final class Request {
  private final String id;
  private final String method;
  private final String rawPath;
  private final String rawQuery;
  private final Map<String, List<String>> headers;
  private byte[] body = {};
  private Map<String, String> pathParameters = Map.of();
  private Map<String, String> query;
  private String user;
  private Object fault;
  private InputStream stream;

  /**
   * @param headers names in lower case
   */
  public Request(
      String id,
      String method,
      String rawPath,
      String rawQuery,
      Map<String, List<String>> headers) {
    this.id = id;
    this.method = method;
    this.rawPath = rawPath;
    this.rawQuery = rawQuery;
    this.headers = headers;
  }

  public String id() {
    return id;
  }

  public String method() {
    return method;
  }

  /** The path as sent, still percent-encoded. */
  public String rawPath() {
    return rawPath;
  }

  public byte[] body() {
    return body;
  }

  void body(byte[] body) {
    this.body = body;
  }

  void stream(InputStream stream) {
    this.stream = stream;
  }

  /** The body as it comes in, for routes that asked for it so; otherwise null. */
  public InputStream stream() {
    return stream;
  }

  /**
   * Bytes of the body as announced; -1 = not announced.
   *
   * @throws ApiException BAD_REQUEST when the header is no number
   */
  public long contentLength() {
    String value = header("Content-Length");
    if (value == null) {
      return -1;
    }
    try {
      return Long.parseLong(value.trim());
    } catch (NumberFormatException e) {
      throw new ApiException(400, "BAD_REQUEST", "Content-Length is not a number");
    }
  }

  public String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  void pathParameters(Map<String, String> parameters) {
    pathParameters = parameters;
  }

  public String path(String parameter) {
    return pathParameters.get(parameter);
  }

  void user(String user) {
    this.user = user;
  }

  /** Who sent the request: a user name, or the application id of a service principal. */
  public String user() {
    return user;
  }

  /** Attaches what a fault rule wants the handler to do; null = nothing. */
  public void fault(Object fault) {
    this.fault = fault;
  }

  public <T> T fault(Class<T> type) {
    return type.isInstance(fault) ? type.cast(fault) : null;
  }

  /** A query parameter, decoded; null when absent. The first one counts when it is repeated. */
  public String query(String name) {
    if (query == null) {
      query = decode(rawQuery);
    }
    return query.get(name);
  }

  /**
   * @throws ApiException INVALID_PARAMETER_VALUE when the parameter is absent or empty
   */
  public String requiredQuery(String name) {
    String value = query(name);
    if (value == null || value.isEmpty()) {
      throw ApiException.invalid("Missing required query parameter: " + name);
    }
    return value;
  }

  public boolean flag(String name) {
    return "true".equalsIgnoreCase(query(name));
  }

  /** The body as a JSON object; an absent body counts as an empty object. */
  public Input json() {
    if (body.length == 0) {
      return new Input(null);
    }
    JsonNode node;
    try {
      node = Json.parse(body);
    } catch (IOException e) {
      throw ApiException.malformed(
          "Invalid JSON given in the body of the request - failed to parse given JSON");
    }
    return new Input(node);
  }

  /** Decodes {@code application/x-www-form-urlencoded} text. */
  public static Map<String, String> decode(String form) {
    Map<String, String> values = new HashMap<>();
    if (form == null || form.isEmpty()) {
      return values;
    }
    for (String pair : form.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      try {
        values.putIfAbsent(
            URLDecoder.decode(name, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw new ApiException(400, "BAD_REQUEST", "Malformed percent-encoding in the request");
      }
    }
    return values;
  }
}
