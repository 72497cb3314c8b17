package io.datareplicator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.Side;
import io.datareplicator.config.TableType;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.sharing.SharingApi.DataObject;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import io.datareplicator.setup.Shared;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.Infos;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(30)
class StreamingBackupTest {
  private static final String OURS = "aws:east:1";
  private static final String THEIRS = "azure:west:2";
  private static final String PIPELINE = "11111111-2222-3333-4444-555555555555";
  private static final String P = PIPELINE.replace('-', '_');
  private static final String DPM = "src.s.__materialization_mat_" + P + "_st_1";
  private static final String INTERNAL = "__databricks_internal.__dlt_materialization_schema_" + P;
  private static final TableName ORIGIN = new TableName("src", "s", "st");

  private final FakeUnityCatalog source =
      new FakeUnityCatalog(OURS)
          .catalog("src")
          .schema("src", "s", streaming("st"))
          .share("share1")
          .recipient("recipient1", THEIRS);
  private final FakeUnityCatalog target = new FakeUnityCatalog(THEIRS);
  private final FakeSql sql =
      new FakeSql()
          .when(t -> t.contains("DESCRIBE HISTORY"), this::history)
          .when(t -> t.startsWith("CREATE"), t -> FakeSql.rows(List.of()))
          .when(t -> t.startsWith("ALTER"), t -> FakeSql.rows(List.of()));
  private final Results results = new Results();
  private final Applier applier = new Applier(new MovableClock(), results);
  private final Map<TableName, LastClone> last = new HashMap<>();
  private List<List<String>> heads = List.of();

  @AfterEach
  void stop() {
    applier.close();
  }

  private StatementResult history(String text) {
    return new StatementResult(
        "st", List.of("i", "version", "millis", "operation", "source_version", "metastore"), heads);
  }

  private static TableInfo streaming(String name) {
    return Infos.table(null, null, name, "STREAMING_TABLE", null, PIPELINE, List.of(), null);
  }

  private static CatalogConfig catalog(String... changes) {
    CatalogConfig catalog =
        Configs.with(Configs.catalog(), "objects", Configs.tables(TableType.STREAMING_TABLE));
    BackupConfig backup = catalog.backup();
    for (String flag : changes) {
      backup = Configs.with(backup, flag, true);
    }
    return Configs.with(catalog, "backup", backup);
  }

  private Shared run(CatalogConfig catalog) throws InterruptedException {
    return new BackupOperation(
            source.workspace(Side.SOURCE, sql),
            target.workspace(Side.TARGET, new FakeSql()),
            results,
            applier,
            new MovableClock(),
            last,
            Map.of("run_id", "r1"))
        .run(catalog);
  }

  @Test
  void backingTableOfTheNewKindIsSharedUnderTheNameOfTheStreamingTable() throws Exception {
    source.hidden(DPM);

    Shared shared = run(catalog("createDpmBackingTableShare"));

    assertThat(shared.streamingTables()).containsExactly(ORIGIN);
    assertThat(source.objectsIn("dpm_share"))
        .containsExactly(new DataObject(DPM, "TABLE", "s.st", "ENABLED", null));
    assertThat(results.the("streaming_table", "st").status()).isEqualTo(Status.SUCCESS);
    assertThat(sql.statements()).isEmpty();
  }

  @Test
  void sharedBackingTableIsLeftAlone() throws Exception {
    source
        .hidden(DPM)
        .share("dpm_share", new DataObject(DPM, "TABLE", "s.st", "ENABLED", "ACTIVE"))
        .granted("dpm_share", "recipient1");

    Shared shared = run(catalog());

    assertThat(shared.streamingTables()).containsExactly(ORIGIN);
    assertThat(results.the("streaming_table", "st").details())
        .containsEntry("reason", "already shared");
    assertThat(source.changes()).noneMatch(c -> c.startsWith("updateShare dpm_share"));
  }

  @Test
  void backingTableOfARecreatedPipelineTakesThePlaceOfTheOldOne() throws Exception {
    source
        .hidden(DPM)
        .share("dpm_share", new DataObject("src.s.old", "TABLE", "s.st", "ENABLED", "ACTIVE"))
        .granted("dpm_share", "recipient1");

    run(catalog());

    assertThat(source.namesIn("dpm_share")).containsExactly(DPM);
  }

  @Test
  void dpmShareIsNotMadeUnasked() throws Exception {
    source.hidden(DPM);

    Shared shared = run(catalog());

    assertThat(shared.streamingTables()).isEmpty();
    assertThat(results.the("streaming_table", "st").error())
        .contains("create_dpm_backing_table_share: true");
  }

