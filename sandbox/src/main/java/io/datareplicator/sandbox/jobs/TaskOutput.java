package io.datareplicator.sandbox.jobs;

/** What a task printed and how it failed. Thread-safe. */
public final class TaskOutput {
  /** What is kept of the logs: their end, in characters. */
  private static final int LIMIT = 5 << 20;

  private final StringBuilder logs = new StringBuilder();
  private boolean truncated;
  private String error;
  private String trace;

  synchronized void print(CharSequence text) {
    logs.append(text);
    if (logs.length() > LIMIT) {
      logs.delete(0, logs.length() - LIMIT);
      truncated = true;
    }
  }

  /** How it failed by itself; {@code stackTrace} may be null. */
  public synchronized void fail(String message, String stackTrace) {
    error = message;
    trace = stackTrace;
  }

  /** Null when nothing was printed. */
  public synchronized String logs() {
    return logs.isEmpty() ? null : logs.toString();
  }

  public synchronized boolean truncated() {
    return truncated;
  }

  /** Null when it did not fail by itself. */
  public synchronized String error() {
    return error;
  }

  public synchronized String trace() {
    return trace;
  }
}
