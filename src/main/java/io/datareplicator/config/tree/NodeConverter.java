package io.datareplicator.config.tree;

import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.ScalarType;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns composed YAML nodes into configuration nodes; aliases are expanded within a budget. */
final class NodeConverter {

  // Nested aliases double with every level; what they expand to is bounded, not how often they
  // are used, so that honest anchors stay cheap.
  private static final int MAX_NODES = 400_000;

  private static final Map<Tag, ScalarType> TYPES =
      Map.of(
          Tag.STR, ScalarType.STRING,
          Tag.INT, ScalarType.INTEGER,
          Tag.FLOAT, ScalarType.DECIMAL,
          Tag.BOOL, ScalarType.BOOLEAN,
          Tag.NULL, ScalarType.NULL,
          Tag.TIMESTAMP, ScalarType.STRING);

  private final Origin file;
  private final Problems problems;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;
  private boolean overflow;

  NodeConverter(Origin file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Converts a root; null when it had to be given up. */
  ConfigNode convert(Node root) {
    return convert(root, "", at(root));
  }

  private ConfigNode convert(Node node, String path, Origin origin) {
    if (overflow) {
      return null;
    }
    if (++nodes > MAX_NODES) {
      overflow = true;
      problems.error(
          at(node),
          path,
          null,
          "the file expands to more than " + MAX_NODES + " values through its aliases",
          "Write the values out or use fewer nested aliases");
      return null;
    }
    if (!open.add(node)) {
      problems.error(at(node), path, null, "an alias refers to what it is part of", null);
      return null;
    }
    try {
      if (node instanceof ScalarNode scalar) {
        return scalar(scalar, path, origin);
      }
      if (node instanceof SequenceNode sequence) {
        return sequence(sequence, path, origin);
      }
      return mapping((MappingNode) node, path, origin);
    } finally {
      open.remove(node);
    }
  }

  private ConfigNode scalar(ScalarNode node, String path, Origin origin) {
    ScalarType type = TYPES.get(node.getTag());
    if (type == ScalarType.DECIMAL && node.isPlain() && looksLikeId(node.getValue())) {
      type = ScalarType.STRING;
    }
    if (type != null) {
      return new Scalar(node.getValue(), type, origin);
    }
    // Plain "=" and "<<" get tags of their own in YAML 1.1; as values they are ordinary text.
    if (node.isPlain() && (node.getValue().equals("=") || node.getValue().equals("<<"))) {
      return new Scalar(node.getValue(), ScalarType.STRING, origin);
    }
    refuse(node, path);
    return null;
  }

  // YAML 1.1 asks for a dot in a number with an exponent; an id such as 64e1 is text.
  private static boolean looksLikeId(String text) {
    return text.indexOf('.') < 0;
  }

  private ConfigNode sequence(SequenceNode node, String path, Origin origin) {
    if (!node.getTag().equals(Tag.SEQ)) {
      refuse(node, path);
      return null;
    }
    List<ConfigNode> items = new ArrayList<>();
    int index = 0;
    for (Node item : node.getValue()) {
      ConfigNode converted = convert(item, KeyPaths.item(path, index++), at(item));
      if (converted != null) {
        items.add(converted);
      }
    }
    return new Sequence(items, origin);
  }

  private ConfigNode mapping(MappingNode node, String path, Origin origin) {
    if (!node.getTag().equals(Tag.MAP)) {
      refuse(node, path);
      return null;
    }
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    Map<String, ConfigNode> included = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (keyNode.getTag().equals(Tag.MERGE)) {
        include(tuple.getValueNode(), path, included);
      } else {
        entry(keyNode, tuple.getValueNode(), path, entries);
      }
    }
    included.forEach(entries::putIfAbsent);
    return new Mapping(entries, origin);
  }

  private void entry(Node keyNode, Node valueNode, String path, Map<String, ConfigNode> entries) {
    if (!(keyNode instanceof ScalarNode key)
        || !TYPES.containsKey(key.getTag())
        || key.getTag().equals(Tag.NULL)) {
      problems.error(at(keyNode), path, null, "a key must be plain text", null);
      return;
    }
    String name = key.getValue();
    String childPath = KeyPaths.child(path, name);
    ConfigNode earlier = entries.get(name);
    if (earlier != null) {
      problems.error(
          at(keyNode),
          childPath,
          null,
          "the key is set twice, first in line " + earlier.origin().line(),
          "Keep one of the two");
      return;
    }
    ConfigNode value = convert(valueNode, childPath, at(keyNode));
    if (value == null) {
      value = new Scalar("", ScalarType.INVALID, at(keyNode));
    }
    entries.put(name, value);
  }

  private void include(Node value, String path, Map<String, ConfigNode> included) {
    if (value instanceof SequenceNode list) {
      list.getValue().forEach(item -> include(item, path, included));
      return;
    }
    if (value instanceof MappingNode && convert(value, path, at(value)) instanceof Mapping map) {
      map.entries().forEach(included::putIfAbsent);
      return;
    }
    problems.error(
        at(value), KeyPaths.child(path, "<<"), null, "'<<' takes an alias of a dictionary", null);
  }

  private void refuse(Node node, String path) {
    problems.error(
        at(node),
        path,
        Problems.show(node.getTag().getValue(), ""),
        "tags are not allowed here",
        "Remove the '!' tag");
  }

  private Origin at(Node node) {
    Mark mark = node.getStartMark();
    return mark == null
        ? file
        : new Origin(file.layer(), file.file(), mark.getLine() + 1, mark.getColumn() + 1);
  }
}
