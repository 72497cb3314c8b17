package io.datareplicator.config.layers;

import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.KeyPaths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A layer's tree as properties: dictionaries spread out by key, each list a value of its own. */
final class FlatLayer {

  /**
   * A property: where it belongs in the tree and what stands there.
   *
   * @param keys keys from the root
   * @param value scalar, list, or an empty dictionary
   */
  record Leaf(List<String> keys, ConfigNode value) {}

  private final Map<String, Leaf> leaves = new LinkedHashMap<>();

  FlatLayer(Mapping tree) {
    spread(tree, "", List.of());
  }

  /** Properties by name, such as {@code concurrency.max_workers}. */
  Map<String, Leaf> leaves() {
    return leaves;
  }

  private void spread(Mapping mapping, String path, List<String> keys) {
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              String name = KeyPaths.child(path, key);
              List<String> childKeys = append(keys, key);
              if (value instanceof Mapping inner && !inner.entries().isEmpty()) {
                spread(inner, name, childKeys);
              } else {
                leaves.put(name, new Leaf(childKeys, value));
              }
            });
  }

  private static List<String> append(List<String> keys, String key) {
    String[] longer = keys.toArray(new String[keys.size() + 1]);
    longer[keys.size()] = key;
    return List.of(longer);
  }

  /** A short text that stands for a value where only text is possible. */
  static String text(ConfigNode value) {
    if (value instanceof Scalar scalar) {
      return scalar.text();
    }
    return value instanceof Sequence list ? "[" + list.items().size() + "]" : "{}";
  }
}
