package io.datareplicator.config.keys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A dictionary of known keys. */
public final class KeyGroup {

  private final String title;
  private final String doc;
  private final Map<String, Key> keys;

  private KeyGroup(String title, String doc, Map<String, Key> keys) {
    this.title = title;
    this.doc = doc;
    this.keys = keys;
  }

  /** A group of keys in the order of the documentation. */
  static KeyGroup of(String title, String doc, Key... keys) {
    Map<String, Key> byName = new LinkedHashMap<>();
    for (Key key : keys) {
      if (byName.put(key.name(), key) != null) {
        throw new IllegalStateException("key defined twice: " + key.name());
      }
    }
    return new KeyGroup(title, doc, byName);
  }

  /** A group of this group's keys and more. */
  static Key[] join(List<Key> first, Key... more) {
    List<Key> all = new ArrayList<>(first);
    all.addAll(Arrays.asList(more));
    return all.toArray(Key[]::new);
  }

  /** Title for the documentation, unique. */
  public String title() {
    return title;
  }

  /** Explanation. */
  public String doc() {
    return doc;
  }

  /** The keys. */
  public List<Key> keys() {
    return List.copyOf(keys.values());
  }

  /** The names of the keys. */
  public List<String> names() {
    return List.copyOf(keys.keySet());
  }

  /** The key of a name, or null. */
  public Key key(String name) {
    return keys.get(name);
  }
}
