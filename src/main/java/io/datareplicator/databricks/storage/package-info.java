/**
 * Storage credentials and external locations (databricks-api.md §4). Invariant: wire format only,
 * no decisions.
 */
package io.datareplicator.databricks.storage;
