package io.datareplicator.config.load;

import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.KeyPaths;
import io.datareplicator.config.tree.Problems;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Rules about keys that stand side by side in one layer. */
final class OwnRules {

  private final Problems problems;
  private final boolean kindFromOption;

  /**
   * Rules that report into a collector.
   *
   * @param problems where problems go
   * @param kindFromOption an option says what is replicated, so the files need not agree on it
   */
  OwnRules(Problems problems, boolean kindFromOption) {
    this.problems = problems;
    this.kindFromOption = kindFromOption;
  }

  /**
   * Checks a layer.
   *
   * @param layer checked tree of group-level keys
   * @param path its key path, empty for the group file
   */
  void check(Mapping layer, String path) {
    kinds(layer, path);
    compute(layer, path, "source_databricks_connect_config");
    compute(layer, path, "target_databricks_connect_config");
    String list = KeyPaths.child(path, "target_catalogs");
    each(layer, list, this::catalog);
    Map<String, Mapping> seen = new HashMap<>();
    int index = 0;
    for (ConfigNode item : layer.items("target_catalogs")) {
      String itemPath = KeyPaths.item(list, index++);
      if (item instanceof Mapping catalog && catalog.text("catalog_name") != null) {
        // The same catalog may be listed once for data and once for volumes or metadata.
        String kind = KeyTable.KINDS.stream().filter(k -> filled(catalog, k)).toList().toString();
        repeated(seen, catalog.text("catalog_name") + kind, catalog, "catalog_name", itemPath);
      }
    }
  }

  private void compute(Mapping layer, String path, String key) {
    Mapping side = layer.mapping(key);
    if (side != null) {
      String why = "both say what runs SQL";
      exclusive(side, KeyPaths.child(path, key), List.of("cluster_id", "http_path"), why);
      exclusive(side, KeyPaths.child(path, key), List.of("http_path", "warehouse_id"), why);
    }
  }

  private void catalog(Mapping catalog, String path) {
    kinds(catalog, path);
    exclusive(
        catalog,
        path,
        List.of("schema_table_filter_expression", "target_schemas", "exclude_schemas"),
        "they all select schemas");
    unique(catalog, path, "target_schemas", "schema_name");
    each(catalog, KeyPaths.child(path, "target_schemas"), this::schema);
  }

  private void schema(Mapping schema, String path) {
    kinds(schema, path);
    exclusive(schema, path, List.of("tables", "table_filter_expression"), "both select tables");
    unique(schema, path, "tables", "table_name");
    unique(schema, path, "volumes", "volume_name");
    disjoint(schema, path, "tables", "exclude_tables", "table_name");
    disjoint(schema, path, "volumes", "exclude_volumes", "volume_name");
  }

  private void kinds(Mapping level, String path) {
    if (!kindFromOption) {
      exclusive(level, path, KeyTable.KINDS, "");
    }
  }

  private void exclusive(Mapping level, String path, Collection<String> keys, String why) {
    List<String> set =
        keys.stream()
            .filter(key -> filled(level, key))
            .sorted(Comparator.comparingInt(key -> level.get(key).origin().line()))
            .toList();
    for (String extra : set.subList(Math.min(1, set.size()), set.size())) {
      problems.error(
          level.get(extra).origin(),
          KeyPaths.child(path, extra),
          null,
          "excludes "
              + set.get(0)
              + " (line "
              + level.get(set.get(0)).origin().line()
              + ")"
              + (why.isEmpty() ? "" : ": " + why),
          "Keep one of " + String.join(", ", keys));
    }
  }

  private void unique(Mapping parent, String path, String list, String nameKey) {
    Map<String, Mapping> seen = new HashMap<>();
    int index = 0;
    for (ConfigNode item : parent.items(list)) {
      String itemPath = KeyPaths.item(KeyPaths.child(path, list), index++);
      if (item instanceof Mapping mapping && mapping.text(nameKey) != null) {
        repeated(seen, mapping.text(nameKey), mapping, nameKey, itemPath);
      }
    }
  }

  private void repeated(
      Map<String, Mapping> seen, String identity, Mapping item, String nameKey, String path) {
    Mapping first = seen.putIfAbsent(identity, item);
    if (first == null) {
      return;
    }
    String message = "is listed twice, first in line " + first.origin().line();
    if (first.entries().size() == 1 && item.entries().size() == 1) {
      problems.warning(
          item.origin(), KeyPaths.child(path, nameKey), message, "Remove one of the two");
    } else {
      problems.error(
          item.get(nameKey), KeyPaths.child(path, nameKey), message, "Merge the two into one");
    }
  }

  private void disjoint(Mapping schema, String path, String list, String excluded, String nameKey) {
    Set<String> names = new HashSet<>();
    schema.mappings(list).forEach(item -> names.add(item.text(nameKey)));
    int index = 0;
    for (ConfigNode item : schema.items(excluded)) {
      String itemPath = KeyPaths.item(KeyPaths.child(path, excluded), index++);
      if (item instanceof Mapping mapping
          && mapping.text(nameKey) != null
          && names.contains(mapping.text(nameKey))) {
        problems.error(
            mapping.get(nameKey),
            KeyPaths.child(itemPath, nameKey),
            "is also listed under " + list,
            "Remove it from one of the two");
      }
    }
  }

  private static void each(Mapping parent, String listPath, BiConsumer<Mapping, String> rule) {
    String list = listPath.substring(listPath.lastIndexOf('.') + 1);
    int index = 0;
    for (ConfigNode item : parent.items(list)) {
      String itemPath = KeyPaths.item(listPath, index++);
      if (item instanceof Mapping mapping) {
        rule.accept(mapping, itemPath);
      }
    }
  }

  /** Whether a key is set to something that is not empty. */
  static boolean filled(Mapping level, String key) {
    ConfigNode node = level.get(key);
    if (node == null) {
      return false;
    }
    if (node instanceof Sequence sequence) {
      return !sequence.items().isEmpty();
    }
    return !(node instanceof ConfigNode.Scalar scalar) || !scalar.text().isBlank();
  }
}
