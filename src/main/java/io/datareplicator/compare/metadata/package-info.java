/**
 * Both sides of a catalog's metadata, read in bulk and planned, for whoever carries the plan out or
 * tells what differs (operations.md §4 and §5).
 *
 * <p>Invariant: nothing is written on either side; a listing that fails is never taken for an empty
 * one; memory grows with a few schemas, not with the catalog.
 */
package io.datareplicator.compare.metadata;
