package io.datareplicator.sandbox.statement;

import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.control.RequestLog;
import io.datareplicator.sandbox.control.StatementFault;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.statement.Statement.Failure;
import io.datareplicator.sandbox.statement.Submission.Disposition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/** Runs statements asynchronously and keeps them until they expire. Thread-safe. */
public final class StatementService {
  /** Results above this cannot be sent inline. */
  public static final long INLINE_LIMIT = 25L << 20;

  private final SqlEngine engine;
  private final RequestLog log;
  private final Settings settings;
  private final Map<String, Statement> statements = new ConcurrentHashMap<>();
  private final Deque<Statement> finished = new ArrayDeque<>();
  private long retained;

  /**
   * @param log gets every statement that is submitted
   */
  public StatementService(SqlEngine engine, RequestLog log, Settings settings) {
    this.engine = engine;
    this.log = log;
    this.settings = settings;
  }

  /**
   * Queues a statement.
   *
   * @throws ApiException 429 when the queue is full
   */
  public Statement submit(Compute compute, Submission submission) {
    forgetExpired();
    Statement statement = new Statement(UUID.randomUUID().toString(), submission);
    statements.put(statement.id(), statement);
    try {
      statement.task(compute.submit(() -> run(statement)));
    } catch (RejectedExecutionException e) {
      statements.remove(statement.id());
      throw new ApiException(
          429,
          "RESOURCE_EXHAUSTED",
          "The queue of " + compute.kind() + " " + compute.id() + " is full");
    }
    log.statement(() -> logEntry(statement, compute));
    return statement;
  }

  private static Json.Body logEntry(Statement statement, Compute compute) {
    return Json.body()
        .with("statement_id", statement.id())
        .with("compute_id", compute.id())
        .with("text", statement.submission().text())
        .with("state", statement.snapshot().state())
        .with("started", time(statement.startedAt()))
        .with("ended", time(statement.endedAt()));
  }

  private static Long time(long millis) {
    return millis == 0 ? null : millis;
  }

  /**
   * @throws ApiException 404 when the statement never was or has expired
   */
  public Statement get(String id) {
    Statement statement = statements.get(id);
    if (statement == null || expired(statement)) {
      throw ApiException.notFound("The statement " + id + " was not found.");
    }
    return statement;
  }

  /** The statement, or null. */
  public Statement find(String id) {
    return statements.get(id);
  }

  public void cancel(String id) {
    get(id).cancel();
  }

  public void close(String id) {
    get(id).close();
  }

  private void run(Statement statement) {
    if (!statement.start()) {
      return;
    }
    Submission submission = statement.submission();
    StatementFault fault = submission.fault();
    try {
      if (fault != null && !fault.afterEffect()) {
        statement.fail(new Failure(fault.errorCode(), fault.message(), fault.sqlState()));
        return;
      }
      SqlResult result =
          engine.execute(
              new SqlRequest(
                  statement.id(),
                  submission.user(),
                  submission.text(),
                  submission.catalog(),
                  submission.schema(),
                  submission.parameters(),
                  submission.rowLimit(),
                  submission.session()));
      if (fault != null) {
        statement.fail(new Failure(fault.errorCode(), fault.message(), fault.sqlState()));
        return;
      }
      finish(statement, result);
    } catch (SqlFailure e) {
      statement.fail(new Failure("BAD_REQUEST", e.getMessage(), e.sqlState()));
    } catch (InterruptedException e) {
      statement.fail(new Failure("CANCELLED", "The statement was interrupted", null));
    } catch (UcException e) {
      statement.fail(new Failure("BAD_REQUEST", "[" + e.errorCode() + "] " + e.getMessage(), null));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      System.getLogger(StatementService.class.getName())
          .log(System.Logger.Level.ERROR, "Statement " + statement.id() + " broke the engine", e);
      statement.fail(new Failure("INTERNAL_ERROR", String.valueOf(e), "XX000"));
    }
  }

  private void finish(Statement statement, SqlResult result) {
    Submission submission = statement.submission();
    ResultSet rows = ResultSet.of(result, submission.byteLimit(), settings.chunkBytes());
    if (submission.disposition() == Disposition.INLINE && rows.bytes() > INLINE_LIMIT) {
      statement.fail(
          new Failure(
              "BAD_REQUEST",
              "Inline byte limit exceeded. Statements executed with disposition=INLINE can have a"
                  + " result size of at most "
                  + INLINE_LIMIT
                  + " bytes. Use disposition=EXTERNAL_LINKS for larger results.",
              null));
      return;
    }
    statement.succeed(rows);
    retain(statement);
  }

  /** Gives up the oldest results when too many bytes are held. */
  private void retain(Statement statement) {
    synchronized (finished) {
      finished.addLast(statement);
      retained += statement.retainedBytes();
      if (retained <= settings.retainedBytes()) {
        return;
      }
      // Readers close statements without telling this list, so what is really held is summed up
      // first.
      finished.removeIf(s -> s.retainedBytes() == 0);
      retained = finished.stream().mapToLong(Statement::retainedBytes).sum();
      while (retained > settings.retainedBytes() && finished.size() > 1) {
        Statement oldest = finished.removeFirst();
        retained -= oldest.retainedBytes();
        oldest.close();
      }
    }
  }

  private boolean expired(Statement statement) {
    long ended = statement.endedAt();
    return ended > 0 && ended < System.currentTimeMillis() - settings.statementMillis();
  }

  private void forgetExpired() {
    statements
        .values()
        .removeIf(
            s -> {
              boolean expired = expired(s);
              if (expired) {
                s.close();
              }
              return expired;
            });
  }
}
