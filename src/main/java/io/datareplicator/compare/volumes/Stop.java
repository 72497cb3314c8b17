package io.datareplicator.compare.volumes;

import io.datareplicator.apply.Applier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Whether work on a volume has to end before it is done, and why. Thread-safe. */
public final class Stop {
  private final Applier applier;
  private final Clock clock;
  private final Instant deadline;
  private final Duration limit;
  private final String overrun;
  private String reason;
  private RuntimeException cause;

  /**
   * @param applier says when the run is to end
   * @param limit longest time
   * @param overrun what to say when it is over, after the seconds
   */
  public Stop(Applier applier, Clock clock, Duration limit, String overrun) {
    this.applier = applier;
    this.clock = clock;
    this.limit = limit;
    this.overrun = overrun;
    this.deadline = clock.instant().plus(limit);
  }

  /** Work ends because of a failure that the next file would meet, too; the first one counts. */
  public synchronized void because(String why, RuntimeException failure) {
    if (reason == null) {
      reason = why;
      cause = failure;
    }
  }

  /** The reason, once there is one. */
  public synchronized Optional<String> reason() {
    if (reason == null) {
      reason = applier.stopReason().map(why -> "interrupted: " + why).orElse(null);
    }
    if (reason == null && clock.instant().isAfter(deadline)) {
      reason = "stopped after " + limit.toSeconds() + " s " + overrun;
    }
    return Optional.ofNullable(reason);
  }

  /** The failure behind the reason; empty when time or the user ended the work. */
  public synchronized Optional<RuntimeException> cause() {
    return Optional.ofNullable(cause);
  }

  /**
   * @throws CancellationException when work has to end
   */
  public void check() {
    if (reason().isPresent()) {
      throw new CancellationException("the work ends");
    }
  }
}
