package io.datareplicator.databricks.warehouses;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import io.datareplicator.databricks.warehouses.WarehousesApi.CreateWarehouse;
import io.datareplicator.databricks.warehouses.WarehousesApi.StartWarehouse;
import io.datareplicator.databricks.warehouses.WarehousesApi.WarehouseInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** SQL warehouses of one workspace. */
public final class Warehouses {
  private static final Set<String> GOING = Set.of("DELETING", "DELETED");

  private final WarehousesApi api;
  private final HttpPipeline http;

  public Warehouses(WarehousesApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /** All warehouses that the caller may see, deleted ones left out. */
  public List<WarehouseInfo> list() {
    List<WarehouseInfo> all = new ArrayList<>();
    Pages.forEach(
        token -> http.read("GET warehouses page", () -> api.list(token)),
        WarehousesApi.WarehousePage::warehouses,
        WarehousesApi.WarehousePage::nextPageToken,
        all::add);
    all.removeIf(w -> w.state() != null && GOING.contains(w.state()));
    return all;
  }

  public Optional<WarehouseInfo> find(String id) {
    return http.find("GET warehouse", () -> api.get(id));
  }

  public Optional<WarehouseInfo> findByName(String name) {
    return list().stream().filter(w -> name.equals(w.name())).findFirst();
  }

  /** Creates a warehouse, or returns the one of that name that is there after all. */
  public WarehouseInfo create(CreateWarehouse request) {
    return http.create(
        "POST warehouse", () -> api.create(request), () -> findByName(request.name()));
  }

  /** Asks a warehouse to start; one that runs or starts stays as it is. Does not wait. */
  public void start(String id) {
    http.change("POST warehouse start", () -> api.start(id, new StartWarehouse()));
  }
}
