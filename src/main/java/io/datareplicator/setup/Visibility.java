package io.datareplicator.setup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Waits until something that was just shared can be seen on the target: polls, never sleeps a fixed
 * time. The bound counts for the whole replication, not for each object (operations.md §1).
 */
public final class Visibility {
  private static final long FIRST_MILLIS = 250;
  private static final long LONGEST_MILLIS = 5000;

  private final Clock clock;
  private final Instant deadline;

  public Visibility(Clock clock, Duration wait) {
    this.clock = clock;
    this.deadline = clock.instant().plus(wait);
  }

  /** Asks until there is an answer or the time is over; asks at least once. */
  public <T> Optional<T> await(Supplier<Optional<T>> ask) {
    long pause = FIRST_MILLIS;
    while (true) {
      Optional<T> answer = ask.get();
      long left = Duration.between(clock.instant(), deadline).toMillis();
      if (answer.isPresent() || left <= 0) {
        return answer;
      }
      try {
        Thread.sleep(Math.min(pause, left));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      pause = Math.min(LONGEST_MILLIS, pause * 2);
    }
  }
}
