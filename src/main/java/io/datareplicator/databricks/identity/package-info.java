/** Who the tool is in a workspace (SCIM, databricks-api.md §9). Invariant: wire format only. */
package io.datareplicator.databricks.identity;
