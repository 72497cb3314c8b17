/**
 * Bulk snapshots of what exists. Invariant: enumerates by pages and batches, never per table,
 * except where a batch fails; a listing is whole or an error.
 */
package io.datareplicator.inventory;
