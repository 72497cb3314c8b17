package io.datareplicator.config.layers;

import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.Origin;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives a tree that was read from a variable or an option the place that users know. */
public final class Relocation {

  private Relocation() {}

  /** The same tree, every node at one place. */
  public static ConfigNode move(ConfigNode node, Origin origin) {
    if (node instanceof Scalar scalar) {
      return new Scalar(scalar.text(), scalar.type(), origin);
    }
    if (node instanceof Sequence sequence) {
      return new Sequence(
          sequence.items().stream().map(item -> move(item, origin)).toList(), origin);
    }
    Map<String, ConfigNode> moved = new LinkedHashMap<>();
    ((Mapping) node).entries().forEach((key, value) -> moved.put(key, move(value, origin)));
    return new Mapping(moved, origin);
  }
}
