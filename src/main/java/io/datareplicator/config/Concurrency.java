package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * How much happens at once.
 *
 * @param processSchemasInSerial one schema after the other, the tables of each in parallel
 * @param maxWorkers objects under way at once
 * @param parallelTableFilter accepted for older files; enumeration is done in bulk
 * @param timeoutSeconds longest time for one object, in seconds
 */
@RegisterForReflection
public record Concurrency(
    boolean processSchemasInSerial,
    @Min(1) @Max(64) int maxWorkers,
    @Min(1) @Max(64) int parallelTableFilter,
    @Min(60) int timeoutSeconds) {

  /** The time limit of one object. */
  public Duration timeout() {
    return Duration.ofSeconds(timeoutSeconds);
  }
}
