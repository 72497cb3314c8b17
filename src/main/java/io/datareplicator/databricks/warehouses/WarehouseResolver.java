package io.datareplicator.databricks.warehouses;

import io.datareplicator.config.SideConfig;
import io.datareplicator.config.WarehouseConfig;
import io.datareplicator.databricks.WorkspaceSetupException;
import io.datareplicator.databricks.warehouses.WarehousesApi.CreateWarehouse;
import io.datareplicator.databricks.warehouses.WarehousesApi.WarehouseInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Chooses what runs SQL on a side (configuration.md §2). */
public final class WarehouseResolver {
  private static final Logger LOG = Logger.getLogger(WarehouseResolver.class);

  private final Warehouses warehouses;
  private final Map<String, String> environment;

  /**
   * @param warehouses of the side's workspace; asked only when no id is configured
   */
  public WarehouseResolver(Warehouses warehouses, Map<String, String> environment) {
    this.warehouses = warehouses;
    this.environment = Map.copyOf(environment);
  }

  /**
   * The compute of {@code side}.
   *
   * @param profileWarehouseId {@code warehouse_id} of the side's profile
   * @throws WorkspaceSetupException when there is none; says how to set one
   * @throws io.datareplicator.databricks.http.ApiException when warehouses cannot be listed
   */
  public Compute resolve(SideConfig side, Optional<String> profileWarehouseId) {
    Compute chosen = choose(side, profileWarehouseId);
    LOG.infof(
        "SQL of the %s workspace runs on %s %s: %s",
        name(side),
        chosen.kind().name().toLowerCase(Locale.ROOT),
        chosen.id(),
        chosen.chosenBecause());
    return chosen;
  }

  private Compute choose(SideConfig side, Optional<String> profileWarehouseId) {
    if (isGiven(side.clusterId())) {
      return Compute.cluster(side.clusterId(), "cluster_id of the configuration");
    }
    if (isGiven(side.warehouseId())) {
      return Compute.warehouse(side.warehouseId(), "warehouse_id of the configuration");
    }
    List<String> passed = new ArrayList<>();
    List<WarehouseInfo> listed = null;
    if (side.warehouse() != null) {
      listed = warehouses.list();
      Optional<Compute> configured = configured(side.warehouse(), listed, passed);
      if (configured.isPresent()) {
        return configured.get();
      }
    }
    String variable = variable(side);
    String named = environment.getOrDefault(variable, "").strip();
    if (!named.isEmpty()) {
      return Compute.warehouse(named, because(variable, passed));
    }
    Optional<String> profile = profileWarehouseId.map(String::strip).filter(id -> !id.isEmpty());
    if (profile.isPresent()) {
      return Compute.warehouse(profile.get(), because("warehouse_id of the profile", passed));
    }
    return best(listed == null ? warehouses.list() : listed)
        .map(
            w ->
                Compute.warehouse(w.id(), because("best usable warehouse, " + describe(w), passed)))
        .orElseThrow(() -> none(side, passed));
  }

  private Optional<Compute> configured(
      WarehouseConfig wanted, List<WarehouseInfo> listed, List<String> passed) {
    Optional<WarehouseInfo> found =
        best(listed.stream().filter(w -> wanted.name().equals(w.name())).toList());
    if (found.isPresent()) {
      return Optional.of(
          Compute.warehouse(found.get().id(), "warehouse_config name '" + wanted.name() + "'"));
    }
    if (!wanted.creationAllowed()) {
      passed.add(
          "there is no warehouse '"
              + wanted.name()
              + "' (warehouse_config), and it may not be created without create_if_not_exists: true");
      return Optional.empty();
    }
    WarehouseInfo created =
        warehouses.create(
            new CreateWarehouse(
                wanted.name(),
                wanted.clusterSize().yaml(),
                wanted.warehouseType().yaml(),
                wanted.enableServerlessCompute(),
                wanted.autoStopMins(),
                wanted.minNumClusters(),
                wanted.maxNumClusters()));
    if (!isGiven(created.id())) {
      throw new WorkspaceSetupException(
          "the answer to the creation of warehouse '" + wanted.name() + "' holds no id");
    }
    return Optional.of(
        Compute.warehouse(
            created.id(), "created '" + wanted.name() + "' as warehouse_config says"));
  }

  /** Quickest to answer first; names make the choice the same on every run. */
  static Optional<WarehouseInfo> best(List<WarehouseInfo> listed) {
    return listed.stream()
        .filter(w -> isGiven(w.id()))
        .min(
            Comparator.comparingInt(WarehouseResolver::rank)
                .thenComparing(w -> String.valueOf(w.name()))
                .thenComparing(WarehouseInfo::id));
  }

  private static int rank(WarehouseInfo w) {
    boolean serverless = Boolean.TRUE.equals(w.enableServerlessCompute());
    if ("RUNNING".equals(w.state())) {
      return serverless ? 0 : 1;
    }
    return serverless ? 2 : 3;
  }

  private static String describe(WarehouseInfo w) {
    return "'"
        + w.name()
        + "' ("
        + String.valueOf(w.state()).toLowerCase(Locale.ROOT)
        + (Boolean.TRUE.equals(w.enableServerlessCompute()) ? ", serverless)" : ")");
  }

  private static String because(String reason, List<String> passed) {
    return passed.isEmpty() ? reason : reason + "; " + String.join("; ", passed);
  }

  private static WorkspaceSetupException none(SideConfig side, List<String> passed) {
    String why = passed.isEmpty() ? "" : " (" + String.join("; ", passed) + ")";
    return new WorkspaceSetupException(
        "no SQL warehouse can be used in the "
            + name(side)
            + " workspace "
            + side.host()
            + why
            + "; set warehouse_id or cluster_id in "
            + name(side)
            + "_databricks_connect_config, or "
            + variable(side)
            + ", or warehouse_config with create_if_not_exists: true");
  }

  private static String variable(SideConfig side) {
    return "DATA_REPLICATOR_" + side.side().name() + "_WAREHOUSE_ID";
  }

  private static String name(SideConfig side) {
    return side.side().yaml();
  }

  private static boolean isGiven(String id) {
    return id != null && !id.isBlank();
  }
}
