package io.datareplicator.config.layers;

import io.datareplicator.config.keys.Key;
import io.datareplicator.config.keys.KeyGroup;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.keys.Shape;
import io.datareplicator.config.keys.Suggestions;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.ScalarType;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.KeyPaths;
import io.datareplicator.config.tree.Layer;
import io.datareplicator.config.tree.Origin;
import io.datareplicator.config.tree.Problems;
import io.datareplicator.config.tree.YamlReader;
import io.datareplicator.config.tree.YamlText;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.common.utils.StringUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The layer of variables {@code DATA_REPLICATOR_<KEY_PATH>}; names follow the MicroProfile rules.
 * Lists are comma separated or given item by item ({@code …_TARGET_CATALOGS_0__CATALOG_NAME}),
 * lists and dictionaries also as JSON.
 */
public final class EnvironmentVariables {

  /** Prefix of every variable of this tool. */
  public static final String PREFIX = "DATA_REPLICATOR_";

  /**
   * Variables that are no keys: credentials and warehouses of the two sides, local state,
   * authorities.
   */
  public static final Set<String> OTHERS =
      Set.of(
          PREFIX + "CA_FILE",
          PREFIX + "STATE_DIR",
          PREFIX + "SOURCE_TOKEN",
          PREFIX + "SOURCE_CLIENT_ID",
          PREFIX + "SOURCE_CLIENT_SECRET",
          PREFIX + "SOURCE_WAREHOUSE_ID",
          PREFIX + "TARGET_TOKEN",
          PREFIX + "TARGET_CLIENT_ID",
          PREFIX + "TARGET_CLIENT_SECRET",
          PREFIX + "TARGET_WAREHOUSE_ID");

  /** Short names of two keys that nearly every environment sets. */
  private static final Map<String, String> SHORT =
      Map.of(
          "source_databricks_connect_config.host", PREFIX + "SOURCE_HOST",
          "target_databricks_connect_config.host", PREFIX + "TARGET_HOST");

  private static final int MOST_ITEMS = 10_000;

  private final Map<String, String> variables = new TreeMap<>();
  private final EnvConfigSource source;
  private final Problems problems;
  private final Set<String> known = new TreeSet<>(OTHERS);

  private EnvironmentVariables(Map<String, String> environment, Problems problems) {
    this.problems = problems;
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && value != null && !value.isBlank()) {
            variables.put(name, value);
          }
        });
    this.source = new EnvConfigSource(variables, Layer.ENVIRONMENT_VARIABLE.configOrdinal());
  }

  /**
   * Reads the layer. Blank variables are not set; unknown ones with the prefix give a warning.
   *
   * @param environment all variables of the process
   * @param problems where problems go
   */
  public static Mapping read(Map<String, String> environment, Problems problems) {
    EnvironmentVariables reader = new EnvironmentVariables(environment, problems);
    Mapping tree = reader.group(KeyTable.GROUP, "");
    reader.reportUnknown();
    return tree == null ? new Mapping(Map.of(), Origin.variable(PREFIX + "*")) : tree;
  }

  private Mapping group(KeyGroup group, String path) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (Key key : group.keys()) {
      ConfigNode value = value(key.shape(), KeyPaths.child(path, key.name()));
      if (value != null) {
        entries.put(key.name(), value);
      }
    }
    return entries.isEmpty()
        ? null
        : new Mapping(entries, entries.values().iterator().next().origin());
  }

  private ConfigNode value(Shape shape, String path) {
    String name = variable(path);
    known.add(name);
    String text = source.getValue(PREFIX + path);
    if (text == null && SHORT.containsKey(path)) {
      name = SHORT.get(path);
      known.add(name);
      text = variables.get(name);
    }
    if (text != null) {
      return parse(text, shape, name, path);
    }
    if (shape instanceof Shape.Group group) {
      return group(group.keys().get(), path);
    }
    if (shape instanceof Shape.ListOf list && anyBelow(name)) {
      return indexed(list, path, name);
    }
    return null;
  }

  private boolean anyBelow(String name) {
    return variables.keySet().stream().anyMatch(other -> other.startsWith(name + "_"));
  }

  private ConfigNode indexed(Shape.ListOf list, String path, String name) {
    List<ConfigNode> items = new ArrayList<>();
    for (int index = 0; index < MOST_ITEMS; index++) {
      String itemPath = KeyPaths.item(path, index);
      String prefix = variable(itemPath);
      ConfigNode item =
          variables.keySet().stream().anyMatch(other -> other.startsWith(prefix))
              ? value(list.item(), itemPath)
              : null;
      if (item == null) {
        break;
      }
      items.add(item);
    }
    return items.isEmpty() ? null : new Sequence(items, Origin.variable(name + "_*"));
  }

  private ConfigNode parse(String text, Shape shape, String name, String path) {
    Origin origin = Origin.variable(name);
    boolean structure =
        shape instanceof Shape.Group
            || shape instanceof Shape.DictOf
            || shape instanceof Shape.ListOf;
    String trimmed = text.strip();
    if (structure && (trimmed.startsWith("{") || trimmed.startsWith("["))) {
      return json(trimmed, origin, path);
    }
    if (shape instanceof Shape.ListOf) {
      List<ConfigNode> items = new ArrayList<>();
      for (String item : StringUtil.split(trimmed)) {
        if (!item.isBlank()) {
          items.add(new Scalar(item.strip(), ScalarType.STRING, origin));
        }
      }
      return new Sequence(items, origin);
    }
    return new Scalar(text, ScalarType.STRING, origin);
  }

  /** JSON is YAML; wrapped into a dictionary because a document's root must be one. */
  private ConfigNode json(String text, Origin origin, String path) {
    Problems inner = new Problems();
    byte[] document = ("{\"value\": " + text + "}").getBytes(StandardCharsets.UTF_8);
    Mapping root =
        YamlReader.read(new YamlText(origin.file(), document), Layer.ENVIRONMENT_VARIABLE, inner);
    if (root == null || !inner.none()) {
      inner
          .errors()
          .forEach(
              problem ->
                  problems.error(origin, path, null, problem.message(), problem.suggestion()));
      return new Scalar("", ScalarType.INVALID, origin);
    }
    return Relocation.move(root.get("value"), origin);
  }

  private void reportUnknown() {
    for (String name : variables.keySet()) {
      if (!known.contains(name.toUpperCase(Locale.ROOT))) {
        problems.warning(
            Origin.variable(name),
            "",
            "no key of that name; the variable is ignored",
            Suggestions.didYouMean(name, known));
      }
    }
  }

  /** Name of the variable for a key path. */
  public static String variable(String path) {
    return PREFIX + StringUtil.replaceNonAlphanumericByUnderscores(path).toUpperCase(Locale.ROOT);
  }
}
