package io.datareplicator.databricks.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Retries that a whole run may spend: a workspace that is down for good must not be asked thousands
 * of times.
 */
public final class RetryBudget {
  private static final int PER_RUN = 2000;

  private final AtomicInteger left;

  public RetryBudget() {
    this(PER_RUN);
  }

  RetryBudget(int retries) {
    this.left = new AtomicInteger(retries);
  }

  /** Takes one retry; false when none is left. */
  public boolean take() {
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }
}
