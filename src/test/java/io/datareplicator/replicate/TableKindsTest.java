package io.datareplicator.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.TableType;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.Infos;
import io.quarkus.test.junit.QuarkusTest;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** External, streaming and intermediate tables, and tables that vanished from the source. */
@QuarkusTest
@Timeout(30)
class TableKindsTest extends ReplicationBench {
  private static final String PIPELINE = "11111111-2222-3333-4444-555555555555";
  private static final String BACKING = "__materialization_mat_" + PIPELINE.replace('-', '_');

  @BeforeEach
  void answers() {
    targetSql
        .when(t -> t.startsWith("CREATE TABLE IF NOT EXISTS"), t -> FakeSql.rows(List.of()))
        .when(t -> t.startsWith("DROP TABLE"), t -> FakeSql.rows(List.of()))
        .when(
            t -> t.startsWith("DESCRIBE DETAIL"),
            t -> FakeSql.rows(List.of("properties"), List.of("{}")));
    mapping = new UrlMapping(Map.of("s3://lake/", "s3://copy/"));
  }

  private static TableInfo info(
      String name, String type, String location, String pipeline, Map<String, String> properties) {
    return Infos.table(
        null,
        null,
        name,
        type,
        location,
        pipeline,
        List.of(Infos.column("id", "bigint", 0, true)),
        properties);
  }

  private static CatalogConfig catalog(TableType... types) {
    CatalogConfig catalog = with("copyFiles", true);
    return Configs.with(catalog, "objects", Configs.tables(types));
  }

  private static CatalogConfig and(CatalogConfig catalog, String key, Object value) {
    ReplicationConfig changed = Configs.with(catalog.replication(), key, value);
    return Configs.with(catalog, "replication", changed);
  }

  private static Map<String, String> ours(String origin) {
    return Map.of(CloneStatement.MARKER, origin);
  }

