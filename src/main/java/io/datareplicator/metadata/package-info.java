/**
 * Replication of Unity Catalog metadata (operations.md §4).
 *
 * <p>Invariant: both sides are read in bulk before anything is changed, only differences are sent,
 * and everything that was asked for ends as a result: done, failed, or skipped with a reason.
 */
package io.datareplicator.metadata;
