package io.datareplicator.sandbox.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One answer: status, headers and a body, encoded already or streamed.
 *
 * @param content takes the place of {@code body} unless null
 */
public record Response(int status, byte[] body, Map<String, String> headers, Content content) {
  private static final byte[] EMPTY_OBJECT = {'{', '}'};
  private static final byte[] NOTHING = {};

  public Response(int status, byte[] body, Map<String, String> headers) {
    this(status, body, headers, null);
  }

  public static Response ok(Object json) {
    return json(200, json);
  }

  public static Response json(int status, Object json) {
    return new Response(status, Json.bytes(json), Map.of("Content-Type", "application/json"));
  }

  /** {@code 200 {}}. */
  public static Response empty() {
    return new Response(200, EMPTY_OBJECT, Map.of("Content-Type", "application/json"));
  }

  /** An answer without a body. */
  public static Response status(int status) {
    return new Response(status, NOTHING, Map.of());
  }

  public static Response streamed(int status, Content content, Map<String, String> headers) {
    return new Response(status, NOTHING, headers, content);
  }

  public Response withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Response(status, body, all, content);
  }
}