  @Test
  void externalTableThatLooksManagedInTheShareIsFound() throws Exception {
    source.schema("src", "s", info("e", "EXTERNAL", "s3://lake/e", null, null));
    target.schema("shared", "s", info("e", "MANAGED", "s3://lake/e", null, null));
    target.schema("tgt", "s");
    written.put("src.s.e", 7L);
    target.willRegister("tgt", "s", info("e", "EXTERNAL", "s3://copy/e", null, null));

    run(catalog(TableType.EXTERNAL), null);

    assertThat(targetSql.texts())
        .contains(
            "CREATE OR REPLACE TABLE delta.`s3://copy/e` DEEP CLONE `shared`.`s`.`e`"
                + " TBLPROPERTIES ('data_replicator.source' = 'src.s.e')",
            "CREATE TABLE IF NOT EXISTS `tgt`.`s`.`e` USING DELTA LOCATION 's3://copy/e'");
    assertThat(results.the("table", "e").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void withoutTheSourceTheShareTellsExternalTablesByTheirPlace() throws Exception {
    target.schema(
        "shared",
        "s",
        info("e", "MANAGED", "s3://lake/e", null, null),
        info("m", "MANAGED", "s3://lake/__unitystorage/x/tables/1", null, null));
    target.schema("tgt", "s");
    source.refuse(
        c -> true, new ApiException(0, "", "no route", null, null, new ConnectException()));
    FakeSql gone =
        new FakeSql()
            .otherwise(
                t -> {
                  throw new ApiException(0, "", "no route", null, null, new ConnectException());
                });

    run(and(catalog(TableType.EXTERNAL), "providerName", "prov"), null, gone, target, targetSql);

    assertThat(clones()).hasSize(1).first().asString().contains("delta.`s3://copy/e`");
    assertThat(results.lines()).noneMatch(l -> l.contains(" m "));
  }

  @Test
  void unmappedExternalTableFailsAndTheOthersGoOn() throws Exception {
    tables("s", "a");
    source.schema(
        "src",
        "s",
        info("a", "MANAGED", null, null, null),
        info("e", "EXTERNAL", "gs://elsewhere/e", null, null));
    target.schema(
        "shared",
        "s",
        info("a", "MANAGED", null, null, null),
        info("e", "MANAGED", "gs://elsewhere/e", null, null));
    written.put("src.s.e", 1L);

    run(catalog(TableType.MANAGED, TableType.EXTERNAL), null);

    assertThat(results.the("table", "a").status()).isEqualTo(Status.SUCCESS);
    assertThat(results.the("table", "e").error()).contains("gs://elsewhere/e");
  }

  @Test
  void tablesThatWouldShareOnePlaceAreRefused() throws Exception {
    mapping = new UrlMapping(Map.of("s3://lake/", "s3://copy/", "s3://old/", "s3://copy/"));
    source.schema(
        "src",
        "s",
        info("a", "EXTERNAL", "s3://lake/t", null, null),
        info("b", "EXTERNAL", "s3://old/t", null, null));
    target.schema(
        "shared",
        "s",
        info("a", "MANAGED", "s3://lake/t", null, null),
        info("b", "MANAGED", "s3://old/t", null, null));
    target.schema("tgt", "s");
    written.put("src.s.a", 1L);
    written.put("src.s.b", 1L);

    run(catalog(TableType.EXTERNAL), null);

    assertThat(clones()).isEmpty();
    for (String table : List.of("a", "b")) {
      assertThat(results.the("table", table).error())
          .contains("several tables to s3://copy/t", "tgt.s.a, tgt.s.b");
    }
  }

  @Test
  void intermediateCatalogIsMadeAndReadBySecondHop() throws Exception {
    tables("s", "a");

    run(
        and(
            and(Configs.catalog(), "intermediateCatalog", "mid"),
            "createIntermediateCatalog",
            true),
        null);

    assertThat(target.changes())
        .contains("createCatalog mid null.null", "createSchema mid.s", "createSchema tgt.s");
    assertThat(clones())
        .containsExactly(
            "CREATE OR REPLACE TABLE `mid`.`s`.`a` DEEP CLONE `shared`.`s`.`a`"
                + " TBLPROPERTIES ('data_replicator.source' = 'src.s.a')",
            "CREATE OR REPLACE TABLE `tgt`.`s`.`a` DEEP CLONE `mid`.`s`.`a`"
                + " TBLPROPERTIES ('data_replicator.source' = 'src.s.a')");
  }

  @Test
  void missingIntermediateCatalogIsNotMadeUnasked() throws Exception {
    tables("s", "a");

    run(and(Configs.catalog(), "intermediateCatalog", "mid"), null);

    assertThat(clones()).isEmpty();
    assertThat(results.the("catalog", "mid").error()).contains("create_intermediate_catalog: true");
    assertThat(results.the("table", "a").failed()).isTrue();
  }

  private CatalogConfig streaming() {
    source.schema("src", "s", info("st", "STREAMING_TABLE", null, PIPELINE, null));
    target
        .sharedCatalog("dpm", "prov", "dpm_share")
        .sharedCatalog("backup", "prov", "backup_share")
        .schema("tgt", "s", info("st", "STREAMING_TABLE", null, PIPELINE, null));
    cloned.put("tgt.s." + BACKING + "_st_1", 1L);
    return catalog(TableType.STREAMING_TABLE);
  }

  @Test
  void streamingTableIsClonedFromTheSharedBackingTable() throws Exception {
    CatalogConfig catalog = streaming();
    target.schema("dpm", "s", info("st", "MANAGED", null, null, null));
    target.schema("backup", "s", info("st", "MANAGED", null, null, null));
    target.hidden("tgt.s." + BACKING + "_st_1");
    written.put("dpm.s.st", 5L);

    run(catalog, Set.of("s"));

    assertThat(clones())
        .containsExactly(
            "CREATE OR REPLACE TABLE `tgt`.`s`.`"
                + BACKING
                + "_st_1` DEEP CLONE `dpm`.`s`.`st` TBLPROPERTIES ('pipelines.pipelineId' = '"
                + PIPELINE
                + "')");
    OperationResult result = results.the("streaming_table", "st");
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.details()).containsEntry("source_version", 5L);
  }

  @Test
  void legacyStreamingTableIsClonedFromItsCopy() throws Exception {
    CatalogConfig catalog = streaming();
    target.schema("backup", "s", info("st", "MANAGED", null, null, null));
    String internal =
        "__databricks_internal.__dlt_materialization_schema_" + PIPELINE.replace('-', '_');
    target.hidden(internal + ".st");
    written.put("backup.s.st", 5L);
    cloned.put(internal + ".st", 1L);

    run(catalog, Set.of("s"));

    assertThat(clones())
        .singleElement()
        .asString()
        .contains("`__databricks_internal`.", "`st` DEEP CLONE `backup`.`s`.`st`");
  }

  @Test
  void streamingTableWithoutReadableDataFailsWithTheWayOut() throws Exception {
    CatalogConfig catalog = streaming();

    run(catalog, Set.of("s"));

    assertThat(results.the("streaming_table", "st").error())
        .contains("dpm.s.st", "backup.s.st", "backup_legacy_backing_tables: true");
    assertThat(clones()).isEmpty();
  }

  @Test
  void streamingTableWithoutABackingTableOnTheTargetFails() throws Exception {
    CatalogConfig catalog = streaming();
    target.schema("dpm", "s", info("st", "MANAGED", null, null, null));

    run(catalog, Set.of("s"));

    assertThat(results.the("streaming_table", "st").error())
        .contains("no backing table of pipeline " + PIPELINE);
  }

  @Test
  void failedCloneOfAStreamingTableIsAFailureWhateverItsMessage() throws Exception {
    CatalogConfig catalog = streaming();
    target.schema("dpm", "s", info("st", "MANAGED", null, null, null));
    target.hidden("tgt.s." + BACKING + "_st_1");
    written.put("dpm.s.st", 5L);
    FakeSql refusing =
        new FakeSql()
            .when(
                t -> t.startsWith("CREATE"),
                t -> {
                  throw FakeSql.failure("PARENT TABLE WITH ID x not found");
                })
            .when(
                t -> t.startsWith("DESCRIBE DETAIL"),
                t -> FakeSql.rows(List.of("properties"), List.of("{}")))
            .when(t -> t.contains("DESCRIBE HISTORY"), this::history);

    run(catalog, Set.of("s"), sourceSql, target, refusing);

    assertThat(results.the("streaming_table", "st").failed()).isTrue();
  }

  @Test
  void sharedCatalogsOfStreamingTablesAreMadeWhenTheirSharesAreOffered() throws Exception {
    source.schema("src", "s", info("st", "STREAMING_TABLE", null, PIPELINE, null));
    target.schema("tgt", "s", info("st", "STREAMING_TABLE", null, PIPELINE, null));
    target.offered("dpm_share");
    CatalogConfig catalog =
        and(
            and(catalog(TableType.STREAMING_TABLE), "createDpmBackingTableSharedCatalog", true),
            "createBackupSharedCatalog",
            true);

    run(catalog, Set.of("s"));

    assertThat(target.changes()).containsExactly("createCatalog dpm prov.dpm_share");
    assertThat(results.the("catalog", "dpm").status()).isEqualTo(Status.SUCCESS);
    assertThat(results.the("streaming_table", "st").error())
        .contains("share backup_share is not offered");
  }

  private void dropped() {
    tables("s", "a", "b", "c");
    target.schema(
        "tgt",
        "s",
        info("a", "MANAGED", null, null, ours("src.s.a")),
        info("b", "MANAGED", null, null, ours("src.s.b")),
        info("c", "MANAGED", null, null, ours("src.s.c")),
        info("gone", "MANAGED", null, null, ours("src.s.gone")),
        info("elsewhere", "MANAGED", null, null, ours("other.s.elsewhere")),
        info("own", "MANAGED", null, null, null));
    for (String name : List.of("a", "b", "c", "gone")) {
      cloned.put("tgt.s." + name, 7L);
    }
  }

  private List<String> drops() {
    return targetSql.texts().stream().filter(t -> t.startsWith("DROP")).toList();
  }

  @Test
  void droppedTableIsReportedAndKept() throws Exception {
    dropped();

    run(Configs.catalog(), null);

    assertThat(results.the("table", "gone").status()).isEqualTo(Status.SKIPPED);
    assertThat(results.the("table", "gone").details().get("reason").toString())
        .contains("dropped at the source", "propagate_drops is off");
    assertThat(results.lines()).noneMatch(l -> l.contains("elsewhere") || l.contains(" own "));
    assertThat(drops()).isEmpty();
  }

  private static CatalogConfig propagating(int percent) {
    return and(and(Configs.catalog(), "propagateDrops", true), "maxDropPercent", percent);
  }

  @Test
  void droppedTableIsDroppedWhenAsked() throws Exception {
    dropped();

    run(propagating(25), null);

    assertThat(drops()).containsExactly("DROP TABLE IF EXISTS `tgt`.`s`.`gone`");
    assertThat(results.the("table", "gone").details()).containsEntry("action", "dropped");
  }

  @Test
  void tooManyDropsAtOnceAreRefused() throws Exception {
    dropped();

    run(propagating(19), null);

    assertThat(drops()).isEmpty();
    assertThat(results.the("table", "gone").error())
        .contains("1 of the 5 tables", "max_drop_percent 19", "nothing was dropped");
  }

  @Test
  void tableThatWasWrittenToIsNotDropped() throws Exception {
    dropped();
    cloned.remove("tgt.s.gone");
    written.put("tgt.s.gone", 9L);

    run(propagating(100), null);

    assertThat(drops()).isEmpty();
    assertThat(results.the("table", "gone").error()).contains("was written to (WRITE, version 9)");
  }

  @Test
  void tableThatIsOnlyHiddenIsNotDropped() throws Exception {
    dropped();
    source.hidden("src.s.gone");

    run(propagating(100), null);

    assertThat(drops()).isEmpty();
    assertThat(results.the("table", "gone").error()).contains("exists but is not listed");
  }

  @Test
  void tableThatCannotBeAskedForIsNotDropped() throws Exception {
    dropped();
    source.refuse(
        c -> c.equals("getTableExists src.s.gone"),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no USE SCHEMA"));

    run(propagating(100), null);

    assertThat(drops()).isEmpty();
    assertThat(results.the("table", "gone").error()).contains("cannot be found out", "no USE");
  }

  @Test
  void lookUpOfABackingTableThatFailsIsAFailureOfThatTableOnly() throws Exception {
    CatalogConfig catalog = streaming();
    target.schema("dpm", "s", info("st", "MANAGED", null, null, null));
    target.refuse(
        c -> c.startsWith("getTableExists"), FakeUnityCatalog.error(400, "BOOM", "bad request"));

    run(catalog, Set.of("s"));

    assertThat(results.the("streaming_table", "st").error()).contains("cannot be looked up");
  }

  @Test
  void tableThatTheShareStillShowsIsNotGone() throws Exception {
    dropped();
    target.schema("shared", "s", infos("a", "b", "c", "gone"));

    run(propagating(100), null);

    assertThat(drops()).isEmpty();
  }

  @Test
  void tablesOfAVanishedSchemaAreReported() throws Exception {
    tables("s", "a");
    target.schema("tgt", "old", info("x", "MANAGED", null, null, ours("src.old.x")));

    run(Configs.catalog(), null);

    assertThat(results.the("table", "x").status()).isEqualTo(Status.SKIPPED);
    assertThat(results.the("table", "a").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void nothingIsGoneWhenTheSourceDoesNotAnswer() throws Exception {
    dropped();
    source.refuse(
        c -> c.startsWith("listTables"),
        new ApiException(0, "", "no route", null, null, new ConnectException()));

    run(propagating(100), null);

    assertThat(drops()).isEmpty();
    assertThat(results.lines()).noneMatch(l -> l.contains("gone"));
  }

  @Test
  void withinOneMetastoreTheSourceCatalogIsReadDirectly() throws Exception {
    FakeUnityCatalog one = new FakeUnityCatalog(METASTORE).catalog("src").catalog("tgt");
    one.schema("src", "s", infos("a"));
    source.schema("src", "s", infos("a"));
    written.put("src.s.a", 7L);
    CatalogConfig catalog =
        Configs.with(and(Configs.catalog(), "sourceCatalog", "src"), "backup", null);

    run(catalog, null, sourceSql, one, targetSql);

    assertThat(clones())
        .containsExactly(
            "CREATE OR REPLACE TABLE `tgt`.`s`.`a` DEEP CLONE `src`.`s`.`a`"
                + " TBLPROPERTIES ('data_replicator.source' = 'src.s.a')");
  }
}
