package io.datareplicator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.StopRun;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.Side;
import io.datareplicator.databricks.sharing.SharingApi.DataObject;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BackupOperationTest {
  private static final String TARGET_METASTORE = "azure:west:2";

  private final FakeUnityCatalog source =
      new FakeUnityCatalog("aws:east:1").catalog("src").schema("src", "a").schema("src", "b");
  private final FakeUnityCatalog target = new FakeUnityCatalog(TARGET_METASTORE);
  private final Results results = new Results();
  private final Applier applier = new Applier(new MovableClock(), results);
  private final BackupOperation backup =
      new BackupOperation(
          source.workspace(Side.SOURCE, new FakeSql()),
          target.workspace(Side.TARGET, new FakeSql()),
          results,
          applier,
          new MovableClock(),
          Map.of(),
          Map.of());

  @AfterEach
  void stop() {
    applier.close();
  }

  private static DataObject shared(String name, String status) {
    return new DataObject(name, "SCHEMA", null, null, status);
  }

  private static CatalogConfig without(String flag) {
    CatalogConfig catalog = Configs.catalog();
    return Configs.with(catalog, "backup", Configs.with(catalog.backup(), flag, false));
  }

  private static CatalogConfig only(String... schemas) {
    CatalogConfig catalog = Configs.catalog();
    List<SchemaConfig> named = new ArrayList<>();
    for (String schema : schemas) {
      named.add(Configs.schema(catalog, schema));
    }
    return Configs.with(catalog, "schemas", named);
  }

  private void shareIsReady(DataObject... objects) {
    source
        .recipient("recipient1", TARGET_METASTORE)
        .share("share1", objects)
        .granted("share1", "recipient1");
  }

  @Test
  void everythingIsMadeOnce() throws Exception {
    source.schema("src", "information_schema");

    assertThat(backup.run(Configs.catalog()).schemas()).containsExactlyInAnyOrder("a", "b");

    assertThat(source.changes())
        .containsExactly(
            "createRecipient recipient1 azure:west:2",
            "createShare share1",
            "grant share1 recipient1",
            "updateShare share1 [src.a, src.b]");
    assertThat(results.lines())
        .containsExactly(
            "recipient recipient1 success",
            "share share1 success",
            "share_grant share1 success",
            "schema a success",
            "schema b success");
    assertThat(target.changes()).isEmpty();
  }

  @Test
  void secondRunChangesNothing() throws Exception {
    backup.run(Configs.catalog());
    int before = source.changes().size();
    int recorded = results.all().size();

    assertThat(backup.run(Configs.catalog()).schemas()).containsExactlyInAnyOrder("a", "b");

    assertThat(source.changes()).hasSize(before);
    assertThat(results.lines().subList(recorded, results.lines().size()))
        .containsExactly("schema a skipped", "schema b skipped");
  }

  @Test
  void recipientUnderAnotherNameIsUsed() throws Exception {
    source.recipient("other", "gcp:x:9").recipient("made by hand", TARGET_METASTORE);

    backup.run(Configs.catalog());

    assertThat(source.changes())
        .contains("grant share1 made by hand")
        .noneMatch(c -> c.startsWith("createRecipient"));
  }

  @Test
  void recipientThatMayNotBeCreatedStopsTheCatalogAndNamesTheKey() throws Exception {
    assertThatThrownBy(() -> backup.run(without("createRecipient")))
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("backup_config.create_recipient: true");

    assertThat(results.lines()).containsExactly("recipient recipient1 failed");
    assertThat(source.changes()).isEmpty();
  }

  @Test
  void shareThatMayNotBeCreatedFailsItsSchemasAndNamesTheKey() throws Exception {
    assertThat(backup.run(without("createShare")).schemas()).isEmpty();

    assertThat(results.the("share", "share1").error()).contains("backup_config.create_share: true");
    assertThat(results.the("schema", "a").error()).contains("create_share: true");
    assertThat(results.the("schema", "b").status()).isEqualTo(Status.FAILED);
  }

  @Test
  void refusedGrantKeepsTheSchemasOut() throws Exception {
    source.refuse(
        c -> c.startsWith("grant"),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "not the owner"));

    assertThat(backup.run(Configs.catalog()).schemas()).isEmpty();

    assertThat(results.the("share_grant", "share1").error()).contains("not the owner");
    assertThat(results.the("schema", "a").error()).contains("not the owner");
    assertThat(source.namesIn("share1")).isEmpty();
  }

  @Test
  void schemaMayGoToAShareOfItsOwn() throws Exception {
    CatalogConfig catalog = Configs.catalog();
    SchemaConfig own =
        Configs.with(
            Configs.schema(catalog, "a"),
            "backup",
            Configs.with(catalog.backup(), "shareName", "own"));
    source.refuse(
        c -> c.startsWith("createShare share1"),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no CREATE SHARE"));

    assertThat(
            backup
                .run(Configs.with(catalog, "schemas", List.of(own, Configs.schema(catalog, "b"))))
                .schemas())
        .containsExactly("a");

    assertThat(source.namesIn("own")).containsExactly("src.a");
    assertThat(source.changes()).contains("grant own recipient1");
    assertThat(results.the("schema", "b").error()).contains("no CREATE SHARE");
  }

  @Test
  void schemasMayNotBeAdded() throws Exception {
    shareIsReady(shared("src.a", "ACTIVE"));

    assertThat(backup.run(without("addToShare")).schemas()).containsExactly("a");

    assertThat(source.changes()).isEmpty();
    assertThat(results.the("schema", "a").status()).isEqualTo(Status.SKIPPED);
    assertThat(results.the("schema", "b").error()).contains("backup_config.add_to_share: true");
  }

  @Test
  void oneBadSchemaDoesNotKeepTheOthersOut() throws Exception {
    shareIsReady();
    source.refuse(
        c -> c.startsWith("updateShare") && c.contains("src.b"),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no USE SCHEMA on b"));
    source.schema("src", "c");

    assertThat(backup.run(Configs.catalog()).schemas()).containsExactlyInAnyOrder("a", "c");

    assertThat(results.the("schema", "a").status()).isEqualTo(Status.SUCCESS);
    assertThat(results.the("schema", "c").status()).isEqualTo(Status.SUCCESS);
    assertThat(results.the("schema", "b").error()).contains("no USE SCHEMA on b", "HTTP 403");
    assertThat(source.namesIn("share1")).containsExactly("src.a", "src.c");
  }

  @Test
  void sharedSchemaThatCannotBeReadIsAFailure() throws Exception {
    shareIsReady(shared("SRC.A", "PERMISSION_DENIED"), shared("src.b", null));

    assertThat(backup.run(Configs.catalog()).schemas()).containsExactly("b");

    assertThat(results.the("schema", "a").status()).isEqualTo(Status.FAILED);
    assertThat(results.the("schema", "a").error()).contains("lost access", "share1");
    assertThat(results.the("schema", "b").status()).isEqualTo(Status.SKIPPED);
    assertThat(source.changes()).isEmpty();
  }

  @Test
  void objectsThatAreNoSchemasDoNotCount() throws Exception {
    shareIsReady(new DataObject("src.a", "TABLE", null, null, "ACTIVE"));

    backup.run(Configs.catalog());

    assertThat(source.changes()).containsExactly("updateShare share1 [src.a, src.b]");
  }

  @ParameterizedTest
  @CsvSource({"498,true", "499,false"})
  void shareHoldsFiveHundredSchemas(int present, boolean fits) throws Exception {
    shareIsReady(
        IntStream.range(0, present)
            .mapToObj(i -> shared("other.s" + i, "ACTIVE"))
            .toArray(DataObject[]::new));

    Set<String> shared = backup.run(Configs.catalog()).schemas();

    assertThat(shared.isEmpty()).isEqualTo(!fits);
    assertThat(source.changes().isEmpty()).isEqualTo(!fits);
    if (!fits) {
      assertThat(results.the("schema", "a").error()).contains("501 schemas", "500", "split");
      assertThat(results.the("schema", "b").status()).isEqualTo(Status.FAILED);
    }
  }

  @Test
  void missingCatalogStopsHere() throws Exception {
    CatalogConfig catalog = Configs.catalog();

    assertThatThrownBy(
            () ->
                backup.run(
                    Configs.with(
                        catalog,
                        "backup",
                        Configs.with(catalog.backup(), "sourceCatalog", "nowhere"))))
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("'nowhere' does not exist on the source workspace");
    assertThat(results.the("catalog", "nowhere").failed()).isTrue();
  }

  @Test
  void failedListingIsAFailureNotAnEmptyCatalog() throws Exception {
    source.refuse(
        c -> c.startsWith("listSchemas"),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no USE CATALOG"));

    assertThatThrownBy(() -> backup.run(Configs.catalog()))
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("no USE CATALOG");
    assertThat(results.all().stream().filter(OperationResult::failed)).hasSize(1);
  }

  @Test
  void namedSchemasNeedNoListing() throws Exception {
    assertThat(backup.run(only("b")).schemas()).containsExactly("b");

    assertThat(source.calls()).noneMatch(c -> c.startsWith("listSchemas"));
    assertThat(source.namesIn("share1")).containsExactly("src.b");
  }

  @Test
  void excludedSchemasStayOut() throws Exception {
    assertThat(backup.run(Configs.with(Configs.catalog(), "excludeSchemas", Set.of("a"))).schemas())
        .containsExactly("b");
  }

  @Test
  void schemaWhoseBackupIsOffStaysOut() throws Exception {
    CatalogConfig catalog = Configs.catalog();
    SchemaConfig off =
        Configs.with(
            Configs.schema(catalog, "a"),
            "backup",
            Configs.with(catalog.backup(), "enabled", false));

    backup.run(Configs.with(catalog, "schemas", List.of(off, Configs.schema(catalog, "b"))));

    assertThat(source.namesIn("share1")).containsExactly("src.b");
  }

  @Test
  void refusedCredentialStopsTheRun() throws Exception {
    source.refuse(
        c -> c.startsWith("listRecipients"), FakeUnityCatalog.error(401, "401", "dead token"));

    assertThatThrownBy(() -> backup.run(Configs.catalog())).isInstanceOf(StopRun.class);
  }

  @Test
  void refusedCredentialWhileAddingManyStopsTheRun() throws Exception {
    shareIsReady();
    source.refuse(
        c -> c.startsWith("updateShare"), FakeUnityCatalog.error(401, "401", "dead token"));

    assertThatThrownBy(() -> backup.run(Configs.catalog())).isInstanceOf(StopRun.class);
    assertThat(results.lines()).containsExactly("schema a failed", "schema b failed");
  }

  @Test
  void emptyDefaultSchemaIsNotMissedInAShareThatOthersKeep() throws Exception {
    source.schema("src", "default");
    shareIsReady(shared("src.a", "ACTIVE"), shared("src.b", "ACTIVE"));

    assertThat(backup.run(without("addToShare")).schemas()).containsExactlyInAnyOrder("a", "b");

    assertThat(results.the("schema", "default").status()).isEqualTo(Status.SKIPPED);
  }

  @Test
  void defaultSchemaWithTablesIsMissed() throws Exception {
    source.schema("src", "default", FakeUnityCatalog.table("t", "MANAGED", "id"));
    shareIsReady(shared("src.a", "ACTIVE"), shared("src.b", "ACTIVE"));

    backup.run(without("addToShare"));

    assertThat(results.the("schema", "default").error()).contains("add_to_share: true");
  }
}
