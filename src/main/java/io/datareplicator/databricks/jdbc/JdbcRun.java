package io.datareplicator.databricks.jdbc;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.CallKind;
import io.datareplicator.databricks.http.RetryRules;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import io.datareplicator.databricks.sql.StatementResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One statement on its way through the driver, with its attempts. */
final class JdbcRun {
  private static final Logger LOG = Logger.getLogger(JdbcRun.class);
  private static final String CALL = "JDBC statement";

  private final JdbcSqlEngine engine;
  private final Statement statement;
  private final Trace trace;
  private final CompletableFuture<StatementResult> future = new CompletableFuture<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private volatile JdbcAttempt attempt;
  private int failures;
  private boolean refreshed;
  private boolean reopened;

  JdbcRun(JdbcSqlEngine engine, Statement statement, Trace trace) {
    this.engine = engine;
    this.statement = statement;
    this.trace = trace;
  }

  CompletableFuture<StatementResult> future() {
    return future;
  }

  Statement statement() {
    return statement;
  }

  void onWorker() {
    later(this::attempt);
  }

  private void later(Runnable step) {
    try {
      engine.workers().execute(() -> guarded(step));
    } catch (RejectedExecutionException closed) {
      finish(null, new CancellationException("the SQL engine is closed"));
    }
  }

  private void aside(Runnable step) {
    try {
      engine.others().execute(() -> guarded(step));
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

  void finish(StatementResult result, Throwable failure) {
    engine.done(this);
    if (failure == null) {
      future.complete(result);
    } else {
      future.completeExceptionally(failure);
    }
  }

  boolean isDone() {
    return future.isDone();
  }

  void cancel() {
    cancelled.countDown();
    JdbcAttempt now = attempt;
    if (now != null) {
      now.cancel();
    }
  }

  private void checkCancelled() {
    if (cancelled.getCount() == 0) {
      throw new CancellationException("cancelled before it was sent");
    }
  }

  private void attempt() {
    checkCancelled();
    Connection connection;
    try {
      connection = engine.session().open();
    } catch (ApiException e) {
      // Nothing of the statement was sent. A host that cannot be reached at all was tried several
      // times by the driver.
      if (e.status() == 0
          || RetryRules.judge(CallKind.READ, e) == RetryRules.Verdict.FAIL
          || !mayTryAgain(e)) {
        throw e;
      }
      return;
    }
    JdbcAttempt now = new JdbcAttempt(engine, this);
    attempt = now;
    if (cancelled.getCount() == 0) {
      throw new CancellationException("cancelled before it was sent");
    }
    try {
      StatementResult result = now.execute(connection);
      noteId(now);
      finish(result, null);
    } catch (SQLException | RuntimeException e) {
      noteId(now);
      judge(e, now, connection);
    }
  }

  private void noteId(JdbcAttempt now) {
    if (now.id() != null) {
      trace.statement(now.id());
    }
  }

  private void judge(Exception failure, JdbcAttempt now, Connection connection) {
    if (failure instanceof SQLException e) {
      if (DriverFailures.isCancelled(e, e.getSQLState())) {
        throw now.cancelledFailure();
      }
      if (now.id() == null && !reopened && DriverFailures.isSessionGone(e)) {
        reopened = true;
        engine.session().forget(connection);
        onWorker();
        return;
      }
      StatementFailure said = DriverFailures.ofStatement(e, now.id());
      if (said != null) {
        throw said;
      }
    } else if (failure instanceof StatementFailure || failure instanceof CancellationException) {
      throw (RuntimeException) failure;
    }
    ApiException request = DriverFailures.ofRequest(failure, CALL, engine.session().target());
    if (request.isUnauthenticated()) {
      if (refreshed || !engine.session().refused()) {
        throw request;
      }
      refreshed = true;
      onWorker();
      return;
    }
    if (request.status() == 0 || request.status() >= 500) {
      // A session may not outlive the connection or the cluster; the next attempt opens another.
      engine.session().forget(connection);
    }
    if (now.id() != null) {
      lost(request, now);
      return;
    }
    switch (RetryRules.judge(CallKind.CREATE, request)) {
      case FAIL -> throw request;
      case RETRY -> tryAgain(request);
      case VERIFY -> aside(() -> verify(request));
    }
  }

  private void tryAgain(ApiException failure) {
    if (!mayTryAgain(failure)) {
      throw failure;
    }
  }

  /** Sends the statement again after a while, when attempts are left. */
  private boolean mayTryAgain(ApiException failure) {
    failures++;
    if (failures >= engine.policy().maxAttempts() || !engine.budget().take()) {
      return false;
    }
    long wait = engine.policy().delayMillis(failures, failure, engine.random());
    engine.http().counter().retried();
    trace.retried(CALL, failure, failures, wait);
    LOG.debugf(
        "%s: attempt %d failed (%s), next in %d ms", CALL, failures, failure.getMessage(), wait);
    try {
      engine.timer().schedule(this::onWorker, wait, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      throw new CancellationException("the SQL engine is closed");
    }
    return true;
  }

  /** The statement was sent and not answered: it may have had its effect. */
  private void verify(ApiException failure) {
    Optional<StatementResult> found = effect();
    if (found.isPresent()) {
      finish(found.get(), null);
    } else {
      checkCancelled();
      tryAgain(failure);
    }
  }

  private Optional<StatementResult> effect() {
    return statement.effect() == null ? Optional.empty() : statement.effect().get();
  }

  /**
   * The statement ran when the connection to it was lost, and the driver cannot take it up again.
   */
  private void lost(ApiException failure, JdbcAttempt now) {
    aside(
        () -> {
          now.cancelOnce();
          if (statement.effect() == null) {
            checkCancelled();
            tryAgain(failure);
            return;
          }
          Optional<StatementResult> found = effect();
          if (found.isEmpty()) {
            throw new StatementFailure(
                Kind.UNKNOWN,
                now.id(),
                null,
                null,
                "the connection to statement "
                    + now.id()
                    + " was lost while it ran ("
                    + failure.getMessage()
                    + "); it was told to stop, its outcome is unknown");
          }
          finish(found.get(), null);
        });
  }
}
