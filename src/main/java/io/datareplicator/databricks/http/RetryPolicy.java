package io.datareplicator.databricks.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How patiently one request is repeated; per object attempts are the {@code retry} of the YAML,
 * above this.
 *
 * @param maxAttempts attempts in all, the first included
 * @param base first back-off; doubles, with full jitter
 * @param cap longest back-off of our own choosing
 * @param maxServerDelay longest Retry-After that is waited for; a longer one fails the request
 */
public record RetryPolicy(int maxAttempts, Duration base, Duration cap, Duration maxServerDelay) {
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(6, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(5));

  /** Milliseconds before attempt {@code failures + 1}; what the server asked for wins. */
  public long delayMillis(int failures, ApiException failure, RandomGenerator random) {
    if (failure.retryAfter().isPresent()) {
      return failure.retryAfter().get().toMillis() + random.nextLong(1, 100);
    }
    long ceiling = Math.min(cap.toMillis(), base.toMillis() << Math.min(failures - 1, 20));
    return ceiling / 2 + random.nextLong(0, Math.max(1, ceiling / 2) + 1);
  }
}
