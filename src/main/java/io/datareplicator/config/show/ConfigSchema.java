package io.datareplicator.config.show;

import io.datareplicator.config.keys.Key;
import io.datareplicator.config.keys.KeyGroup;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.keys.Shape;
import io.datareplicator.config.keys.Shape.TextRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JSON Schema (draft 2020-12) of both files, as maps and lists for any JSON writer. */
public final class ConfigSchema {

  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private final Map<String, Object> definitions = new LinkedHashMap<>();

  private ConfigSchema() {}

  /** Schema of a replication-group file. */
  public static Map<String, Object> groupFile() {
    return new ConfigSchema().file(KeyTable.GROUP, List.of("version"));
  }

  /** Schema of environments.yaml. */
  public static Map<String, Object> environmentsFile() {
    return new ConfigSchema().file(KeyTable.ENVIRONMENTS, List.of("version", "environments"));
  }

  /** Schema that accepts either file, for editors that have one setting for both. */
  public static Map<String, Object> eitherFile() {
    ConfigSchema schema = new ConfigSchema();
    Map<String, Object> group = schema.object(KeyTable.GROUP, List.of("version"), false);
    Map<String, Object> environments =
        schema.object(KeyTable.ENVIRONMENTS, List.of("version", "environments"), false);
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", DRAFT);
    root.put("title", "data-replicator configuration");
    root.put("if", Map.of("required", List.of("environments")));
    root.put("then", environments);
    root.put("else", group);
    root.put("$defs", schema.definitions);
    return root;
  }

  private Map<String, Object> file(KeyGroup group, List<String> required) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", DRAFT);
    root.put("title", group.title());
    root.putAll(object(group, required, false));
    root.put("$defs", definitions);
    return root;
  }

  private Map<String, Object> object(KeyGroup group, List<String> required, boolean nullable) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Key key : group.keys()) {
      Map<String, Object> property = new LinkedHashMap<>(shape(key.shape(), true));
      property.put("description", description(key));
      if (key.standard() != null) {
        property.put("default", standard(key));
      }
      properties.put(key.name(), property);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", nullable ? List.of("object", "null") : "object");
    object.put("description", group.doc());
    object.put("properties", properties);
    object.put("additionalProperties", false);
    if (!required.isEmpty()) {
      object.put("required", required);
    }
    return object;
  }

  private Map<String, Object> shape(Shape shape, boolean nullable) {
    if (shape instanceof Shape.Group group) {
      return reference(group.keys().get(), nullable, List.of());
    }
    if (shape instanceof Shape.ListOf list) {
      Map<String, Object> items =
          list.item() instanceof Shape.Group group
              ? reference(group.keys().get(), false, required(group.keys().get()))
              : shape(list.item(), false);
      return typed("array", nullable, Map.of("items", items));
    }
    if (shape instanceof Shape.DictOf dict) {
      Map<String, Object> value =
          dict.value() instanceof Shape.Group group
              ? reference(group.keys().get(), false, connections())
              : shape(dict.value(), true);
      return typed("object", nullable, Map.of("additionalProperties", value));
    }
    if (shape instanceof Shape.Bool) {
      return types(nullable, "boolean", "string", "integer");
    }
    if (shape instanceof Shape.Whole whole) {
      Map<String, Object> limits = new LinkedHashMap<>();
      limits.put("minimum", whole.min());
      if (whole.max() != Integer.MAX_VALUE) {
        limits.put("maximum", whole.max());
      }
      return typed("integer", nullable, limits);
    }
    if (shape instanceof Shape.Decimal decimal) {
      return typed("number", nullable, Map.of("minimum", decimal.min(), "maximum", decimal.max()));
    }
    if (shape instanceof Shape.Choice choice) {
      return choice(choice, nullable);
    }
    if (shape instanceof Shape.AnyScalar) {
      return types(nullable, "string", "number", "boolean");
    }
    return text(((Shape.Text) shape).rule(), nullable);
  }

  private static Map<String, Object> choice(Shape.Choice choice, boolean nullable) {
    LinkedHashSet<Object> words = new LinkedHashSet<>(choice.words());
    if (choice.anyCase()) {
      choice.words().forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
      choice.words().forEach(word -> words.add(word.toUpperCase(Locale.ROOT)));
    }
    List<Object> values = new ArrayList<>(words);
    if (choice.words().contains("1.0")) {
      values.add(1.0);
    }
    if (nullable) {
      values.add(null);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("enum", values);
    return schema;
  }

  private static Map<String, Object> text(TextRule rule, boolean nullable) {
    return switch (rule) {
      case FREE, HOST -> typed("string", nullable, Map.of());
      case NAME, SIDE_NAME -> typed("string", nullable, Map.of("pattern", "\\S"));
      case OBJECT -> typed("string", nullable, Map.of("pattern", "^[^./]+$"));
      case TABLE -> typed("string", nullable, Map.of("pattern", "^[^.]+\\.[^.]+\\.[^.]+$"));
      case METASTORE -> typed("string", nullable, Map.of("pattern", "^[^:]+:[^:]+:[^:]+$"));
      case CLUSTER -> typed("string", nullable, Map.of("pattern", "^[A-Za-z0-9_{} -]+$"));
      case HTTP_PATH ->
          typed(
              "string",
              nullable,
              Map.of(
                  "pattern",
                  "^/?sql/(1\\.0/(warehouses|endpoints)|protocolv1/o/[0-9]+)/[A-Za-z0-9_-]+$"));
      case PREFIX -> typed("string", nullable, Map.of("pattern", "/$"));
    };
  }

  private Map<String, Object> reference(KeyGroup group, boolean nullable, List<String> required) {
    String name = group.title().replaceAll("[^A-Za-z0-9_]", "") + (nullable ? "" : "_item");
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of());
      definitions.put(name, object(group, required, nullable));
    }
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("$ref", "#/$defs/" + name);
    return reference;
  }

  private static List<String> required(KeyGroup group) {
    return group.keys().stream().filter(Key::required).map(Key::name).toList();
  }

  private static List<String> connections() {
    return List.of("source_databricks_connect_config", "target_databricks_connect_config");
  }

  private static Map<String, Object> typed(
      String type, boolean nullable, Map<String, Object> more) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", nullable ? List.of(type, "null") : type);
    schema.putAll(more);
    return schema;
  }

  private static Map<String, Object> types(boolean nullable, String... types) {
    List<String> all = new ArrayList<>(List.of(types));
    if (nullable) {
      all.add("null");
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", all);
    return schema;
  }

  private static String description(Key key) {
    return key.derived() == null
        ? key.doc()
        : key.doc() + " Default: " + key.derived().replace('<', '‹').replace('>', '›');
  }

  private static Object standard(Key key) {
    if (key.shape() instanceof Shape.Bool) {
      return Boolean.valueOf(key.standard());
    }
    if (key.shape() instanceof Shape.Whole) {
      return Integer.valueOf(key.standard());
    }
    if (key.shape() instanceof Shape.Decimal) {
      return Double.valueOf(key.standard());
    }
    return key.shape() instanceof Shape.ListOf ? List.of() : key.standard();
  }
}
