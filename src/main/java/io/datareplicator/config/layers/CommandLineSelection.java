package io.datareplicator.config.layers;

import static io.datareplicator.config.CommandLineOption.CONCURRENCY;
import static io.datareplicator.config.CommandLineOption.SCHEMA_TABLE_FILTER_EXPRESSION;
import static io.datareplicator.config.CommandLineOption.TARGET_CATALOGS;
import static io.datareplicator.config.CommandLineOption.TARGET_SCHEMAS;
import static io.datareplicator.config.CommandLineOption.TARGET_TABLES;
import static io.datareplicator.config.CommandLineOption.TARGET_VOLUMES;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.Placeholders;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.ScalarType;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Options that reach into every level of the merged tree (configuration, section 6). */
public final class CommandLineSelection {

  private final CommandLineOverrides options;
  private final Map<String, String> names;
  private final Mapping volumeConfig;
  private final ConfigNode maxWorkers;
  private final List<String> clearedKinds = new ArrayList<>();

  private CommandLineSelection(CommandLineOverrides options, Mapping merged, Mapping volumeConfig) {
    this.options = options;
    this.volumeConfig = volumeConfig;
    Mapping concurrency = merged.mapping("concurrency");
    this.maxWorkers =
        options.get(CONCURRENCY).isPresent() && concurrency != null
            ? concurrency.get("max_workers")
            : null;
    this.names = SideNames.of(merged);
    for (Map.Entry<CommandLineOption, String> kind : CommandLine.KINDS.entrySet()) {
      if (options.get(kind.getKey()).isPresent()) {
        clearedKinds.addAll(KeyTable.KINDS);
        clearedKinds.remove(kind.getValue());
      }
    }
  }

  /**
   * Applies the options.
   *
   * @param merged all layers merged, the options' own layer included
   * @param options options, already checked against each other
   * @param volumeConfig checked options of {@code volume_config}
   */
  public static Mapping apply(Mapping merged, CommandLineOverrides options, Mapping volumeConfig) {
    CommandLineSelection selection = new CommandLineSelection(options, merged, volumeConfig);
    Mapping group = selection.everyLevel(merged);
    return selection.catalogs(group);
  }

  private Mapping everyLevel(Mapping level) {
    Mapping changed = level.without(clearedKinds.toArray(String[]::new));
    if (changed.mapping("concurrency") != null && maxWorkers != null) {
      changed =
          changed.with(
              "concurrency", changed.mapping("concurrency").with("max_workers", maxWorkers));
    }
    Mapping replication = changed.mapping("replication_config");
    if (replication != null && !volumeConfig.entries().isEmpty()) {
      Mapping volume = replication.mapping("volume_config");
      Mapping merged = volume == null ? volumeConfig : TreeMerge.merge(volume, volumeConfig);
      changed = changed.with("replication_config", replication.with("volume_config", merged));
    }
    for (String list : List.of("target_catalogs", "target_schemas", "tables", "volumes")) {
      changed = each(changed, list, this::everyLevel);
    }
    return changed;
  }

  private Mapping catalogs(Mapping group) {
    List<String> wanted = CommandLine.names(options, TARGET_CATALOGS);
    if (wanted.isEmpty()) {
      return group;
    }
    Mapping selected =
        group.with(
            "target_catalogs",
            pick(group, "target_catalogs", "catalog_name", wanted, TARGET_CATALOGS, names));
    return each(selected, "target_catalogs", this::catalog);
  }

  private Mapping catalog(Mapping catalog) {
    if (options.get(SCHEMA_TABLE_FILTER_EXPRESSION).isPresent()) {
      return catalog
          .without("target_schemas", "exclude_schemas")
          .with(
              "schema_table_filter_expression",
              scalar(
                  options.get(SCHEMA_TABLE_FILTER_EXPRESSION).get(),
                  SCHEMA_TABLE_FILTER_EXPRESSION));
    }
    List<String> wanted = CommandLine.names(options, TARGET_SCHEMAS);
    if (wanted.isEmpty()) {
      return catalog;
    }
    Map<String, String> context = new LinkedHashMap<>(names);
    context.put("catalog_name", String.valueOf(catalog.text("catalog_name")));
    Mapping selected =
        catalog
            .without("schema_table_filter_expression", "exclude_schemas")
            .with(
                "target_schemas",
                pick(catalog, "target_schemas", "schema_name", wanted, TARGET_SCHEMAS, context));
    return each(selected, "target_schemas", schema -> schema(schema, context));
  }

  private Mapping schema(Mapping schema, Map<String, String> context) {
    Map<String, String> inner = new LinkedHashMap<>(context);
    inner.put("schema_name", String.valueOf(schema.text("schema_name")));
    Mapping changed = schema;
    List<String> tables = CommandLine.names(options, TARGET_TABLES);
    if (!tables.isEmpty()) {
      changed =
          changed
              .without("table_filter_expression", "exclude_tables")
              .with("tables", pick(schema, "tables", "table_name", tables, TARGET_TABLES, inner));
    }
    List<String> volumes = CommandLine.names(options, TARGET_VOLUMES);
    if (!volumes.isEmpty()) {
      changed =
          changed
              .without("exclude_volumes")
              .with(
                  "volumes",
                  pick(schema, "volumes", "volume_name", volumes, TARGET_VOLUMES, inner));
    }
    return changed;
  }

  /** The items of the wanted names: those of the file with their settings, else new ones. */
  private static Sequence pick(
      Mapping parent,
      String list,
      String nameKey,
      List<String> wanted,
      CommandLineOption option,
      Map<String, String> context) {
    List<ConfigNode> picked = new ArrayList<>();
    for (String name : wanted) {
      String key = name.toLowerCase(Locale.ROOT);
      List<Mapping> listed =
          parent.mappings(list).stream()
              .filter(item -> item.text(nameKey) != null)
              .filter(
                  item ->
                      Placeholders.fill(item.text(nameKey), context)
                          .toLowerCase(Locale.ROOT)
                          .equals(key))
              .toList();
      if (listed.isEmpty()) {
        picked.add(
            new Mapping(Map.of(nameKey, scalar(key, option)), Origin.option(option.longName())));
      } else {
        picked.addAll(listed);
      }
    }
    return new Sequence(picked, Origin.option(option.longName()));
  }

  private static Mapping each(Mapping parent, String list, UnaryOperator<Mapping> change) {
    if (!(parent.get(list) instanceof Sequence sequence)) {
      return parent;
    }
    List<ConfigNode> items =
        sequence.items().stream()
            .map(item -> item instanceof Mapping mapping ? change.apply(mapping) : item)
            .toList();
    return parent.with(list, new Sequence(items, sequence.origin()));
  }

  private static Scalar scalar(String text, CommandLineOption option) {
    return new Scalar(text.strip(), ScalarType.STRING, Origin.option(option.longName()));
  }
}
