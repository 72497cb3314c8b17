/**
 * Files in the workspace's own tree (databricks-api.md §7). Invariant: an upload replaces a file as
 * a whole and is seen there before it counts.
 */
package io.datareplicator.databricks.workspacefiles;
