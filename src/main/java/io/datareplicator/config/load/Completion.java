package io.datareplicator.config.load;

import io.datareplicator.config.Placeholders;
import io.datareplicator.config.keys.Key;
import io.datareplicator.config.keys.KeyGroup;
import io.datareplicator.config.keys.Shape;
import io.datareplicator.config.keys.Shape.TextRule;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.ScalarType;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in substitutes, derived names and defaults. */
final class Completion {

  private static final Pattern PART = Pattern.compile("<([^<>]+)>");

  /** Dictionaries that are in force with their defaults even where nobody wrote them. */
  private static final Set<String> ALWAYS =
      Set.of("concurrency", "retry", "logging", "volume_config");

  private final Map<String, String> substitutes;
  private final Map<String, String> audit;
  private final boolean metadata;

  /**
   * A completion for one level.
   *
   * @param substitutes values that are known at this level; others stay for the level below
   * @param audit catalog and schema of the audit table, under "audit catalog" and "audit schema"
   * @param metadata whether metadata is replicated, which changes some derived names
   */
  Completion(Map<String, String> substitutes, Map<String, String> audit, boolean metadata) {
    this.substitutes = substitutes;
    this.audit = audit;
    this.metadata = metadata;
  }

  /** The dictionary with every key that has a value, in the order of the key table. */
  Mapping complete(Mapping raw, KeyGroup group) {
    Map<String, ConfigNode> done = new LinkedHashMap<>();
    for (Key key : group.keys()) {
      ConfigNode value = raw.get(key.name());
      if (value != null) {
        done.put(key.name(), fill(value, key.shape()));
        continue;
      }
      ConfigNode otherwise = otherwise(key, done);
      if (otherwise != null) {
        done.put(key.name(), otherwise);
      }
    }
    return new Mapping(done, raw.origin());
  }

  private ConfigNode otherwise(Key key, Map<String, ConfigNode> done) {
    if (key.standard() != null) {
      return key.shape() instanceof Shape.ListOf
          ? new Sequence(List.of(), Origin.DEFAULT)
          : new Scalar(key.standard(), key.shape().type(), Origin.DEFAULT);
    }
    String rule = metadata ? key.derivedForMetadata() : key.derived();
    if (rule != null) {
      return new Scalar(normal(derive(rule, done), key.shape()), ScalarType.STRING, Origin.DERIVED);
    }
    if (ALWAYS.contains(key.name()) && key.shape() instanceof Shape.Group group) {
      return complete(new Mapping(Map.of(), Origin.DEFAULT), group.keys().get());
    }
    return null;
  }

  private String derive(String rule, Map<String, ConfigNode> done) {
    Matcher matcher = PART.matcher(rule);
    StringBuilder name = new StringBuilder();
    while (matcher.find()) {
      String part = matcher.group(1);
      String value =
          switch (part) {
            case "catalog" -> "{{catalog_name}}";
            case "source name" -> "{{source_name}}";
            case "target name" -> "{{target_name}}";
            case "audit catalog", "audit schema" -> audit.get(part);
            default -> ((Scalar) done.get(part)).text();
          };
      matcher.appendReplacement(name, Matcher.quoteReplacement(value));
    }
    return Placeholders.fill(matcher.appendTail(name).toString(), substitutes);
  }

  private ConfigNode fill(ConfigNode node, Shape shape) {
    if (node instanceof Scalar scalar) {
      String text = normal(Placeholders.fill(scalar.text(), substitutes), shape);
      return new Scalar(text, scalar.type(), scalar.origin());
    }
    if (node instanceof Sequence sequence) {
      // Lists of catalogs, schemas and tables are completed at their own level.
      if (!(shape instanceof Shape.ListOf list) || list.item() instanceof Shape.Group) {
        return sequence;
      }
      List<ConfigNode> items =
          sequence.items().stream().map(item -> fill(item, list.item())).toList();
      return new Sequence(items, sequence.origin());
    }
    Mapping mapping = (Mapping) node;
    if (shape instanceof Shape.Group group) {
      return complete(mapping, group.keys().get());
    }
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    Shape value = ((Shape.DictOf) shape).value();
    mapping.entries().forEach((key, entry) -> entries.put(key, fill(entry, value)));
    return new Mapping(entries, mapping.origin());
  }

  private static String normal(String text, Shape shape) {
    boolean lower =
        shape instanceof Shape.Text rule
            && (rule.rule() == TextRule.OBJECT || rule.rule() == TextRule.TABLE)
            && !text.contains("{{");
    return lower ? text.toLowerCase(Locale.ROOT) : text;
  }
}
