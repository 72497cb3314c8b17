package io.datareplicator.config.load;

import io.datareplicator.config.ConfigValue;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Typed access to a complete dictionary; what it reads was checked before. */
record Values(Mapping tree) {

  /** Text; null when not set or blank. */
  String text(String key) {
    String text = tree.text(key);
    return text == null || text.isBlank() ? null : text;
  }

  boolean flag(String key) {
    return Boolean.parseBoolean(tree.text(key));
  }

  int whole(String key) {
    return Integer.parseInt(tree.text(key));
  }

  double decimal(String key) {
    return Double.parseDouble(tree.text(key));
  }

  /** The value whose word stands there. */
  <E extends Enum<E> & ConfigValue> E choice(String key, E[] values) {
    String word = tree.text(key);
    for (E value : values) {
      if (value.yaml().equals(word)) {
        return value;
      }
    }
    throw new IllegalStateException(key + " was not checked: " + word);
  }

  /** Texts of a list; none when it is not set. */
  List<String> texts(String key) {
    return tree.items(key).stream().map(item -> ((Scalar) item).text()).toList();
  }

  /** Texts of a list; null when it is not set. */
  List<String> textsOrNull(String key) {
    return tree.has(key) ? texts(key) : null;
  }

  /** Entries of a dictionary of texts; none when it is not set. */
  Map<String, String> dictionary(String key) {
    Map<String, String> entries = new LinkedHashMap<>();
    Mapping mapping = tree.mapping(key);
    if (mapping != null) {
      mapping.entries().forEach((name, value) -> entries.put(name, ((Scalar) value).text()));
    }
    return entries;
  }

  /** A dictionary; null when it is not set. */
  Values inner(String key) {
    Mapping mapping = tree.mapping(key);
    return mapping == null ? null : new Values(mapping);
  }
}
