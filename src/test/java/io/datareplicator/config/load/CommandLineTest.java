package io.datareplicator.config.load;

import static io.datareplicator.config.CommandLineOption.ALLOW_HTTP;
import static io.datareplicator.config.CommandLineOption.CONCURRENCY;
import static io.datareplicator.config.CommandLineOption.ENVIRONMENT;
import static io.datareplicator.config.CommandLineOption.LOGGING_LEVEL;
import static io.datareplicator.config.CommandLineOption.OPERATION;
import static io.datareplicator.config.CommandLineOption.PROFILE;
import static io.datareplicator.config.CommandLineOption.REPLICATION_WAIT_SECS;
import static io.datareplicator.config.CommandLineOption.RUN_ID;
import static io.datareplicator.config.CommandLineOption.SCHEMA_TABLE_FILTER_EXPRESSION;
import static io.datareplicator.config.CommandLineOption.SOURCE_HOST;
import static io.datareplicator.config.CommandLineOption.SOURCE_PROFILE;
import static io.datareplicator.config.CommandLineOption.TABLE_TYPES;
import static io.datareplicator.config.CommandLineOption.TARGET_CATALOGS;
import static io.datareplicator.config.CommandLineOption.TARGET_HOST;
import static io.datareplicator.config.CommandLineOption.TARGET_PROFILE;
import static io.datareplicator.config.CommandLineOption.TARGET_SCHEMAS;
import static io.datareplicator.config.CommandLineOption.TARGET_TABLES;
import static io.datareplicator.config.CommandLineOption.TARGET_VOLUMES;
import static io.datareplicator.config.CommandLineOption.UC_OBJECT_TYPES;
import static io.datareplicator.config.CommandLineOption.VOLUME_AUTOLOADER_OPTIONS;
import static io.datareplicator.config.CommandLineOption.VOLUME_DELETE_AND_RELOAD;
import static io.datareplicator.config.CommandLineOption.VOLUME_DELETE_CHECKPOINT;
import static io.datareplicator.config.CommandLineOption.VOLUME_FOLDER_PATH;
import static io.datareplicator.config.CommandLineOption.VOLUME_MAX_CONCURRENT_COPIES;
import static io.datareplicator.config.CommandLineOption.VOLUME_STREAMING_TIMEOUT_SECS;
import static io.datareplicator.config.CommandLineOption.VOLUME_TYPES;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.Operation;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.TableType;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.config.VolumeSettings;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The options of configuration section 6. */
class CommandLineTest {

  private static final String TWO_CATALOGS =
      """
      version: "1.0"
      replication_group: g
      audit_config: {audit_table: a.b.c}
      table_types: [managed]
      replication_config: {enabled: true}
      concurrency: {max_workers: 3, timeout_seconds: 99}
      target_catalogs:
        - catalog_name: one
          retry: {max_attempts: 9}
          exclude_schemas: [{schema_name: tmp}]
          concurrency: {max_workers: 4, parallel_table_filter: 5}
        - catalog_name: two
          target_schemas:
            - schema_name: s
              concurrency: {process_schemas_in_serial: true}
              retry: {max_attempts: 7}
              exclude_tables: [{table_name: x}]
              tables:
                - table_name: t
                  retry: {max_attempts: 8}
                - table_name: u
      """;

