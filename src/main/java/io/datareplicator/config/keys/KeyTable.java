package io.datareplicator.config.keys;

import static io.datareplicator.config.keys.Shapes.FREE;
import static io.datareplicator.config.keys.Shapes.NAME;
import static io.datareplicator.config.keys.Shapes.OBJECT;
import static io.datareplicator.config.keys.Shapes.atLeast;
import static io.datareplicator.config.keys.Shapes.choice;
import static io.datareplicator.config.keys.Shapes.flag;
import static io.datareplicator.config.keys.Shapes.group;
import static io.datareplicator.config.keys.Shapes.groups;
import static io.datareplicator.config.keys.Shapes.listOf;
import static io.datareplicator.config.keys.Shapes.words;

import io.datareplicator.config.CredentialType;
import io.datareplicator.config.LogFormat;
import io.datareplicator.config.LogLevel;
import io.datareplicator.config.Side;
import io.datareplicator.config.TableType;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.config.VolumeType;
import io.datareplicator.config.keys.Shape.Choice;
import io.datareplicator.config.keys.Shape.DictOf;
import io.datareplicator.config.keys.Shape.ListOf;
import io.datareplicator.config.keys.Shape.Text;
import io.datareplicator.config.keys.Shape.TextRule;
import io.datareplicator.config.keys.Shape.Whole;
import java.util.List;

/** Every group of keys of both files. */
public final class KeyTable {

  /** Keys that are inherited from the group to catalogs and below. */
  public static final List<String> INHERITED =
      List.of(
          "uc_object_types",
          "table_types",
          "volume_types",
          "backup_config",
          "replication_config",
          "reconciliation_config",
          "concurrency",
          "retry");

  /** The three keys that say what is replicated. */
  public static final List<String> KINDS =
      List.of("uc_object_types", "table_types", "volume_types");

  /** The three operations. */
  public static final List<String> OPERATIONS =
      List.of("backup_config", "replication_config", "reconciliation_config");

  /** {@code backup_config}. */
  public static final KeyGroup BACKUP = OperationKeys.BACKUP;

  /** {@code replication_config}. */
  public static final KeyGroup REPLICATION = OperationKeys.REPLICATION;

  /** {@code volume_config}. */
  public static final KeyGroup VOLUME_FILES = OperationKeys.VOLUME;

  /** {@code reconciliation_config}. */
  public static final KeyGroup RECONCILIATION = OperationKeys.RECONCILIATION;

  /** One side's connection. */
  public static final KeyGroup SIDE = ConnectKeys.SIDE;

  /** Secret names. */
  public static final KeyGroup TOKEN = ConnectKeys.TOKEN;

  /** Warehouse to look up or create. */
  public static final KeyGroup WAREHOUSE = ConnectKeys.WAREHOUSE;

  /** {@code concurrency}. */
  public static final KeyGroup CONCURRENCY =
      KeyGroup.of(
          "concurrency",
          "How much happens at once.",
          flag(
              "process_schemas_in_serial",
              false,
              "One schema after the other, the tables of each in parallel."),
          Key.of("max_workers", new Whole(1, 64), "Objects under way at once.").otherwise("8"),
          Key.of(
                  "parallel_table_filter",
                  new Whole(1, 64),
                  "Accepted for older files; enumeration is done in bulk.")
              .otherwise("8"),
          Key.of("timeout_seconds", atLeast(60), "Longest time for one object.").otherwise("1800"));

  /** {@code retry}. */
  public static final KeyGroup RETRY =
      KeyGroup.of(
          "retry",
          "Attempts per object; the delay doubles after each.",
          Key.of("max_attempts", new Whole(1, 10), "Attempts in all.").otherwise("3"),
          Key.of("retry_delay_seconds", atLeast(1), "Delay before the second attempt.")
              .otherwise("5"));

  /** {@code audit_config}. */
  public static final KeyGroup AUDIT =
      KeyGroup.of(
          "audit_config",
          "Where results are recorded.",
          Key.of("audit_table", new Text(TextRule.TABLE), "The audit table.")
              .in(Scope.SIDES)
              .must(),
          Key.of("logging_workspace", choice(Side.values()), "Side that holds the table.")
              .otherwise("target"),
          flag("create_audit_catalog", false, "Create the catalog when it is missing."),
          Key.of("audit_catalog_location", FREE, "Storage root of a created catalog.")
              .in(Scope.SIDES));

