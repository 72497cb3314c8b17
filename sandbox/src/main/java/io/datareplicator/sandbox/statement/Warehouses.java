package io.datareplicator.sandbox.statement;

import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.metastore.WarehouseStore;
import io.datareplicator.sandbox.metastore.WarehouseStore.WarehouseEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The warehouses of one workspace. */
public final class Warehouses implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  private final WarehouseStore store;
  private final Settings settings;
  private final Map<String, Warehouse> running = new ConcurrentHashMap<>();

  public Warehouses(WarehouseStore store, Settings settings) {
    this.store = store;
    this.settings = settings;
    store.warehouses().forEach(e -> open(e, true));
  }

  private Warehouse open(WarehouseEntry entry, boolean started) {
    Warehouse warehouse = new Warehouse(entry, settings.slots(), settings.startMillis(), started);
    running.put(entry.id(), warehouse);
    return warehouse;
  }

  public List<Warehouse> all() {
    return store.warehouses().stream().map(e -> running.get(e.id())).toList();
  }

  /**
   * @throws ApiException 400 for what cannot be an id, 404 for an id of no warehouse of this
   *     workspace
   */
  public Warehouse get(String id) {
    Warehouse warehouse = running.get(id);
    if (warehouse != null) {
      return warehouse;
    }
    if (!ID.matcher(id).matches()) {
      throw ApiException.invalid(id + " is not a valid endpoint id.");
    }
    throw new ApiException(
        404, "RESOURCE_DOES_NOT_EXIST", "SQL warehouse " + id + " does not exist.");
  }

  /** Adds a warehouse; it starts at once, as a new one does. */
  public synchronized Warehouse create(WarehouseEntry entry) {
    store.add(entry);
    Warehouse warehouse = open(entry, false);
    warehouse.start();
    return warehouse;
  }

  @Override
  public void close() {
    running.values().forEach(Warehouse::close);
  }
}
