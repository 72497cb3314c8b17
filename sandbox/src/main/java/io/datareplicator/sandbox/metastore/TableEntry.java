package io.datareplicator.sandbox.metastore;

import java.util.Map;

/**
 * What the metastore itself keeps about a table or view; columns and Delta properties come from the
 * Delta log.
 *
 * @param tableType MANAGED, EXTERNAL or VIEW (REST vocabulary)
 * @param location cloud URL or {@code file:} URI of the Delta table, see {@link CloudStorage}; null
 *     for a view
 * @param view SQL text, column names and creation-time catalog/schema of a view, as
 *     JSON-serialisable map; null for a table
 */
public record TableEntry(
    String id,
    String name,
    String tableType,
    String location,
    String comment,
    String owner,
    long createdAt,
    long updatedAt,
    Map<String, Object> view) {

  /** The same table with its data elsewhere. */
  public TableEntry at(String otherLocation) {
    return new TableEntry(
        id, name, tableType, otherLocation, comment, owner, createdAt, updatedAt, view);
  }
}
