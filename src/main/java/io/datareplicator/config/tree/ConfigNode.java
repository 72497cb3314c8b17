package io.datareplicator.config.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a configuration tree. Nodes are immutable. */
public sealed interface ConfigNode {

  /** Where the node came from; for the value of a key, the place of the key. */
  Origin origin();

  /** What kind of thing the node is, for messages. */
  String kind();

  /** Types of scalars, as YAML resolves them. */
  enum ScalarType {
    /** Text. */
    STRING("text"),
    /** Whole number. */
    INTEGER("a whole number"),
    /** Number with a fraction. */
    DECIMAL("a number"),
    /** true or false. */
    BOOLEAN("true/false"),
    /** Nothing. */
    NULL("nothing"),
    /** A value that was refused and reported already; it stands for "set, but unknown". */
    INVALID("an invalid value");

    private final String label;

    ScalarType(String label) {
      this.label = label;
    }
  }

  /**
   * A single value.
   *
   * @param text text as written, without quotes
   * @param type type by the YAML rules
   * @param origin where it stands
   */
  record Scalar(String text, ScalarType type, Origin origin) implements ConfigNode {
    @Override
    public String kind() {
      return type.label;
    }

    /** Whether the value was refused and reported already. */
    public boolean invalid() {
      return type == ScalarType.INVALID;
    }
  }

  /**
   * A list.
   *
   * @param items items
   * @param origin where it stands
   */
  record Sequence(List<ConfigNode> items, Origin origin) implements ConfigNode {
    /** Keeps its own copy. */
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * A dictionary.
   *
   * @param entries values by key, in the order of the file
   * @param origin where it stands
   */
  record Mapping(Map<String, ConfigNode> entries, Origin origin) implements ConfigNode {
    /** Keeps its own copy. */
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String kind() {
      return "a dictionary";
    }

    /** The value of a key, or null. */
    public ConfigNode get(String key) {
      return entries.get(key);
    }

    /** The dictionary under a key, or null when there is none. */
    public Mapping mapping(String key) {
      return entries.get(key) instanceof Mapping mapping ? mapping : null;
    }

    /** The items under a key; none when there is no list. */
    public List<ConfigNode> items(String key) {
      return entries.get(key) instanceof Sequence sequence ? sequence.items() : List.of();
    }

    /** The dictionaries among the items under a key. */
    public List<Mapping> mappings(String key) {
      return items(key).stream()
          .filter(Mapping.class::isInstance)
          .map(Mapping.class::cast)
          .toList();
    }

    /** The text under a key; null when there is none or it was refused. */
    public String text(String key) {
      return entries.get(key) instanceof Scalar scalar && !scalar.invalid() ? scalar.text() : null;
    }

    /** Whether a key is set, validly or not. */
    public boolean has(String key) {
      return entries.containsKey(key);
    }

    /** The same dictionary with a key set. */
    public Mapping with(String key, ConfigNode value) {
      Map<String, ConfigNode> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Mapping(changed, origin);
    }

    /** The same dictionary without some keys. */
    public Mapping without(String... keys) {
      Map<String, ConfigNode> changed = new LinkedHashMap<>(entries);
      for (String key : keys) {
        changed.remove(key);
      }
      return changed.size() == entries.size() ? this : new Mapping(changed, origin);
    }
  }
}
