package io.datareplicator.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.StopRun;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.OnCollision;
import io.datareplicator.config.Side;
import io.datareplicator.config.TableType;
import io.datareplicator.databricks.catalog.CatalogApi.TableInfo;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import io.quarkus.test.junit.QuarkusTest;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@Timeout(30)
class DataReplicationTest {
  private static final Pattern HISTORY =
      Pattern.compile("DESCRIBE HISTORY `([^`]+)`\\.`([^`]+)`\\.`([^`]+)` LIMIT 1");
  private static final String METASTORE = "aws:east:1";

  /** version and operation by full name; version of a clone's source equals the version given. */
  private final Map<String, Long> written = new HashMap<>();

  private final Map<String, Long> cloned = new HashMap<>();
  private final Map<TableName, LastClone> lastClones = new HashMap<>();
  private final FakeSql sourceSql =
      new FakeSql().when(t -> t.contains("DESCRIBE HISTORY"), this::history);
  private final FakeSql targetSql =
      new FakeSql()
          .when(t -> t.contains("DESCRIBE HISTORY"), this::history)
          .when(
              t -> t.startsWith("CREATE OR REPLACE TABLE"),
              t -> FakeSql.rows(List.of("num_copied_files"), List.of("2")));
  private final FakeUnityCatalog source = new FakeUnityCatalog(METASTORE).catalog("src");
  private final FakeUnityCatalog target =
      new FakeUnityCatalog("azure:west:2")
          .sharedCatalog("shared", "prov", "share1")
          .catalog("tgt")
          .provider("prov", METASTORE);
  private final Results results = new Results();
  private final MovableClock clock = new MovableClock();

  private StatementResult history(String sql) {
    List<List<String>> rows = new ArrayList<>();
    Matcher m = HISTORY.matcher(sql);
    for (int i = 0; m.find(); i++) {
      String name = m.group(1) + "." + m.group(2) + "." + m.group(3);
      Long version = written.get(name);
      Long of = cloned.get(name);
      if (version == null && of == null) {
        throw FakeSql.failure("[TABLE_OR_VIEW_NOT_FOUND] " + name);
      }
      rows.add(
          Arrays.asList(
              String.valueOf(i),
              of == null ? version.toString() : "4",
              "1000",
              of == null ? "WRITE" : "CLONE",
              of == null ? null : of.toString(),
              i == 0 ? METASTORE : null));
    }
    return new StatementResult(
        "st", List.of("i", "version", "millis", "operation", "source_version", "metastore"), rows);
  }

  private void run(CatalogConfig catalog, Set<String> shared) throws InterruptedException {
    run(catalog, shared, sourceSql, target, targetSql);
  }

  private void run(
      CatalogConfig catalog,
      Set<String> shared,
      FakeSql sourceEngine,
      FakeUnityCatalog targetSide,
      FakeSql targetEngine)
      throws InterruptedException {
    try (Applier applier = new Applier(clock, results)) {
      new DataReplication(
              source.workspace(Side.SOURCE, sourceEngine),
              targetSide.workspace(Side.TARGET, targetEngine),
              results,
              applier,
              clock,
              lastClones,
              Duration.ZERO,
              Map.of("run_id", "r1"))
          .run(catalog, shared);
    }
  }

  private void run() throws InterruptedException {
    run(Configs.catalog(), null);
  }

  private void tables(String schema, String... names) {
    source.schema("src", schema, infos(names));
    target.schema("shared", schema, infos(names));
    for (String name : names) {
      written.put("src." + schema + "." + name, 7L);
    }
  }

  private static TableInfo[] infos(String... names) {
    return Stream.of(names)
        .map(n -> FakeUnityCatalog.table(n, "MANAGED", "id-" + n))
        .toArray(TableInfo[]::new);
  }

  private List<String> clones() {
    return targetSql.texts().stream().filter(t -> t.startsWith("CREATE OR REPLACE")).toList();
  }

  private static CatalogConfig with(String key, Object value) {
    CatalogConfig catalog = Configs.catalog();
    return Configs.with(catalog, "replication", Configs.with(catalog.replication(), key, value));
  }

