package io.datareplicator.sandbox.metastore;

import java.util.ArrayList;
import java.util.List;

/**
 * Which SQL warehouses a workspace has, durable; whether one runs is not its business. Thread-safe.
 */
public final class WarehouseStore {
  private final StateFile file;
  private List<WarehouseEntry> entries;

  WarehouseStore(StateFile file, Workspace workspace) {
    this.file = file;
    if (file.exists()) {
      entries = file.read(Content.class).warehouses();
    } else {
      store(
          List.of(
              new WarehouseEntry(
                  workspace.warehouseId(), "sandbox", "2X-Small", 10, workspace.user())));
    }
  }

  public synchronized List<WarehouseEntry> warehouses() {
    return entries;
  }

  /**
   * @throws UcException RESOURCE_ALREADY_EXISTS when the name is taken
   */
  public synchronized void add(WarehouseEntry entry) {
    if (entries.stream().anyMatch(e -> e.name().equals(entry.name()))) {
      throw new UcException(
          400,
          "RESOURCE_ALREADY_EXISTS",
          "SQL warehouse with name `" + entry.name() + "` already exists");
    }
    List<WarehouseEntry> changed = new ArrayList<>(entries);
    changed.add(entry);
    store(changed);
  }

  private void store(List<WarehouseEntry> changed) {
    file.write(new Content(changed));
    entries = List.copyOf(changed);
  }

  /**
   * A SQL warehouse.
   *
   * @param autoStopMinutes 0 = never
   */
  public record WarehouseEntry(
      String id, String name, String clusterSize, int autoStopMinutes, String creator) {}

  /** The file's content. */
  record Content(List<WarehouseEntry> warehouses) {}
}
