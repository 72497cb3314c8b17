package io.datareplicator.config.show;

import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.ScalarType;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.Problems;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes the effective configuration as YAML; a comment after each value names its layer. */
public final class ConfigShow {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@:-]*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");
  private static final String HIDDEN = "(hidden)";
  private static final String HIDDEN_TEXT = '"' + HIDDEN + '"';

  private final StringBuilder out = new StringBuilder();

  private ConfigShow() {}

  /**
   * The configuration as YAML.
   *
   * @param effective tree of a loaded configuration
   */
  public static String render(Mapping effective) {
    ConfigShow show = new ConfigShow();
    show.mapping(effective, 0, "", false);
    return show.out.toString();
  }

  private void mapping(Mapping mapping, int indent, String path, boolean inItem) {
    boolean first = inItem;
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      if (!first) {
        out.append(" ".repeat(indent));
      }
      first = false;
      out.append(quoted(entry.getKey())).append(':');
      value(entry.getValue(), indent, path + "." + entry.getKey());
    }
  }

  private void value(ConfigNode node, int indent, String path) {
    if (node instanceof Scalar scalar) {
      out.append(' ').append(text(scalar, path));
      comment(node);
      return;
    }
    if (node instanceof Mapping mapping) {
      if (mapping.entries().isEmpty()) {
        out.append(" {}");
        comment(node);
      } else {
        out.append('\n');
        mapping(mapping, indent + 2, path, false);
      }
      return;
    }
    Sequence sequence = (Sequence) node;
    if (sequence.items().stream().allMatch(Scalar.class::isInstance)) {
      out.append(" [");
      String separator = "";
      for (ConfigNode item : sequence.items()) {
        out.append(separator).append(text((Scalar) item, path));
        separator = ", ";
      }
      out.append(']');
      comment(node);
      return;
    }
    out.append('\n');
    for (ConfigNode item : sequence.items()) {
      out.append(" ".repeat(indent + 2)).append("- ");
      if (item instanceof Mapping mapping) {
        mapping(mapping, indent + 4, path, true);
      }
    }
  }

  private void comment(ConfigNode node) {
    out.append("  # ").append(node.origin().describe()).append('\n');
  }

  private static String text(Scalar scalar, String path) {
    // Below "token" stand names of secrets; elsewhere a key that looks secret holds one.
    String rule = path.contains("_connect_config.token.") ? "" : path;
    if (Problems.show("", rule).equals(HIDDEN) || Problems.show(scalar.text(), "").equals(HIDDEN)) {
      return HIDDEN_TEXT;
    }
    return scalar.type() == ScalarType.STRING ? quoted(scalar.text()) : scalar.text();
  }

  /** A text in quotes, unless YAML reads it as the same text without. */
  private static String quoted(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !text.endsWith(":");
    if (plain && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    StringBuilder escaped = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                escaped.append('\\').appendCodePoint(c);
              } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                escaped.append(String.format("\\u%04x", c));
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.append('"').toString();
  }
}
