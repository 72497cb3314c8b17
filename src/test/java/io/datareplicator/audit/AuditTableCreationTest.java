package io.datareplicator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.config.AuditConfig;
import io.datareplicator.config.Side;
import io.datareplicator.plan.LastClones;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditTableCreationTest {
  private final FakeUnityCatalog metastore = new FakeUnityCatalog("aws:east:1");
  private final FakeSql sql =
      new FakeSql()
          .when(
              t -> t.startsWith("SELECT"),
              t -> {
                throw FakeSql.failure("[TABLE_OR_VIEW_NOT_FOUND] no such table SQLSTATE: 42P01");
              })
          .otherwise(t -> FakeSql.rows(List.of()));

  private LastClones open(AuditConfig config) {
    return new AuditTable(
            metastore.workspace(Side.TARGET, sql),
            config,
            "r1",
            Configs.QUICK,
            new MovableClock(),
            Map.of())
        .open(List.of("tgt"));
  }

  @Test
  void missingPartsAreMade() {
    assertThat(open(Configs.audit())).isEqualTo(LastClones.NONE);

    assertThat(metastore.changes())
        .containsExactly("createCatalog audit null.null", "createSchema audit.logs");
    assertThat(sql.texts().get(1)).startsWith("CREATE TABLE IF NOT EXISTS `audit`.`logs`.`runs`");
  }

  @Test
  void partsThatAreThereAreLeftAlone() {
    metastore.catalog("audit").schema("audit", "logs");

    open(Configs.audit());

    assertThat(metastore.changes()).isEmpty();
    assertThat(sql.texts()).hasSize(2);
  }

  @Test
  void catalogIsMadeOnlyWhenAllowed() {
    AuditConfig config = Configs.with(Configs.audit(), "createAuditCatalog", false);

    assertThatThrownBy(() -> open(config))
        .hasMessageContaining("audit_config.create_audit_catalog: true");
    assertThat(metastore.changes()).isEmpty();
  }
}
