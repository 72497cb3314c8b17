package io.datareplicator.sandbox.jobs;

import java.nio.charset.StandardCharsets;

/** What a task printed and how it failed. Thread-safe. */
public final class TaskOutput {
  /** What is kept of the logs: their end, in bytes. */
  private static final int LIMIT = 5 << 20;

  private final StringBuilder logs = new StringBuilder();
  private boolean truncated;
  private String error;
  private String trace;

  /** Adds lines of UTF-8. */
  synchronized void print(byte[] bytes, int length) {
    logs.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
    if (logs.length() > LIMIT) {
      logs.delete(0, logs.length() - LIMIT);
      truncated = true;
    }
  }

  synchronized void print(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    print(bytes, bytes.length);
  }

  synchronized void fail(String message, String stackTrace) {
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
