package io.datareplicator.sandbox.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** One answer: status, headers and a body that is already encoded. */
public record Response(int status, byte[] body, Map<String, String> headers) {
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

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

  public Response withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Response(status, body, all);
  }
}
