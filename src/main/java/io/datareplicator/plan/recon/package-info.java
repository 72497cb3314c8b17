/**
 * What two tables must have in common, and at which versions they are compared (operations.md §5).
 * Invariant: pure; a doubt is never a match.
 */
package io.datareplicator.plan.recon;
