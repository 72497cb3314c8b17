package io.datareplicator.cli;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * The options of configuration.md §6, as texts: their meaning and checks belong to the
 * configuration. Groups are validated because an option given twice would otherwise start its group
 * afresh, and so drop the other options of it.
 */
public class OverrideOptions {
  @ArgGroup(exclusive = false, order = 1, heading = "%nWhat to replicate:%n")
  Selection selection = new Selection();

  @ArgGroup(exclusive = false, order = 2, heading = "%nHow to run:%n")
  Running running = new Running();

  @ArgGroup(exclusive = false, order = 3, heading = "%nWorkspaces:%n")
  Workspaces workspaces = new Workspaces();

  @ArgGroup(exclusive = false, order = 4, heading = "%nVolume files:%n")
  Volumes volumes = new Volumes();

  /** Selection of objects. */
  static class Selection {
    @Option(
        names = {"--target-catalogs", "--target-catalog", "-tc"},
        paramLabel = "NAMES",
        description =
            "Only these catalogs (comma list); one that the file lists keeps its settings.")
    String catalogs;

    @Option(
        names = {"--target-schemas", "-ts"},
        paramLabel = "NAMES",
        description = "Only these schemas; needs exactly one catalog.")
    String schemas;

    @Option(
        names = {"--target-tables", "-tb"},
        paramLabel = "NAMES",
        description = "Only these tables; needs exactly one schema.")
    String tables;

    @Option(
        names = {"--target-volumes", "-tv"},
        paramLabel = "NAMES",
        description = "Only these volumes; needs exactly one schema.")
    String volumes;

    @Option(
        names = {"--schema-table-filter-expression", "-tfe"},
        paramLabel = "SQL",
        description = "Condition over information_schema.tables; not with schemas or tables.")
    String filter;

    @Option(
        names = {"--uc-object-types", "-uc"},
        paramLabel = "TYPES",
        description = "Metadata types to replicate; replaces table and volume types of the file.")
    String ucObjectTypes;

    @Option(
        names = {"--table-types", "-tt"},
        paramLabel = "TYPES",
        description = "Table types: all, managed, external, streaming_table, materialized_view.")
    String tableTypes;

    @Option(
        names = {"--volume-types", "-vt"},
        paramLabel = "TYPES",
        description = "Volume types: all, managed, external.")
    String volumeTypes;
  }

  /** The run itself. */
  static class Running {
    @Option(
        names = {"--operation", "-o"},
        paramLabel = "NAMES",
        description = "all, backup, replication, reconciliation (comma list).")
    String operation;

    @Option(
        names = {"--concurrency", "-con"},
        paramLabel = "N",
        description = "Objects under way at once, at every level (max_workers).")
    String concurrency;

    @Option(
        names = {"--replication-wait-secs", "-ws"},
        paramLabel = "SECONDS",
        description = "Longest time to wait for shared objects to appear (default: 60).")
    String replicationWait;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description =
            "Reconciliation skips tables that matched since then and have not changed: last, a date or a time.")
    String since;

    @Option(
        names = "--run-id",
        paramLabel = "ID",
        description = "Id of the run in audit rows and logs (default: made up).")
    String runId;