  /** {@code logging}. */
  public static final KeyGroup LOGGING =
      KeyGroup.of(
          "logging",
          "Log output.",
          Key.of("level", new Choice(words(LogLevel.values()), true), "Lowest level logged.")
              .otherwise("INFO"),
          Key.of("format", new Choice(words(LogFormat.values()), true), "Form of log lines.")
              .otherwise("json"),
          flag("log_to_file", false, "Also write to a file; needs `log_file_path`."),
          Key.of("log_file_path", FREE, "File to write to.").in(Scope.SIDES));

  /** {@code storage_credential_config}. */
  public static final KeyGroup STORAGE_CREDENTIALS =
      KeyGroup.of(
          "storage_credential_config",
          "What storage credentials become on the target.",
          Key.of("target_credential_type", choice(CredentialType.values()), "Type to create.")
              .must(),
          Key.of(
                  "mapping",
                  new DictOf(TextRule.NAME, NAME),
                  "Source credential name to cloud principal: role ARN, or resource id of the"
                      + " access connector, for azure_managed_identity followed by `;` and the"
                      + " resource id of a user-assigned identity; the value is ignored for"
                      + " gcp_service_account.")
              .in(Scope.SIDES)
              .must());

  /** {@code external_location_config}. */
  public static final KeyGroup EXTERNAL_LOCATIONS =
      KeyGroup.of(
          "external_location_config",
          "Which external locations are replicated.",
          Key.of(
                  "external_locations",
                  new ListOf(NAME),
                  "Names; absent = every location that a prefix of `cloud_url_mapping` covers.")
              .in(Scope.SIDES));

  /** {@code tag_policy_config}. */
  public static final KeyGroup TAG_POLICIES =
      KeyGroup.of(
          "tag_policy_config",
          "Which tag policies are replicated.",
          Key.of("tag_policies", new ListOf(NAME), "Tag keys; absent = all.").in(Scope.SIDES));

  private static final Key BACKUP_KEY =
      Key.of("backup_config", group(() -> BACKUP), "The backup operation.");
  private static final Key REPLICATION_KEY =
      Key.of("replication_config", group(() -> REPLICATION), "The replication operation.");
  private static final Key RECONCILIATION_KEY =
      Key.of("reconciliation_config", group(() -> RECONCILIATION), "The reconciliation operation.");
  private static final Key RETRY_KEY = Key.of("retry", group(() -> RETRY), "Attempts per object.");

  private static final List<Key> OBJECT_LEVEL =
      List.of(BACKUP_KEY, REPLICATION_KEY, RECONCILIATION_KEY, RETRY_KEY);

  private static final List<Key> SCHEMA_LEVEL =
      List.of(
          Key.of(
              "uc_object_types",
              listOf("all", UcObjectType.values(), "view_tag", "permission"),
              "Metadata to replicate. `all` is everything but `owner`; `view_tag` means table_tag,"
                  + " `permission` every grant type."),
          Key.of(
              "table_types",
              listOf("all", TableType.values()),
              "Tables whose data is replicated. Materialized views are never cloned."),
          Key.of(
              "volume_types",
              listOf("all", VolumeType.values()),
              "Volumes whose files are replicated."),
          BACKUP_KEY,
          REPLICATION_KEY,
          RECONCILIATION_KEY,
          Key.of("concurrency", group(() -> CONCURRENCY), "How much happens at once."),
          RETRY_KEY);

  /** A table. */
  public static final KeyGroup TABLE =
      KeyGroup.of(
          "tables[]",
          "A table with settings of its own.",
          KeyGroup.join(
              List.of(Key.of("table_name", OBJECT, "The table.").in(Scope.SCHEMA).must()),
              OBJECT_LEVEL.toArray(Key[]::new)));

  /** A volume. */
  public static final KeyGroup VOLUME =
      KeyGroup.of(
          "volumes[]",
          "A volume with settings of its own.",
          KeyGroup.join(
              List.of(Key.of("volume_name", OBJECT, "The volume.").in(Scope.SCHEMA).must()),
              OBJECT_LEVEL.toArray(Key[]::new)));

