package io.datareplicator.config.layers;

import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;

/** Merges the settings of a level with those of the level below it. */
public final class TreeMerge {

  private TreeMerge() {}

  /**
   * Dictionaries merge key by key, anything else of the lower level replaces.
   *
   * @param above settings to inherit
   * @param below settings that win
   */
  public static Mapping merge(Mapping above, Mapping below) {
    Map<String, ConfigNode> merged = new LinkedHashMap<>(above.entries());
    below
        .entries()
        .forEach(
            (key, value) ->
                merged.merge(
                    key,
                    value,
                    (inherited, own) ->
                        inherited instanceof Mapping a && own instanceof Mapping b
                            ? merge(a, b)
                            : own));
    return new Mapping(merged, below.origin());
  }

  /** The keys of a level that the level below inherits. */
  public static Mapping only(Mapping level, Iterable<String> keys) {
    Map<String, ConfigNode> kept = new LinkedHashMap<>();
    for (String key : keys) {
      if (level.has(key)) {
        kept.put(key, level.get(key));
      }
    }
    return new Mapping(kept, level.origin());
  }
}
