package io.datareplicator.config.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.ScalarType;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.Layer;
import io.datareplicator.config.tree.Origin;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Laws of merging. Every key always has the same kind of value, as the check against the key table
 * ensures: dictionaries under d1 and d2, lists under l1 and l2, texts elsewhere.
 */
class MergePropertiesTest {

  @Property(tries = 300)
  void mergingIsAssociative(
      @ForAll("trees") Mapping a, @ForAll("trees") Mapping b, @ForAll("trees") Mapping c) {
    assertThat(plain(TreeMerge.merge(TreeMerge.merge(a, b), c)))
        .isEqualTo(plain(TreeMerge.merge(a, TreeMerge.merge(b, c))));
  }

  @Property(tries = 300)
  void anEmptyLevelChangesNothing(@ForAll("trees") Mapping a) {
    Mapping empty = new Mapping(Map.of(), Origin.DEFAULT);
    assertThat(plain(TreeMerge.merge(a, empty))).isEqualTo(plain(a));
    assertThat(plain(TreeMerge.merge(empty, a))).isEqualTo(plain(a));
    assertThat(plain(TreeMerge.merge(a, a))).isEqualTo(plain(a));
  }

  @Property(tries = 300)
  void theLowerLevelWinsAndListsReplace(
      @ForAll("trees") Mapping above, @ForAll("trees") Mapping below) {
    Mapping merged = TreeMerge.merge(above, below);
    below
        .entries()
        .forEach(
            (key, value) -> {
              if (!(value instanceof Mapping)) {
                assertThat(merged.get(key)).isSameAs(value);
              }
            });
    above
        .entries()
        .forEach(
            (key, value) -> {
              if (!below.has(key)) {
                assertThat(merged.get(key)).isSameAs(value);
              }
            });
  }

  @Property(tries = 300)
  void configurationSourcesMergeAsLevelsDo(
      @ForAll("trees") Mapping group,
      @ForAll("trees") Mapping environment,
      @ForAll("trees") Mapping variables,
      @ForAll("trees") Mapping options) {
    Map<Layer, Mapping> layers = new EnumMap<>(Layer.class);
    layers.put(Layer.GROUP, group);
    layers.put(Layer.ENVIRONMENT, environment);
    layers.put(Layer.ENVIRONMENT_VARIABLE, variables);
    layers.put(Layer.COMMAND_LINE, options);
    Mapping expected =
        TreeMerge.merge(TreeMerge.merge(TreeMerge.merge(group, environment), variables), options);
    assertThat(plain(LayerStack.merge(layers))).isEqualTo(plain(expected));
  }

  @Property(tries = 300)
  void everyMergedValueIsTheNodeOfItsLayer(
      @ForAll("trees") Mapping group, @ForAll("trees") Mapping environment) {
    Mapping marked = (Mapping) Relocation.move(environment, Origin.option("x"));
    Mapping merged = LayerStack.merge(Map.of(Layer.GROUP, group, Layer.COMMAND_LINE, marked));
    merged
        .entries()
        .forEach(
            (key, value) -> {
              if (!(value instanceof Mapping)) {
                Layer layer = value.origin().layer();
                assertThat(layer).isEqualTo(marked.has(key) ? Layer.COMMAND_LINE : Layer.GROUP);
              }
            });
  }

  @Provide
  Arbitrary<Mapping> trees() {
    return tree(3);
  }

  private static Arbitrary<Mapping> tree(int depth) {
    Arbitrary<String> names = Arbitraries.of("s1", "s2", "a b", "ü.\"x\"", "l1", "l2", "d1", "d2");
    return names
        .set()
        .ofMaxSize(6)
        .flatMap(
            keys -> {
              List<Arbitrary<Map.Entry<String, ConfigNode>>> entries = new ArrayList<>();
              keys.forEach(key -> entries.add(value(key, depth).map(v -> Map.entry(key, v))));
              return Combinators.combine(entries)
                  .as(
                      all ->
                          new Mapping(
                              all.stream()
                                  .collect(
                                      Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                              origin()));
            });
  }

  private static Arbitrary<ConfigNode> value(String key, int depth) {
    Arbitrary<ConfigNode> scalar =
        Arbitraries.strings()
            .ofMaxLength(5)
            .map(text -> new Scalar(text, ScalarType.STRING, origin()));
    if (key.startsWith("l")) {
      return scalar.list().ofMaxSize(3).map(items -> new Sequence(items, origin()));
    }
    if (key.startsWith("d") && depth > 0) {
      return tree(depth - 1).map(mapping -> mapping);
    }
    return key.startsWith("d") ? Arbitraries.just(new Mapping(Map.of(), origin())) : scalar;
  }

  private static Origin origin() {
    return new Origin(Layer.GROUP, "f", 1, 1);
  }

  private static Object plain(ConfigNode node) {
    if (node instanceof Scalar scalar) {
      return scalar.text();
    }
    if (node instanceof Sequence sequence) {
      return sequence.items().stream().map(MergePropertiesTest::plain).toList();
    }
    return ((Mapping) node)
        .entries().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> plain(entry.getValue())));
  }
}
