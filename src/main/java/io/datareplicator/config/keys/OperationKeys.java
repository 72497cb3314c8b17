package io.datareplicator.config.keys;

import static io.datareplicator.config.keys.Shapes.BOOL;
import static io.datareplicator.config.keys.Shapes.FREE;
import static io.datareplicator.config.keys.Shapes.NAME;
import static io.datareplicator.config.keys.Shapes.OBJECT;
import static io.datareplicator.config.keys.Shapes.atLeast;
import static io.datareplicator.config.keys.Shapes.choice;
import static io.datareplicator.config.keys.Shapes.flag;
import static io.datareplicator.config.keys.Shapes.group;

import io.datareplicator.config.CopyEngine;
import io.datareplicator.config.OnCollision;
import io.datareplicator.config.RowDigest;
import io.datareplicator.config.Side;
import io.datareplicator.config.keys.Shape.AnyScalar;
import io.datareplicator.config.keys.Shape.DictOf;
import io.datareplicator.config.keys.Shape.ListOf;
import io.datareplicator.config.keys.Shape.TextRule;
import io.datareplicator.config.keys.Shape.Whole;

/** Keys of the three operations (configuration, section 3). */
final class OperationKeys {

  private static final String DPM_SHARE =
      "__replication_internal_dpm_<catalog>_to_<target name>_share";
  private static final String SHARED = "<catalog>_from_<source name>_shared";

  static final KeyGroup BACKUP =
      KeyGroup.of(
          "backup_config",
          "What happens on the source: recipients, shares and backing tables of streaming tables.",
          enabled("backup"),
          Key.of("source_catalog", OBJECT, "Catalog that is shared.").derivedFrom("<catalog>"),
          flag("create_recipient", false, "Create the recipient when it is missing."),
          Key.of("recipient_name", NAME, "Recipient that stands for the target metastore.")
              .derivedFrom("<target name>_recipient"),
          flag("create_share", false, "Create the share when it is missing."),
          flag("add_to_share", false, "Add the schemas to the share."),
          Key.of("share_name", NAME, "Share of the source catalog.")
              .derivedFrom("<source_catalog>_to_<target name>_share"),
          flag(
              "create_backup_catalog",
              false,
              "Streaming tables: create the backup catalog when it is missing."),
          Key.of(
                  "backup_catalog",
                  OBJECT,
                  "Streaming tables: catalog for copies of backing tables.")
              .derivedFrom("__replication_internal_<catalog>_to_<target name>"),
          location("backup_catalog_location", "a created backup catalog"),
          Key.of("backup_schema_prefix", FREE, "Prefix of schema names in the backup catalog."),
          flag("create_backup_share", false, "Streaming tables: create the backup share."),
          Key.of("backup_share_name", NAME, "Share of the backup catalog.")
              .derivedFrom("<backup_catalog>_share"),
          flag(
              "backup_legacy_backing_tables",
              false,
              "Copy backing tables of the legacy kind into the backup catalog."),
          flag(
              "create_dpm_backing_table_share",
              false,
              "Create the share of backing tables of the dpm kind."),
          Key.of("dpm_backing_table_share_name", NAME, "Share of backing tables of the dpm kind.")
              .derivedFrom(DPM_SHARE));