  @ParameterizedTest
  @EnumSource(
      value = CommandLineOption.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ENV_PATH"})
  void anEmptyOptionIsNotGiven(CommandLineOption option) {
    RunConfig without = Loading.group(TWO_CATALOGS).config();
    assertThat(Loading.group(TWO_CATALOGS).option(option, "").config()).isEqualTo(without);
    assertThat(Loading.group(TWO_CATALOGS).option(option, "  ").config()).isEqualTo(without);
  }

  @Test
  void listedCatalogsKeepTheirSettingsAndOthersGetTheGroups() {
    RunConfig config =
        Loading.group(TWO_CATALOGS).option(TARGET_CATALOGS, "New, ONE,,one").config();
    assertThat(config.catalogs()).extracting(CatalogConfig::name).containsExactly("new", "one");
    assertThat(config.catalogs().get(0).retry().maxAttempts()).isEqualTo(3);
    assertThat(config.catalogs().get(0).concurrency().maxWorkers()).isEqualTo(3);
    assertThat(config.catalogs().get(1).retry().maxAttempts()).isEqualTo(9);
    assertThat(config.catalogs().get(1).excludeSchemas()).containsExactly("tmp");
  }

  @Test
  void schemasReplaceTheSelectionAndKeepTheirSettings() {
    RunConfig config =
        Loading.group(TWO_CATALOGS)
            .option(TARGET_CATALOGS, "two")
            .option(TARGET_SCHEMAS, "S, other")
            .config();
    CatalogConfig two = config.catalogs().get(0);
    assertThat(two.schemas()).extracting("name").containsExactly("s", "other");
    assertThat(two.schema("s").retry().maxAttempts()).isEqualTo(7);
    assertThat(two.selects("third")).isFalse();

    CatalogConfig one =
        Loading.group(TWO_CATALOGS)
            .option(TARGET_CATALOGS, "one")
            .option(TARGET_SCHEMAS, "tmp")
            .config()
            .catalogs()
            .get(0);
    assertThat(one.selects("tmp")).isTrue();
  }

  @Test
  void tablesAndVolumesReplaceTheSelection() {
    RunConfig config =
        Loading.group(TWO_CATALOGS)
            .option(TARGET_CATALOGS, "two")
            .option(TARGET_SCHEMAS, "s")
            .option(TARGET_TABLES, "T,x")
            .config();
    var schema = config.catalogs().get(0).schema("s");
    assertThat(schema.tables()).extracting("name").containsExactly("t", "x");
    assertThat(schema.table("t").retry().maxAttempts()).isEqualTo(8);
    assertThat(schema.table("x").retry().maxAttempts()).isEqualTo(7);
    assertThat(schema.selectsTable("x")).isTrue();
    assertThat(schema.selectsTable("u")).isFalse();

    var volumes =
        Loading.group(TWO_CATALOGS.replace("table_types", "volume_types"))
            .option(TARGET_CATALOGS, "one")
            .option(TARGET_SCHEMAS, "s")
            .option(TARGET_VOLUMES, "v")
            .config()
            .catalogs()
            .get(0)
            .schema("s");
    assertThat(volumes.selectsVolume("V")).isTrue();
    assertThat(volumes.selectsVolume("w")).isFalse();
  }

  @Test
  void filterExpressionReplacesTheSelection() {
    RunConfig config =
        Loading.group(TWO_CATALOGS)
            .option(TARGET_CATALOGS, "one,two")
            .option(SCHEMA_TABLE_FILTER_EXPRESSION, "table_name like 'x%'")
            .config();
    assertThat(config.catalogs())
        .allSatisfy(
            catalog -> {
              assertThat(catalog.schemaTableFilter()).isEqualTo("table_name like 'x%'");
              assertThat(catalog.schemas()).isEmpty();
              assertThat(catalog.excludeSchemas()).isEmpty();
            });
  }

  @Test
  void concurrencyReplacesMaxWorkersAtEveryLevelAndKeepsSiblings() {
    RunConfig config = Loading.group(TWO_CATALOGS).option(CONCURRENCY, "20").config();
    assertThat(config.concurrency().maxWorkers()).isEqualTo(20);
    assertThat(config.concurrency().timeoutSeconds()).isEqualTo(99);
    CatalogConfig one = config.catalogs().get(0);
    assertThat(one.concurrency().maxWorkers()).isEqualTo(20);
    assertThat(one.concurrency().parallelTableFilter()).isEqualTo(5);
    var schema = config.catalogs().get(1).schema("s");
    assertThat(schema.concurrency().maxWorkers()).isEqualTo(20);
    assertThat(schema.concurrency().processSchemasInSerial()).isTrue();
  }

  @Test
  void oneKindClearsTheOthersOfTheFiles() {
    RunConfig volumes =
        Loading.group(TWO_CATALOGS.replace("retry: {max_attempts: 7}", "uc_object_types: [all]"))
            .option(VOLUME_TYPES, "all")
            .config();
    assertThat(volumes.catalogs())
        .allSatisfy(catalog -> assertThat(catalog.objects().volumeTypes()).hasSize(2));
    assertThat(volumes.catalogs().get(1).schema("s").objects().volumeTypes()).hasSize(2);

    RunConfig metadata =
        Loading.group(TWO_CATALOGS).option(UC_OBJECT_TYPES, "table,permission").config();
    assertThat(metadata.catalogs().get(0).objects().ucObjectTypes())
        .isEqualTo(
            EnumSet.of(
                UcObjectType.TABLE,
                UcObjectType.CATALOG_GRANT,
                UcObjectType.SCHEMA_GRANT,
                UcObjectType.TABLE_GRANT,
                UcObjectType.VOLUME_GRANT,
                UcObjectType.FUNCTION_GRANT));
    assertThat(metadata.catalogs().get(0).replication().sourceCatalog()).isEqualTo("one");

    String allThree =
        TWO_CATALOGS.replace(
            "table_types: [managed]",
            "table_types: [managed]\nvolume_types: [all]\nuc_object_types: [all]");
    RunConfig tables = Loading.group(allThree).option(TABLE_TYPES, "external").config();
    assertThat(tables.catalogs().get(0).objects().tableTypes()).containsExactly(TableType.EXTERNAL);
  }

  @Test
  void hostsLevelProfilesAndRunOptions() {
    RunConfig config =
        Loading.standard()
            .option(SOURCE_HOST, "ADB-1.azuredatabricks.net/some/path?o=1")
            .option(TARGET_HOST, "http://localhost:8080/")
            .option(SOURCE_PROFILE, "ps")
            .option(TARGET_PROFILE, "pt")
            .option(LOGGING_LEVEL, "debug")
            .option(PROFILE, "p")
            .option(RUN_ID, "run-1")
            .option(REPLICATION_WAIT_SECS, "0")
            .option(OPERATION, "Replication, backup")
            .option(ENVIRONMENT, "dev")
            .config();
    assertThat(config.source().host()).hasToString("https://adb-1.azuredatabricks.net");
    assertThat(config.target().host()).hasToString("http://localhost:8080");
    assertThat(config.source().profile()).isEqualTo("ps");
    assertThat(config.target().profile()).isEqualTo("pt");
    assertThat(config.logging().level().yaml()).isEqualTo("DEBUG");
    assertThat(config.profile()).isEqualTo("p");
    assertThat(config.runId()).isEqualTo("run-1");
    assertThat(config.replicationWait()).isEqualTo(Duration.ZERO);
    assertThat(config.operations()).containsExactly(Operation.BACKUP, Operation.REPLICATION);
  }

  @Test
  void plainHttpNeedsAnOptionOutsideLoopback() {
    Loading loading = Loading.standard().option(SOURCE_HOST, "http://10.0.0.1");
    assertThat(loading.result().ok()).isFalse();
    RunConfig config = loading.option(ALLOW_HTTP, "true").config();
    assertThat(config.source().host()).hasToString("http://10.0.0.1");
    assertThat(config.source().allowHttp()).isTrue();
  }

  @Test
  void volumeOptionsWinAtEveryLevel() {
    String yaml =
        TWO_CATALOGS
            .replace("table_types", "volume_types")
            .replace(
                "retry: {max_attempts: 7}",
                "replication_config: {volume_config: {folder_path: own, delete_checkpoint: true}}");
    RunConfig config =
        Loading.group(yaml)
            .option(VOLUME_MAX_CONCURRENT_COPIES, "7")
            .option(VOLUME_DELETE_AND_RELOAD, "true")
            .option(VOLUME_FOLDER_PATH, "in/2026")
            .option(VOLUME_STREAMING_TIMEOUT_SECS, "60")
            .option(VOLUME_AUTOLOADER_OPTIONS, "{\"cloudFiles.a\": 5, \"b\": true}")
            .config();
    for (VolumeSettings volume :
        new VolumeSettings[] {
          config.catalogs().get(0).replication().volume(),
          config.catalogs().get(1).schema("s").replication().volume()
        }) {
      assertThat(volume.maxConcurrentCopies()).isEqualTo(7);
      assertThat(volume.deleteAndReload()).isTrue();
      assertThat(volume.folderPath()).isEqualTo("in/2026");
      assertThat(volume.streamingTimeoutSeconds()).isEqualTo(60);
      assertThat(volume.autoloaderOptions())
          .containsEntry("cloudFiles.a", "5")
          .containsEntry("b", "true");
    }
    assertThat(config.catalogs().get(1).schema("s").replication().volume().deleteCheckpoint())
        .isTrue();
    assertThat(
            Loading.group(yaml)
                .option(VOLUME_DELETE_CHECKPOINT, "false")
                .config()
                .catalogs()
                .get(1)
                .schema("s")
                .replication()
                .volume()
                .deleteCheckpoint())
        .isFalse();
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "TARGET_SCHEMAS | s | --target-schemas | exactly one catalog",
        "TARGET_TABLES | t | --target-tables | exactly one schema",
        "TARGET_VOLUMES | v | --target-volumes | exactly one schema",
        "SCHEMA_TABLE_FILTER_EXPRESSION | x | --schema-table-filter-expression | --target-catalogs",
        "TARGET_CATALOGS | a.b | --target-catalogs | a Unity Catalog name",
        "CONCURRENCY | many | --concurrency | from 1 to 64",
        "CONCURRENCY | 0 | --concurrency | from 1 to 64",
        "UC_OBJECT_TYPES | tabel | --uc-object-types | Did you mean \"table\"?",
        "TABLE_TYPES | view | --table-types | one of all, managed",
        "VOLUME_TYPES | managd | --volume-types | Did you mean \"managed\"?",
        "LOGGING_LEVEL | loud | --logging-level | one of DEBUG",
        "SOURCE_HOST | ftp://x | --source-host | https://",
        "TARGET_HOST | http://example.com | --target-host | --allow-http",
        "VOLUME_MAX_CONCURRENT_COPIES | 101 | --volume-max-concurrent-copies | from 1 to 100",
        "VOLUME_DELETE_AND_RELOAD | perhaps | --volume-delete-and-reload | true or false",
        "VOLUME_DELETE_CHECKPOINT | 2 | --volume-delete-checkpoint | true or false",
        "VOLUME_AUTOLOADER_OPTIONS | a=b | --volume-autoloader-options | a JSON object",
        "VOLUME_AUTOLOADER_OPTIONS | {\"a\": [1]} | --volume-autoloader-options | found a list",
        "VOLUME_STREAMING_TIMEOUT_SECS | 59 | --volume-streaming-timeout-secs | at least 60",
        "ENVIRONMENT | dve | --environment | Did you mean \"dev\"?",
        "OPERATION | replicate | --operation | Did you mean \"replication\"?",
        "OPERATION | all,backup | --operation | cannot stand beside",
        "REPLICATION_WAIT_SECS | -1 | --replication-wait-secs | whole number of seconds",
        "REPLICATION_WAIT_SECS | 1h | --replication-wait-secs | whole number of seconds",
        "SINCE | yesterday | --since | must be last, a date",
        "SINCE | 2026-02-30 | --since | must be last, a date",
        "SINCE | 2026-01-31T08:00:00 | --since | must be last, a date"
      })
  void wrongOptionsAreNamed(CommandLineOption option, String value, String name, String says) {
    ConfigResult result = Loading.standard().option(option, value).result();
    assertThat(result.problems()).as(Loading.text(result)).hasSize(1);
    assertThat(result.problems().get(0).render()).startsWith("option " + name).contains(says);
  }

