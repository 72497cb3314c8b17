package io.datareplicator.config.layers;

import static io.datareplicator.config.CommandLineOption.CONCURRENCY;
import static io.datareplicator.config.CommandLineOption.LOGGING_LEVEL;
import static io.datareplicator.config.CommandLineOption.SCHEMA_TABLE_FILTER_EXPRESSION;
import static io.datareplicator.config.CommandLineOption.SOURCE_HOST;
import static io.datareplicator.config.CommandLineOption.SOURCE_PROFILE;
import static io.datareplicator.config.CommandLineOption.TABLE_TYPES;
import static io.datareplicator.config.CommandLineOption.TARGET_CATALOGS;
import static io.datareplicator.config.CommandLineOption.TARGET_HOST;
import static io.datareplicator.config.CommandLineOption.TARGET_PROFILE;
import static io.datareplicator.config.CommandLineOption.TARGET_SCHEMAS;
import static io.datareplicator.config.CommandLineOption.TARGET_TABLES;
import static io.datareplicator.config.CommandLineOption.TARGET_VOLUMES;
import static io.datareplicator.config.CommandLineOption.UC_OBJECT_TYPES;
import static io.datareplicator.config.CommandLineOption.VOLUME_AUTOLOADER_OPTIONS;
import static io.datareplicator.config.CommandLineOption.VOLUME_DELETE_AND_RELOAD;
import static io.datareplicator.config.CommandLineOption.VOLUME_DELETE_CHECKPOINT;
import static io.datareplicator.config.CommandLineOption.VOLUME_FOLDER_PATH;
import static io.datareplicator.config.CommandLineOption.VOLUME_MAX_CONCURRENT_COPIES;
import static io.datareplicator.config.CommandLineOption.VOLUME_STREAMING_TIMEOUT_SECS;
import static io.datareplicator.config.CommandLineOption.VOLUME_TYPES;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.check.StructureCheck;
import io.datareplicator.config.keys.KeyGroup;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.ScalarType;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.Layer;
import io.datareplicator.config.tree.Origin;
import io.datareplicator.config.tree.Problems;
import io.datareplicator.config.tree.YamlReader;
import io.datareplicator.config.tree.YamlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The options as a layer, and the rules about which may stand together. */
public final class CommandLine {

  /** Which option overrides which kind of selection. */
  static final Map<CommandLineOption, String> KINDS =
      Map.of(
          UC_OBJECT_TYPES, "uc_object_types",
          TABLE_TYPES, "table_types",
          VOLUME_TYPES, "volume_types");

  private static final Map<CommandLineOption, String> SINGLE =
      Map.of(
          CONCURRENCY, "concurrency.max_workers",
          LOGGING_LEVEL, "logging.level",
          SOURCE_HOST, "source_databricks_connect_config.host",
          TARGET_HOST, "target_databricks_connect_config.host",
          SOURCE_PROFILE, "source_databricks_connect_config.profile",
          TARGET_PROFILE, "target_databricks_connect_config.profile");

  private static final Map<CommandLineOption, String> VOLUME =
      Map.of(
          VOLUME_MAX_CONCURRENT_COPIES, "max_concurrent_copies",
          VOLUME_DELETE_AND_RELOAD, "delete_and_reload",
          VOLUME_FOLDER_PATH, "folder_path",
          VOLUME_DELETE_CHECKPOINT, "delete_checkpoint",
          VOLUME_STREAMING_TIMEOUT_SECS, "streaming_timeout_seconds");

  private static final Map<CommandLineOption, KeyGroup> NAMES =
      Map.of(
          TARGET_CATALOGS, KeyTable.CATALOG,
          TARGET_SCHEMAS, KeyTable.SCHEMA,
          TARGET_TABLES, KeyTable.TABLE,
          TARGET_VOLUMES, KeyTable.VOLUME);

  private CommandLine() {}

  /** The options that are plain group-level keys, unchecked. */
  public static Mapping tree(CommandLineOverrides options) {
    Mapping tree = new Mapping(Map.of(), Origin.option("(none)"));
    for (Map.Entry<CommandLineOption, String> entry : options.given().entrySet()) {
      Origin origin = Origin.option(entry.getKey().longName());
      if (SINGLE.containsKey(entry.getKey())) {
        String[] path = SINGLE.get(entry.getKey()).split("\\.", -1);
        Scalar value = new Scalar(entry.getValue().strip(), ScalarType.STRING, origin);
        Mapping inner = new Mapping(Map.of(path[1], value), origin);
        tree = TreeMerge.merge(tree, new Mapping(Map.of(path[0], inner), origin));
      } else if (KINDS.containsKey(entry.getKey())) {
        tree = tree.with(KINDS.get(entry.getKey()), list(entry.getValue(), origin));
      }
    }
    return tree;
  }

