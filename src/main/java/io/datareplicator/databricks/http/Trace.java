package io.datareplicator.databricks.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What happened on the wire on behalf of one object: retries with their reasons and the statements
 * sent. It becomes part of the object's audit details. Thread-safe; bound to a thread while that
 * thread works for the object.
 */
public final class Trace {
  private static final ThreadLocal<Trace> CURRENT = new ThreadLocal<>();
  private static final int MAX_EVENTS = 50;

  private final List<Map<String, Object>> retries = new ArrayList<>();
  private final List<String> statementIds = new ArrayList<>();

  /** The trace bound to this thread, or a fresh one that nobody reads. */
  public static Trace current() {
    Trace bound = CURRENT.get();
    return bound == null ? new Trace() : bound;
  }

  /** Runs {@code work} with this trace bound to the calling thread. */
  public <T> T during(Callable<T> work) throws Exception {
    Trace before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.call();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  /** Records that a request is going to be sent again. */
  public synchronized void retried(
      String call, ApiException failure, int attempt, long waitMillis) {
    if (retries.size() < MAX_EVENTS) {
      retries.add(
          Map.of(
              "call", call,
              "attempt", attempt,
              "status", failure.status(),
              "cause", failure.getMessage(),
              "wait_ms", waitMillis));
    }
  }

  /** Records a statement that was accepted. */
  public synchronized void statement(String statementId) {
    if (statementIds.size() < MAX_EVENTS) {
      statementIds.add(statementId);
    }
  }

  public synchronized List<Map<String, Object>> retries() {
    return List.copyOf(retries);
  }

  public synchronized List<String> statementIds() {
    return List.copyOf(statementIds);
  }
}
