package io.datareplicator.config.load;

import io.datareplicator.config.check.StructureCheck;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.keys.Suggestions;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.KeyPaths;
import io.datareplicator.config.tree.Origin;
import io.datareplicator.config.tree.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks environments.yaml and picks the environment of the run. */
final class EnvironmentsFile {

  /**
   * The chosen environment.
   *
   * @param name name
   * @param path key path in the file
   * @param tree its settings; without description and is_default
   */
  record Chosen(String name, String path, Mapping tree) {}

  private static final String SOURCE = "source_databricks_connect_config";
  private static final String TARGET = "target_databricks_connect_config";

  private final Problems problems;
  private final StructureCheck check;
  private final OwnRules rules;

  EnvironmentsFile(Problems problems, StructureCheck check, OwnRules rules) {
    this.problems = problems;
    this.check = check;
    this.rules = rules;
  }

  /**
   * Checks every environment.
   *
   * @param root tree of the file
   * @param wanted name given by the user, or null
   * @return the chosen one, or null after a problem was reported
   */
  Chosen choose(Mapping root, String wanted) {
    Mapping file = check.check(root, KeyTable.ENVIRONMENTS, "");
    check.require(file, KeyTable.ENVIRONMENTS, "", "version", "environments");
    Mapping environments = file.mapping("environments");
    if (environments == null) {
      return null;
    }
    Map<String, Mapping> byName = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigNode> entry : environments.entries().entrySet()) {
      if (entry.getValue() instanceof Mapping environment) {
        byName.put(entry.getKey(), environment);
        String path = path(entry.getKey());
        check.require(environment, KeyTable.ENVIRONMENT, path, SOURCE, TARGET);
        rules.check(environment, path);
      }
    }
    Map<String, Mapping> defaults = defaults(environments, byName);
    if (wanted != null) {
      checkWanted(wanted, environments, byName);
    }
    if (wanted != null && byName.containsKey(wanted)) {
      return chosen(wanted, byName.get(wanted));
    }
    // With the choice in doubt, which is reported, any environment serves to find more problems.
    Map<String, Mapping> candidates = defaults.isEmpty() ? byName : defaults;
    return candidates.isEmpty()
        ? null
        : chosen(candidates.keySet().iterator().next(), candidates.values().iterator().next());
  }

  private Map<String, Mapping> defaults(Mapping environments, Map<String, Mapping> byName) {
    Map<String, Mapping> defaults = new LinkedHashMap<>();
    boolean unknown = byName.size() < environments.entries().size();
    for (Map.Entry<String, Mapping> entry : byName.entrySet()) {
      Mapping environment = entry.getValue();
      if ("true".equals(environment.text("is_default"))) {
        defaults.put(entry.getKey(), environment);
      }
      unknown |= environment.has("is_default") && environment.text("is_default") == null;
    }
    List<String> names = List.copyOf(defaults.keySet());
    if (names.isEmpty() && !unknown) {
      problems.error(
          environments.origin(),
          "environments",
          null,
          "exactly one environment must have is_default: true, none has",
          "Add \"is_default: true\" to one of: " + String.join(", ", byName.keySet()));
    }
    for (String extra : names.subList(Math.min(1, names.size()), names.size())) {
      problems.error(
          defaults.get(extra).get("is_default").origin(),
          KeyPaths.child(path(extra), "is_default"),
          "true",
          "exactly one environment must have is_default: true, \"" + names.get(0) + "\" has it too",
          "Set it to false here or there");
    }
    return defaults;
  }

  private void checkWanted(String wanted, Mapping environments, Map<String, Mapping> byName) {
    if (!environments.has(wanted)) {
      problems.error(
          Origin.option("--environment"),
          "",
          '"' + Problems.show(wanted, "") + '"',
          "must be one of the environments in "
              + environments.origin().file()
              + ": "
              + String.join(", ", byName.keySet()),
          Suggestions.didYouMean(wanted, byName.keySet()));
    }
  }

  private static Chosen chosen(String name, Mapping environment) {
    return new Chosen(name, path(name), environment.without("description", "is_default"));
  }

  private static String path(String name) {
    return KeyPaths.child("environments", name);
  }
}
