package io.datareplicator.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.AuthType;
import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.LogLevel;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.TableType;
import io.datareplicator.config.show.ConfigShow;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.Layer;
import io.datareplicator.config.tree.Origin;
import org.junit.jupiter.api.Test;

/** Which layer wins, what merges and what replaces, and where values say they come from. */
class LayersTest {

  private static final String WITH_RETRY = Loading.GROUP + "retry:\n  max_attempts: 2\n";
  private static final String ENVIRONMENT_RETRY =
      Loading.ENVIRONMENTS + "    retry:\n      max_attempts: 4\n";

  @Test
  void layersWinInTheirOrder() {
    assertThat(Loading.standard().config().concurrency().maxWorkers()).isEqualTo(8);
    Loading file = Loading.group(Loading.GROUP + "concurrency: {max_workers: 2}\n");
    assertThat(file.config().concurrency().maxWorkers()).isEqualTo(2);
    Loading environment =
        file.environments(Loading.ENVIRONMENTS + "    concurrency: {max_workers: 3}\n");
    assertThat(environment.config().concurrency().maxWorkers()).isEqualTo(3);
    Loading variable = environment.variable("DATA_REPLICATOR_CONCURRENCY_MAX_WORKERS", "4");
    assertThat(variable.config().concurrency().maxWorkers()).isEqualTo(4);
    Loading option = variable.option(CommandLineOption.CONCURRENCY, "5");
    assertThat(option.config().concurrency().maxWorkers()).isEqualTo(5);
  }

  @Test
  void everyValueKnowsItsLayerFileAndLine() {
    Mapping tree =
        Loading.group(WITH_RETRY + "concurrency: {max_workers: 2}\n")
            .environments(ENVIRONMENT_RETRY)
            .variable("DATA_REPLICATOR_CONCURRENCY_TIMEOUT_SECONDS", "77")
            .option(CommandLineOption.LOGGING_LEVEL, "debug")
            .result()
            .effective();

    assertThat(tree.mapping("retry").get("max_attempts").origin())
        .isEqualTo(new Origin(Layer.ENVIRONMENT, "environments.yaml", 12, 7));
    assertThat(tree.mapping("retry").get("retry_delay_seconds").origin()).isEqualTo(Origin.DEFAULT);
    assertThat(tree.mapping("concurrency").get("max_workers").origin().describe())
        .isEqualTo("file group.yaml:12");
    assertThat(tree.mapping("concurrency").get("timeout_seconds").origin().describe())
        .isEqualTo("environment variable DATA_REPLICATOR_CONCURRENCY_TIMEOUT_SECONDS");
    assertThat(tree.mapping("logging").get("level").origin().describe())
        .isEqualTo("option --logging-level");
    Mapping catalog = tree.mappings("target_catalogs").get(0);
    assertThat(catalog.mapping("replication_config").get("share_name").origin())
        .isEqualTo(Origin.DERIVED);
    assertThat(catalog.mapping("replication_config").get("enabled").origin().line()).isEqualTo(7);
    assertThat(ConfigShow.render(tree))
        .contains("max_attempts: 4  # environment environments.yaml:12")
        .contains("level: DEBUG  # option --logging-level");
  }

  @Test
  void dictionariesMergeAndListsReplaceAcrossLayers() {
    RunConfig config =
        Loading.group(
                Loading.GROUP.replace("[managed]", "[managed, external]")
                    + "principal_mapping: {a: b, c: d}\n")
            .environments(
                Loading.ENVIRONMENTS
                    + """
                        principal_mapping: {c: e, f: g}
                        table_types: [streaming_table]
                    """)
            .config();
    assertThat(config.principalMapping())
        .containsEntry("a", "b")
        .containsEntry("c", "e")
        .containsEntry("f", "g")
        .hasSize(3);
    assertThat(config.catalogs().get(0).objects().tableTypes())
        .containsExactly(TableType.STREAMING_TABLE);
  }

  @Test
  void aListOfCatalogsIsReplacedWhole() {
    RunConfig config =
        Loading.group(
                Loading.GROUP.replace(
                    "  - catalog_name: retail",
                    "  - catalog_name: retail\n    retry: {max_attempts: 9}\n  - catalog_name: b"))
            .environments(Loading.ENVIRONMENTS + "    target_catalogs: [{catalog_name: other}]\n")
            .config();
    assertThat(config.catalogs()).hasSize(1);
    assertThat(config.catalogs().get(0).name()).isEqualTo("other");
    assertThat(config.catalogs().get(0).retry().maxAttempts()).isEqualTo(3);
  }

