/**
 * Backup on the source: recipient, shares, schemas in shares (operations.md §1, §2). Invariant:
 * look, compare, then create or patch.
 */
package io.datareplicator.backup;
