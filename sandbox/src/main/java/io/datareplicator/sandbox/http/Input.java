package io.datareplicator.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Typed access to a request's JSON object. Unknown fields are ignored; a field of the wrong type is
 * MALFORMED_REQUEST.
 */
public final class Input {
  private final JsonNode node;

  public Input(JsonNode node) {
    this.node = node == null ? JsonNodeFactory.instance.objectNode() : node;
    if (!this.node.isObject()) {
      throw ApiException.malformed("Could not parse request object: expected a JSON object");
    }
  }

  public boolean has(String field) {
    return node.hasNonNull(field);
  }

  public JsonNode raw(String field) {
    return node.get(field);
  }

  /** The text of a field, or null. */
  public String text(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isValueNode()) {
      throw wrongType(field, "a string");
    }
    return value.asText();
  }

  public String text(String field, String otherwise) {
    String value = text(field);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  /**
   * @throws ApiException INVALID_PARAMETER_VALUE when the field is absent or empty
   */
  public String required(String field) {
    String value = text(field);
    if (value == null || value.isEmpty()) {
      throw ApiException.invalid("Missing required field: " + field);
    }
    return value;
  }

  /** A whole number; int64 may arrive as a string, as protobuf's JSON does. */
  public long number(String field, long otherwise) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (value.isTextual()) {
      try {
        return Long.parseLong(value.textValue());
      } catch (NumberFormatException e) {
        throw wrongType(field, "a whole number");
      }
    }
    throw wrongType(field, "a whole number");
  }

  public boolean flag(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrongType(field, "a boolean");
    }
    return value.booleanValue();
  }

  /** A map of strings, or null when absent. */
  public Map<String, String> strings(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isObject()) {
      throw wrongType(field, "a map");
    }
    Map<String, String> map = new LinkedHashMap<>();
    value
        .fields()
        .forEachRemaining(
            e -> {
              if (!e.getValue().isValueNode()) {
                throw wrongType(field + "." + e.getKey(), "a string");
              }
              map.put(e.getKey(), e.getValue().isNull() ? null : e.getValue().asText());
            });
    return map;
  }

  /** A list of strings; empty when absent. */
  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(field)) {
      if (!element.isTextual()) {
        throw wrongType(field, "a list of strings");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /** A list of objects; empty when absent. */
  public List<Input> objects(String field) {
    List<Input> inputs = new ArrayList<>();
    for (JsonNode element : array(field)) {
      inputs.add(new Input(element));
    }
    return inputs;
  }

  public Input object(String field) {
    if (!has(field)) {
      throw ApiException.invalid("Missing required field: " + field);
    }
    return new Input(node.get(field));
  }

  private Iterable<JsonNode> array(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrongType(field, "an array");
    }
    return value;
  }

  private static ApiException wrongType(String field, String expected) {
    return ApiException.malformed(
        "Could not parse request object: field '" + field + "' must be " + expected);
  }
}
