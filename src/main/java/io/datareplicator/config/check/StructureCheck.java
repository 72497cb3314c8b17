package io.datareplicator.config.check;

import io.datareplicator.config.Placeholders;
import io.datareplicator.config.keys.Key;
import io.datareplicator.config.keys.KeyGroup;
import io.datareplicator.config.keys.Scope;
import io.datareplicator.config.keys.Shape;
import io.datareplicator.config.keys.Suggestions;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.ScalarType;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.KeyPaths;
import io.datareplicator.config.tree.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** Checks the tree of one layer: keys, types, limits, substitutes. */
public final class StructureCheck {

  private final Problems problems;
  private final ScalarCheck scalars;
  private final KeyHints hints = new KeyHints();

  /**
   * A check that reports into a collector.
   *
   * @param problems where problems go
   * @param allowHttp plain http is allowed for any host
   */
  public StructureCheck(Problems problems, boolean allowHttp) {
    this.problems = problems;
    this.scalars = new ScalarCheck(problems, allowHttp);
  }

  /**
   * Checks a dictionary of known keys.
   *
   * @param tree dictionary
   * @param group what is known
   * @param path key path of the dictionary, empty for a root
   * @return the dictionary in normal form: unknown and null keys are gone
   */
  public Mapping check(Mapping tree, KeyGroup group, String path) {
    Map<String, ConfigNode> good = new LinkedHashMap<>();
    tree.entries()
        .forEach(
            (name, value) -> {
              String childPath = KeyPaths.child(path, name);
              Key key = group.key(name);
              if (key == null) {
                problems.error(
                    value.origin(),
                    childPath,
                    '"' + Problems.show(name, "") + '"',
                    "unknown key; accepted here: " + String.join(", ", group.names()),
                    hints.forUnknown(name, group));
              } else if (!isNull(value)) {
                good.put(name, value(value, key.shape(), key.scope(), childPath));
              }
            });
    return new Mapping(good, tree.origin());
  }

  /** Reports the keys that a dictionary must have and has not. */
  public void require(Mapping tree, KeyGroup group, String path, String... names) {
    for (String name : names) {
      Key key = group.key(name);
      if (!tree.has(name)) {
        problems.error(
            tree.origin(),
            KeyPaths.child(path, name),
            null,
            "is required and missing; it takes " + key.shape().accepts(),
            "Add \"" + name + ":\"");
      }
    }
  }

  private ConfigNode value(ConfigNode value, Shape shape, Scope scope, String path) {
    if (value instanceof Scalar scalar && scalar.invalid()) {
      return scalar;
    }
    if (shape instanceof Shape.Group group) {
      return value instanceof Mapping mapping
          ? check(mapping, group.keys().get(), path)
          : mistyped(value, shape, path, null);
    }
    if (shape instanceof Shape.ListOf list) {
      return value instanceof Sequence sequence
          ? items(sequence, list.item(), scope, path)
          : mistyped(value, shape, path, listMend(value, list.item(), path));
    }
    if (shape instanceof Shape.DictOf dict) {
      return value instanceof Mapping mapping
          ? dictionary(mapping, dict, scope, path)
          : mistyped(value, shape, path, null);
    }
    if (!(value instanceof Scalar scalar)) {
      return mistyped(value, shape, path, null);
    }
    return substitutes(scalar, scope, path) ? scalars.check(scalar, shape, path) : invalid(scalar);
  }

  private ConfigNode items(Sequence sequence, Shape shape, Scope scope, String path) {
    List<ConfigNode> items = new ArrayList<>();
    int index = 0;
    for (ConfigNode item : sequence.items()) {
      String itemPath = KeyPaths.item(path, index++);
      if (isNull(item)) {
        problems.error(item, itemPath, "an item must not be empty", "Remove the empty item");
        continue;
      }
      ConfigNode checked = value(item, shape, scope, itemPath);
      items.add(checked);
      if (checked instanceof Mapping mapping && shape instanceof Shape.Group group) {
        KeyGroup keys = group.keys().get();
        String[] required =
            keys.keys().stream().filter(Key::required).map(Key::name).toArray(String[]::new);
        require(mapping, keys, itemPath, required);
      }
    }
    return new Sequence(items, sequence.origin());
  }

  private ConfigNode dictionary(Mapping mapping, Shape.DictOf dict, Scope scope, String path) {
    Map<String, ConfigNode> good = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              String childPath = KeyPaths.child(path, name);
              scalars.key(
                  name, dict.key(), new Scalar(name, ScalarType.STRING, value.origin()), childPath);
              if (!isNull(value)) {
                good.put(name, value(value, dict.value(), scope, childPath));
              }
            });
    return new Mapping(good, mapping.origin());
  }

  private boolean substitutes(Scalar scalar, Scope scope, String path) {
    if (!scalar.text().contains("{{")) {
      return true;
    }
    boolean good = true;
    Matcher matcher = Placeholders.PATTERN.matcher(scalar.text());
    while (matcher.find()) {
      String name = matcher.group(1);
      if (scope.substitutes().contains(name)) {
        continue;
      }
      good = false;
      boolean known = Scope.TABLE.substitutes().contains(name);
      String available =
          scope.substitutes().isEmpty()
              ? "no substitute is available here"
              : "available here: {{" + String.join("}}, {{", scope.substitutes()) + "}}";
      problems.error(
          scalar.origin(),
          path,
          '"' + Problems.show(scalar.text(), path) + '"',
          (known
                  ? "{{" + name + "}} has no value here"
                  : "unknown substitute {{" + Problems.show(name, "") + "}}")
              + "; "
              + available,
          known
              ? null
              : Suggestions.nearest(name, scope.substitutes())
                  .map(near -> "Did you mean \"{{" + near + "}}\"?")
                  .orElse(null));
    }
    return good;
  }

  private ConfigNode mistyped(ConfigNode value, Shape shape, String path, String mend) {
    problems.error(value, path, "must be " + shape.accepts(), mend);
    return new Scalar("", ScalarType.INVALID, value.origin());
  }

  private static String listMend(ConfigNode value, Shape item, String path) {
    return value instanceof Scalar scalar && !(item instanceof Shape.Group)
        ? "Write [" + Problems.show(scalar.text(), path) + "]"
        : "Begin each item with \"- \"";
  }

  private static Scalar invalid(Scalar scalar) {
    return ScalarCheck.invalid(scalar);
  }

  private static boolean isNull(ConfigNode node) {
    return node instanceof Scalar scalar && scalar.type() == ScalarType.NULL;
  }
}