  @Test
  void nullMeansNotSetHere() {
    RunConfig config =
        Loading.group(WITH_RETRY)
            .environments(Loading.ENVIRONMENTS + "    retry: ~\n    table_types:\n")
            .config();
    assertThat(config.retry().maxAttempts()).isEqualTo(2);
    assertThat(config.catalogs().get(0).objects().tableTypes()).containsExactly(TableType.MANAGED);
  }

  @Test
  void lowerLevelsInheritAndWin() {
    RunConfig config =
        Loading.group(
                """
                version: "1.0"
                replication_group: g
                audit_config: {audit_table: a.b.c}
                table_types: [managed, external]
                reconciliation_config: {enabled: true, missing_data_check: false, threshold: 90}
                retry: {max_attempts: 2, retry_delay_seconds: 7}
                target_catalogs:
                  - catalog_name: one
                    reconciliation_config: {missing_data_check: true}
                    target_schemas:
                      - schema_name: bronze
                        table_types: [external]
                        reconciliation_config: {missing_data_check: false, exclude_columns: [x]}
                        concurrency: {max_workers: 1}
                      - schema_name: silver
                        tables:
                          - table_name: plain
                          - table_name: special
                            reconciliation_config: {missing_data_check: false}
                            retry: {max_attempts: 6}
                  - catalog_name: two
                    table_types: [streaming_table]
                """)
            .config();
    var one = config.catalogs().get(0);
    var bronze = one.schema("BRONZE");
    assertThat(bronze.reconciliation().missingDataCheck()).isFalse();
    assertThat(bronze.reconciliation().threshold()).isEqualTo(90);
    assertThat(bronze.reconciliation().excludeColumns()).containsExactly("x");
    assertThat(bronze.objects().tableTypes()).containsExactly(TableType.EXTERNAL);
    assertThat(bronze.concurrency().maxWorkers()).isEqualTo(1);
    assertThat(bronze.table("anything").reconciliation().excludeColumns()).containsExactly("x");
    var silver = one.schema("silver");
    assertThat(silver.reconciliation().missingDataCheck()).isTrue();
    assertThat(silver.table("plain").reconciliation().missingDataCheck()).isTrue();
    assertThat(silver.table("special").reconciliation().missingDataCheck()).isFalse();
    assertThat(silver.table("special").retry().maxAttempts()).isEqualTo(6);
    assertThat(silver.table("special").retry().retryDelaySeconds()).isEqualTo(7);
    var two = config.catalogs().get(1);
    assertThat(two.reconciliation().missingDataCheck()).isFalse();
    assertThat(two.objects().tableTypes()).containsExactly(TableType.STREAMING_TABLE);
    assertThat(one.schema("not_listed").reconciliation().missingDataCheck()).isTrue();
  }

  @Test
  void aSchemaMaySelectAnotherKindThanItsCatalog() {
    RunConfig config =
        Loading.group(
                Loading.GROUP
                    + "    target_schemas: [{schema_name: s, uc_object_types: [table, view_tag]}]\n")
            .config();
    var schema = config.catalogs().get(0).schema("s");
    assertThat(schema.objects().tableTypes()).isEmpty();
    assertThat(schema.objects().ucObjectTypes()).hasSize(2);
    assertThat(schema.replication().sourceCatalog()).isEqualTo("retail");
  }

  @Test
  void anEmptyListSwitchesAnInheritedOneOff() {
    RunConfig config =
        Loading.group(Loading.GROUP + "    table_types: []\n    volume_types: [all]\n").config();
    assertThat(config.catalogs().get(0).objects().tableTypes()).isEmpty();
    assertThat(config.catalogs().get(0).objects().volumeTypes()).hasSize(2);
  }

