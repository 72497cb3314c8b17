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
  /** Name of the parameter that holds what follows the root of a tree, percent-encoded as sent. */
  public static final String REST = "*";

  private final List<Route> routes = new ArrayList<>();
  private final List<Route> trees = new ArrayList<>();

  /** Adds a route that needs authentication. */
  public Router add(String method, String template, Handler handler) {
    routes.add(new Route(method, template, segments(template), true, false, handler));
    return this;
  }

  /** Adds a route that anybody may call. */
  public Router open(String method, String template, Handler handler) {
    routes.add(new Route(method, template, segments(template), false, false, handler));
    return this;
  }

  /**
   * Adds a route for everything below {@code root}, which needs authentication.
   *
   * @param streaming whether the handler reads the body itself
   */
  public Router tree(String method, String root, boolean streaming, Handler handler) {
    return tree(method, root, true, streaming, handler);
  }

  /** As {@link #tree}, for anybody. */
  public Router openTree(String method, String root, boolean streaming, Handler handler) {
    return tree(method, root, false, streaming, handler);
  }

  private Router tree(
      String method, String root, boolean authenticated, boolean streaming, Handler handler) {
    String[] prefix = {root + "/"};
    trees.add(new Route(method, root + "/{path}", prefix, authenticated, streaming, handler));
    return this;
  }

  /** The route for a raw path, or null. A literal segment wins over a parameter. */
  Match match(String method, String rawPath) {
    for (Route tree : trees) {
      String prefix = tree.segments()[0];
      if (rawPath.startsWith(prefix) && tree.method().equals(method)) {
        return new Match(tree, Map.of(REST, rawPath.substring(prefix.length())));
      }
    }
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

  /**
   * Percent-decodes one path segment: unlike in a query, {@code +} stands for itself.
   *
   * @throws ApiException BAD_REQUEST for malformed escapes and for what is not UTF-8
   */
  public static String decode(String segment) {
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
      String method,
      String template,
      String[] segments,
      boolean authenticated,
      boolean streaming,
      Handler handler) {}

  record Match(Route route, Map<String, String> parameters) {}
}
