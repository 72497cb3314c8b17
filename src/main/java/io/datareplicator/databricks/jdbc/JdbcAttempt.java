package io.datareplicator.databricks.jdbc;

import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import io.datareplicator.databricks.sql.StatementResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** A statement that was given to the driver once: its rows, its time and its cancellation. */
final class JdbcAttempt {
  private static final Logger LOG = Logger.getLogger(JdbcAttempt.class);
  private static final Duration WAIT_FOR_CANCEL = Duration.ofSeconds(60);
  private static final long CANCEL_AGAIN_MILLIS = 500;

  /** The driver has no standard method for the id; its statement shows it, a secret behind it. */
  private static final Pattern ID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  /** What the driver takes out of a statement, wherever it stands. */
  private static final Pattern TAKEN_OUT =
      Pattern.compile("(?i)\\s+ESCAPE\\s+['\"]['\"](?=\\s|;|$|\\)|,)");

  private final JdbcSqlEngine engine;
  private final JdbcRun run;
  private volatile Statement statement;
  private volatile String id;
  private volatile boolean cancelWanted;
  private volatile boolean overTime;
  private volatile boolean over;
  private volatile Thread thread;

  JdbcAttempt(JdbcSqlEngine engine, JdbcRun run) {
    this.engine = engine;
    this.run = run;
  }

  /** The statement's id; null as long as the workspace has not accepted it. */
  String id() {
    learnId();
    return id;
  }

  private void learnId() {
    Statement now = statement;
    if (id == null && now != null) {
      Matcher found = ID.matcher(now.toString());
      id = found.find() ? found.group() : null;
    }
  }

  /**
   * Runs the statement to its end and reads all rows.
   *
   * @throws SQLException as the driver says it
   */
  StatementResult execute(Connection connection) throws SQLException {
    String text = run.statement().text();
    if (TAKEN_OUT.matcher(text).find()) {
      throw new StatementFailure(
          Kind.FAILED,
          null,
          null,
          null,
          "the JDBC driver would take an ESCAPE clause with an empty text out of this statement;"
              + " use a warehouse_id, or write the condition without it");
    }
    LOG.debugf("statement: %s", text);
    thread = Thread.currentThread();
    statement = connection.createStatement();
    ScheduledFuture<?> limit = startClock();
    StatementResult[] result = new StatementResult[1];
    try {
      engine.http().counter().sent("JDBC statement");
      ResendGuard.Call call = () -> result[0] = read(text);
      if (run.statement().effect() == null) {
        call.run();
      } else {
        Optional<Throwable> hidden = ResendGuard.during(call);
        if (hidden.isPresent()) {
          throw new SQLException(hidden.get().getMessage(), hidden.get());
        }
      }
      return result[0];
    } finally {
      over = true;
      limit.cancel(false);
      learnId();
      if (result[0] != null) {
        closeQuietly();
      }
    }
  }

  private StatementResult read(String text) throws SQLException {
    statement.execute(text);
    try (ResultSet rows = statement.getResultSet()) {
      return rows == null
          ? new StatementResult(id(), List.of(), List.of())
          : new StatementResult(id(), Cells.columns(rows.getMetaData()), Cells.rows(rows));
    }
  }

  private void closeQuietly() {
    try {
      statement.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debugf("statement %s could not be closed: %s", id, e.getMessage());
    }
  }

  private ScheduledFuture<?> startClock() {
    return engine
        .timer()
        .schedule(
            () -> {
              overTime = true;
              cancel();
              engine
                  .timer()
                  .schedule(this::giveUp, WAIT_FOR_CANCEL.toMillis(), TimeUnit.MILLISECONDS);
            },
            run.statement().timeout().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void giveUp() {
    if (over) {
      return;
    }
    run.finish(
        null,
        new StatementFailure(
            Kind.UNKNOWN,
            id(),
            null,
            null,
            "statement " + id() + " ran over its time, was told to stop and did not end"));
    Thread busy = thread;
    if (!over && busy != null) {
      busy.interrupt();
    }
  }

  /**
   * Tells the workspace to stop the statement, as soon as the driver knows its id and until it
   * ends.
   */
  void cancel() {
    if (!cancelWanted) {
      cancelWanted = true;
      cancelAgain();
    }
  }

  private void cancelAgain() {
    if (over) {
      return;
    }
    try {
      engine.others().execute(this::cancelOnce);
      engine.timer().schedule(this::cancelAgain, CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debugf("statement %s is not cancelled any more, the engine is closed", id);
    }
  }

  /** One attempt to cancel, without waiting for the end of the statement. */
  void cancelOnce() {
    Statement now = statement;
    if (now == null || id() == null) {
      return;
    }
    try {
      engine.http().counter().sent("JDBC cancel");
      now.cancel();
    } catch (SQLException | RuntimeException e) {
      LOG.warnf("statement %s could not be cancelled: %s", id, e.getMessage());
    }
  }

  /** What to say when the workspace has confirmed the cancellation. */
  StatementFailure cancelledFailure() {
    return overTime
        ? new StatementFailure(
            Kind.TIMED_OUT,
            id(),
            null,
            null,
            "timed out after "
                + run.statement().timeout().toSeconds()
                + " s; statement "
                + id()
                + " was cancelled")
        : new StatementFailure(
            Kind.CANCELED, id(), null, null, "statement " + id() + " was cancelled");
  }
}
