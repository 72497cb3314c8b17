package io.datareplicator.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The settings of a catalog as plain maps, in the spelling of the files and without secrets. */
final class SettingsView {

  private static final Pattern SECRET =
      Pattern.compile("token|secret|password|key|credential|connectionstring|sas");

  private SettingsView() {}

  static Map<String, Object> of(CatalogConfig catalog) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("catalog_name", catalog.name());
    put(view, "uc_object_types", words(catalog.objects().ucObjectTypes()));
    put(view, "table_types", words(catalog.objects().tableTypes()));
    put(view, "volume_types", words(catalog.objects().volumeTypes()));
    put(view, "backup_config", of(catalog.backup()));
    put(view, "replication_config", of(catalog.replication()));
    put(view, "reconciliation_config", of(catalog.reconciliation()));
    view.put("concurrency", of(catalog.concurrency()));
    view.put("retry", of(catalog.retry()));
    put(view, "schema_table_filter_expression", catalog.schemaTableFilter());
    put(view, "target_schemas", names(catalog.schemas().stream().map(SchemaConfig::name).toList()));
    put(view, "exclude_schemas", names(catalog.excludeSchemas().stream().sorted().toList()));
    return view;
  }

  private static Map<String, Object> of(Concurrency concurrency) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("process_schemas_in_serial", concurrency.processSchemasInSerial());
    view.put("max_workers", concurrency.maxWorkers());
    view.put("timeout_seconds", concurrency.timeoutSeconds());
    return view;
  }

  private static Map<String, Object> of(Retry retry) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("max_attempts", retry.maxAttempts());
    view.put("retry_delay_seconds", retry.retryDelaySeconds());
    return view;
  }

  private static Map<String, Object> of(BackupConfig backup) {
    if (backup == null) {
      return null;
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("enabled", backup.enabled());
    put(view, "source_catalog", backup.sourceCatalog());
    view.put("create_recipient", backup.createRecipient());
    put(view, "recipient_name", backup.recipientName());
    view.put("create_share", backup.createShare());
    view.put("add_to_share", backup.addToShare());
    put(view, "share_name", backup.shareName());
    view.put("create_backup_catalog", backup.createBackupCatalog());
    put(view, "backup_catalog", backup.backupCatalog());
    put(view, "backup_catalog_location", backup.backupCatalogLocation());
    put(view, "backup_schema_prefix", backup.backupSchemaPrefix());
    view.put("create_backup_share", backup.createBackupShare());
    put(view, "backup_share_name", backup.backupShareName());
    view.put("backup_legacy_backing_tables", backup.backupLegacyBackingTables());
    view.put("create_dpm_backing_table_share", backup.createDpmBackingTableShare());
    put(view, "dpm_backing_table_share_name", backup.dpmBackingTableShareName());
    return view;
  }

  private static Map<String, Object> of(ReplicationConfig replication) {
    if (replication == null) {
      return null;
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("enabled", replication.enabled());
    view.put(
        "replicate_enable_predictive_optimization",
        replication.replicateEnablePredictiveOptimization());
    view.put("create_or_replace_table", replication.createOrReplaceTable());
    view.put("create_or_replace_view", replication.createOrReplaceView());
    view.put("create_or_replace_materialized_view", replication.createOrReplaceMaterializedView());
    view.put("create_or_replace_streaming_table", replication.createOrReplaceStreamingTable());
    view.put("overwrite_tags", replication.overwriteTags());
    view.put("overwrite_comments", replication.overwriteComments());
    view.put("overwrite_grants", replication.overwriteGrants());
    view.put("create_target_catalog", replication.createTargetCatalog());
    put(view, "target_catalog_location", replication.targetCatalogLocation());
    view.put("create_shared_catalog", replication.createSharedCatalog());
    put(view, "provider_name", replication.providerName());
    put(view, "share_name", replication.shareName());
    put(view, "source_catalog", replication.sourceCatalog());
    view.put("create_intermediate_catalog", replication.createIntermediateCatalog());
    put(view, "intermediate_catalog", replication.intermediateCatalog());
    put(view, "intermediate_catalog_location", replication.intermediateCatalogLocation());
    view.put("enforce_schema", replication.enforceSchema());
    view.put("create_backup_shared_catalog", replication.createBackupSharedCatalog());
    put(view, "backup_share_name", replication.backupShareName());
    put(view, "backup_catalog", replication.backupCatalog());
    view.put(
        "create_dpm_backing_table_shared_catalog",
        replication.createDpmBackingTableSharedCatalog());
    put(view, "dpm_backing_table_share_name", replication.dpmBackingTableShareName());
    put(view, "dpm_backing_table_catalog", replication.dpmBackingTableCatalog());
    view.put("replicate_as_managed", replication.replicateAsManaged());
    view.put("copy_files", replication.copyFiles());
    put(view, "volume_config", of(replication.volume()));
    view.put("skip_unchanged", replication.skipUnchanged());
    view.put("propagate_drops", replication.propagateDrops());
    view.put("max_drop_percent", replication.maxDropPercent());
    view.put("on_collision", replication.onCollision().yaml());
    return view;
  }

  private static Map<String, Object> of(VolumeSettings volume) {
    if (volume == null) {
      return null;
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("max_concurrent_copies", volume.maxConcurrentCopies());
    view.put("delete_and_reload", volume.deleteAndReload());
    view.put("delete_checkpoint", volume.deleteCheckpoint());
    put(view, "folder_path", volume.folderPath());
    put(view, "autoloader_options", masked(volume.autoloaderOptions()));
    view.put("streaming_timeout_seconds", volume.streamingTimeoutSeconds());
    view.put("create_file_ingestion_logging_catalog", volume.createFileIngestionLoggingCatalog());
    put(view, "file_ingestion_logging_catalog", volume.fileIngestionLoggingCatalog());
    put(
        view,
        "file_ingestion_logging_catalog_location",
        volume.fileIngestionLoggingCatalogLocation());
    put(view, "file_ingestion_logging_schema", volume.fileIngestionLoggingSchema());
    put(view, "file_ingestion_logging_table", volume.fileIngestionLoggingTable());
    view.put("copy_engine", volume.copyEngine().yaml());
    return view;
  }

  private static Map<String, Object> of(ReconciliationConfig reconciliation) {
    if (reconciliation == null) {
      return null;
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("enabled", reconciliation.enabled());
    view.put("create_recon_catalog", reconciliation.createReconCatalog());
    put(view, "recon_outputs_catalog", reconciliation.reconOutputsCatalog());
    put(view, "recon_catalog_location", reconciliation.reconCatalogLocation());
    put(view, "recon_outputs_schema", reconciliation.reconOutputsSchema());
    put(view, "recon_schema_check_table", reconciliation.reconSchemaCheckTable());
    put(view, "recon_missing_data_table", reconciliation.reconMissingDataTable());
    view.put("create_shared_catalog", reconciliation.createSharedCatalog());
    put(view, "share_name", reconciliation.shareName());
    put(view, "source_catalog", reconciliation.sourceCatalog());
    view.put("schema_check", reconciliation.schemaCheck());
    view.put("row_count_check", reconciliation.rowCountCheck());
    view.put("missing_data_check", reconciliation.missingDataCheck());
    put(view, "exclude_columns", names(reconciliation.excludeColumns()));
    put(view, "source_filter_expression", reconciliation.sourceFilterExpression());
    put(view, "target_filter_expression", reconciliation.targetFilterExpression());
    view.put("threshold", reconciliation.threshold());
    view.put("enable_sampling", reconciliation.enableSampling());
    view.put("no_of_sampling_tables", reconciliation.noOfSamplingTables());
    view.put("max_recorded_rows", reconciliation.maxRecordedRows());
    view.put("row_digest", reconciliation.rowDigest().yaml());
    view.put("scan_source_at", reconciliation.scanSourceAt().yaml());
    view.put("hash_volume_files", reconciliation.hashVolumeFiles());
    return view;
  }

  private static void put(Map<String, Object> view, String key, Object value) {
    if (value != null) {
      view.put(key, value);
    }
  }

  private static Collection<String> words(Collection<? extends ConfigValue> values) {
    return names(values.stream().map(ConfigValue::yaml).toList());
  }

  private static Collection<String> names(Collection<String> names) {
    return names.isEmpty() ? null : names;
  }

  private static Map<String, String> masked(Map<String, String> options) {
    if (options.isEmpty()) {
      return null;
    }
    Map<String, String> masked = new LinkedHashMap<>(options);
    masked.replaceAll(
        (key, value) -> SECRET.matcher(key.toLowerCase(Locale.ROOT)).find() ? "(hidden)" : value);
    return masked;
  }
}
