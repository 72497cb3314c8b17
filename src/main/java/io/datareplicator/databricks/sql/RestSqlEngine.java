package io.datareplicator.databricks.sql;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.CallKind;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.RetryRules;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.StatementApi.ExecuteStatement;
import io.datareplicator.databricks.sql.StatementApi.QueryTag;
import io.datareplicator.databricks.sql.StatementApi.ResultColumn;
import io.datareplicator.databricks.sql.StatementApi.ResultData;
import io.datareplicator.databricks.sql.StatementApi.ResultSchema;
import io.datareplicator.databricks.sql.StatementApi.StatementResponse;
import io.datareplicator.databricks.sql.StatementApi.StatementStatus;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * SQL through the Statement Execution API of a warehouse. Statements are submitted, then polled at
 * growing intervals by one shared scheduler; no thread waits for a statement. A statement over its
 * time is cancelled, and reported as timed out only when the cancellation was confirmed or could
 * not be.
 */
public final class RestSqlEngine implements SqlEngine {
  private static final Logger LOG = Logger.getLogger(RestSqlEngine.class);
  private static final long MIN_POLL_MILLIS = 100;
  private static final long MAX_POLL_MILLIS = 5000;

  /** A statement is asked about again after a quarter of its time: its end is noticed in time. */
  private static final int POLLS_PER_AGE = 4;

  private static final Duration WAIT_FOR_COMPUTE = Duration.ofMinutes(20);
  private static final Duration WAIT_FOR_CANCEL = Duration.ofSeconds(60);

  /** The shortest there is: until the request is answered, its statement cannot be cancelled. */
  private static final Duration SHORT_WAIT = Duration.ofSeconds(5);

  private final StatementApi api;
  private final HttpPipeline http;
  private final String warehouseId;
  private final Clock clock;
  private final ExecutorService workers;
  private final ScheduledExecutorService poller;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();

