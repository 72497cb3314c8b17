/**
 * The Files API: directories and files of volumes (databricks-api.md §6). Invariant: a path is
 * taken literally, whatever its characters; no file is ever held in memory; what was read of a
 * source is sent at most once.
 */
package io.datareplicator.databricks.files;
