/** Functions of Unity Catalog (databricks-api.md §4). Invariant: wire format only, no decisions. */
package io.datareplicator.databricks.functions;
