/**
 * Data replication on the target (operations.md §3). Invariant: a table counts as cloned only when
 * its clone was confirmed.
 */
package io.datareplicator.replicate;