  @Test
  void contradictingOptionsAreNamed() {
    ConfigResult kinds =
        Loading.standard().option(TABLE_TYPES, "all").option(VOLUME_TYPES, "all").result();
    assertThat(Loading.text(kinds)).contains("option --volume-types: excludes --table-types");
    ConfigResult selection =
        Loading.standard()
            .option(TARGET_CATALOGS, "a")
            .option(TARGET_SCHEMAS, "s")
            .option(SCHEMA_TABLE_FILTER_EXPRESSION, "x")
            .result();
    assertThat(Loading.text(selection)).contains("excludes --target-schemas");
    ConfigResult schemas =
        Loading.standard().option(TARGET_CATALOGS, "a,b").option(TARGET_SCHEMAS, "s").result();
    assertThat(Loading.text(schemas)).contains("exactly one catalog in --target-catalogs");
    ConfigResult tables =
        Loading.standard()
            .option(TARGET_CATALOGS, "a")
            .option(TARGET_SCHEMAS, "s,t")
            .option(TARGET_TABLES, "x")
            .result();
    assertThat(Loading.text(tables)).contains("exactly one schema in --target-schemas");
  }

  @Test
  void problemsOfASelectedCatalogKeepTheirPlaceInTheFile() {
    ConfigResult result =
        Loading.group(
                TWO_CATALOGS.replace(
                    "- catalog_name: two",
                    "- catalog_name: two\n    backup_config: {add_to_share: true}"))
            .option(TARGET_CATALOGS, "two")
            .result();
    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().get(0).keyPath())
        .isEqualTo("target_catalogs[1].backup_config.enabled");
    assertThat(result.problems().get(0).line()).isEqualTo(13);
  }
}
