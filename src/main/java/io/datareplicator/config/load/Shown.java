package io.datareplicator.config.load;

import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;

/** Picks what is worth showing of a schema, table or volume: its name and its own settings. */
final class Shown {

  private Shown() {}

  /**
   * A tree of the keys that stand at this level, with their effective values.
   *
   * @param written what the user wrote at this level
   * @param complete everything in force at this level
   * @param name resolved name
   * @param nameKey key of the name
   */
  static Mapping below(Mapping written, Mapping complete, String name, String nameKey) {
    Scalar writtenName = (Scalar) written.get(nameKey);
    Map<String, ConfigNode> shown = new LinkedHashMap<>();
    shown.put(nameKey, new Scalar(name, writtenName.type(), writtenName.origin()));
    Mapping own = same(written, complete);
    own.entries().forEach(shown::putIfAbsent);
    return new Mapping(shown, written.origin());
  }

  private static Mapping same(Mapping written, Mapping complete) {
    Map<String, ConfigNode> kept = new LinkedHashMap<>();
    written
        .entries()
        .forEach(
            (key, value) -> {
              ConfigNode effective = complete.get(key);
              kept.put(
                  key,
                  value instanceof Mapping a && effective instanceof Mapping b
                      ? same(a, b)
                      : effective);
            });
    return new Mapping(kept, written.origin());
  }
}
