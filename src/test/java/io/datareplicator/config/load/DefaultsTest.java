package io.datareplicator.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.AuditConfig;
import io.datareplicator.config.AuthType;
import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ClusterSize;
import io.datareplicator.config.Concurrency;
import io.datareplicator.config.CopyEngine;
import io.datareplicator.config.LogFormat;
import io.datareplicator.config.LogLevel;
import io.datareplicator.config.LoggingConfig;
import io.datareplicator.config.OnCollision;
import io.datareplicator.config.Operation;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.Retry;
import io.datareplicator.config.RowDigest;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.Side;
import io.datareplicator.config.VolumeSettings;
import io.datareplicator.config.WarehouseConfig;
import io.datareplicator.config.WarehouseType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every default of the configuration reference, written down independently of the key table. */
class DefaultsTest {

  private static final String BARE =
      """
      version: "1.0"
      replication_group: g
      audit_config:
        audit_table: Ops.Audit.Results
      table_types: [managed]
      backup_config:
        enabled: true
      replication_config:
        enabled: true
      reconciliation_config:
        enabled: true
      target_catalogs:
        - catalog_name: Retail
      """;

  private final RunConfig config = Loading.group(BARE).config();
  private final CatalogConfig catalog = config.catalogs().get(0);

  @Test
  void group() {
    assertThat(config.version()).isEqualTo("1.0");
    assertThat(config.audit())
        .isEqualTo(new AuditConfig("ops", "audit", "results", Side.TARGET, false, null));
    assertThat(config.logging())
        .isEqualTo(new LoggingConfig(LogLevel.INFO, LogFormat.JSON, false, null));
    assertThat(config.concurrency()).isEqualTo(new Concurrency(false, 8, 8, 1800));
    assertThat(config.retry()).isEqualTo(new Retry(3, 5));
    assertThat(config.cloudUrlMapping()).isEmpty();
    assertThat(config.principalMapping()).isEmpty();
    assertThat(config.storageCredentials()).isNull();
    assertThat(config.externalLocations()).isNull();
    assertThat(config.tagPolicies()).isNull();
    assertThat(config.operations()).containsExactly(Operation.values());
    assertThat(config.replicationWait()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.runId()).isNull();
    assertThat(config.profile()).isNull();
    assertThat(config.environmentName()).isEqualTo("dev");
  }

  @Test
  void side() {
    assertThat(config.source().side()).isEqualTo(Side.SOURCE);
    assertThat(config.source().name()).isEqualTo("src");
    assertThat(config.source().host()).isEqualTo(URI.create("https://source.example.com"));
    assertThat(config.source().authType()).isEqualTo(AuthType.PAT);
    assertThat(config.source().sharingIdentifier()).isNull();
    assertThat(config.source().token()).isNull();
    assertThat(config.source().clusterId()).isNull();
    assertThat(config.source().warehouseId()).isNull();
    assertThat(config.source().warehouse()).isNull();
    assertThat(config.source().profile()).isNull();
    assertThat(config.source().allowHttp()).isFalse();
    assertThat(config.side(Side.TARGET)).isSameAs(config.target());
  }

  @Test
  void catalogInheritsTheGroup() {
    assertThat(catalog.name()).isEqualTo("retail");
    assertThat(catalog.concurrency()).isEqualTo(config.concurrency());
    assertThat(catalog.retry()).isEqualTo(config.retry());
    assertThat(catalog.schemas()).isEmpty();
    assertThat(catalog.excludeSchemas()).isEmpty();
    assertThat(catalog.schemaTableFilter()).isNull();
  }

  @Test
  void backup() {
    assertThat(catalog.backup())
        .isEqualTo(
            new BackupConfig(
                true,
                "retail",
                false,
                "tgt_recipient",
                false,
                false,
                "retail_to_tgt_share",
                false,
                "__replication_internal_retail_to_tgt",
                null,
                null,
                false,
                "__replication_internal_retail_to_tgt_share",
                false,
                false,
                "__replication_internal_dpm_retail_to_tgt_share"));
  }

  @Test
  void replication() {
    VolumeSettings volume =
        new VolumeSettings(
            10,
            false,
            false,
            null,
            Map.of(),
            43_200,
            false,
            "ops",
            null,
            "audit",
            "detail_file_ingestion_logging",
            CopyEngine.FILES_API);
    assertThat(catalog.replication())
        .isEqualTo(
            new ReplicationConfig(
                true,
                false,
                false,
                true,
                true,
                false,
                true,
                true,
                false,
                false,
                null,
                false,
                null,
                "retail_to_tgt_share",
                "retail_from_src_shared",
                false,
                null,
                null,
                true,
                false,
                "__replication_internal_retail_to_tgt_share",
                "__replication_internal_retail_from_src_shared",
                false,
                "__replication_internal_dpm_retail_to_tgt_share",
                "__replication_internal_dpm_retail_from_src_shared",
                false,
                true,
                volume,
                true,
                false,
                10,
                OnCollision.ADOPT));
  }

  @Test
  void reconciliation() {
    assertThat(catalog.reconciliation())
        .isEqualTo(
            new ReconciliationConfig(
                true,
                false,
                "ops",
                null,
                "audit",
                "recon_schema_check",
                "recon_missing_data",
                false,
                "retail_to_tgt_share",
                "retail_from_src_shared",
                true,
                true,
                true,
                List.of(),
                null,
                null,
                100.0,
                false,
                10,
                1000,
                RowDigest.XXHASH64,
                Side.TARGET,
                false));
  }

  @Test
  void warehouse() {
    RunConfig withWarehouse =
        Loading.standard()
            .environments(
                Loading.ENVIRONMENTS.replace("name: src", "name: src\n      warehouse_config: {}"))
            .config();
    assertThat(withWarehouse.source().warehouse())
        .isEqualTo(
            new WarehouseConfig(
                true,
                false,
                "replication-warehouse",
                true,
                WarehouseType.PRO,
                ClusterSize.X_SMALL,
                10,
                1,
                1));
  }

  @Test
  void warehouseIsCreatedOnlyWhenTheKeyStandsThere() {
    for (String value : List.of("true", "false")) {
      WarehouseConfig warehouse =
          Loading.standard()
              .environments(
                  Loading.ENVIRONMENTS.replace(
                      "name: src",
                      "name: src\n      warehouse_config: {create_if_not_exists: " + value + "}"))
              .config()
              .source()
              .warehouse();
      assertThat(warehouse.creationAllowed()).isEqualTo(Boolean.parseBoolean(value));
    }
  }

  @Test
  void metadataReadsTheCatalogOfTheSameName() {
    CatalogConfig metadata =
        Loading.group(BARE.replace("table_types: [managed]", "uc_object_types: [all]"))
            .config()
            .catalogs()
            .get(0);
    assertThat(metadata.replication().sourceCatalog()).isEqualTo("retail");
    assertThat(metadata.reconciliation().sourceCatalog()).isEqualTo("retail_from_src_shared");
  }

  @Test
  void namesFollowTheOnesTheyAreBuiltFrom() {
    CatalogConfig custom =
        Loading.group(
                BARE.replace(
                    "backup_config:\n",
                    "backup_config:\n  source_catalog: Live\n  backup_catalog: keep\n"))
            .config()
            .catalogs()
            .get(0);
    assertThat(custom.backup().sourceCatalog()).isEqualTo("live");
    assertThat(custom.backup().shareName()).isEqualTo("live_to_tgt_share");
    assertThat(custom.backup().backupShareName()).isEqualTo("keep_share");
    assertThat(custom.replication().shareName()).isEqualTo("retail_to_tgt_share");
  }
}
