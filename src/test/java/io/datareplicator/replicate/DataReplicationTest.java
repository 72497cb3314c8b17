package io.datareplicator.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.StopRun;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.OnCollision;
import io.datareplicator.config.TableType;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.quarkus.test.junit.QuarkusTest;
import java.net.ConnectException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@Timeout(30)
class DataReplicationTest extends ReplicationBench {
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
          new LastClone("id-" + name, 7, Instant.ofEpochSecond(1), 3, 0));
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
        new TableName("tgt", "s", "fast"), new LastClone("id-fast", 6, Instant.EPOCH, 1, 0));
    lastClones.put(
        new TableName("tgt", "s", "slow"), new LastClone("id-slow", 6, Instant.EPOCH, 90, 0));

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
    sourceSql.when(
        t -> t.contains("`src`.information_schema.tables"),
        t -> FakeSql.rows(List.of("table_schema", "table_name"), List.of("s", "B")));

    run(Configs.with(Configs.catalog(), "schemaTableFilter", "table_name = 'b'"), null);

    assertThat(results.lines()).containsExactlyInAnyOrder("schema s success", "table b success");
  }

  @Test
  void filterIsAppliedToTheShareWhenTheSourceCannotBeReached() throws Exception {
    tables("s", "a", "b");
    source.refuse(c -> c.startsWith("listTables"), unreachable());
    FakeSql gone =
        new FakeSql()
            .otherwise(
                t -> {
                  throw unreachable();
                });
    targetSql.when(
        t -> t.contains("`shared`.information_schema.tables"),
        t -> FakeSql.rows(List.of("table_schema", "table_name"), List.of("s", "b")));

    run(
        Configs.with(Configs.catalog(), "schemaTableFilter", "table_name = 'b'"),
        null,
        gone,
        target,
        targetSql);

    assertThat(results.the("table", "b").status()).isEqualTo(Status.SUCCESS);
    assertThat(results.lines()).noneMatch(l -> l.contains("table a"));
  }

  private static ApiException unreachable() {
    return new ApiException(0, "", "no route", null, null, new ConnectException("no route"));
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
