package io.datareplicator.sandbox.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the handler for a method and path by templates such as {@code
 * /api/2.0/sql/warehouses/{id}}.
 */
public final class Router {
  private final List<Route> routes = new ArrayList<>();

  /** Adds a route that needs authentication. */
  public Router add(String method, String template, Handler handler) {
    routes.add(new Route(method, template, segments(template), true, handler));
    return this;
  }

  /** Adds a route that anybody may call. */
  public Router open(String method, String template, Handler handler) {
    routes.add(new Route(method, template, segments(template), false, handler));
    return this;
  }

  /** The route for a raw path, or null. A literal segment wins over a parameter. */
  Match match(String method, String rawPath) {
    String[] segments = segments(rawPath);
    Match best = null;
    for (Route route : routes) {
      if (route.method().equals(method)) {
        Map<String, String> parameters = parameters(route.segments(), segments);
        if (parameters != null && (best == null || parameters.size() < best.parameters().size())) {
          best = new Match(route, parameters);
        }
      }
    }
    return best;
  }

  private static String[] segments(String path) {
    return path.split("/", -1);
  }

  private static Map<String, String> parameters(String[] template, String[] actual) {
    if (template.length != actual.length) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < template.length; i++) {
      if (template[i].startsWith("{")) {
        String value = decode(actual[i]);
        if (value.isEmpty()) {
          return null;
        }
        parameters.put(template[i].substring(1, template[i].length() - 1), value);
      } else if (!template[i].equals(actual[i])) {
        return null;
      }
    }
    return parameters;
  }

  /** Percent-decodes one path segment: unlike in a query, {@code +} stands for itself. */
  private static String decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
        int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new ApiException(400, "BAD_REQUEST", "Malformed percent-encoding in the path");
        }
        decoded.put((byte) (high << 4 | low));
        i += 2;
      } else {
        decoded.put(bytes[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new ApiException(400, "BAD_REQUEST", "The path is not UTF-8");
    }
  }

  record Route(
      String method, String template, String[] segments, boolean authenticated, Handler handler) {}

  record Match(Route route, Map<String, String> parameters) {}
}
