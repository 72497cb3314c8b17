package io.datareplicator.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test sets, and that may move by itself each time it is read. */
public final class MovableClock extends Clock {
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private Instant now = START;
  private Duration step = Duration.ZERO;

  /** From now on each reading is that much later than the one before. */
  public synchronized MovableClock moving(Duration perReading) {
    step = perReading;
    return this;
  }

  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public synchronized Instant instant() {
    Instant read = now;
    now = now.plus(step);
    return read;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
