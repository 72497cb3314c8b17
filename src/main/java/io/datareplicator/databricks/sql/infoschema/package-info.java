/**
 * Bulk reads of {@code information_schema} (databricks-api.md §4).
 *
 * <p>Invariant: one query reads one kind of fact of a whole catalog; answers that can be long come
 * in pages whose order is total, so that no row is read twice or left out while others change.
 */
package io.datareplicator.databricks.sql.infoschema;
