package io.datareplicator.config.load;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.check.StructureCheck;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.layers.CommandLine;
import io.datareplicator.config.layers.CommandLineSelection;
import io.datareplicator.config.layers.EnvironmentVariables;
import io.datareplicator.config.layers.LayerStack;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.Layer;
import io.datareplicator.config.tree.Origin;
import io.datareplicator.config.tree.Problems;
import io.datareplicator.config.tree.YamlReader;
import io.datareplicator.config.tree.YamlText;
import jakarta.validation.Validator;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Loads the configuration of a run. Nothing but the two files is touched, never the network. */
public final class ConfigLoader {

  private static final String ENVIRONMENTS_FILE = "environments.yaml";

  private final Validator validator;
  private final boolean jdbc;

  /** A loader that relies on the key table alone. */
  public ConfigLoader() {
    this(null, true);
  }

  /**
   * A loader that also checks the constraints on the records.
   *
   * @param validator validator, or null
   * @param jdbc whether this build has the JDBC driver, without which SQL on clusters is refused
   */
  public ConfigLoader(Validator validator, boolean jdbc) {
    this.validator = validator;
    this.jdbc = jdbc;
  }

  /**
   * Loads from files.
   *
   * @param groupFile replication-group file
   * @param environment environment variables of the process
   * @param options options of the command line
   */
  public ConfigResult load(
      Path groupFile, Map<String, String> environment, CommandLineOverrides options) {
    Problems problems = new Problems();
    YamlText group = read(groupFile, Layer.GROUP, problems);
    Path environmentsPath = environmentsPath(groupFile, options, problems);
    YamlText environments =
        environmentsPath == null ? null : read(environmentsPath, Layer.ENVIRONMENT, problems);
    return load(group, environments, environment, options, problems);
  }

  /**
   * Loads from texts.
   *
   * @param group replication-group file
   * @param environments environments.yaml
   * @param environment environment variables of the process
   * @param options options of the command line
   */
  public ConfigResult load(
      YamlText group,
      YamlText environments,
      Map<String, String> environment,
      CommandLineOverrides options) {
    return load(group, environments, environment, options, new Problems());
  }

  private ConfigResult load(
      YamlText groupText,
      YamlText environmentsText,
      Map<String, String> environment,
      CommandLineOverrides options,
      Problems problems) {
    RunOptions runOptions = RunOptions.read(options, problems);
    StructureCheck check = new StructureCheck(problems, runOptions.allowHttp());
    boolean kindOption =
        options.get(CommandLineOption.UC_OBJECT_TYPES).isPresent()
            || options.get(CommandLineOption.TABLE_TYPES).isPresent()
            || options.get(CommandLineOption.VOLUME_TYPES).isPresent();
    OwnRules rules = new OwnRules(problems, kindOption);
    Map<Layer, Mapping> layers = new EnumMap<>(Layer.class);

    Mapping group = tree(groupText, Layer.GROUP, problems);
    if (group != null) {
      Mapping checked = check.check(group, KeyTable.GROUP, "");
      check.require(checked, KeyTable.GROUP, "", "version");
      rules.check(checked, "");
      layers.put(Layer.GROUP, checked);
    }
    Mapping file = tree(environmentsText, Layer.ENVIRONMENT, problems);
    EnvironmentsFile.Chosen chosen = null;
    if (file != null) {
      String wanted = options.get(CommandLineOption.ENVIRONMENT).map(String::strip).orElse(null);
      chosen = new EnvironmentsFile(problems, check, rules).choose(file, wanted);
      if (chosen != null) {
        layers.put(Layer.ENVIRONMENT, chosen.tree());
      }
    }
    Mapping variables = EnvironmentVariables.read(environment, problems);
    layers.put(Layer.ENVIRONMENT_VARIABLE, check.check(variables, KeyTable.GROUP, ""));
    CommandLine.checkTogether(options, problems);
    CommandLine.checkNames(options, check);
    layers.put(Layer.COMMAND_LINE, check.check(CommandLine.tree(options), KeyTable.GROUP, ""));
    Mapping volumeOptions =
        check.check(
            CommandLine.volumeConfig(options, problems),
            KeyTable.VOLUME_FILES,
            "replication_config.volume_config");

    if (group == null || chosen == null) {
      return failed(problems);
    }
    Mapping merged = LayerStack.merge(layers);
    Mapping selected = CommandLineSelection.apply(merged, options, volumeOptions);
    new MergedRules(problems, check, merged, runOptions.allowHttp(), jdbc).check(selected);
    if (!problems.none()) {
      return failed(problems);
    }
    RunBinder.Bound bound = new RunBinder(selected, chosen.name(), runOptions).bind();
    if (validator != null) {
      ConstraintCheck.check(validator, bound.config(), problems);
    }
    return problems.none()
        ? new ConfigResult(bound.config(), bound.effective(), List.of(), problems.warnings())
        : failed(problems);
  }

  private static Mapping tree(YamlText text, Layer layer, Problems problems) {
    return text == null ? null : YamlReader.read(text, layer, problems);
  }

  private static ConfigResult failed(Problems problems) {
    return new ConfigResult(null, null, problems.errors(), problems.warnings());
  }

  private static YamlText read(Path path, Layer layer, Problems problems) {
    Origin origin = new Origin(layer, path.toString(), 0, 0);
    if (!Files.exists(path)) {
      problems.error(origin, "", null, "there is no such file", "Check the path");
      return null;
    }
    try {
      return YamlText.of(path);
    } catch (UncheckedIOException e) {
      problems.error(
          origin,
          "",
          null,
          Files.isDirectory(path) ? "is a directory, not a file" : "the file cannot be read",
          Files.isDirectory(path) ? "Give the file itself" : "Check its permissions");
      return null;
    }
  }

  private static Path environmentsPath(
      Path groupFile, CommandLineOverrides options, Problems problems) {
    String given = options.get(CommandLineOption.ENV_PATH).orElse(null);
    if (given != null) {
      try {
        return Path.of(given.strip());
      } catch (InvalidPathException e) {
        problems.error(
            Origin.option("--env-path"), "", null, "is not a path: " + e.getReason(), null);
        return null;
      }
    }
    Path directory = groupFile.toAbsolutePath().normalize().getParent();
    for (Path parent = directory; parent != null; parent = parent.getParent()) {
      Path candidate = parent.resolve(ENVIRONMENTS_FILE);
      if (Files.isRegularFile(candidate)) {
        return shortest(candidate, groupFile);
      }
    }
    problems.error(
        new Origin(Layer.ENVIRONMENT, ENVIRONMENTS_FILE, 0, 0),
        "",
        null,
        "there is none next to " + groupFile + " nor in a parent directory",
        "Write one, or name it with --env-path");
    return null;
  }

  /** The path as the user would write it, when the user gave a relative one. */
  private static Path shortest(Path candidate, Path groupFile) {
    if (groupFile.isAbsolute()) {
      return candidate;
    }
    Path here = Path.of("").toAbsolutePath();
    return candidate.startsWith(here) ? here.relativize(candidate) : candidate;
  }
}
