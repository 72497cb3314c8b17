package io.datareplicator.config.load;

import io.datareplicator.config.AuditConfig;
import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.Concurrency;
import io.datareplicator.config.CopyEngine;
import io.datareplicator.config.OnCollision;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.Retry;
import io.datareplicator.config.RowDigest;
import io.datareplicator.config.Side;
import io.datareplicator.config.VolumeSettings;

/** Binds the sections that are inherited, and the audit table. Null in, null out. */
final class SectionBinder {

  private SectionBinder() {}

  static BackupConfig backup(Values v) {
    return v == null
        ? null
        : new BackupConfig(
            v.flag("enabled"),
            v.text("source_catalog"),
            v.flag("create_recipient"),
            v.text("recipient_name"),
            v.flag("create_share"),
            v.flag("add_to_share"),
            v.text("share_name"),
            v.flag("create_backup_catalog"),
            v.text("backup_catalog"),
            v.text("backup_catalog_location"),
            v.text("backup_schema_prefix"),
            v.flag("create_backup_share"),
            v.text("backup_share_name"),
            v.flag("backup_legacy_backing_tables"),
            v.flag("create_dpm_backing_table_share"),
            v.text("dpm_backing_table_share_name"));
  }

  static ReplicationConfig replication(Values v) {
    return v == null
        ? null
        : new ReplicationConfig(
            v.flag("enabled"),
            v.flag("replicate_enable_predictive_optimization"),
            v.flag("create_or_replace_table"),
            v.flag("create_or_replace_view"),
            v.flag("create_or_replace_materialized_view"),
            v.flag("create_or_replace_streaming_table"),
            v.flag("overwrite_tags"),
            v.flag("overwrite_comments"),
            v.flag("overwrite_grants"),
            v.flag("create_target_catalog"),
            v.text("target_catalog_location"),
            v.flag("create_shared_catalog"),
            v.text("provider_name"),
            v.text("share_name"),
            v.text("source_catalog"),
            v.flag("create_intermediate_catalog"),
            v.text("intermediate_catalog"),
            v.text("intermediate_catalog_location"),
            v.flag("enforce_schema"),
            v.flag("create_backup_shared_catalog"),
            v.text("backup_share_name"),
            v.text("backup_catalog"),
            v.flag("create_dpm_backing_table_shared_catalog"),
            v.text("dpm_backing_table_share_name"),
            v.text("dpm_backing_table_catalog"),
            v.flag("replicate_as_managed"),
            v.flag("copy_files"),
            volumeFiles(v.inner("volume_config")),
            v.flag("skip_unchanged"),
            v.flag("propagate_drops"),
            v.whole("max_drop_percent"),
            v.choice("on_collision", OnCollision.values()));
  }

  static VolumeSettings volumeFiles(Values v) {
    return v == null
        ? null
        : new VolumeSettings(
            v.whole("max_concurrent_copies"),
            v.flag("delete_and_reload"),
            v.flag("delete_checkpoint"),
            v.text("folder_path"),
            v.dictionary("autoloader_options"),
            v.whole("streaming_timeout_seconds"),
            v.flag("create_file_ingestion_logging_catalog"),
            v.text("file_ingestion_logging_catalog"),
            v.text("file_ingestion_logging_catalog_location"),
            v.text("file_ingestion_logging_schema"),
            v.text("file_ingestion_logging_table"),
            v.choice("copy_engine", CopyEngine.values()));
  }

  static ReconciliationConfig reconciliation(Values v) {
    return v == null
        ? null
        : new ReconciliationConfig(
            v.flag("enabled"),
            v.flag("create_recon_catalog"),
            v.text("recon_outputs_catalog"),
            v.text("recon_catalog_location"),
            v.text("recon_outputs_schema"),
            v.text("recon_schema_check_table"),
            v.text("recon_missing_data_table"),
            v.flag("create_shared_catalog"),
            v.text("share_name"),
            v.text("source_catalog"),
            v.flag("schema_check"),
            v.flag("row_count_check"),
            v.flag("missing_data_check"),
            v.texts("exclude_columns"),
            v.text("source_filter_expression"),
            v.text("target_filter_expression"),
            v.decimal("threshold"),
            v.flag("enable_sampling"),
            v.whole("no_of_sampling_tables"),
            v.whole("max_recorded_rows"),
            v.choice("row_digest", RowDigest.values()),
            v.choice("scan_source_at", Side.values()),
            v.flag("hash_volume_files"));
  }

  static Concurrency concurrency(Values v) {
    return new Concurrency(
        v.flag("process_schemas_in_serial"),
        v.whole("max_workers"),
        v.whole("parallel_table_filter"),
        v.whole("timeout_seconds"));
  }

  static Retry retry(Values v) {
    return new Retry(v.whole("max_attempts"), v.whole("retry_delay_seconds"));
  }

  static AuditConfig audit(Values v) {
    String[] parts = v.text("audit_table").split("\\.", -1);
    return new AuditConfig(
        parts[0],
        parts[1],
        parts[2],
        v.choice("logging_workspace", Side.values()),
        v.flag("create_audit_catalog"),
        v.text("audit_catalog_location"));
  }
}
