package io.datareplicator.config.layers;

import io.datareplicator.config.layers.FlatLayer.Leaf;
import io.datareplicator.config.tree.Layer;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.ConfigValueConfigSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** One layer as a configuration source; its ordinal says which layer wins. */
final class LayerSource implements ConfigValueConfigSource {

  private final Layer layer;
  private final Map<String, Leaf> leaves;

  LayerSource(Layer layer, Map<String, Leaf> leaves) {
    this.layer = layer;
    this.leaves = leaves;
  }

  @Override
  public ConfigValue getConfigValue(String name) {
    Leaf leaf = leaves.get(name);
    return leaf == null ? null : value(name, leaf);
  }

  @Override
  public Map<String, ConfigValue> getConfigValueProperties() {
    Map<String, ConfigValue> all = new LinkedHashMap<>();
    leaves.forEach((name, leaf) -> all.put(name, value(name, leaf)));
    return all;
  }

  @Override
  public Set<String> getPropertyNames() {
    return leaves.keySet();
  }

  @Override
  public String getName() {
    return layer.name();
  }

  @Override
  public int getOrdinal() {
    return layer.configOrdinal();
  }

  private ConfigValue value(String name, Leaf leaf) {
    String text = FlatLayer.text(leaf.value());
    return ConfigValue.builder()
        .withName(name)
        .withValue(text)
        .withRawValue(text)
        .withConfigSourceName(getName())
        .withConfigSourceOrdinal(getOrdinal())
        .withLineNumber(leaf.value().origin().line())
        .build();
  }
}
