/**
 * Secrets of a workspace (databricks-api.md §9). Invariant: a value that was read is known to the
 * redactor before it is returned, and no message holds it.
 */
package io.datareplicator.databricks.secrets;
