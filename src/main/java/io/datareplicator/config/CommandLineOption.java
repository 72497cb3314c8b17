package io.datareplicator.config;

import java.util.List;

/** The options of configuration section 6, with the names under which users give them. */
public enum CommandLineOption {
  /** Catalogs, comma separated. */
  TARGET_CATALOGS(
      "target_catalogs, comma separated; a catalog of the file keeps its settings, another gets the group's",
      "--target-catalogs",
      "--target-catalog",
      "-tc"),
  /** Schemas, comma separated. */
  TARGET_SCHEMAS("target_schemas of the one catalog given", "--target-schemas", "-ts"),
  /** Tables, comma separated. */
  TARGET_TABLES("tables of the one schema given", "--target-tables", "-tb"),
  /** Volumes, comma separated. */
  TARGET_VOLUMES("volumes of the one schema given", "--target-volumes", "-tv"),
  /** WHERE condition over information_schema.tables. */
  SCHEMA_TABLE_FILTER_EXPRESSION(
      "schema_table_filter_expression; needs catalogs, excludes schemas and tables",
      "--schema-table-filter-expression",
      "-tfe"),
  /** {@code max_workers} at every level. */
  CONCURRENCY("max_workers at every level", "--concurrency", "-con"),
  /** Metadata types, comma separated. */
  UC_OBJECT_TYPES(
      "uc_object_types of the group; clears the other two kinds of the files",
      "--uc-object-types",
      "-uc"),
  /** Table types, comma separated. */
  TABLE_TYPES(
      "table_types of the group; clears the other two kinds of the files", "--table-types", "-tt"),
  /** Volume types, comma separated. */
  VOLUME_TYPES(
      "volume_types of the group; clears the other two kinds of the files",
      "--volume-types",
      "-vt"),
  /** Log level. */
  LOGGING_LEVEL("logging.level", "--logging-level", "-ll"),
  /** Source workspace URL. */
  SOURCE_HOST("host of the source", "--source-host", "-sh"),
  /** Target workspace URL. */
  TARGET_HOST("host of the target", "--target-host", "-th"),
  /** Profile of the source side. */
  SOURCE_PROFILE("profile of the source", "--source-profile"),
  /** Profile of the target side. */
  TARGET_PROFILE("profile of the target", "--target-profile"),
  /** Files under way at once. */
  VOLUME_MAX_CONCURRENT_COPIES(
      "volume_config.max_concurrent_copies at every level", "--volume-max-concurrent-copies"),
  /** {@code true} or {@code false}. */
  VOLUME_DELETE_AND_RELOAD(
      "volume_config.delete_and_reload at every level, true or false",
      "--volume-delete-and-reload"),
  /** Folder inside the volume. */
  VOLUME_FOLDER_PATH("volume_config.folder_path at every level", "--volume-folder-path"),
  /** {@code true} or {@code false}. */
  VOLUME_DELETE_CHECKPOINT(
      "volume_config.delete_checkpoint at every level, true or false",
      "--volume-delete-checkpoint"),
  /** JSON object. */
  VOLUME_AUTOLOADER_OPTIONS(
      "entries of volume_config.autoloader_options at every level, as JSON",
      "--volume-autoloader-options"),
  /** Seconds. */
  VOLUME_STREAMING_TIMEOUT_SECS(
      "volume_config.streaming_timeout_seconds at every level", "--volume-streaming-timeout-secs"),
  /** Environment of environments.yaml. */
  ENVIRONMENT("the environment that is the default", "--environment", "-env"),
  /** Path of environments.yaml. */
  ENV_PATH("where environments.yaml is looked for", "--env-path"),
  /** Profile of the default workspace. */
  PROFILE("profile of the default workspace, where secrets are read", "--profile", "-p"),
  /** Run id. */
  RUN_ID("the generated run id", "--run-id"),
  /** Operations, comma separated. */
  OPERATION(
      "which operations run: all, backup, replication, reconciliation, comma separated",
      "--operation",
      "-o"),
  /** {@code last}, or a point in time. */
  SINCE(
      "reconciliation of everything: tables that matched since then and have not changed are skipped; last, a date or a time",
      "--since"),
  /** Seconds. */
  REPLICATION_WAIT_SECS(
      "longest polling for shared objects in seconds (60)", "--replication-wait-secs", "-ws"),
  /** {@code true} allows plain http for any host. */
  ALLOW_HTTP("plain http for other than loopback hosts", "--allow-http"),
  /** PEM file of authorities. */
  CA_FILE(
      "certification authorities to trust besides the public ones; before `DATA_REPLICATOR_CA_FILE` and `SSL_CERT_FILE`",
      "--ca-file");

  private final String overrides;
  private final List<String> names;

  CommandLineOption(String overrides, String... names) {
    this.overrides = overrides;
    this.names = List.of(names);
  }

  /** What the option overrides, for the documentation. */
  public String overrides() {
    return overrides;
  }

  /** Every name, the long one first. */
  public List<String> names() {
    return names;
  }

  /** The long name, used in messages. */
  public String longName() {
    return names.get(0);
  }
}
