package io.datareplicator.plan;

import java.time.Instant;

/**
 * What the last successful clone of a table recorded.
 *
 * @param tableId source table id, null when it was not known
 * @param seconds how long it took
 * @param bytes size of the source table then, 0 when it was not recorded
 */
public record LastClone(
    String tableId, long version, Instant timestamp, double seconds, long bytes) {}
