package io.datareplicator.apply;

import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.DaemonThreads;
import io.datareplicator.databricks.sql.StatementFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs units of work, at most so many at once, in the order given, each with its own attempts. A
 * unit waits for its turn and for its next attempt without a thread. After the workspace has
 * refused the credential, units that were not started fail at once.
 */
public final class Applier implements AutoCloseable {
  private final Clock clock;
  private final ResultSink sink;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("apply"));
  private volatile String stopped;

  public Applier(Clock clock, ResultSink sink) {
    this.clock = clock;
    this.sink = sink;
  }

  /** Runs the units and returns when each has ended. */
  public void run(List<WorkUnit> units, int maxWorkers) throws InterruptedException {
    new Batch(units).await(maxWorkers);
  }

  /** No unit is started any more; those that wait fail with {@code reason}. */
  public void stop(String reason) {
    stopped = reason;
  }

  /** Why nothing is started any more; empty while units are started. */
  public Optional<String> stopReason() {
    return Optional.ofNullable(stopped);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private final class Batch {
    private final Deque<WorkUnit> waiting;
    private final CountDownLatch open;

    Batch(List<WorkUnit> units) {
      this.waiting = new ArrayDeque<>(units);
      this.open = new CountDownLatch(units.size());
    }

    void await(int maxWorkers) throws InterruptedException {
      for (int i = 0; i < maxWorkers; i++) {
        next();
      }
      open.await();
    }

    private void next() {
      WorkUnit unit;
      synchronized (waiting) {
        unit = waiting.poll();
      }
      if (unit != null) {
        timer.execute(new Progress(unit)::begin);
      }
    }

    /** One unit under way. */
    private final class Progress {
      private final WorkUnit unit;
      private final Trace trace = new Trace();
      private final List<Map<String, Object>> failedAttempts = new ArrayList<>();
      private Instant start;
      private int attempt = 1;

      Progress(WorkUnit unit) {
        this.unit = unit;
      }

      void begin() {
        start = clock.instant();
        if (stopped != null) {
          end(Status.FAILED, "not started: " + stopped, Map.of());
          return;
        }
        try {
          sink.started(unit);
        } catch (RuntimeException e) {
          failed(e);
          return;
        }
        attempt();
      }

      /**
       * Whatever the attempt throws or returns, the unit ends: a unit without an end would hold the
       * whole run.
       */
      private void attempt() {
        CompletableFuture<Map<String, Object>> future;
        try {
          future =
              Objects.requireNonNull(unit.attempt().apply(trace), "the attempt gave no future");
        } catch (RuntimeException | Error e) {
          future = CompletableFuture.failedFuture(e);
        }
        future.whenComplete(
            (details, failure) -> {
              if (failure == null) {
                end(Status.SUCCESS, null, details);
              } else {
                failed(Failures.unwrap(failure));
              }
            });
      }

      private void again() {
        if (stopped == null) {
          attempt++;
          attempt();
        } else {
          Object why = failedAttempts.get(failedAttempts.size() - 1).get("error");
          end(Status.FAILED, why + "; not tried again: " + stopped, Map.of());
        }
      }

      private void failed(Throwable failure) {
        String why = Redactor.redact(Failures.describe(failure));
        if (Failures.stopsRun(failure)) {
          stop(why);
        }
        boolean again =
            stopped == null
                && attempt < unit.retry().maxAttempts()
                && Failures.isTransient(failure);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("attempt", attempt);
        record.put("error", why);
        if (failure instanceof StatementFailure statement) {
          statement.statementId().ifPresent(id -> record.put("statement_id", id));
        }
        failedAttempts.add(record);
        if (!again) {
          end(
              Status.FAILED,
              why,
              failure instanceof PartialFailure partial ? partial.details() : Map.of());
          return;
        }
        long delay = unit.retry().delay().toMillis() << Math.min(attempt - 1, 10);
        timer.schedule(this::again, delay, TimeUnit.MILLISECONDS);
      }

      private void end(Status status, String error, Map<String, Object> details) {
        Map<String, Object> all = new LinkedHashMap<>(details);
        if (!trace.statementIds().isEmpty()) {
          all.put("statement_ids", trace.statementIds());
        }
        if (!trace.retries().isEmpty()) {
          all.put("retries", trace.retries());
        }
        if (!failedAttempts.isEmpty()) {
          all.put("failed_attempts", failedAttempts);
        }
        try {
          sink.done(
              new OperationResult(
                  unit.operationType(),
                  unit.catalog(),
                  unit.schema(),
                  unit.object(),
                  unit.objectType(),
                  status,
                  start,
                  clock.instant(),
                  error,
                  all,
                  attempt,
                  unit.retry().maxAttempts()));
        } finally {
          open.countDown();
          next();
        }
      }
    }
  }
}
