package io.datareplicator.model.uc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the definition of a column says beyond its name, nullability and comment.
 *
 * @param defaultExpression SQL text of the default; null without one
 * @param generationExpression SQL text that the column is computed by; null for others
 * @param identity null unless the column numbers its rows
 */
public record ColumnDetails(
    ColumnType type, String defaultExpression, String generationExpression, Identity identity) {
  /**
   * GENERATED … AS IDENTITY.
   *
   * @param byDefault whether values may be given instead
   */
  public record Identity(long start, long step, boolean byDefault) {}

  /**
   * Details of a column, from {@code type_json} (a StructField, or only its type; databricks-api.md
   * §4) or else from {@code type_text}.
   *
   * @throws IllegalArgumentException names the column when neither can be read; nothing is guessed,
   *     as an overlooked default would be lost without a word
   */
  public static ColumnDetails of(ColumnMeta column) {
    try {
      if (column.typeJson() == null || column.typeJson().isBlank()) {
        return new ColumnDetails(TypeText.parse(column.typeText()), null, null, null);
      }
      JsonNode json = TypeJson.read(column.typeJson());
      if (!TypeJson.isField(json)) {
        return new ColumnDetails(TypeJson.type(json, column.typeText()), null, null, null);
      }
      JsonNode metadata = json.path("metadata");
      return new ColumnDetails(
          TypeJson.refined(TypeJson.fieldType(json), column.typeText()),
          text(metadata, "CURRENT_DEFAULT"),
          text(metadata, "delta.generationExpression"),
          identity(metadata));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the definition of column '" + column.name() + "' cannot be read: " + e.getMessage(), e);
    }
  }

  /** Equal for columns of equal types, see {@link ColumnType#canonical}. */
  public String canonicalType() {
    return type.canonical();
  }

  /**
   * Comments of fields inside of the type by their path below the column, arrays and maps passed by
   * {@code element}, {@code key} and {@code value}.
   */
  public Map<List<String>, String> nestedComments() {
    Map<List<String>, String> comments = new LinkedHashMap<>();
    walk(
        type,
        List.of(),
        (path, nullable, comment) -> {
          if (comment != null && !comment.isEmpty()) {
            comments.put(path, comment);
          }
        });
    return Collections.unmodifiableMap(comments);
  }

  /** Paths, as those of {@link #nestedComments}, where NULL is not allowed. */
  public Set<List<String>> nestedNotNull() {
    Set<List<String>> paths = new LinkedHashSet<>();
    walk(
        type,
        List.of(),
        (path, nullable, comment) -> {
          if (!nullable) {
            paths.add(path);
          }
        });
    return Collections.unmodifiableSet(paths);
  }

  private interface Visitor {
    void visit(List<String> path, boolean nullable, String comment);
  }

  private static void walk(ColumnType type, List<String> path, Visitor visitor) {
    if (type instanceof ColumnType.ArrayOf array) {
      List<String> element = below(path, "element");
      visitor.visit(element, array.elementNullable(), null);
      walk(array.element(), element, visitor);
    } else if (type instanceof ColumnType.MapOf map) {
      List<String> value = below(path, "value");
      walk(map.key(), below(path, "key"), visitor);
      visitor.visit(value, map.valueNullable(), null);
      walk(map.value(), value, visitor);
    } else if (type instanceof ColumnType.StructOf struct) {
      for (ColumnType.Field field : struct.fields()) {
        List<String> inner = below(path, field.name());
        visitor.visit(inner, field.nullable(), field.comment());
        walk(field.type(), inner, visitor);
      }
    }
  }

  private static List<String> below(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return List.copyOf(longer);
  }

  private static String text(JsonNode metadata, String key) {
    return metadata.hasNonNull(key) ? metadata.get(key).asText() : null;
  }

  private static Identity identity(JsonNode metadata) {
    if (!metadata.hasNonNull("delta.identity.start")) {
      return null;
    }
    return new Identity(
        number(metadata, "delta.identity.start"),
        metadata.hasNonNull("delta.identity.step") ? number(metadata, "delta.identity.step") : 1,
        metadata.path("delta.identity.allowExplicitInsert").asBoolean(false));
  }

  private static long number(JsonNode metadata, String key) {
    String text = metadata.get(key).asText();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " is '" + text + "', not a whole number", e);
    }
  }
}
