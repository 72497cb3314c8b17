/**
 * Who the tool is in a workspace, and who else is there (SCIM, databricks-api.md §9). Invariant: a
 * name that means several principals is an error, never one of them.
 */
package io.datareplicator.databricks.identity;
