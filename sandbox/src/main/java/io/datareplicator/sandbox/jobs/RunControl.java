package io.datareplicator.sandbox.jobs;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import java.util.ArrayDeque;
import java.util.Deque;

/** What tests may change about the runs of one workspace. Thread-safe. */
public final class RunControl {
  private long startMillis;
  private long workMillis;
  private final Deque<RunEnd> ends = new ArrayDeque<>();

  RunControl(long startMillis) {
    this.startMillis = startMillis;
  }

  /**
   * {@code start_delay_ms}: how long serverless compute takes to start; {@code run_delay_ms}: how
   * long each task is RUNNING before its file begins; {@code end_next}: the next run ends in this
   * {@code life_cycle_state} (INTERNAL_ERROR or SKIPPED) with this {@code state_message}, without
   * having done anything.
   */
  public synchronized void change(Input in) {
    long start = delay(in, "start_delay_ms", startMillis);
    long work = delay(in, "run_delay_ms", workMillis);
    if (in.has("end_next")) {
      Input end = in.object("end_next");
      String message = end.text("state_message", "");
      String state = end.required("life_cycle_state");
      switch (state) {
        case "INTERNAL_ERROR" -> ends.add(RunEnd.internal("INTERNAL_ERROR", message));
        case "SKIPPED" -> ends.add(RunEnd.skipped(message));
        default -> throw ApiException.invalid("life_cycle_state must be INTERNAL_ERROR or SKIPPED");
      }
    }
    startMillis = start;
    workMillis = work;
  }

  private static long delay(Input in, String field, long otherwise) {
    long value = in.number(field, otherwise);
    if (value < 0) {
      throw ApiException.invalid(field + " must not be negative");
    }
    return value;
  }

  public synchronized Json.Body describe() {
    return Json.body().with("start_delay_ms", startMillis).with("run_delay_ms", workMillis);
  }

  synchronized long startMillis() {
    return startMillis;
  }

  synchronized long workMillis() {
    return workMillis;
  }

  /** The end that the next run must take, or null. */
  synchronized RunEnd nextEnd() {
    return ends.poll();
  }
}
