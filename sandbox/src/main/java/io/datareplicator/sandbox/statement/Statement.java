package io.datareplicator.sandbox.statement;

import java.util.concurrent.Future;

/** One statement and where it stands. Thread-safe. */
public final class Statement {
  /** States of the Statement Execution API. */
  public enum State {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELED,
    CLOSED;

    public boolean terminal() {
      return this != PENDING && this != RUNNING;
    }
  }

  /** Why a statement failed; {@code sqlState} may be null. */
  public record Failure(String errorCode, String message, String sqlState) {}

  /** A consistent view. */
  public record Snapshot(State state, Failure failure, ResultSet result) {}

  private final String id;
  private final Submission submission;
  private final long submittedAt = System.currentTimeMillis();
  private State state = State.PENDING;
  private Failure failure;
  private ResultSet result;
  private long startedAt;
  private long endedAt;
  private boolean cancelRequested;
  private Future<?> task;

  Statement(String id, Submission submission) {
    this.id = id;
    this.submission = submission;
  }

  public String id() {
    return id;
  }

  public Submission submission() {
    return submission;
  }

  public synchronized Snapshot snapshot() {
    return new Snapshot(state, failure, result);
  }

  public long submittedAt() {
    return submittedAt;
  }

  /** Epoch milliseconds, 0 = not started. */
  public synchronized long startedAt() {
    return startedAt;
  }

  /** Epoch milliseconds, 0 = not ended. */
  public synchronized long endedAt() {
    return endedAt;
  }

  /** Waits until the statement has ended, at most {@code millis}. */
  public synchronized void await(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (!state.terminal() && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }

  synchronized void task(Future<?> started) {
    task = started;
  }

  /** False when it was cancelled while it waited. */
  synchronized boolean start() {
    if (state != State.PENDING) {
      return false;
    }
    state = State.RUNNING;
    startedAt = System.currentTimeMillis();
    return true;
  }

  synchronized void succeed(ResultSet rows) {
    result = rows;
    end(State.SUCCEEDED);
  }

  /** Ends as FAILED, or as CANCELED when that is why it broke off. */
  synchronized void fail(Failure cause) {
    if (cancelRequested) {
      end(State.CANCELED);
    } else {
      failure = cause;
      end(State.FAILED);
    }
  }

  private void end(State terminal) {
    state = terminal;
    endedAt = System.currentTimeMillis();
    notifyAll();
  }

  /**
   * A waiting statement is cancelled at once; a running one is interrupted and ends when its engine
   * lets go.
   */
  public synchronized void cancel() {
    if (state.terminal()) {
      return;
    }
    cancelRequested = true;
    if (state == State.PENDING) {
      end(State.CANCELED);
    }
    if (task != null) {
      task.cancel(true);
    }
  }

  /** Gives up the result; a statement that still runs is cancelled. */
  public synchronized void close() {
    if (state == State.SUCCEEDED) {
      state = State.CLOSED;
      result = null;
    } else {
      cancel();
    }
  }

  synchronized long retainedBytes() {
    return result == null ? 0 : result.bytes();
  }
}