  /** The options of {@code volume_config}, unchecked; empty when there are none. */
  public static Mapping volumeConfig(CommandLineOverrides options, Problems problems) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    VOLUME.forEach(
        (option, key) ->
            options
                .get(option)
                .ifPresent(
                    text ->
                        entries.put(
                            key,
                            new Scalar(
                                text.strip(),
                                ScalarType.STRING,
                                Origin.option(option.longName())))));
    options
        .get(VOLUME_AUTOLOADER_OPTIONS)
        .map(
            text ->
                json(text.strip(), Origin.option(VOLUME_AUTOLOADER_OPTIONS.longName()), problems))
        .ifPresent(node -> entries.put("autoloader_options", node));
    return new Mapping(entries, Origin.option("--volume-…"));
  }

  /** Reports options that contradict each other or lack another. */
  public static void checkTogether(CommandLineOverrides options, Problems problems) {
    Set<CommandLineOption> given = options.given().keySet();
    List<CommandLineOption> kinds = given.stream().filter(KINDS::containsKey).toList();
    if (kinds.size() > 1) {
      report(
          problems,
          kinds.get(1),
          "excludes " + kinds.get(0).longName(),
          "Give one of --uc-object-types, --table-types and --volume-types");
    }
    int catalogs = names(options, TARGET_CATALOGS).size();
    int schemas = names(options, TARGET_SCHEMAS).size();
    if (schemas > 0 && catalogs != 1) {
      report(
          problems,
          TARGET_SCHEMAS,
          "needs exactly one catalog in --target-catalogs, there are " + catalogs,
          "Run once per catalog, or list the schemas in the file");
    }
    for (CommandLineOption option : List.of(TARGET_TABLES, TARGET_VOLUMES)) {
      if (given.contains(option) && schemas != 1) {
        report(
            problems,
            option,
            "needs exactly one schema in --target-schemas, there are " + schemas,
            "Run once per schema, or list the objects in the file");
      }
    }
    if (given.contains(SCHEMA_TABLE_FILTER_EXPRESSION)) {
      if (given.contains(TARGET_SCHEMAS) || given.contains(TARGET_TABLES)) {
        report(
            problems,
            SCHEMA_TABLE_FILTER_EXPRESSION,
            "excludes --target-schemas and --target-tables",
            "Put the names into the expression, or leave it out");
      }
      if (catalogs == 0) {
        report(
            problems,
            SCHEMA_TABLE_FILTER_EXPRESSION,
            "needs --target-catalogs",
            "Add --target-catalogs");
      }
    }
  }

  /** The names in a comma-separated option, without empty ones. */
  static List<String> names(CommandLineOverrides options, CommandLineOption option) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : options.get(option).orElse("").split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return List.copyOf(names);
  }

  /** Checks the names in the options that select objects. */
  public static void checkNames(CommandLineOverrides options, StructureCheck check) {
    NAMES.forEach(
        (option, keys) -> {
          for (String name : names(options, option)) {
            Scalar value = new Scalar(name, ScalarType.STRING, Origin.option(option.longName()));
            String key = keys.names().get(0);
            check.check(new Mapping(Map.of(key, value), value.origin()), keys, "");
          }
        });
  }

  private static Sequence list(String text, Origin origin) {
    List<ConfigNode> items = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(new Scalar(item.strip(), ScalarType.STRING, origin));
      }
    }
    return new Sequence(items, origin);
  }

  private static ConfigNode json(String text, Origin origin, Problems problems) {
    Problems inner = new Problems();
    Mapping root =
        text.startsWith("{")
            ? YamlReader.read(
                new YamlText(origin.file(), text.getBytes(StandardCharsets.UTF_8)),
                Layer.COMMAND_LINE,
                inner)
            : null;
    if (root == null || !inner.none()) {
      problems.error(
          origin,
          "",
          null,
          "must be a JSON object of options",
          "Write for example '{\"cloudFiles.maxFilesPerTrigger\": \"1000\"}'");
      return null;
    }
    return Relocation.move(root, origin);
  }

  private static void report(
      Problems problems, CommandLineOption option, String message, String mend) {
    problems.error(Origin.option(option.longName()), "", null, message, mend);
  }
}
