package io.datareplicator.config.layers;

import io.datareplicator.config.layers.FlatLayer.Leaf;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.Layer;
import io.datareplicator.config.tree.Origin;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges layers by the ordinals of their configuration sources. */
public final class LayerStack {

  private LayerStack() {}

  /**
   * Merges layers.
   *
   * @param layers tree of each layer that there is
   * @return one tree; every node is the one of the winning layer
   */
  public static Mapping merge(Map<Layer, Mapping> layers) {
    Map<String, FlatLayer> flat = new LinkedHashMap<>();
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().forClassLoader(LayerStack.class.getClassLoader());
    List<Layer> lowestFirst =
        layers.keySet().stream().sorted(Comparator.comparingInt(Layer::configOrdinal)).toList();
    for (Layer layer : lowestFirst) {
      FlatLayer spread = new FlatLayer(layers.get(layer));
      flat.put(layer.name(), spread);
      builder.withSources(new LayerSource(layer, spread.leaves()));
    }
    SmallRyeConfig config = builder.build();
    Branch root =
        new Branch(
            lowestFirst.isEmpty() ? Origin.DEFAULT : layers.get(lowestFirst.get(0)).origin());
    // Names in the order of the files, so that the outcome does not depend on hashing.
    flat.values().stream()
        .flatMap(layer -> layer.leaves().keySet().stream())
        .distinct()
        .forEach(
            name -> {
              String winner = config.getConfigValue(name).getSourceName();
              Leaf leaf = flat.get(winner).leaves().get(name);
              root.put(leaf.keys(), leaf.value());
            });
    for (Layer layer : lowestFirst) {
      root.origins(layers.get(layer));
    }
    return (Mapping) root.node();
  }

  /** A dictionary that is being filled. */
  private static final class Branch {
    private final Map<String, Object> entries = new LinkedHashMap<>();
    private Origin origin;

    Branch(Origin origin) {
      this.origin = origin;
    }

    void put(List<String> keys, ConfigNode value) {
      Branch branch = this;
      for (String key : keys.subList(0, keys.size() - 1)) {
        Object there = branch.entries.get(key);
        if (!(there instanceof Branch)) {
          // A refused value in one layer and a dictionary in another; the refusal is reported.
          there = new Branch(value.origin());
          branch.entries.put(key, there);
        }
        branch = (Branch) there;
      }
      String last = keys.get(keys.size() - 1);
      if (value instanceof Mapping empty && empty.entries().isEmpty()) {
        branch.entries.computeIfAbsent(last, key -> new Branch(value.origin()));
      } else if (!(branch.entries.get(last) instanceof Branch)) {
        branch.entries.put(last, value);
      }
    }

    /** Gives dictionaries the place of the highest layer that has them. */
    void origins(Mapping layer) {
      layer
          .entries()
          .forEach(
              (key, value) -> {
                if (value instanceof Mapping inner && entries.get(key) instanceof Branch branch) {
                  branch.origin = inner.origin();
                  branch.origins(inner);
                }
              });
    }

    ConfigNode node() {
      Map<String, ConfigNode> nodes = new LinkedHashMap<>();
      entries.forEach(
          (key, value) ->
              nodes.put(key, value instanceof Branch branch ? branch.node() : (ConfigNode) value));
      return new Mapping(nodes, origin);
    }
  }
}
