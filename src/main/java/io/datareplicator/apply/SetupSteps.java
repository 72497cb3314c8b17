package io.datareplicator.apply;

import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.config.Retry;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.http.Trace;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Runs steps that prepare a catalog (share, recipient, catalogs, schemas) on the calling thread and
 * records them.
 */
public final class SetupSteps {
  private final String operationType;
  private final String catalog;
  private final ResultSink sink;
  private final Clock clock;
  private final Retry retry;

  public SetupSteps(
      String operationType, String catalog, ResultSink sink, Clock clock, Retry retry) {
    this.operationType = operationType;
    this.catalog = catalog;
    this.sink = sink;
    this.clock = clock;
    this.retry = retry;
  }

  /**
   * What a step found or did; {@code action} null means that there was nothing to do and nothing is
   * recorded.
   */
  public record Outcome<T>(T value, String action) {}

  /**
   * Runs a step for an object.
   *
   * @throws StopCatalog when it fails; the failure is recorded first
   */
  public <T> T step(String objectType, String object, Callable<Outcome<T>> work) {
    return step(null, objectType, object, work);
  }

  /** As above, for an object of a schema. */
  public <T> T step(String schema, String objectType, String object, Callable<Outcome<T>> work) {
    Instant start = clock.instant();
    Trace trace = new Trace();
    for (int attempt = 1; ; attempt++) {
      try {
        Outcome<T> outcome = trace.during(work);
        if (outcome.action() != null) {
          Map<String, Object> details = new LinkedHashMap<>();
          details.put("action", outcome.action());
          record(schema, objectType, object, Status.SUCCESS, start, null, details, trace, attempt);
        }
        return outcome.value();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        } else if (attempt < retry.maxAttempts() && Failures.isTransient(e) && pause(attempt)) {
          continue;
        }
        String why = Redactor.redact(Failures.describe(e));
        record(
            schema,
            objectType,
            object,
            Status.FAILED,
            start,
            why,
            new LinkedHashMap<>(),
            trace,
            attempt);
        if (Failures.stopsRun(e)) {
          throw new StopRun(why, e);
        }
        throw new StopCatalog(why, e);
      }
    }
  }

  private boolean pause(int attempt) {
    try {
      Thread.sleep(retry.delay().toMillis() << Math.min(attempt - 1, 10));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void record(
      String schema,
      String objectType,
      String object,
      Status status,
      Instant start,
      String error,
      Map<String, Object> details,
      Trace trace,
      int attempt) {
    if (!trace.retries().isEmpty()) {
      details.put("retries", trace.retries());
    }
    sink.done(
        new OperationResult(
            operationType,
            catalog,
            schema,
            object,
            objectType,
            status,
            start,
            clock.instant(),
            error,
            details,
            attempt,
            retry.maxAttempts()));
  }

  /** Records the end of an object of which nothing had to be attempted. */
  public void ended(
      String schema,
      String objectType,
      String object,
      Status status,
      Map<String, Object> details,
      String error) {
    Instant now = clock.instant();
    sink.done(
        new OperationResult(
            operationType,
            catalog,
            schema,
            object,
            objectType,
            status,
            now,
            now,
            error,
            details,
            1,
            retry.maxAttempts()));
  }
}
