package io.datareplicator.config.keys;

import io.datareplicator.config.ConfigValue;
import io.datareplicator.config.keys.Shape.Bool;
import io.datareplicator.config.keys.Shape.Choice;
import io.datareplicator.config.keys.Shape.Text;
import io.datareplicator.config.keys.Shape.TextRule;
import io.datareplicator.config.keys.Shape.Whole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Short names for the shapes that the tables use most. */
final class Shapes {

  static final Shape FREE = new Text(TextRule.FREE);
  static final Shape NAME = new Text(TextRule.NAME);
  static final Shape OBJECT = new Text(TextRule.OBJECT);
  static final Shape BOOL = new Bool();

  private Shapes() {}

  static Shape atLeast(int min) {
    return new Whole(min, Integer.MAX_VALUE);
  }

  static Shape choice(ConfigValue... values) {
    return new Choice(words(values), false);
  }

  static Shape listOf(String first, ConfigValue[] values, String... aliases) {
    List<String> words = new ArrayList<>();
    words.add(first);
    words.addAll(words(values));
    words.addAll(Arrays.asList(aliases));
    return new Shape.ListOf(new Choice(List.copyOf(words), false));
  }

  static Shape group(Supplier<KeyGroup> keys) {
    return new Shape.Group(keys);
  }

  static Shape groups(Supplier<KeyGroup> keys) {
    return new Shape.ListOf(new Shape.Group(keys));
  }

  static List<String> words(ConfigValue... values) {
    return Arrays.stream(values).map(ConfigValue::yaml).toList();
  }

  static Key flag(String name, boolean standard, String doc) {
    return Key.of(name, BOOL, doc).otherwise(Boolean.toString(standard));
  }
}
