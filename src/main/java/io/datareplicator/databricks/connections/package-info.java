/**
 * Connections to foreign systems (databricks-api.md §4). Invariant: wire format only, no decisions;
 * options that may be secret are not shown.
 */
package io.datareplicator.databricks.connections;