  /** A schema. */
  public static final KeyGroup SCHEMA =
      KeyGroup.of(
          "target_schemas[]",
          "A schema with settings of its own.",
          KeyGroup.join(
              List.of(
                  Key.of("schema_name", OBJECT, "The schema.").in(Scope.CATALOG).must(),
                  Key.of("tables", groups(() -> TABLE), "Only these tables."),
                  Key.of(
                          "table_filter_expression",
                          FREE,
                          "Only tables that meet this WHERE condition over"
                              + " information_schema.tables; not together with `tables`.")
                      .in(Scope.SCHEMA),
                  Key.of("exclude_tables", groups(() -> TABLE), "Not these tables."),
                  Key.of("volumes", groups(() -> VOLUME), "Only these volumes."),
                  Key.of("exclude_volumes", groups(() -> VOLUME), "Not these volumes.")),
              SCHEMA_LEVEL.toArray(Key[]::new)));

  /** A catalog. */
  public static final KeyGroup CATALOG =
      KeyGroup.of(
          "target_catalogs[]",
          "A target catalog. At most one of `schema_table_filter_expression`, `target_schemas` and"
              + " `exclude_schemas` may be set.",
          KeyGroup.join(
              List.of(
                  Key.of("catalog_name", OBJECT, "The target catalog.").in(Scope.SIDES).must(),
                  Key.of(
                          "schema_table_filter_expression",
                          FREE,
                          "Only tables that meet this WHERE condition over"
                              + " information_schema.tables.")
                      .in(Scope.CATALOG),
                  Key.of("target_schemas", groups(() -> SCHEMA), "Only these schemas."),
                  Key.of("exclude_schemas", groups(() -> SCHEMA), "Not these schemas.")),
              SCHEMA_LEVEL.toArray(Key[]::new)));

  private static final Key VERSION =
      Key.of("version", new Choice(List.of("1.0"), false), "Version of the format.")
          .in(Scope.NONE)
          .must();

  private static final List<Key> GROUP_LEVEL =
      List.of(
          Key.of("replication_group", NAME, "Name of the replication group.")
              .in(Scope.SIDES)
              .must(),
          Key.of("audit_config", group(() -> AUDIT), "Here or in the environment.").must(),
          Key.of(
              "storage_credential_config",
              group(() -> STORAGE_CREDENTIALS),
              "What storage credentials become."),
          Key.of(
                  "cloud_url_mapping",
                  new DictOf(TextRule.PREFIX, new Text(TextRule.PREFIX)),
                  "Source URL prefix to target URL prefix.")
              .in(Scope.SIDES),
          Key.of(
                  "principal_mapping",
                  new DictOf(TextRule.NAME, NAME),
                  "Source principal to target principal: user e-mail, group, service principal"
                      + " application id or display name.")
              .in(Scope.SIDES),
          Key.of(
              "external_location_config",
              group(() -> EXTERNAL_LOCATIONS),
              "Which external locations are replicated."),
          Key.of(
              "tag_policy_config", group(() -> TAG_POLICIES), "Which tag policies are replicated."),
          Key.of("logging", group(() -> LOGGING), "Log output."),
          Key.of(
              "target_catalogs",
              groups(() -> CATALOG),
              "Catalogs to replicate, also `--target-catalogs`; may be empty only when every"
                  + " uc_object_type belongs to the metastore."),
          ConnectKeys.SOURCE,
          ConnectKeys.TARGET);

  /** The replication-group file. */
  public static final KeyGroup GROUP =
      KeyGroup.of(
          "Replication-group file",
          "The positional argument of the command line.",
          KeyGroup.join(
              List.of(VERSION), KeyGroup.join(GROUP_LEVEL, SCHEMA_LEVEL.toArray(Key[]::new))));

  /** An environment. */
  public static final KeyGroup ENVIRONMENT =
      KeyGroup.of(
          "environments.<name>",
          "One environment: both workspaces and any key of the replication-group file, which it"
              + " overrides.",
          KeyGroup.join(
              List.of(ConnectKeys.DESCRIPTION, ConnectKeys.IS_DEFAULT, VERSION),
              KeyGroup.join(GROUP_LEVEL, SCHEMA_LEVEL.toArray(Key[]::new))));

  /** The file environments.yaml. */
  public static final KeyGroup ENVIRONMENTS =
      KeyGroup.of(
          "environments.yaml",
          "Found with `--env-path`, else next to the group file, else in its parent directories.",
          VERSION,
          Key.of(
                  "environments",
                  new DictOf(TextRule.NAME, group(() -> ENVIRONMENT)),
                  "Environments by name.")
              .must());

  private KeyTable() {}
}
