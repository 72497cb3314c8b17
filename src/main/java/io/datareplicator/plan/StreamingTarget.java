package io.datareplicator.plan;

/**
 * What is known of the target side of a streaming table.
 *
 * @param backing the hidden table to clone into; null when there is a problem
 * @param problem why the table cannot be cloned, with the mend; null when it can
 */
public record StreamingTarget(Destination.Backing backing, String problem) {}
