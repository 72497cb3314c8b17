package io.datareplicator.databricks.http;

/**
 * Bounds the requests that are under way to one workspace: additive increase, multiplicative
 * decrease, between 1 and a ceiling. A workspace that throttles gets half the traffic at once and
 * earns it back by successes.
 */
final class InFlightLimiter {
  private static final int SUCCESSES_PER_STEP = 10;

  private final int ceiling;
  private int limit;
  private int inFlight;
  private int successes;

  InFlightLimiter(int ceiling) {
    this.ceiling = ceiling;
    this.limit = ceiling;
  }

  synchronized void acquire() throws InterruptedException {
    while (inFlight >= limit) {
      wait();
    }
    inFlight++;
  }

  synchronized void release(boolean throttled) {
    inFlight--;
    if (throttled) {
      limit = Math.max(1, limit / 2);
      successes = 0;
    } else if (++successes >= SUCCESSES_PER_STEP && limit < ceiling) {
      limit++;
      successes = 0;
    }
    notifyAll();
  }

  synchronized int limit() {
    return limit;
  }
}
