package io.datareplicator.sandbox.metastore;

/**
 * A table as seen from one workspace.
 *
 * @param readOnly true when it is reached through a Delta Sharing catalog
 * @param withHistory whether time travel and DESCRIBE HISTORY are allowed (always true for local
 *     tables; for shared ones it follows history_data_sharing_status)
 */
public record ResolvedTable(
    String catalog, String schema, TableEntry table, boolean readOnly, boolean withHistory) {}
