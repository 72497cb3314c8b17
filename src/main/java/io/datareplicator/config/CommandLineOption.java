package io.datareplicator.config;

import java.util.List;

/** The options of configuration section 6, with the names under which users give them. */
public enum CommandLineOption {
  /** Catalogs, comma separated. */
  TARGET_CATALOGS("--target-catalogs", "--target-catalog", "-tc"),
  /** Schemas, comma separated. */
  TARGET_SCHEMAS("--target-schemas", "-ts"),
  /** Tables, comma separated. */
  TARGET_TABLES("--target-tables", "-tb"),
  /** Volumes, comma separated. */
  TARGET_VOLUMES("--target-volumes", "-tv"),
  /** WHERE condition over information_schema.tables. */
  SCHEMA_TABLE_FILTER_EXPRESSION("--schema-table-filter-expression", "-tfe"),
  /** {@code max_workers} at every level. */
  CONCURRENCY("--concurrency", "-con"),
  /** Metadata types, comma separated. */
  UC_OBJECT_TYPES("--uc-object-types", "-uc"),
  /** Table types, comma separated. */
  TABLE_TYPES("--table-types", "-tt"),
  /** Volume types, comma separated. */
  VOLUME_TYPES("--volume-types", "-vt"),
  /** Log level. */
  LOGGING_LEVEL("--logging-level", "-ll"),
  /** Source workspace URL. */
  SOURCE_HOST("--source-host", "-sh"),
  /** Target workspace URL. */
  TARGET_HOST("--target-host", "-th"),
  /** Profile of the source side. */
  SOURCE_PROFILE("--source-profile"),
  /** Profile of the target side. */
  TARGET_PROFILE("--target-profile"),
  /** Files under way at once. */
  VOLUME_MAX_CONCURRENT_COPIES("--volume-max-concurrent-copies"),
  /** {@code true} or {@code false}. */
  VOLUME_DELETE_AND_RELOAD("--volume-delete-and-reload"),
  /** Folder inside the volume. */
  VOLUME_FOLDER_PATH("--volume-folder-path"),
  /** {@code true} or {@code false}. */
  VOLUME_DELETE_CHECKPOINT("--volume-delete-checkpoint"),
  /** JSON object. */
  VOLUME_AUTOLOADER_OPTIONS("--volume-autoloader-options"),
  /** Seconds. */
  VOLUME_STREAMING_TIMEOUT_SECS("--volume-streaming-timeout-secs"),
  /** Environment of environments.yaml. */
  ENVIRONMENT("--environment", "-env"),
  /** Path of environments.yaml. */
  ENV_PATH("--env-path"),
  /** Profile of the default workspace. */
  PROFILE("--profile", "-p"),
  /** Run id. */
  RUN_ID("--run-id"),
  /** Operations, comma separated. */
  OPERATION("--operation", "-o"),
  /** Seconds. */
  REPLICATION_WAIT_SECS("--replication-wait-secs", "-ws"),
  /** {@code true} allows plain http for any host. */
  ALLOW_HTTP("--allow-http");

  private final List<String> names;

  CommandLineOption(String... names) {
    this.names = List.of(names);
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