  @Test
  void variablesFollowTheNamingRules() {
    RunConfig config =
        Loading.standard()
            .variable("DATA_REPLICATOR_TABLE_TYPES", "managed, external")
            .variable("DATA_REPLICATOR_LOGGING_LEVEL", "warning")
            .variable("DATA_REPLICATOR_SOURCE_DATABRICKS_CONNECT_CONFIG_AUTH_TYPE", "oauth")
            .variable("DATA_REPLICATOR_SOURCE_HOST", "short.example.com")
            .variable("DATA_REPLICATOR_TARGET_DATABRICKS_CONNECT_CONFIG_HOST", "long.example.com")
            .variable("DATA_REPLICATOR_TARGET_HOST", "unused.example.com")
            .variable("DATA_REPLICATOR_PRINCIPAL_MAPPING", "{\"a b\": \"c\"}")
            .variable("DATA_REPLICATOR_TARGET_CATALOGS_0__CATALOG_NAME", "first")
            .variable("DATA_REPLICATOR_TARGET_CATALOGS_0__RETRY_MAX_ATTEMPTS", "1")
            .variable("DATA_REPLICATOR_TARGET_CATALOGS_1__CATALOG_NAME", "second")
            .variable(
                "DATA_REPLICATOR_TARGET_CATALOGS_1__TARGET_SCHEMAS",
                "[{schema_name: s, tables: [{table_name: t}]}]")
            .config();
    assertThat(config.catalogs().get(0).objects().tableTypes())
        .containsExactly(TableType.MANAGED, TableType.EXTERNAL);
    assertThat(config.logging().level()).isEqualTo(LogLevel.WARNING);
    assertThat(config.source().authType()).isEqualTo(AuthType.OAUTH);
    assertThat(config.source().host()).hasToString("https://short.example.com");
    assertThat(config.target().host()).hasToString("https://long.example.com");
    assertThat(config.principalMapping()).containsEntry("a b", "c");
    assertThat(config.catalogs()).extracting("name").containsExactly("first", "second");
    assertThat(config.catalogs().get(0).retry().maxAttempts()).isEqualTo(1);
    assertThat(config.catalogs().get(1).schema("s").tables()).hasSize(1);
  }

  @Test
  void blankVariablesAreNotSet() {
    RunConfig config =
        Loading.group(WITH_RETRY).variable("DATA_REPLICATOR_RETRY_MAX_ATTEMPTS", " ").config();
    assertThat(config.retry().maxAttempts()).isEqualTo(2);
  }

  @Test
  void wrongVariablesAreNamed() {
    ConfigResult result =
        Loading.standard()
            .variable("DATA_REPLICATOR_RETRY_MAX_ATTEMPTS", "99")
            .variable("DATA_REPLICATOR_PRINCIPAL_MAPPING", "{broken")
            .variable("DATA_REPLICATOR_LOGGING_LEVEL", "LOUD")
            .result();
    assertThat(Loading.text(result))
        .contains("environment variable DATA_REPLICATOR_RETRY_MAX_ATTEMPTS: retry.max_attempts")
        .contains("environment variable DATA_REPLICATOR_PRINCIPAL_MAPPING: principal_mapping")
        .contains("environment variable DATA_REPLICATOR_LOGGING_LEVEL: logging.level");
    assertThat(result.problems()).hasSize(3);
  }

  @Test
  void unknownVariablesAreWarnedAboutAndCredentialsAreNot() {
    ConfigResult result =
        Loading.standard()
            .variable("DATA_REPLICATOR_RETRY_MAX_ATEMPTS", "dapi0123456789abcdef")
            .variable("DATA_REPLICATOR_SOURCE_TOKEN", "dapi0123456789abcdef")
            .variable("HOME", "/home/x")
            .result();
    assertThat(result.ok()).isTrue();
    assertThat(result.warnings()).hasSize(1);
    assertThat(result.warnings().get(0).render())
        .contains("DATA_REPLICATOR_RETRY_MAX_ATEMPTS", "DATA_REPLICATOR_RETRY_MAX_ATTEMPTS")
        .doesNotContain("dapi");
  }

  @Test
  void connectionsMayStandInTheGroupFileBelowTheEnvironment() {
    RunConfig config =
        Loading.group(
                Loading.GROUP + "source_databricks_connect_config: {name: x, warehouse_id: w1}\n")
            .config();
    assertThat(config.source().name()).isEqualTo("src");
    assertThat(config.source().warehouseId()).isEqualTo("w1");
  }

  @Test
  void anchorsAndMergeKeysWork() {
    RunConfig config =
        Loading.group(
                Loading.GROUP.replace(
                    "  - catalog_name: retail",
                    """
                      - &base
                        catalog_name: retail
                        retry: {max_attempts: 4}
                        concurrency: &slow {max_workers: 1}
                      - <<: *base
                        catalog_name: second
                        retry: {retry_delay_seconds: 2}
                    """
                        .stripTrailing()))
            .config();
    assertThat(config.catalogs()).extracting("name").containsExactly("retail", "second");
    assertThat(config.catalogs().get(1).concurrency().maxWorkers()).isEqualTo(1);
    assertThat(config.catalogs().get(1).retry().retryDelaySeconds()).isEqualTo(2);
    assertThat(config.catalogs().get(1).retry().maxAttempts()).isEqualTo(3);
  }
}
