package io.datareplicator.testkit;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.WorkUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps results, and makes them. */
public final class Results implements ResultSink {
  private final List<OperationResult> done = new ArrayList<>();
  private final List<String> started = new ArrayList<>();

  public static OperationResult of(String object, Status status, String error) {
    return of("replication", object, status, error, Map.of());
  }

  public static OperationResult of(
      String type, String object, Status status, String error, Map<String, Object> details) {
    return new OperationResult(
        type,
        "tgt",
        "s",
        object,
        "table",
        status,
        MovableClock.START,
        MovableClock.START.plusMillis(1500),
        error,
        details,
        1,
        3);
  }

  @Override
  public synchronized void started(WorkUnit unit) {
    started.add(unit.object());
  }

  @Override
  public synchronized void done(OperationResult result) {
    done.add(result);
  }

  public synchronized List<OperationResult> all() {
    return List.copyOf(done);
  }

  public synchronized List<String> started() {
    return List.copyOf(started);
  }

  /** One short line per result: {@code object_type object status}. */
  public List<String> lines() {
    return all().stream()
        .map(r -> r.objectType() + " " + r.object() + " " + r.status().label())
        .toList();
  }

  /** The only result of an object. */
  public OperationResult the(String objectType, String object) {
    List<OperationResult> found =
        all().stream()
            .filter(r -> r.objectType().equals(objectType) && r.object().equals(object))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(objectType + " " + object + " has " + found + " among " + lines());
    }
    return found.get(0);
  }
}
