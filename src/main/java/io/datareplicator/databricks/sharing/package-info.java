/**
 * Delta Sharing: shares, recipients, providers (databricks-api.md §5). Invariant: wire format only,
 * no decisions.
 */
package io.datareplicator.databricks.sharing;