  @Test
  void newTablesAreCloned() throws Exception {
    tables("s", "a", "b", "c");

    run();

    assertThat(clones())
        .containsExactlyInAnyOrder(
            "CREATE OR REPLACE TABLE `tgt`.`s`.`a` DEEP CLONE `shared`.`s`.`a`"
                + " TBLPROPERTIES ('data_replicator.source' = 'src.s.a')",
            "CREATE OR REPLACE TABLE `tgt`.`s`.`b` DEEP CLONE `shared`.`s`.`b`"
                + " TBLPROPERTIES ('data_replicator.source' = 'src.s.b')",
            "CREATE OR REPLACE TABLE `tgt`.`s`.`c` DEEP CLONE `shared`.`s`.`c`"
                + " TBLPROPERTIES ('data_replicator.source' = 'src.s.c')");
    OperationResult result = results.the("table", "a");
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.details())
        .containsEntry("source", "shared.s.a")
        .containsEntry("reason", "new")
        .containsEntry("source_table_id", "id-a")
        .containsEntry("source_version", 7L)
        .containsEntry("source_commit_millis", 1000L)
        .containsEntry("metrics", Map.of("num_copied_files", 2L));
    assertThat(target.changes()).containsExactly("createSchema tgt.s");
    assertThat(results.the("schema", "s").details()).containsEntry("action", "created");
    assertThat(sourceSql.statements()).hasSize(1);
    assertThat(targetSql.statements()).hasSize(3);
  }

  @Test
  void unchangedTablesAreSkippedAndNothingIsWritten() throws Exception {
    tables("s", "a", "b");
    target.schema("tgt", "s", infos("a", "b"));
    for (String name : List.of("a", "b")) {
      cloned.put("tgt.s." + name, 7L);
      lastClones.put(
          new TableName("tgt", "s", name),
          new LastClone("id-" + name, 7, Instant.ofEpochSecond(1), 3));
    }

    run();

    assertThat(results.lines()).containsExactlyInAnyOrder("table a skipped", "table b skipped");
    assertThat(results.the("table", "a").details()).containsEntry("reason", "unchanged");
    assertThat(clones()).isEmpty();
    assertThat(target.changes()).isEmpty();
    assertThat(targetSql.statements()).hasSize(1);
  }

  @Test
  void longestTableStartsFirst() throws Exception {
    tables("s", "fast", "slow", "unknown");
    target.schema("tgt", "s", infos("fast", "slow", "unknown"));
    for (String name : List.of("fast", "slow", "unknown")) {
      cloned.put("tgt.s." + name, 6L);
    }
    lastClones.put(
        new TableName("tgt", "s", "fast"), new LastClone("id-fast", 6, Instant.EPOCH, 1));
    lastClones.put(
        new TableName("tgt", "s", "slow"), new LastClone("id-slow", 6, Instant.EPOCH, 90));

    run(with("onCollision", OnCollision.ADOPT), null);

    assertThat(results.started()).containsExactly("unknown", "slow", "fast");
  }

  @Test
  void tableThatTheShareHidesIsAFailure() throws Exception {
    tables("s", "a");
    source.schema("src", "s", infos("a", "masked"));

    run();

    assertThat(results.the("table", "masked").error())
        .contains("exists at the source but not in shared catalog");
    assertThat(results.the("table", "a").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void namedTableThatDoesNotExistIsAFailure() throws Exception {
    tables("s", "a", "b");
    CatalogConfig catalog = Configs.catalog();

    run(Configs.with(catalog, "schemas", List.of(Configs.schema(catalog, "s", "a", "typo"))), null);

    assertThat(results.the("table", "typo").error()).contains("no such table in schema 's'");
    assertThat(results.the("table", "a").status()).isEqualTo(Status.SUCCESS);
    assertThat(results.lines()).noneMatch(l -> l.startsWith("table b"));
  }

  @Test
  void sharedSchemaThatCannotBeSeenIsAFailure() throws Exception {
    tables("s", "a");
    source.schema("src", "hidden", infos("x"));

    run(Configs.catalog(), Set.of("s", "hidden"));

    assertThat(results.the("schema", "hidden").error())
        .contains("shared.hidden", "not in the share");
    assertThat(results.the("table", "a").status()).isEqualTo(Status.SUCCESS);
  }

  @ParameterizedTest
  @CsvSource({"shared.s", "src.s", "tgt.s"})
  void failedListingIsAFailureNotAnEmptySchema(String listing) throws Exception {
    tables("s", "a");
    tables("t", "b");
    FakeUnityCatalog side = listing.startsWith("src") ? source : target;
    side.refuse(
        c -> c.equals("listTables " + listing),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no USE SCHEMA"));

    run();

    assertThat(results.the("schema", "s").error()).contains("no USE SCHEMA");
    assertThat(results.lines()).noneMatch(l -> l.equals("table a success"));
    assertThat(results.the("table", "b").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void laterPageThatFailsFailsTheSchema() throws Exception {
    tables("s", "a", "b", "c", "d");
    target.refuse(
        c -> c.equals("listTables shared.s 2"),
        FakeUnityCatalog.error(400, "INVALID_PARAMETER_VALUE", "bad token"));

    run();

    assertThat(results.lines()).containsExactly("schema s failed");
    assertThat(clones()).isEmpty();
  }

  @Test
  void failedListingOfSchemasStopsTheCatalog() {
    target.refuse(
        c -> c.equals("listSchemas shared"),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no USE CATALOG"));

    assertThatThrownBy(this::run)
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("no USE CATALOG");
    assertThat(results.the("catalog", "tgt").failed()).isTrue();
  }

  @Test
  void catalogOverAnotherShareStops() {
    target.sharedCatalog("shared", "prov", "other_share");

    assertThatThrownBy(this::run)
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("reads share prov.other_share, not the configured share1");
    assertThat(target.changes()).isEmpty();
  }

  @Test
  void catalogOverAnotherProviderStopsBeforeAnythingIsChanged() throws Exception {
    tables("s", "a");
    target.sharedCatalog("shared", "stranger", "share1");

    assertThatThrownBy(this::run)
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("reads share stranger.share1, not the configured prov.share1");
    assertThat(target.changes()).isEmpty();
    assertThat(clones()).isEmpty();
  }

  @Test
  void ordinaryCatalogOfThatNameStops() {
    target.catalog("shared");

    assertThatThrownBy(this::run)
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("not a shared catalog");
  }

  @Test
  void missingSharedCatalogIsMadeOverTheProvider() throws Exception {
    FakeUnityCatalog fresh =
        new FakeUnityCatalog("azure:west:2").catalog("tgt").provider("prov", METASTORE);
    run(Configs.catalog(), null, sourceSql, fresh, targetSql);

    assertThat(fresh.changes()).containsExactly("createCatalog shared prov.share1");
    assertThat(results.the("catalog", "shared").details())
        .containsEntry("action", "created over share prov.share1");
  }

  @Test
  void missingSharedCatalogThatMayNotBeMadeStopsAndNamesTheKey() {
    assertThatThrownBy(
            () ->
                run(
                    with("createSharedCatalog", false),
                    null,
                    sourceSql,
                    new FakeUnityCatalog("azure:west:2"),
                    targetSql))
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("replication_config.create_shared_catalog: true");
  }

  @Test
  void unknownProviderStopsAndSaysWhatToDo() {
    FakeUnityCatalog lonely =
        new FakeUnityCatalog("azure:west:2").catalog("tgt").provider("x", "gcp:a:3");

    assertThatThrownBy(() -> run(Configs.catalog(), null, sourceSql, lonely, targetSql))
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("no provider for the source's metastore aws:east:1");
  }

  @Test
  void missingTargetCatalogIsMadeOnlyWhenAllowed() throws Exception {
    tables("s", "a");
    CatalogConfig elsewhere = Configs.with(Configs.catalog(), "name", "new_tgt");

    run(
        Configs.with(
            elsewhere,
            "replication",
            Configs.with(elsewhere.replication(), "createTargetCatalog", false)),
        null);
    assertThat(results.the("catalog", "new_tgt").error())
        .contains("replication_config.create_target_catalog: true");
    assertThat(results.the("table", "a").error()).contains("its schema could not be made");

    run(elsewhere, null);
    assertThat(target.changes())
        .containsExactly("createCatalog new_tgt null.null", "createSchema new_tgt.s");
    assertThat(clones()).hasSize(1);
  }

  @Test
  void sharedCatalogIsNoTarget() throws Exception {
    tables("s", "a");
    target.sharedCatalog("other_share_catalog", "prov", "x");

    run(Configs.with(Configs.catalog(), "name", "other_share_catalog"), null);

    assertThat(results.the("catalog", "other_share_catalog").error())
        .contains("cannot be written to");
    assertThat(clones()).isEmpty();
  }

  @Test
  void intermediateCatalogIsRefusedInsteadOfIgnored() {
    assertThatThrownBy(() -> run(with("intermediateCatalog", "mid"), null))
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("intermediate_catalog");
    assertThat(results.the("catalog", "tgt").failed()).isTrue();
  }

  @Test
  void refusedCloneFailsItsTableOnly() throws Exception {
    tables("s", "good", "bad");
    FakeSql sql =
        new FakeSql()
            .when(t -> t.contains("DESCRIBE HISTORY"), this::history)
            .when(
                t -> t.contains("`bad` DEEP CLONE"),
                t -> {
                  throw FakeSql.failure("[DELTA_CLONE_UNSUPPORTED_SOURCE] no");
                })
            .otherwise(t -> FakeSql.rows(List.of("num_copied_files"), List.of("1")));
    run(Configs.catalog(), null, sourceSql, target, sql);

    assertThat(results.the("table", "bad").error()).contains("DELTA_CLONE_UNSUPPORTED_SOURCE");
    assertThat(results.the("table", "bad").attempt()).isEqualTo(1);
    assertThat(results.the("table", "good").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void unreachableSourceFallsBackToTheShare() throws Exception {
    target.schema("shared", "s", infos("a"));
    written.put("shared.s.a", 9L);
    source.refuse(
        c -> c.startsWith("listTables"),
        new ApiException(0, "", "no route", null, null, new ConnectException("no route")));
    FakeSql dead =
        new FakeSql()
            .otherwise(
                t -> {
                  throw new ApiException(
                      0, "", "no route", null, null, new ConnectException("no route"));
                });
    run(with("providerName", "prov"), null, dead, target, targetSql);

    assertThat(results.the("table", "a").status()).isEqualTo(Status.SUCCESS);
    assertThat(results.the("table", "a").details())
        .containsEntry("source_version", 9L)
        .doesNotContainKey("source_table_id");
  }

  @Test
  void refusedCredentialOfTheSourceStopsTheRun() {
    source.refuse(c -> true, FakeUnityCatalog.error(401, "401", "dead"));
    target.schema("shared", "s", infos("a"));

    assertThatThrownBy(this::run).isInstanceOf(StopRun.class);
    assertThat(clones()).isEmpty();
  }

  @Test
  void materializedViewIsSkippedWithItsReason() throws Exception {
    tables("s", "a");
    source.schema(
        "src",
        "s",
        FakeUnityCatalog.table("a", "MANAGED", "id-a"),
        FakeUnityCatalog.table("mv", "MATERIALIZED_VIEW", "id-mv"),
        FakeUnityCatalog.table("v", "VIEW", "id-v"));

    run(
        Configs.with(
            Configs.catalog(),
            "objects",
            Configs.tables(TableType.MANAGED, TableType.MATERIALIZED_VIEW)),
        null);

    assertThat(results.the("materialized_view", "mv").status()).isEqualTo(Status.SKIPPED);
    assertThat(results.the("materialized_view", "mv").details().get("reason").toString())
        .contains("materialized views");
    assertThat(results.lines()).noneMatch(l -> l.contains(" v "));
  }

  @Test
  void filterOfTheCatalogSelectsSchemasAndTables() throws Exception {
    tables("s", "a", "b");
    tables("t", "c");
    targetSql.when(
        t -> t.contains("information_schema.tables"),
        t -> FakeSql.rows(List.of("table_schema", "table_name"), List.of("s", "B")));

    run(Configs.with(Configs.catalog(), "schemaTableFilter", "table_name = 'b'"), null);

    assertThat(results.lines()).containsExactlyInAnyOrder("schema s success", "table b success");
  }

  @Test
  void schemasInSerialAreDoneOneAfterTheOther() throws Exception {
    tables("s1", "a", "b");
    tables("s2", "c", "d");
    CatalogConfig catalog = Configs.catalog();

    run(
        Configs.with(
            catalog,
            "concurrency",
            Configs.with(catalog.concurrency(), "processSchemasInSerial", true)),
        null);

    List<String> order = results.started();
    assertThat(order.subList(0, 2)).containsExactlyInAnyOrder("a", "b");
    assertThat(order.subList(2, 4)).containsExactlyInAnyOrder("c", "d");
  }

  @Test
  void excludedSchemasAndSystemSchemasAreLeftOut() throws Exception {
    tables("s", "a");
    tables("x", "b");
    target.schema("shared", "information_schema");

    run(Configs.with(Configs.catalog(), "excludeSchemas", Set.of("x")), null);

    assertThat(results.lines()).containsExactlyInAnyOrder("schema s success", "table a success");
  }
}
