package io.datareplicator.config.load;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.ConfigProblem;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.tree.YamlText;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Loads a configuration from texts; what a test does not say is a small valid default. */
final class Loading {

  static final String GROUP =
      """
      version: "1.0"
      replication_group: g
      audit_config:
        audit_table: audit.logs.results
      table_types: [managed]
      replication_config:
        enabled: true
      target_catalogs:
        - catalog_name: retail
      """;

  static final String ENVIRONMENTS =
      """
      version: "1.0"
      environments:
        dev:
          is_default: true
          source_databricks_connect_config:
            name: src
            host: https://source.example.com
          target_databricks_connect_config:
            name: tgt
            host: https://target.example.com
      """;

  private String group = GROUP;
  private String environments = ENVIRONMENTS;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<CommandLineOption, String> options = new EnumMap<>(CommandLineOption.class);

  static Loading group(String yaml) {
    Loading loading = new Loading();
    loading.group = yaml;
    return loading;
  }

  static Loading standard() {
    return new Loading();
  }

  Loading environments(String yaml) {
    environments = yaml;
    return this;
  }

  Loading variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  Loading option(CommandLineOption option, String value) {
    options.put(option, value);
    return this;
  }

  ConfigResult result() {
    return new ConfigLoader()
        .load(
            new YamlText("group.yaml", group.getBytes(StandardCharsets.UTF_8)),
            new YamlText("environments.yaml", environments.getBytes(StandardCharsets.UTF_8)),
            variables,
            new CommandLineOverrides(options));
  }

  RunConfig config() {
    ConfigResult result = result();
    if (!result.ok()) {
      throw new AssertionError(text(result));
    }
    return result.config();
  }

  static String text(ConfigResult result) {
    return result.problems().stream().map(ConfigProblem::render).collect(Collectors.joining("\n"));
  }
}
