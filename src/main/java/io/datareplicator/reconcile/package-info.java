/**
 * Comparison of the tables of both sides (operations.md §5). Invariant: only what was compared and
 * found equal is a match; what could not be compared is a failure, never a match and never a
 * difference.
 */
package io.datareplicator.reconcile;
