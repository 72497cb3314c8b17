package io.datareplicator.model.uc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.model.uc.ColumnType.ArrayOf;
import io.datareplicator.model.uc.ColumnType.Field;
import io.datareplicator.model.uc.ColumnType.MapOf;
import io.datareplicator.model.uc.ColumnType.Simple;
import io.datareplicator.model.uc.ColumnType.StructOf;
import io.datareplicator.model.uc.ColumnType.UserDefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Spark's JSON form of types. The type says {@code string} for CHAR, VARCHAR and strings with a
 * collation; metadata of the field around it says which.
 */
final class TypeJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Pattern STRING =
      Pattern.compile("\\s*(string|varchar|char)\\b", Pattern.CASE_INSENSITIVE);

  private TypeJson() {}

  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its type_json is not JSON: " + text, e);
    }
  }

  static boolean isField(JsonNode json) {
    return json.hasNonNull("name") && json.hasNonNull("type");
  }

  /** Type of a StructField. */
  static ColumnType fieldType(JsonNode field) {
    JsonNode metadata = field.path("metadata");
    String name = field.path("name").asText();
    ColumnType type = type(field.get("type"), name, metadata.path("__COLLATIONS"));
    JsonNode declared = metadata.get("__CHAR_VARCHAR_TYPE_STRING");
    return declared == null ? type : TypeText.parse(declared.asText(), type);
  }

  /** A type without a field around it. */
  static ColumnType type(JsonNode json, String typeText) {
    return refined(type(json, "", json.path("__COLLATIONS")), typeText);
  }

  /** The type, or {@code type_text} where the JSON says only {@code string}. */
  static ColumnType refined(ColumnType type, String typeText) {
    boolean string = type.equals(new Simple("string")) && typeText != null;
    return string && STRING.matcher(typeText).lookingAt() ? TypeText.parse(typeText) : type;
  }

  /**
   * @param path as keys of {@code collations} name this place
   */
  private static ColumnType type(JsonNode json, String path, JsonNode collations) {
    if (json == null || json.isMissingNode() || json.isNull()) {
      throw new IllegalArgumentException("a type is missing in its type_json");
    }
    if (json.isTextual()) {
      Simple simple = TypeText.simple(json.asText());
      boolean collated = simple.text().equals("string") && collations.hasNonNull(path);
      return collated ? collated(collations.get(path).asText()) : simple;
    }
    return switch (json.path("type").asText()) {
      case "array" ->
          new ArrayOf(
              type(json.get("elementType"), path + ".element", collations),
              json.path("containsNull").asBoolean(true));
      case "map" ->
          new MapOf(
              type(json.get("keyType"), path + ".key", collations),
              type(json.get("valueType"), path + ".value", collations),
              json.path("valueContainsNull").asBoolean(true));
      case "struct" -> struct(json);
      case "udt" -> new UserDefined(userDefined(json));
      default -> throw new IllegalArgumentException("its type_json has an unknown type: " + json);
    };
  }

  private static StructOf struct(JsonNode json) {
    if (!json.path("fields").isArray()) {
      throw new IllegalArgumentException("a struct in its type_json has no fields: " + json);
    }
    List<Field> fields = new ArrayList<>();
    for (JsonNode field : json.get("fields")) {
      if (!isField(field)) {
        throw new IllegalArgumentException("a field in its type_json is incomplete: " + field);
      }
      JsonNode comment = field.path("metadata").path("comment");
      fields.add(
          new Field(
              field.get("name").asText(),
              fieldType(field),
              field.path("nullable").asBoolean(true),
              comment.isTextual() ? comment.asText() : null));
    }
    return new StructOf(fields);
  }

  private static String userDefined(JsonNode json) {
    return json.path("class").asText(json.path("pyClass").asText("unnamed"));
  }

  /** From {@code provider.NAME}. */
  private static Simple collated(String collation) {
    String name = collation.substring(collation.indexOf('.') + 1).toUpperCase(Locale.ROOT);
    return TypeText.simple("string collate " + name);
  }
}
