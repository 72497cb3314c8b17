/**
 * A workspace as the operations see it. Invariant: two workspaces share no state; nothing here is
 * process-wide.
 */
package io.datareplicator.databricks;
