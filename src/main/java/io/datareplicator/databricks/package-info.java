/**
 * How to talk to one workspace. Invariant: nothing here is shared between workspaces, and nothing
 * here knows about replication.
 */
package io.datareplicator.databricks;
