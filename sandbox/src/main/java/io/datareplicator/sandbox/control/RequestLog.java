package io.datareplicator.sandbox.control;

import io.datareplicator.sandbox.http.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Counts of calls by route, the calls that may change something, and the statements that were
 * submitted. Thread-safe.
 */
public final class RequestLog {
  private static final int MAX_STATEMENTS = 50_000;
  private static final int MAX_BODY = 4_000;

  private final TreeMap<String, Count> counts = new TreeMap<>();
  private final Deque<Supplier<Json.Body>> statements = new ArrayDeque<>();
  private final Deque<Json.Body> changes = new ArrayDeque<>();

  /**
   * @param template route template, or {@code {unknown}}
   */
  public synchronized void count(String method, String template) {
    counts.computeIfAbsent(template + " " + method, k -> new Count(method, template)).number++;
  }

  /**
   * @param view renders the statement's present state; called whenever the log is read
   */
  public synchronized void statement(Supplier<Json.Body> view) {
    if (statements.size() == MAX_STATEMENTS) {
      statements.removeFirst();
    }
    statements.addLast(view);
  }

  /**
   * A call of a method other than GET and HEAD whose body is text.
   *
   * @param path as sent
   * @param body as sent; only its beginning is kept
   */
  public synchronized void change(String method, String path, String body) {
    if (changes.size() == MAX_STATEMENTS) {
      changes.removeFirst();
    }
    changes.addLast(
        Json.body()
            .with("method", method)
            .with("path", path)
            .with("body", body.substring(0, Math.min(body.length(), MAX_BODY))));
  }

  synchronized void clear() {
    changes.clear();
    counts.clear();
    statements.clear();
  }

  synchronized Json.Body describe() {
    List<Json.Body> calls = new ArrayList<>();
    counts.values().forEach(c -> calls.add(c.describe()));
    return Json.body()
        .with("counts", calls)
        .with("changes", List.copyOf(changes))
        .with("statements", statements.stream().map(Supplier::get).toList());
  }

  private static final class Count {
    private final String method;
    private final String template;
    private long number;

    Count(String method, String template) {
      this.method = method;
      this.template = template;
    }

    Json.Body describe() {
      return Json.body().with("method", method).with("path", template).with("count", number);
    }
  }
}
