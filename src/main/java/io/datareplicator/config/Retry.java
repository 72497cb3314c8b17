package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * Attempts per object; the delay doubles after each.
 *
 * @param maxAttempts attempts in all, the first one included
 * @param retryDelaySeconds delay before the second attempt, in seconds
 */
@RegisterForReflection
public record Retry(@Min(1) @Max(10) int maxAttempts, @Min(1) int retryDelaySeconds) {

  /** The delay before the second attempt. */
  public Duration delay() {
    return Duration.ofSeconds(retryDelaySeconds);
  }
}
