/**
 * SQL warehouses (databricks-api.md §2) and the choice of the compute that runs SQL on a side
 * (configuration.md §2). Invariant: nothing is created unless the configuration says so, and a
 * configured id is taken as it is.
 */
package io.datareplicator.databricks.warehouses;
