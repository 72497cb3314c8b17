/**
 * Unity Catalog: metastore, catalogs, schemas, tables, volumes (databricks-api.md §4). Invariant:
 * wire format only, no decisions.
 */
package io.datareplicator.databricks.catalog;
