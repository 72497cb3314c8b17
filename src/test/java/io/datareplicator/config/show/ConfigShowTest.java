package io.datareplicator.config.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.load.ConfigLoader;
import io.datareplicator.config.load.ConfigResult;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.Layer;
import io.datareplicator.config.tree.Problems;
import io.datareplicator.config.tree.YamlReader;
import io.datareplicator.config.tree.YamlText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The effective configuration as users see it. */
class ConfigShowTest {

  private static final String GROUP =
      """
      version: "1.0"
      replication_group: "yes"
      audit_config: {audit_table: a.b.c}
      table_types: [managed]
      principal_mapping:
        "odd: key #1": "quote \\" back \\\\ slash ü {x} \\t"
        "5": "007"
      replication_config:
        enabled: true
        volume_config:
          autoloader_options:
            cloudFiles.connectionString: hush-hush
            plain: dapi0123456789abcdef0123
            other: shown
      target_catalogs:
        - catalog_name: c
          target_schemas:
            - schema_name: s
              retry: {max_attempts: 1}
              tables:
                - table_name: t
                  reconciliation_config: {enabled: false}
                - table_name: u
      """;

  private static final String ENVIRONMENTS =
      """
      version: "1.0"
      environments:
        dev:
          is_default: true
          source_databricks_connect_config:
            name: src
            host: source.example.com
            token: {secret_scope: scope, secret_pat: name_of_secret}
          target_databricks_connect_config: {name: tgt, host: target.example.com}
      """;

  private final ConfigResult result = load(GROUP, Map.of());
  private final String shown = ConfigShow.render(result.effective());

  @Test
  void namesTheLayerOfEveryValue() {
    assertThat(shown.lines().filter(line -> !line.endsWith(":")))
        .allMatch(line -> line.contains("  # "));
    assertThat(shown)
        .contains("replication_group: \"yes\"  # file group.yaml:2")
        .contains("host: https://source.example.com  # environment environments.yaml:7")
        .contains("max_drop_percent: 10  # default")
        .contains("source_catalog: c_from_src_shared  # derived");
  }

  @Test
  void hidesSecretsAndShowsTheirNames() {
    assertThat(shown)
        .doesNotContain("hush-hush", "dapi0123")
        .contains("secret_pat: name_of_secret", "other: shown");
  }

  @Test
  void isYamlWithTheSameValues() {
    Problems problems = new Problems();
    Mapping read =
        YamlReader.read(
            new YamlText("shown", shown.getBytes(StandardCharsets.UTF_8)), Layer.GROUP, problems);
    assertThat(problems.errors()).isEmpty();
    assertThat(plain(read)).isEqualTo(hidden(plain(result.effective())));
  }

  @Test
  void loadsAgainToTheSameSettings() {
    String again =
        shown.replaceFirst("environment: .*\n", "").replaceAll("\"\\(hidden\\)\"", "hidden");
    ConfigResult reloaded = load(again, Map.of());
    assertThat(reloaded.problems()).isEmpty();
    assertThat(reloaded.config().catalogs().get(0).schema("s"))
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*autoloaderOptions")
        .isEqualTo(result.config().catalogs().get(0).schema("s"));
  }

  @Test
  void secretVariablesAreNotPartOfIt() {
    ConfigResult loaded =
        load(
            GROUP,
            Map.of(
                "DATA_REPLICATOR_SOURCE_TOKEN", "very-secret",
                "DATA_REPLICATOR_TARGET_CLIENT_SECRET", "very-secret"));
    assertThat(ConfigShow.render(loaded.effective())).doesNotContain("very-secret");
    assertThat(loaded.config().toString()).doesNotContain("very-secret");
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void samplesCanBeShown() {
    ConfigResult sample =
        new ConfigLoader()
            .load(
                Path.of("configs/reference.yaml"),
                Map.of(
                    "DATA_REPLICATOR_SOURCE_HOST", "localhost",
                    "DATA_REPLICATOR_TARGET_HOST", "localhost"),
                CommandLineOverrides.NONE);
    assertThat(ConfigShow.render(sample.effective()))
        .contains("# environment variable DATA_REPLICATOR_SOURCE_HOST");
  }

  private static ConfigResult load(String group, Map<String, String> variables) {
    return new ConfigLoader()
        .load(
            new YamlText("group.yaml", group.getBytes(StandardCharsets.UTF_8)),
            new YamlText("environments.yaml", ENVIRONMENTS.getBytes(StandardCharsets.UTF_8)),
            variables,
            CommandLineOverrides.NONE);
  }

  private static Object plain(ConfigNode node) {
    if (node instanceof Scalar scalar) {
      return scalar.text();
    }
    if (node instanceof Sequence sequence) {
      return sequence.items().stream().map(ConfigShowTest::plain).toList();
    }
    Map<String, Object> map = new LinkedHashMap<>();
    ((Mapping) node).entries().forEach((key, value) -> map.put(key, plain(value)));
    return map;
  }

  private static Object hidden(Object plain) {
    if (plain instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put((String) key, hidden(value)));
      return copy;
    }
    if (plain instanceof List<?> list) {
      return list.stream().map(ConfigShowTest::hidden).toList();
    }
    boolean secret = plain.equals("hush-hush") || ((String) plain).startsWith("dapi");
    return secret ? "(hidden)" : plain;
  }
}