  @Test
  void deniedLookUpMeansThatTheTableIsThere() throws Exception {
    source.refuse(
        c -> c.equals("getTableExists " + DPM),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no SELECT"));

    run(catalog("createDpmBackingTableShare"));

    assertThat(source.namesIn("dpm_share")).containsExactly(DPM);
  }

  @Test
  void placesAreAskedInOrder() throws Exception {
    source.hidden(INTERNAL + ".__materialization_mat_st_1");

    run(catalog("createDpmBackingTableShare"));

    assertThat(source.calls().stream().filter(c -> c.startsWith("getTableExists")))
        .containsExactly(
            "getTableExists " + DPM,
            "getTableExists " + INTERNAL + ".st",
            "getTableExists " + INTERNAL + ".__materialization_mat_" + P + "_st_1",
            "getTableExists " + INTERNAL + ".__materialization_mat_st_1");
    assertThat(results.the("streaming_table", "st").details().get("reason").toString())
        .contains("backup_legacy_backing_tables: true");
  }

  @Test
  void missingBackingTableIsAFailure() throws Exception {
    run(catalog());

    assertThat(results.the("streaming_table", "st").error())
        .contains("no backing table of pipeline " + PIPELINE);
  }

  @Test
  void failedLookUpIsAFailureNotAMissingTable() throws Exception {
    source.refuse(
        c -> c.startsWith("getTableExists"), FakeUnityCatalog.error(400, "BOOM", "bad request"));

    run(catalog());

    assertThat(results.the("streaming_table", "st").error())
        .contains("cannot be looked up", "bad request");
  }

  private static final String COPY = "CREATE OR REPLACE TABLE `backup`.`s`.`st` DEEP CLONE ";

  @Test
  void backingTableOfTheLegacyKindIsCopiedUntiedAndShared() throws Exception {
    source.hidden(INTERNAL + ".st");
    heads = List.of(Arrays.asList("0", "7", "1000", "WRITE", null, OURS));

    Shared shared =
        run(catalog("backupLegacyBackingTables", "createBackupCatalog", "createBackupShare"));

    assertThat(shared.streamingTables()).containsExactly(ORIGIN);
    assertThat(sql.texts().subList(1, 3))
        .containsExactly(
            COPY + "`__databricks_internal`.`__dlt_materialization_schema_" + P + "`.`st`",
            "ALTER TABLE `backup`.`s`.`st` UNSET TBLPROPERTIES IF EXISTS"
                + " ('spark.sql.internal.pipelines.parentTableId')");
    assertThat(source.namesIn("backup_share")).containsExactly("backup.s");
    assertThat(results.the("streaming_table", "st").details())
        .containsEntry("source_version", 7L)
        .containsKey("unset_statement");
    assertThat(results.the("backup_schema", "s").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void unchangedCopyIsLeftAlone() throws Exception {
    source
        .hidden(INTERNAL + ".st")
        .catalog("backup")
        .schema("backup", "s", streaming("st"))
        .share("backup_share", new DataObject("backup.s", "SCHEMA", null, "ENABLED", "ACTIVE"))
        .granted("backup_share", "recipient1");
    last.put(ORIGIN.in("tgt"), new LastClone(null, 7, Instant.ofEpochMilli(1000), 1, 0));
    heads =
        List.of(
            Arrays.asList("0", "7", "1000", "WRITE", null, OURS),
            Arrays.asList("1", "5", "2000", "UNSET TBLPROPERTIES", null, null),
            Arrays.asList("1", "4", "1900", "CLONE", "7", null));

    Shared shared = run(catalog("backupLegacyBackingTables"));

    assertThat(shared.streamingTables()).containsExactly(ORIGIN);
    assertThat(results.the("streaming_table", "st").details()).containsEntry("reason", "unchanged");
    assertThat(sql.texts()).hasSize(1).first().asString().contains("LIMIT 2");
  }

  @Test
  void failedUnsetIsAFailure() throws Exception {
    source.hidden(INTERNAL + ".st");
    FakeSql refusing =
        new FakeSql()
            .when(t -> t.contains("DESCRIBE HISTORY"), this::history)
            .when(t -> t.startsWith("CREATE"), t -> FakeSql.rows(List.of()))
            .when(
                t -> t.startsWith("ALTER"),
                t -> {
                  throw FakeSql.failure("[INSUFFICIENT_PERMISSIONS] no MODIFY");
                });

    Shared shared =
        new BackupOperation(
                source.workspace(Side.SOURCE, refusing),
                target.workspace(Side.TARGET, new FakeSql()),
                results,
                applier,
                new MovableClock(),
                last,
                Map.of())
            .run(catalog("backupLegacyBackingTables", "createBackupCatalog", "createBackupShare"));

    assertThat(shared.streamingTables()).isEmpty();
    assertThat(results.the("streaming_table", "st").error()).contains("no MODIFY");
  }

  @Test
  void backupCatalogIsNotMadeUnasked() throws Exception {
    source.hidden(INTERNAL + ".st");

    run(catalog("backupLegacyBackingTables"));

    assertThat(results.the("streaming_table", "st").error())
        .contains("create_backup_catalog: true");
    assertThat(sql.statements()).isEmpty();
  }

  @Test
  void withinOneMetastoreNothingIsShared() throws Exception {
    FakeUnityCatalog one =
        new FakeUnityCatalog(OURS).catalog("src").schema("src", "s", streaming("st")).hidden(DPM);

    Shared shared =
        new BackupOperation(
                one.workspace(Side.SOURCE, sql),
                one.workspace(Side.TARGET, sql),
                results,
                applier,
                new MovableClock(),
                last,
                Map.of())
            .run(catalog());

    assertThat(one.changes()).isEmpty();
    assertThat(shared.schemas()).containsExactly("s");
    assertThat(shared.streamingTables()).containsExactly(ORIGIN);
    assertThat(results.lines())
        .containsExactlyInAnyOrder("schema s skipped", "streaming_table st skipped");
  }

  @Test
  void filterOfTheCatalogIsEvaluatedAtTheSource() throws Exception {
    source.schema("src", "other", streaming("x")).hidden(DPM);
    FakeSql filtering =
        new FakeSql()
            .when(
                t -> t.contains("`src`.information_schema.tables"),
                t -> FakeSql.rows(List.of("table_schema", "table_name"), List.of("s", "st")));

    Shared shared =
        new BackupOperation(
                source.workspace(Side.SOURCE, filtering),
                target.workspace(Side.TARGET, new FakeSql()),
                results,
                applier,
                new MovableClock(),
                last,
                Map.of())
            .run(
                Configs.with(
                    catalog("createDpmBackingTableShare"),
                    "schemaTableFilter",
                    "table_name = 'st'"));

    assertThat(shared.schemas()).isEqualTo(Set.of("s"));
    assertThat(source.namesIn("share1")).containsExactly("src.s");
  }
}
