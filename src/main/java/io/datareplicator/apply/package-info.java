/**
 * Carries work out. Invariant: every unit of work that is started ends in exactly one {@link
 * io.datareplicator.apply.OperationResult}.
 */
package io.datareplicator.apply;
