package io.datareplicator.sandbox.metastore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Primary and foreign keys of a metastore's tables; kept for information, as on Databricks, and
 * never enforced. Thread-safe; changes are durable.
 */
public final class Constraints {
  private final Guarded state;

  Constraints(Guarded state) {
    this.state = state;
  }

  /**
   * A key.
   *
   * @param parentId id of the table that a foreign key points to; null for a primary key
   * @param parentColumns that table's key columns; empty for a primary key
   */
  public record Key(
      String name,
      List<String> columns,
      String parentId,
      List<String> parentColumns,
      boolean rely) {
    public Key {
      columns = List.copyOf(columns);
      parentColumns = parentColumns == null ? List.of() : List.copyOf(parentColumns);
    }

    public boolean primary() {
      return parentId == null;
    }
  }

  /** A table's keys in the order in which they were added. */
  public List<Key> of(String tableId) {
    return state.read(s -> s.governed.keys.getOrDefault(tableId, List.of()));
  }

  public Optional<Key> primaryKey(String tableId) {
    return of(tableId).stream().filter(Key::primary).findFirst();
  }

  /**
   * Adds a key.
   *
   * @throws UcException CONSTRAINT_ALREADY_EXISTS for a second primary key or a name in use
   */
  public void add(String tableId, Key key) {
    state.write(
        s -> {
          List<Key> keys = new ArrayList<>(s.governed.keys.getOrDefault(tableId, List.of()));
          boolean named = keys.stream().anyMatch(k -> k.name().equalsIgnoreCase(key.name()));
          if (named) {
            throw UcException.alreadyExists("CONSTRAINT", "Constraint", key.name());
          }
          if (key.primary() && keys.stream().anyMatch(Key::primary)) {
            throw new UcException(
                400, "CONSTRAINT_ALREADY_EXISTS", "The table already has a primary key");
          }
          keys.add(key);
          return s.governed.keys.put(tableId, keys);
        });
  }

  /** Sets all keys of a table that was created or replaced. */
  public void replace(String tableId, List<Key> keys) {
    if (keys.isEmpty() && of(tableId).isEmpty()) {
      return;
    }
    state.write(
        s ->
            keys.isEmpty()
                ? s.governed.keys.remove(tableId)
                : s.governed.keys.put(tableId, List.copyOf(keys)));
  }

  /**
   * Drops a key, and with {@code cascade} the foreign keys that point to it.
   *
   * @throws UcException CONSTRAINT_DOES_NOT_EXIST, or INVALID_STATE when foreign keys point to it
   */
  public void drop(String tableId, String name, boolean cascade) {
    state.write(
        s -> {
          List<Key> keys = new ArrayList<>(s.governed.keys.getOrDefault(tableId, List.of()));
          Key key =
              keys.stream()
                  .filter(k -> k.name().equalsIgnoreCase(name))
                  .findFirst()
                  .orElseThrow(() -> UcException.notFound("CONSTRAINT", "Constraint", name));
          if (key.primary()) {
            dropChildren(s, tableId, key, cascade);
            keys = new ArrayList<>(s.governed.keys.get(tableId));
          }
          keys.remove(key);
          return s.governed.keys.put(tableId, keys);
        });
  }

  private static void dropChildren(MetastoreState state, String tableId, Key key, boolean cascade) {
    boolean referenced =
        state.governed.keys.values().stream()
            .flatMap(List::stream)
            .anyMatch(k -> tableId.equals(k.parentId()));
    if (referenced && !cascade) {
      throw new UcException(
          400,
          "INVALID_STATE",
          "Cannot delete primary key "
              + key.name()
              + " because it is referenced by foreign keys; use CASCADE to drop them too");
    }
    state.governed.keys.replaceAll(
        (id, keys) -> keys.stream().filter(k -> !tableId.equals(k.parentId())).toList());
  }

  /** Keys name columns by their present names. */
  public void renameColumn(String tableId, String from, String to) {
    if (of(tableId).stream().noneMatch(k -> k.columns().contains(from))) {
      return;
    }
    state.write(
        s ->
            s.governed.keys.computeIfPresent(
                tableId,
                (id, keys) ->
                    keys.stream()
                        .map(
                            k ->
                                new Key(
                                    k.name(),
                                    k.columns().stream().map(c -> c.equals(from) ? to : c).toList(),
                                    k.parentId(),
                                    k.parentColumns(),
                                    k.rely()))
                        .toList()));
  }
}
