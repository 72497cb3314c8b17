package io.datareplicator.plan;

import java.time.Instant;

/**
 * What the last successful clone of a table recorded.
 *
 * @param tableId source table id, null when it was not known
 * @param seconds how long it took
 */
public record LastClone(String tableId, long version, Instant timestamp, double seconds) {}
