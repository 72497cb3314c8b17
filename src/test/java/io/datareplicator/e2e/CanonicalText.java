package io.datareplicator.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Attributes of a catalog's objects as text in which the catalog is called {@code <catalog>}. */
final class CanonicalText {
  /** Prefix of the properties that are CHECK constraints. */
  static final String CHECK = "delta.constraints.";

  private static final String SHOWN = "<catalog>";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a server keeps in a column's metadata for itself. */
  private static final List<String> OWN_METADATA =
      List.of(
          "delta.columnMapping.id",
          "delta.columnMapping.physicalName",
          "delta.identity.highWaterMark",
          "EXISTS_DEFAULT");

  /** Properties that a server sets itself. */
  private static final List<String> OWN_PROPERTIES =
      List.of(
          "unity.catalog.managed.",
          "delta.lastUpdateVersion",
          "delta.lastCommitTimestamp",
          "delta.columnMapping.maxColumnId",
          "delta.rowTracking.materialized",
          "pipelines.pipelineId",
          "spark.sql.internal.",
          "view.",
          "clusteringColumns",
          "clusterByAuto");

  private final String catalog;
  private final Map<String, String> urls = new LinkedHashMap<>();

  CanonicalText(String catalog) {
    this.catalog = catalog;
  }

  void url(String prefix, String shown) {
    urls.put(prefix, shown);
  }

  /** Parts of a name, in backticks where they are not plain words. */
  static String name(String... parts) {
    return Stream.of(parts)
        .map(p -> p.matches("[A-Za-z_][A-Za-z0-9_]*") ? p : SameCatalog.quote(p))
        .collect(Collectors.joining("."));
  }

  /** The text of a node; absent and null are empty. */
  static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? "" : node.asText();
  }

  static String list(JsonNode array) {
    List<String> values = new ArrayList<>();
    array.forEach(v -> values.add(v.asText()));
    return values.toString();
  }

  /** Some pairs of a map, sorted by key. */
  static String pairs(JsonNode map, Predicate<String> wanted) {
    Map<String, String> pairs = new java.util.TreeMap<>();
    map.fields()
        .forEachRemaining(
            e -> {
              if (wanted.test(e.getKey())) {
                pairs.put(e.getKey(), e.getValue().asText());
              }
            });
    return pairs.toString();
  }

  /** Whether a property was set by a user. */
  static boolean isUsers(String property) {
    return !isProtocol(property)
        && !property.startsWith(CHECK)
        && OWN_PROPERTIES.stream().noneMatch(property::startsWith);
  }

  /** Whether a property tells which features a table's log needs. */
  static boolean isProtocol(String property) {
    return property.startsWith("delta.feature.")
        || property.equals("delta.minReaderVersion")
        || property.equals("delta.minWriterVersion");
  }

  /** A place of cloud storage, empty when there is none. */
  String place(JsonNode url) {
    String place = text(url);
    for (Map.Entry<String, String> mapped : urls.entrySet()) {
      if (place.startsWith(mapped.getKey())) {
        return mapped.getValue() + place.substring(mapped.getKey().length());
      }
    }
    return place;
  }

  /** Full name of a function or table. */
  String function(JsonNode fullName) {
    String name = text(fullName);
    return name.startsWith(catalog + ".") ? SHOWN + name.substring(catalog.length()) : name;
  }

  /** A column: position, name, type, nullability, comment, default, generation. */
  String column(JsonNode column) {
    try {
      JsonNode type = JSON.readTree(column.path("type_json").asText());
      return column.path("position")
          + " "
          + column.path("name").asText()
          + (column.path("nullable").asBoolean(true) ? "" : " NOT NULL")
          + " "
          + withoutOwn(type)
          + " comment "
          + text(column.path("comment"));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + column, e);
    }
  }

  private static JsonNode withoutOwn(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode sorted = JSON.createObjectNode();
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      names.stream()
          .sorted()
          .filter(n -> !OWN_METADATA.contains(n))
          .forEach(n -> sorted.set(n, withoutOwn(object.get(n))));
      return sorted;
    }
    if (node.isArray()) {
      var array = JSON.createArrayNode();
      node.forEach(element -> array.add(withoutOwn(element)));
      return array;
    }
    return node;
  }

  /** A function but its name. */
  String routine(JsonNode f) {
    boolean sql = f.path("routine_body").asText().equals("SQL");
    String body = f.path("routine_definition").asText();
    return "comment "
        + text(f.path("comment"))
        + ", parameters "
        + parameters(f.path("input_params"))
        + ", returns "
        + f.path("full_data_type").asText()
        + parameters(f.path("return_params"))
        + ", language "
        + f.path("routine_body").asText()
        + text(f.path("external_language"))
        + ", deterministic "
        + f.path("is_deterministic").asText()
        + ", data "
        + f.path("sql_data_access").asText()
        + ", body "
        + (sql ? sql(body) : body);
  }

  /** Parameters of a function, or columns of its result. */
  private static String parameters(JsonNode params) {
    List<String> parameters = new ArrayList<>();
    for (JsonNode p : params.path("parameters")) {
      parameters.add(
          p.path("name").asText()
              + " "
              + p.path("type_text").asText()
              + " default "
              + text(p.path("parameter_default"))
              + " comment "
              + text(p.path("comment")));
    }
    return parameters.toString();
  }

  /**
   * SQL in which the catalog's name, where it begins a qualified name, is replaced; literals and
   * comments stay as they are.
   */
  String sql(String text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = tokenEnd(text, at);
      String token = text.substring(at, end);
      boolean quoted = token.startsWith("`");
      String name = quoted ? token.substring(1, token.length() - 1).replace("``", "`") : token;
      boolean qualifies = end < text.length() && text.charAt(end) == '.';
      boolean follows = at > 0 && text.charAt(at - 1) == '.';
      out.append(name.equalsIgnoreCase(catalog) && qualifies && !follows ? SHOWN : token);
      at = end;
    }
    return out.toString();
  }

  private static int tokenEnd(String text, int at) {
    char first = text.charAt(at);
    if (first == '\'' || first == '"' || first == '`') {
      int end = at + 1;
      while (end < text.length() && text.charAt(end) != first) {
        end += text.charAt(end) == '\\' && first != '`' ? 2 : 1;
      }
      return Math.min(end + 1, text.length());
    }
    if (text.startsWith("--", at)) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }
    if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at);
      return end < 0 ? text.length() : end + 2;
    }
    int end = at;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return Math.max(end, at + 1);
  }
}