  static final KeyGroup VOLUME =
      KeyGroup.of(
          "volume_config",
          "How files of volumes are copied.",
          Key.of("max_concurrent_copies", new Whole(1, 100), "Files under way at once per volume.")
              .otherwise("10"),
          flag("delete_and_reload", false, "Empty the target volume first."),
          flag("delete_checkpoint", false, "Forget what was copied before."),
          Key.of("folder_path", FREE, "Folder inside the volume; absent = the whole volume."),
          Key.of(
              "autoloader_options",
              new DictOf(TextRule.NAME, new AnyScalar()),
              "Options for Auto Loader; `modifiedAfter` filters with both engines."),
          Key.of("streaming_timeout_seconds", atLeast(60), "Longest time for one volume.")
              .otherwise("43200"),
          flag(
              "create_file_ingestion_logging_catalog",
              false,
              "Create the catalog of the ingestion log when it is missing."),
          Key.of("file_ingestion_logging_catalog", OBJECT, "Catalog of the ingestion log.")
              .derivedFrom("<audit catalog>"),
          location("file_ingestion_logging_catalog_location", "a created catalog"),
          Key.of("file_ingestion_logging_schema", OBJECT, "Schema of the ingestion log.")
              .derivedFrom("<audit schema>"),
          Key.of("file_ingestion_logging_table", OBJECT, "Table of the ingestion log.")
              .otherwise("detail_file_ingestion_logging"),
          Key.of(
                  "copy_engine",
                  choice(CopyEngine.values()),
                  "Who copies; autoloader runs as a job on the target workspace.")
              .otherwise("files_api")
              .fresh());

  static final KeyGroup REPLICATION =
      KeyGroup.of(
          "replication_config",
          "What happens on the target: metadata, clones of tables, files of volumes.",
          enabled("replication"),
          flag(
              "replicate_enable_predictive_optimization",
              false,
              "Copy the setting; false switches it off on targets, so that incremental clones stay"
                  + " incremental."),
          flag("create_or_replace_table", false, "Replace table definitions that differ."),
          flag("create_or_replace_view", true, "Replace views that differ."),
          flag(
              "create_or_replace_materialized_view",
              true,
              "Replace materialized views that differ."),
          flag("create_or_replace_streaming_table", false, "Replace streaming tables that differ."),
          flag("overwrite_tags", true, "Remove tags that only the target has."),
          flag("overwrite_comments", true, "Replace comments that the target has."),
          flag(
              "overwrite_grants",
              false,
              "Exact mirror: principals that only the target has lose their privileges."),
          flag("create_target_catalog", false, "Create the target catalog when it is missing."),
          location("target_catalog_location", "a created target catalog"),
          flag("create_shared_catalog", false, "Create the shared catalog when it is missing."),
          Key.of("provider_name", NAME, "Provider; absent = found by the source's metastore id."),
          Key.of("share_name", NAME, "Share behind the shared catalog.")
              .derivedFrom("<catalog>_to_<target name>_share"),
          Key.of(
                  "source_catalog",
                  OBJECT,
                  "Data: the shared catalog on the target. Metadata: the catalog on the source.")
              .derivedFrom(SHARED)
              .metadataFrom("<catalog>"),
          flag(
              "create_intermediate_catalog",
              false,
              "Create the intermediate catalog when it is missing; needs `intermediate_catalog`."),
          Key.of("intermediate_catalog", OBJECT, "Catalog between source and target."),
          location("intermediate_catalog_location", "a created intermediate catalog"),
          flag("enforce_schema", true, "Fail a table whose columns differ instead of warning."),
          flag(
              "create_backup_shared_catalog",
              false,
              "Streaming tables: create the shared catalog of the backup share."),
          Key.of("backup_share_name", NAME, "Streaming tables: share of backing tables.")
              .derivedFrom("__replication_internal_<catalog>_to_<target name>_share"),
          Key.of("backup_catalog", OBJECT, "Streaming tables: shared catalog of backing tables.")
              .derivedFrom("__replication_internal_<catalog>_from_<source name>_shared"),
          flag(
              "create_dpm_backing_table_shared_catalog",
              false,
              "Create the shared catalog of backing tables of the dpm kind."),
          Key.of("dpm_backing_table_share_name", NAME, "Share of backing tables of the dpm kind.")
              .derivedFrom(DPM_SHARE),
          Key.of(
                  "dpm_backing_table_catalog",
                  OBJECT,
                  "Shared catalog of backing tables of the dpm kind.")
              .derivedFrom("__replication_internal_dpm_<catalog>_from_<source name>_shared"),
          flag("replicate_as_managed", false, "Make managed objects of external ones."),
          flag("copy_files", true, "Copy the files of external tables."),
          Key.of("volume_config", group(() -> VOLUME), "How files of volumes are copied."),
          flag("skip_unchanged", true, "Skip tables that are cloned at their present version.")
              .fresh(),
          flag("propagate_drops", false, "Drop on the target what was dropped at the source.")
              .fresh(),
          Key.of(
                  "max_drop_percent",
                  new Whole(0, 100),
                  "Most objects of a catalog that one run may drop, in percent.")
              .otherwise("10")
              .fresh(),
          Key.of(
                  "on_collision",
                  choice(OnCollision.values()),
                  "What to do with a target object that this tool did not create: adopt clones over it and"
                      + " never drops it, replace makes it one of this tool's own.")
              .otherwise("adopt")
              .fresh());