    @Option(
        names = {"--logging-level", "-ll"},
        paramLabel = "LEVEL",
        description = "DEBUG, INFO, WARNING, ERROR or CRITICAL.")
    String loggingLevel;
  }

  /** The two workspaces and how to reach them. */
  static class Workspaces {
    @Option(
        names = {"--environment", "-env"},
        paramLabel = "NAME",
        description = "Environment of environments.yaml (default: the one marked is_default).")
    String environment;

    @Option(names = "--env-path", paramLabel = "FILE", description = "Path of environments.yaml.")
    String envPath;

    @Option(
        names = {"--source-host", "-sh"},
        paramLabel = "URL",
        description = "Source workspace.")
    String sourceHost;

    @Option(
        names = {"--target-host", "-th"},
        paramLabel = "URL",
        description = "Target workspace.")
    String targetHost;

    @Option(
        names = {"--profile", "-p"},
        paramLabel = "NAME",
        description = "Profile of ~/.databrickscfg for the default workspace, which holds secrets.")
    String profile;

    @Option(
        names = "--source-profile",
        paramLabel = "NAME",
        description = "Profile of ~/.databrickscfg for the source.")
    String sourceProfile;

    @Option(
        names = "--target-profile",
        paramLabel = "NAME",
        description = "Profile of ~/.databrickscfg for the target.")
    String targetProfile;

    @Option(
        names = "--allow-http",
        description = "Allow plain http for hosts other than this machine.")
    boolean allowHttp;

    @Option(
        names = "--ca-file",
        paramLabel = "FILE",
        description =
            "PEM file of certification authorities to trust besides the public ones (default: DATA_REPLICATOR_CA_FILE, else SSL_CERT_FILE). Proxies come from HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.")
    String caFile;
  }

  /** Volume files. */
  static class Volumes {
    @Option(
        names = "--volume-max-concurrent-copies",
        paramLabel = "N",
        description = "Files under way at once.")
    String maxConcurrentCopies;

    @Option(
        names = "--volume-delete-and-reload",
        paramLabel = "BOOL",
        description = "true empties the target volume first.")
    String deleteAndReload;

    @Option(
        names = "--volume-folder-path",
        paramLabel = "PATH",
        description = "Only this folder of the volume.")
    String folderPath;

    @Option(
        names = "--volume-delete-checkpoint",
        paramLabel = "BOOL",
        description = "true forgets what was copied.")
    String deleteCheckpoint;

    @Option(
        names = "--volume-autoloader-options",
        paramLabel = "JSON",
        description = "Options of Auto Loader.")
    String autoloaderOptions;

    @Option(
        names = "--volume-streaming-timeout-secs",
        paramLabel = "SECONDS",
        description = "Longest time for one volume.")
    String streamingTimeout;
  }

  /** What was given, for the configuration. */
  CommandLineOverrides toOverrides() {
    Map<CommandLineOption, String> given = new EnumMap<>(CommandLineOption.class);
    given.put(CommandLineOption.TARGET_CATALOGS, selection.catalogs);
    given.put(CommandLineOption.TARGET_SCHEMAS, selection.schemas);
    given.put(CommandLineOption.TARGET_TABLES, selection.tables);
    given.put(CommandLineOption.TARGET_VOLUMES, selection.volumes);
    given.put(CommandLineOption.SCHEMA_TABLE_FILTER_EXPRESSION, selection.filter);
    given.put(CommandLineOption.UC_OBJECT_TYPES, selection.ucObjectTypes);
    given.put(CommandLineOption.TABLE_TYPES, selection.tableTypes);
    given.put(CommandLineOption.VOLUME_TYPES, selection.volumeTypes);
    given.put(CommandLineOption.OPERATION, running.operation);
    given.put(CommandLineOption.CONCURRENCY, running.concurrency);
    given.put(CommandLineOption.REPLICATION_WAIT_SECS, running.replicationWait);
    given.put(CommandLineOption.SINCE, running.since);
    given.put(CommandLineOption.RUN_ID, running.runId);
    given.put(CommandLineOption.LOGGING_LEVEL, running.loggingLevel);
    given.put(CommandLineOption.ENVIRONMENT, workspaces.environment);
    given.put(CommandLineOption.ENV_PATH, workspaces.envPath);
    given.put(CommandLineOption.SOURCE_HOST, workspaces.sourceHost);
    given.put(CommandLineOption.TARGET_HOST, workspaces.targetHost);
    given.put(CommandLineOption.PROFILE, workspaces.profile);
    given.put(CommandLineOption.SOURCE_PROFILE, workspaces.sourceProfile);
    given.put(CommandLineOption.TARGET_PROFILE, workspaces.targetProfile);
    given.put(CommandLineOption.ALLOW_HTTP, workspaces.allowHttp ? "true" : null);
    given.put(CommandLineOption.CA_FILE, workspaces.caFile);
    given.put(CommandLineOption.VOLUME_MAX_CONCURRENT_COPIES, volumes.maxConcurrentCopies);
    given.put(CommandLineOption.VOLUME_DELETE_AND_RELOAD, volumes.deleteAndReload);
    given.put(CommandLineOption.VOLUME_FOLDER_PATH, volumes.folderPath);
    given.put(CommandLineOption.VOLUME_DELETE_CHECKPOINT, volumes.deleteCheckpoint);
    given.put(CommandLineOption.VOLUME_AUTOLOADER_OPTIONS, volumes.autoloaderOptions);
    given.put(CommandLineOption.VOLUME_STREAMING_TIMEOUT_SECS, volumes.streamingTimeout);
    return new CommandLineOverrides(given);
  }
}
