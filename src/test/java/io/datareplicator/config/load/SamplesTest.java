package io.datareplicator.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.Operation;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.keys.Key;
import io.datareplicator.config.keys.KeyGroup;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.keys.Shape;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.Layer;
import io.datareplicator.config.tree.Problems;
import io.datareplicator.config.tree.YamlReader;
import io.datareplicator.config.tree.YamlText;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file in configs/ loads as it is. */
class SamplesTest {

  private static final Path CONFIGS = Path.of("configs");

  private static final Map<String, String> HOSTS =
      Map.of(
          "DATA_REPLICATOR_SOURCE_HOST", "http://localhost:18080",
          "DATA_REPLICATOR_TARGET_HOST", "http://localhost:18081");

  static Stream<Path> groupFiles() throws IOException {
    try (Stream<Path> files = Files.walk(CONFIGS)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("environments.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("groupFiles")
  void loadsWithConstraintsAndWithoutWarnings(Path file) throws IOException {
    boolean namesCatalogs = Files.readString(file).contains("\ntarget_catalogs:");
    CommandLineOverrides options =
        namesCatalogs
            ? CommandLineOverrides.NONE
            : CommandLineOverrides.NONE.with(CommandLineOption.TARGET_CATALOGS, "retail");
    try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
      ConfigResult result =
          new ConfigLoader(factory.getValidator(), true).load(file, HOSTS, options);
      assertThat(Loading.text(result)).isEmpty();
      assertThat(result.warnings()).isEmpty();
      assertThat(result.config().catalogs()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "azure_to_aws", "aws_to_azure"})
  void everyEnvironmentServes(String environment) {
    RunConfig config =
        load(CommandLineOverrides.NONE
                .with(CommandLineOption.ENVIRONMENT, environment)
                .with(CommandLineOption.SOURCE_HOST, "http://127.0.0.1:9001")
                .with(CommandLineOption.TARGET_HOST, "http://127.0.0.1:9002"))
            .config();
    assertThat(config.environmentName()).isEqualTo(environment);
    assertThat(config.source().host()).hasToString("http://127.0.0.1:9001");
    assertThat(config.target().host()).hasToString("http://127.0.0.1:9002");
  }

  @Test
  void defaultSampleReplicatesTheSandboxCatalogs() {
    RunConfig config = load(CommandLineOverrides.NONE).config();
    assertThat(config.catalogs())
        .extracting(CatalogConfig::name)
        .containsExactly("retail", "retail-ops");
    assertThat(config.audit().fullName()).isEqualTo("replication_audit.audit.audit_logging");
    assertThat(config.audit().createAuditCatalog()).isTrue();
    CatalogConfig retail = config.catalogs().get(0);
    assertThat(retail.enabled(Operation.BACKUP)).isTrue();
    assertThat(retail.enabled(Operation.REPLICATION)).isTrue();
    assertThat(retail.enabled(Operation.RECONCILIATION)).isFalse();
    assertThat(retail.backup().createRecipient()).isTrue();
    assertThat(retail.backup().createShare()).isTrue();
    assertThat(retail.backup().addToShare()).isTrue();
    assertThat(retail.replication().createSharedCatalog()).isTrue();
    assertThat(retail.replication().createTargetCatalog()).isTrue();
    assertThat(retail.backup().shareName()).isEqualTo(retail.replication().shareName());
  }

  @Test
  void hostsAreMissingInTheDefaultEnvironmentOnly() {
    ConfigResult result =
        new ConfigLoader()
            .load(
                CONFIGS.resolve("cross_metastore/delta_tables_defaults.yaml"),
                Map.of(),
                CommandLineOverrides.NONE);
    assertThat(result.ok()).isFalse();
    assertThat(Loading.text(result))
        .contains("--source-host", "DATA_REPLICATOR_TARGET_HOST", "environments.yaml:");
  }

  @Test
  void referenceAndEnvironmentsShowEveryKey() {
    Set<String> missing = new TreeSet<>();
    Mapping reference = read(CONFIGS.resolve("reference.yaml"));
    Mapping environments = read(CONFIGS.resolve("environments.yaml"));
    Set<String> seen = new TreeSet<>();
    collect(reference, KeyTable.GROUP, seen);
    collect(environments, KeyTable.ENVIRONMENTS, seen);
    for (KeyGroup group : groups()) {
      for (String name : group.names()) {
        if (!seen.contains(group.title() + "/" + name)) {
          missing.add(group.title() + "/" + name);
        }
      }
    }
    // In environments any group-level key may stand; the reference shows those in the group file.
    missing.removeIf(
        name ->
            name.startsWith(KeyTable.ENVIRONMENT.title() + "/")
                && KeyTable.GROUP.key(name.substring(name.indexOf('/') + 1)) != null);
    missing.remove("Replication-group file/source_databricks_connect_config");
    missing.remove("Replication-group file/target_databricks_connect_config");
    assertThat(missing).isEmpty();
  }

  private static List<KeyGroup> groups() {
    return List.of(
        KeyTable.GROUP,
        KeyTable.ENVIRONMENTS,
        KeyTable.ENVIRONMENT,
        KeyTable.SIDE,
        KeyTable.TOKEN,
        KeyTable.WAREHOUSE,
        KeyTable.AUDIT,
        KeyTable.STORAGE_CREDENTIALS,
        KeyTable.EXTERNAL_LOCATIONS,
        KeyTable.TAG_POLICIES,
        KeyTable.LOGGING,
        KeyTable.CONCURRENCY,
        KeyTable.RETRY,
        KeyTable.BACKUP,
        KeyTable.REPLICATION,
        KeyTable.VOLUME_FILES,
        KeyTable.RECONCILIATION,
        KeyTable.CATALOG,
        KeyTable.SCHEMA,
        KeyTable.TABLE,
        KeyTable.VOLUME);
  }

  private static void collect(ConfigNode node, KeyGroup group, Set<String> seen) {
    if (!(node instanceof Mapping mapping)) {
      return;
    }
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              Key key = group.key(name);
              assertThat(key).as(name).isNotNull();
              seen.add(group.title() + "/" + name);
              if (key.shape() instanceof Shape.Group inner) {
                collect(value, inner.keys().get(), seen);
              } else if (key.shape() instanceof Shape.ListOf list
                  && list.item() instanceof Shape.Group inner
                  && value instanceof Sequence sequence) {
                sequence.items().forEach(item -> collect(item, inner.keys().get(), seen));
              } else if (key.shape() instanceof Shape.DictOf dict
                  && dict.value() instanceof Shape.Group inner
                  && value instanceof Mapping entries) {
                entries.entries().values().forEach(e -> collect(e, inner.keys().get(), seen));
              }
            });
  }

  private static Mapping read(Path path) {
    Problems problems = new Problems();
    Mapping tree = YamlReader.read(YamlText.of(path), Layer.GROUP, problems);
    assertThat(problems.errors()).isEmpty();
    return tree;
  }

  private static ConfigResult load(CommandLineOverrides options) {
    ConfigResult result =
        new ConfigLoader()
            .load(CONFIGS.resolve("cross_metastore/delta_tables_defaults.yaml"), HOSTS, options);
    assertThat(Loading.text(result)).isEmpty();
    return result;
  }
}
