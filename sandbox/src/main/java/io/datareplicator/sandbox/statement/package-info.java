/**
 * Statements and warehouses of one workspace: queueing, running, cancelling, keeping and
 * forgetting.
 *
 * <p>Invariant: a statement goes PENDING, RUNNING, then to exactly one terminal state; SUCCEEDED
 * may only become CLOSED.
 */
package io.datareplicator.sandbox.statement;
