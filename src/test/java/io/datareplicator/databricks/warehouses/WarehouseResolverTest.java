package io.datareplicator.databricks.warehouses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.datareplicator.config.AuthType;
import io.datareplicator.config.ClusterSize;
import io.datareplicator.config.Side;
import io.datareplicator.config.SideConfig;
import io.datareplicator.config.WarehouseConfig;
import io.datareplicator.config.WarehouseType;
import io.datareplicator.databricks.WorkspaceSetupException;
import io.datareplicator.databricks.warehouses.WarehousesApi.WarehouseInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

class WarehouseResolverTest {
  private static final Optional<String> FROM_PROFILE = Optional.of("wh-profile");

  private final Warehouses warehouses = mock(Warehouses.class);
  private final Map<String, String> environment = new HashMap<>();

  private static SideConfig side(
      Side side, String cluster, String warehouse, WarehouseConfig config) {
    return new SideConfig(
        side,
        "x",
        null,
        URI.create("https://h.example.test"),
        AuthType.PAT,
        null,
        cluster,
        null,
        warehouse,
        config,
        null,
        false);
  }

  private static WarehouseConfig named(String name) {
    return new WarehouseConfig(
        true, false, name, true, WarehouseType.PRO, ClusterSize.X_SMALL, 10, 1, 1);
  }

  private static WarehouseInfo warehouse(String id, String name, String state, Boolean serverless) {
    return new WarehouseInfo(id, name, state, "Small", "PRO", serverless);
  }

  private Compute resolve(SideConfig side, Optional<String> profile) {
    return new WarehouseResolver(warehouses, environment).resolve(side, profile);
  }

  @Test
  void clusterWinsOverEverythingAndCostsNoRequest() {
    environment.put("DATA_REPLICATOR_SOURCE_WAREHOUSE_ID", "wh-env");

    assertThat(resolve(side(Side.SOURCE, "cl-1", "wh-1", named("n")), FROM_PROFILE))
        .isEqualTo(Compute.cluster("cl-1", "cluster_id of the configuration"));
    verifyNoInteractions(warehouses);
  }

  @Test
  void configuredWarehouseIsTakenAsItIs() {
    environment.put("DATA_REPLICATOR_SOURCE_WAREHOUSE_ID", "wh-env");

    assertThat(resolve(side(Side.SOURCE, null, "wh-1", named("n")), FROM_PROFILE))
        .isEqualTo(Compute.warehouse("wh-1", "warehouse_id of the configuration"));
    verifyNoInteractions(warehouses);
  }

  @Test
  void nameOfTheConfigurationBeatsTheVariable() {
    environment.put("DATA_REPLICATOR_SOURCE_WAREHOUSE_ID", "wh-env");
    when(warehouses.list())
        .thenReturn(
            List.of(
                warehouse("1", "other", "RUNNING", true),
                warehouse("2", "mine", "STOPPED", false),
                warehouse("3", "Mine", "RUNNING", true)));

    assertThat(resolve(side(Side.SOURCE, null, null, named("mine")), FROM_PROFILE))
        .isEqualTo(Compute.warehouse("2", "warehouse_config name 'mine'"));
  }

  @Test
  void missingNameGivesWayAndIsMentioned() {
    environment.put("DATA_REPLICATOR_SOURCE_WAREHOUSE_ID", "wh-env");
    when(warehouses.list()).thenReturn(List.of());

    Compute chosen = resolve(side(Side.SOURCE, null, null, named("mine")), FROM_PROFILE);

    assertThat(chosen.id()).isEqualTo("wh-env");
    assertThat(chosen.chosenBecause())
        .startsWith("DATA_REPLICATOR_SOURCE_WAREHOUSE_ID; there is no warehouse 'mine'");
    verify(warehouses, never()).create(ArgumentMatchers.any());
  }

  @Test
  void variableOfTheOtherSideDoesNotCount() {
    environment.put("DATA_REPLICATOR_SOURCE_WAREHOUSE_ID", "wh-env");

    assertThat(resolve(side(Side.TARGET, null, null, null), FROM_PROFILE).id())
        .isEqualTo("wh-profile");
    verifyNoInteractions(warehouses);
  }

  @Test
  void blankValuesCountAsAbsent() {
    environment.put("DATA_REPLICATOR_SOURCE_WAREHOUSE_ID", " ");
    when(warehouses.list()).thenReturn(List.of(warehouse("1", "a", "STOPPED", null)));

    assertThat(resolve(side(Side.SOURCE, "", " ", null), Optional.of(" ")).id()).isEqualTo("1");
  }

  @Test
  void quickestWarehouseComesFirstWhateverTheOrder() {
    List<WarehouseInfo> ranked =
        List.of(
            warehouse("1", "z", "RUNNING", true),
            warehouse("2", "a", "RUNNING", false),
            warehouse("3", "b", "RUNNING", null),
            warehouse("4", "a", "STOPPED", true),
            warehouse("5", "b", "STARTING", true),
            warehouse("6", "a", "STARTING", false),
            warehouse("7", "b", "STOPPED", false),
            warehouse("8", "c", "STOPPING", false),
            warehouse("9", "d", "SOME_NEW_STATE", null),
            warehouse("A", null, null, null));
    Random random = new Random(11);
    for (int round = 0; round < 50; round++) {
      List<WarehouseInfo> left = new ArrayList<>(ranked);
      for (WarehouseInfo expected : ranked) {
        Collections.shuffle(left, random);
        assertThat(WarehouseResolver.best(left)).contains(expected);
        left.remove(expected);
      }
      assertThat(WarehouseResolver.best(left)).isEmpty();
    }
  }

  @Test
  void choiceIsExplained() {
    when(warehouses.list()).thenReturn(List.of(warehouse("1", "fast", "RUNNING", true)));

    assertThat(resolve(side(Side.SOURCE, null, null, null), Optional.empty()).chosenBecause())
        .isEqualTo("best usable warehouse, 'fast' (running, serverless)");
  }

  @Test
  void noneSaysHowToSetOne() {
    when(warehouses.list()).thenReturn(List.of());

    assertThatThrownBy(() -> resolve(side(Side.SOURCE, null, null, null), Optional.empty()))
        .isInstanceOf(WorkspaceSetupException.class)
        .hasMessage(
            "no SQL warehouse can be used in the source workspace https://h.example.test; set"
                + " warehouse_id or cluster_id in source_databricks_connect_config, or"
                + " DATA_REPLICATOR_SOURCE_WAREHOUSE_ID, or warehouse_config with"
                + " create_if_not_exists: true");
  }
}
