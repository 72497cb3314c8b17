package io.datareplicator.databricks.jdbc;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.http.TokenSource;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.DaemonThreads;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * SQL through databricks-jdbc: Thrift on a cluster, the Statement Execution API on a warehouse. The
 * driver blocks a thread for each statement that runs, so at most {@value #MAX_RUNNING} run at once
 * and further ones wait; looking for the effect of a statement, itself a statement, uses other
 * threads. A statement over its time is cancelled, and reported as timed out only when the
 * cancellation was confirmed.
 */
public final class JdbcSqlEngine implements SqlEngine {
  private static final Logger LOG = Logger.getLogger(JdbcSqlEngine.class);
  private static final int MAX_RUNNING = 32;
  private static final long IDLE_SECONDS = 30;
  private static final long CLOSE_SECONDS = 10;
  private static final long TOKEN_SECONDS = 15;

  private final JdbcSession session;
  private final HttpPipeline http;
  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final RandomGenerator random;
  private final ThreadPoolExecutor workers;
  private final ExecutorService others;
  private final ScheduledExecutorService timer;
  private final Set<JdbcRun> running = ConcurrentHashMap.newKeySet();

  /**
   * Nothing is opened before the first statement.
   *
   * @param http the pipeline of the same workspace, for its counter
   * @param extraParameters parameters of the driver for TLS and proxies
   * @throws io.datareplicator.databricks.WorkspaceSetupException when the driver cannot reach such
   *     a host
   */
  public JdbcSqlEngine(
      URI host,
      ComputePath path,
      TokenSource tokens,
      HttpPipeline http,
      String userAgent,
      RetryPolicy policy,
      RetryBudget budget,
      RandomGenerator random,
      Clock clock,
      Map<String, String> extraParameters) {
    this.session =
        new JdbcSession(
            host,
            path,
            DriverParameters.of(host, path, userAgent, extraParameters),
            tokens,
            http,
            clock);
    this.http = http;
    this.policy = policy;
    this.budget = budget;
    this.random = random;
    this.workers =
        new ThreadPoolExecutor(
            MAX_RUNNING,
            MAX_RUNNING,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("jdbc"));
    workers.allowCoreThreadTimeOut(true);
    this.others = Executors.newCachedThreadPool(DaemonThreads.named("jdbc-aside"));
    this.timer = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("jdbc-timer"));
    timer.scheduleWithFixedDelay(
        () -> others.execute(this::keepFresh), TOKEN_SECONDS, TOKEN_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<StatementResult> submit(Statement statement) {
    if (statement.schema() != null) {
      return CompletableFuture.failedFuture(
          new StatementFailure(
              StatementFailure.Kind.FAILED,
              null,
              null,
              null,
              "its text has names that the schema "
                  + statement.schema()
                  + " completes, which the one session of a JDBC connection cannot do: name catalog"
                  + " and schema in the text, or use a warehouse_id"));
    }
    JdbcRun run = new JdbcRun(this, statement, Trace.current());
    running.add(run);
    run.onWorker();
    return run.future();
  }

  @Override
  public void cancelAll() {
    session.stopWaiting();
    for (JdbcRun run : running) {
      run.cancel();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    closeSession();
    workers.shutdownNow();
    others.shutdownNow();
  }

  /** The end of a session is a courtesy: a workspace that does not answer is not waited for. */
  private void closeSession() {
    if (others.isShutdown()) {
      return;
    }
    try {
      CompletableFuture.runAsync(session::close, others).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debugf("the session on %s was not closed: %s", session.target(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A statement may run for longer than a token lives. */
  private void keepFresh() {
    if (running.isEmpty()) {
      return;
    }
    try {
      session.keepFresh();
    } catch (RuntimeException e) {
      LOG.warnf(
          "the token of the session on %s was not renewed: %s", session.target(), e.getMessage());
    }
  }

  JdbcSession session() {
    return session;
  }

  ExecutorService workers() {
    return workers;
  }

  ExecutorService others() {
    return others;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  RetryPolicy policy() {
    return policy;
  }

  RetryBudget budget() {
    return budget;
  }

  RandomGenerator random() {
    return random;
  }

  HttpPipeline http() {
    return http;
  }

  void done(JdbcRun run) {
    running.remove(run);
  }
}
