package io.datareplicator.sandbox.metastore;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;

/**
 * What the metastore itself keeps about a table or view; columns and Delta properties come from the
 * Delta log.
 *
 * @param tableType MANAGED, EXTERNAL, VIEW, STREAMING_TABLE or MATERIALIZED_VIEW (REST vocabulary)
 * @param location cloud URL or {@code file:} URI of the Delta table, see {@link CloudStorage}; null
 *     for a view; that of the table behind it for a dataset of a pipeline
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

  /** Whether a pipeline maintains it: a streaming table or materialized view. */
  @JsonIgnore
  public boolean isDataset() {
    return isStreaming() || "MATERIALIZED_VIEW".equals(tableType);
  }

  @JsonIgnore
  public boolean isStreaming() {
    return "STREAMING_TABLE".equals(tableType);
  }

  /** The same table with its data elsewhere. */
  public TableEntry at(String otherLocation) {
    return new TableEntry(
        id, name, tableType, otherLocation, comment, owner, createdAt, updatedAt, view);
  }
}