  /**
   * Requests are bounded by the pipeline, not by threads: a thread may wait for a look at the
   * effect of its own statement.
   */
  public RestSqlEngine(StatementApi api, HttpPipeline http, String warehouseId, Clock clock) {
    this.api = api;
    this.http = http;
    this.warehouseId = warehouseId;
    this.clock = clock;
    this.workers = Executors.newCachedThreadPool(DaemonThreads.named("sql"));
    this.poller = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("sql-poll"));
  }

  @Override
  public CompletableFuture<StatementResult> submit(Statement statement) {
    Running run = new Running(statement, Trace.current());
    running.add(run);
    run.onWorker(run::start);
    return run.future;
  }

  @Override
  public void cancelAll() {
    for (Running run : running) {
      run.onWorker(run::cancel);
    }
  }

  @Override
  public void close() {
    poller.shutdownNow();
    workers.shutdownNow();
  }

  private ExecuteStatement request(Statement statement) {
    List<QueryTag> tags = new ArrayList<>();
    statement.tags().forEach((key, value) -> tags.add(new QueryTag(key, value)));
    return new ExecuteStatement(
        warehouseId,
        statement.text(),
        "INLINE",
        "JSON_ARRAY",
        (statement.expectedShort() ? SHORT_WAIT.toSeconds() : 0) + "s",
        "CONTINUE",
        tags.isEmpty() ? null : tags,
        statement.schema() == null ? null : statement.schema().catalog(),
        statement.schema() == null ? null : statement.schema().schema());
  }

  /** One statement on its way. Steps run one after the other, on worker threads. */
  private final class Running {
    private final Statement statement;
    private final Trace trace;
    private final CompletableFuture<StatementResult> future = new CompletableFuture<>();
    private volatile String id;
    private volatile boolean cancelRequested;
    private long waited;
    private Instant submitted;
    private Instant started;
    private Instant cancelledForTime;

    Running(Statement statement, Trace trace) {
      this.statement = statement;
      this.trace = trace;
      this.waited = statement.expectedShort() ? SHORT_WAIT.toMillis() : 0;
    }

    void onWorker(Runnable step) {
      try {
        workers.execute(() -> guarded(step));
      } catch (RejectedExecutionException closed) {
        finish(null, new CancellationException("the SQL engine is closed"));
      }
    }

    private void guarded(Runnable step) {
      try {
        trace.during(
            () -> {
              step.run();
              return null;
            });
      } catch (Exception | Error e) {
        finish(null, e);
      }
    }

    private void finish(StatementResult result, Throwable failure) {
      running.remove(this);
      if (failure == null) {
        future.complete(result);
      } else {
        future.completeExceptionally(failure);
      }
    }

    void start() {
      if (cancelRequested) {
        throw new CancellationException("cancelled before it was sent");
      }
      submitted = clock.instant();
      LOG.debugf("statement: %s", statement.text());
      StatementResponse response =
          http.create(
              "POST statement", () -> api.execute(request(statement)), this::earlierAttempt);
      accept(response);
    }

    /** What an unanswered attempt did; without a way to tell, the statement may be sent again. */
    private Optional<StatementResponse> earlierAttempt() {
      if (statement.effect() == null) {
        return Optional.empty();
      }
      return statement
          .effect()
          .get()
          .map(
              found -> {
                List<ResultColumn> columns =
                    found.columns().stream().map(c -> new ResultColumn(c, "STRING")).toList();
                return new StatementResponse(
                    found.statementId(),
                    new StatementStatus("SUCCEEDED", null, null),
                    new StatementApi.Manifest(
                        new ResultSchema(columns.size(), columns), 1, null, false),
                    new ResultData(0, found.rows(), null));
              });
    }

    private void accept(StatementResponse response) {
      if (id == null && response.statementId() != null) {
        id = response.statementId();
        trace.statement(id);
      }
      String state = response.status() == null ? "" : response.status().state();
      switch (state) {
        case "PENDING", "RUNNING" -> waitOn(state);
        case "SUCCEEDED" -> finish(collect(response), null);
        case "CLOSED" -> finish(hasRows(response) ? collect(response) : resultGone(), null);
        case "CANCELED" -> throw canceled();
        case "FAILED" -> throw failed(response.status());
        default ->
            throw new StatementFailure(
                Kind.UNKNOWN,
                id,
                null,
                null,
                "statement " + id + " is in unknown state '" + state + "'");
      }
    }

    private void waitOn(String state) {
      Instant now = clock.instant();
      if (started == null && state.equals("RUNNING")) {
        started = now;
      }
      if (cancelRequested) {
        cancel();
      }
      if (cancelledForTime == null && isOverTime(now)) {
        cancelledForTime = now;
        cancel();
      } else if (cancelledForTime != null && now.isAfter(cancelledForTime.plus(WAIT_FOR_CANCEL))) {
        throw new StatementFailure(
            Kind.UNKNOWN,
            id,
            null,
            null,
            "statement " + id + " ran over its time, was told to stop and is still " + state);
      }
      long delay = Math.max(MIN_POLL_MILLIS, Math.min(waited / POLLS_PER_AGE, MAX_POLL_MILLIS));
      waited += delay;
      poller.schedule(() -> onWorker(this::poll), delay, TimeUnit.MILLISECONDS);
    }

    private boolean isOverTime(Instant now) {
      return started != null
          ? now.isAfter(started.plus(statement.timeout()))
          : now.isAfter(submitted.plus(statement.timeout()).plus(WAIT_FOR_COMPUTE));
    }

    private void poll() {
      try {
        accept(http.read("GET statement", () -> api.get(id)));
      } catch (ApiException e) {
        if (RetryRules.judge(CallKind.READ, e) != RetryRules.Verdict.FAIL) {
          // The statement goes on without us: giving up now would leave it running unseen.
          LOG.warnf("statement %s cannot be asked for its state: %s", id, e.getMessage());
          waitOn("unreachable");
          return;
        }
        if (!e.isNotFound()) {
          throw e;
        }
        StatementResult found =
            Optional.ofNullable(statement.effect()).flatMap(effect -> effect.get()).orElse(null);
        if (found == null) {
          throw new StatementFailure(
              Kind.UNKNOWN,
              id,
              null,
              null,
              "statement " + id + " is no longer known to the workspace; its outcome is unknown");
        }
        finish(found, null);
      }
    }

    void cancel() {
      cancelRequested = true;
      if (id == null) {
        return;
      }
      try {
        http.change(
            "POST statement cancel",
            () -> {
              api.cancel(id, Map.of());
              return id;
            });
      } catch (RuntimeException e) {
        // Whatever it was, the statement goes on and must not be taken for ended.
        LOG.warnf("statement %s could not be cancelled: %s", id, e.getMessage());
      }
    }

    private static boolean hasRows(StatementResponse response) {
      return response.result() != null && response.result().dataArray() != null;
    }

    /** The statement succeeded and the workspace has let go of its result. */
    private StatementResult resultGone() {
      return new StatementResult(id, List.of(), List.of());
    }

    private StatementFailure canceled() {
      return cancelledForTime != null
          ? new StatementFailure(
              Kind.TIMED_OUT,
              id,
              null,
              null,
              "timed out after "
                  + statement.timeout().toSeconds()
                  + " s; statement "
                  + id
                  + " was cancelled")
          : new StatementFailure(
              Kind.CANCELED, id, null, null, "statement " + id + " was cancelled");
    }

    private StatementFailure failed(StatementStatus status) {
      String code = status.error() == null ? "" : status.error().errorCode();
      String message =
          status.error() == null || status.error().message() == null
              ? "statement " + id + " failed without a message"
              : status.error().message();
      return new StatementFailure(Kind.FAILED, id, code, status.sqlState(), message);
    }

    private StatementResult collect(StatementResponse response) {
      if (response.manifest() != null && Boolean.TRUE.equals(response.manifest().truncated())) {
        throw new StatementFailure(
            Kind.FAILED,
            id,
            null,
            null,
            "the result of statement " + id + " was cut by the workspace");
      }
      List<String> columns = new ArrayList<>();
      if (response.manifest() != null
          && response.manifest().schema() != null
          && response.manifest().schema().columns() != null) {
        response.manifest().schema().columns().forEach(c -> columns.add(c.name()));
      }
      List<List<String>> rows = new ArrayList<>();
      ResultData data = response.result();
      while (data != null) {
        if (data.dataArray() != null) {
          rows.addAll(data.dataArray());
        }
        Integer next = data.nextChunkIndex();
        data =
            next == null || next == 0
                ? null
                : http.read("GET statement chunk", () -> api.chunk(id, next));
      }
      Long total = response.manifest() == null ? null : response.manifest().totalRowCount();
      if (total != null && total != rows.size()) {
        throw new StatementFailure(
            Kind.FAILED,
            id,
            null,
            null,
            "statement " + id + " announced " + total + " rows but sent " + rows.size());
      }
      return new StatementResult(id, columns, rows);
    }
  }
}
