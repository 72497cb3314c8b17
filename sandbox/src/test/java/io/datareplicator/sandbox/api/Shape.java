package io.datareplicator.sandbox.api;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Compares an answer with a reference document: every field must exist there and have the same JSON
 * type.
 */
public final class Shape {
  private Shape() {}

  static JsonNode fixture(String name) {
    try (InputStream in = Shape.class.getResourceAsStream("/fixtures/" + name + ".json")) {
      return Json.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError("No fixture " + name, e);
    }
  }

  /**
   * @param optional fields that the reference document happens to lack, or whose type is free
   * @param required fields that the answer must have
   */
  public static void check(
      JsonNode actual, String fixture, Set<String> optional, String... required) {
    same("$", actual, fixture(fixture), optional);
    for (String field : required) {
      if (actual.at("/" + field.replace('.', '/')).isMissingNode()) {
        fail("%s lacks %s: %s", fixture, field, actual);
      }
    }
  }

  private static void same(String path, JsonNode actual, JsonNode expected, Set<String> optional) {
    if (actual.getNodeType() != expected.getNodeType()) {
      fail("%s is %s, the reference has %s", path, actual.getNodeType(), expected.getNodeType());
    }
    if (actual.isNumber() && actual.isIntegralNumber() != expected.isIntegralNumber()) {
      fail("%s is %s, the reference has %s", path, actual, expected);
    }
    if (actual.isArray() && !actual.isEmpty() && !expected.isEmpty()) {
      actual.forEach(e -> matchesOne(path + "[]", e, expected, optional));
    }
    if (actual.isObject() && !isMap(path)) {
      actual
          .fields()
          .forEachRemaining(
              field -> {
                String name = field.getKey();
                if (expected.has(name)) {
                  same(path + "." + name, field.getValue(), expected.get(name), optional);
                } else if (!optional.contains(name)) {
                  fail("%s.%s is not in the reference", path, name);
                }
              });
    }
  }

  /** Elements may differ among themselves: one of the reference's has to fit. */
  private static void matchesOne(
      String path, JsonNode actual, JsonNode expected, Set<String> optional) {
    AssertionError last = null;
    for (JsonNode candidate : expected) {
      try {
        same(path, actual, candidate, optional);
        return;
      } catch (AssertionError e) {
        last = e;
      }
    }
    throw last;
  }

  private static boolean isMap(String path) {
    return path.endsWith(".properties") || path.endsWith(".tags");
  }
}