  static final KeyGroup RECONCILIATION =
      KeyGroup.of(
          "reconciliation_config",
          "How both sides are compared.",
          enabled("reconciliation"),
          flag("create_recon_catalog", false, "Create the catalog of the output tables."),
          Key.of("recon_outputs_catalog", OBJECT, "Catalog of the output tables.")
              .derivedFrom("<audit catalog>"),
          location("recon_catalog_location", "a created catalog"),
          Key.of("recon_outputs_schema", OBJECT, "Schema of the output tables.")
              .derivedFrom("<audit schema>"),
          Key.of("recon_schema_check_table", OBJECT, "Table of column differences.")
              .otherwise("recon_schema_check"),
          Key.of("recon_missing_data_table", OBJECT, "Table of row differences.")
              .otherwise("recon_missing_data"),
          flag("create_shared_catalog", false, "Create the shared catalog when it is missing."),
          Key.of("share_name", NAME, "Share behind the shared catalog.")
              .derivedFrom("<catalog>_to_<target name>_share"),
          Key.of("source_catalog", OBJECT, "Shared catalog to compare with.").derivedFrom(SHARED),
          flag("schema_check", true, "Compare columns."),
          flag("row_count_check", true, "Compare row counts."),
          flag("missing_data_check", true, "Compare rows."),
          Key.of("exclude_columns", new ListOf(NAME), "Columns left out of the comparison.")
              .otherwise("[]"),
          Key.of("source_filter_expression", FREE, "Condition on the rows of the source."),
          Key.of("target_filter_expression", FREE, "Condition on the rows of the target."),
          Key.of(
                  "threshold",
                  new Shape.Decimal(0, 100),
                  "Percent of source rows that must be present and equal.")
              .otherwise("100"),
          flag("enable_sampling", false, "Compare the rows of some tables only."),
          Key.of("no_of_sampling_tables", atLeast(1), "How many tables, when sampling.")
              .otherwise("10"),
          Key.of(
                  "max_recorded_rows",
                  atLeast(0),
                  "Most differing rows of one table that are stored, per kind of difference; the counts"
                      + " are exact all the same.")
              .otherwise("1000")
              .fresh(),
          Key.of(
                  "row_digest",
                  choice(RowDigest.values()),
                  "What rows are told apart by: xxhash64 is fast and safe against chance, sha256 also"
                      + " against values that were made to collide.")
              .otherwise("xxhash64")
              .fresh(),
          Key.of(
                  "scan_source_at",
                  choice(Side.values()),
                  "Workspace that reads the source's rows: target reads the shared catalog; source lets"
                      + " the source's own compute do it, so that rows are shared only where the sides"
                      + " differ.")
              .otherwise("target")
              .fresh(),
          flag(
                  "hash_volume_files",
                  false,
                  "Compare the contents of volume files too, not only names and sizes; reads every file"
                      + " of both sides.")
              .fresh());

  private OperationKeys() {}

  private static Key enabled(String operation) {
    return Key.of(
        "enabled",
        BOOL,
        "Whether the " + operation + " operation runs; must be set at group or catalog level.");
  }

  private static Key location(String name, String what) {
    return Key.of(name, FREE, "Storage root of " + what + "; absent = the metastore's default.");
  }
}
