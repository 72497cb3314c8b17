package io.datareplicator.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(30)
class ReplicationCatalogsTest extends ReplicationBench {
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
  void catalogThatSomebodyElseMadeMayReadAnyShareOfTheSource() throws Exception {
    tables("s", "a");
    target.sharedCatalog("shared", "prov", "made_by_hand");

    run(with("createSharedCatalog", false), null);

    assertThat(results.the("table", "a").failed()).isFalse();
    assertThat(clones()).hasSize(1);
  }
}
