/**
 * Records results: journal first, Delta table in batches after. Invariant: a result is either in
 * the audit table or in the journal, and the run says so when it is not in the table.
 */
package io.datareplicator.audit;
