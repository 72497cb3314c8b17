/**
 * Which volumes of a catalog are looked at, and which of their files count: the same for those that
 * copy them and those that compare them (operations.md §3 "Volume files" and §5).
 *
 * <p>Invariant: nothing is written; a listing that fails is never taken for an empty one.
 */
package io.datareplicator.compare.volumes;
