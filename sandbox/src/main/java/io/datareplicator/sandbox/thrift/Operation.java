package io.datareplicator.sandbox.thrift;

import io.datareplicator.sandbox.statement.Compute;
import io.datareplicator.sandbox.statement.ResultSet;
import io.datareplicator.sandbox.statement.Statement;
import io.datareplicator.sandbox.statement.Statement.Failure;
import io.datareplicator.sandbox.statement.Statement.Snapshot;
import java.time.ZoneId;
import java.util.List;
import org.apache.hive.service.rpc.thrift.TOperationState;
import org.apache.hive.service.rpc.thrift.TRowSet;

/** A statement of a session and how far its rows have been read. Thread-safe. */
final class Operation {
  private static final String TIMEOUT_STATE = "57KD0";

  private final Statement statement;
  private final Compute compute;
  private final String sessionId;
  private final long timeoutSeconds;
  private final ZoneId zone;
  private boolean timedOut;
  private int position;

  /**
   * @param timeoutSeconds 0 = none
   * @param zone in which timestamps are shown
   */
  Operation(
      Statement statement, Compute compute, String sessionId, long timeoutSeconds, ZoneId zone) {
    this.statement = statement;
    this.compute = compute;
    this.sessionId = sessionId;
    this.timeoutSeconds = timeoutSeconds;
    this.zone = zone;
  }

  /** Rows of one fetch, and whether there are more behind them. */
  record Rows(TRowSet set, boolean more) {}

  Statement statement() {
    return statement;
  }

  /** Where it runs. */
  Compute compute() {
    return compute;
  }

  String sessionId() {
    return sessionId;
  }

  /** Cancels the statement unless it has ended. */
  synchronized void timeOut() {
    if (!statement.snapshot().state().terminal()) {
      timedOut = true;
      statement.cancel();
    }
  }

  /** State and failure in the protocol's words; the failure is null unless it failed. */
  record Status(TOperationState state, Failure failure, boolean hasResult, Long modifiedRows) {}

  synchronized Status status() {
    Snapshot snapshot = statement.snapshot();
    return switch (snapshot.state()) {
      case PENDING -> new Status(TOperationState.PENDING_STATE, null, false, null);
      case RUNNING -> new Status(TOperationState.RUNNING_STATE, null, false, null);
      case SUCCEEDED ->
          new Status(TOperationState.FINISHED_STATE, null, true, modifiedRows(snapshot.result()));
      case FAILED -> new Status(TOperationState.ERROR_STATE, snapshot.failure(), false, null);
      case CLOSED -> new Status(TOperationState.CLOSED_STATE, null, false, null);
      case CANCELED ->
          timedOut
              ? new Status(TOperationState.TIMEDOUT_STATE, timeoutFailure(), false, null)
              : new Status(TOperationState.CANCELED_STATE, null, false, null);
    };
  }

  private Failure timeoutFailure() {
    return new Failure(
        "DEADLINE_EXCEEDED",
        "Query timed out after " + timeoutSeconds + " seconds. SQLSTATE: " + TIMEOUT_STATE,
        TIMEOUT_STATE);
  }

  private static Long modifiedRows(ResultSet result) {
    boolean counted =
        result.rowCount() == 1
            && !result.columns().isEmpty()
            && result.columns().get(0).name().equals("num_affected_rows");
    String count = counted ? result.rows(0, 1, 1).get(0)[0] : null;
    return count == null ? null : Long.valueOf(count);
  }

  /**
   * The statement's result.
   *
   * @throws CliException when it has none, or not yet
   */
  ResultSet result() throws CliException {
    Snapshot snapshot = statement.snapshot();
    if (snapshot.result() == null) {
      throw new CliException(
          "HY010", "Expected state FINISHED, but found " + snapshot.state() + " (no result)");
    }
    return snapshot.result();
  }

  /**
   * The next rows.
   *
   * @param from number of the first row; -1 = behind the last fetch
   * @param maxRows below 1 = no limit
   */
  synchronized Rows fetch(long from, long maxRows, long maxBytes) throws CliException {
    ResultSet result = result();
    if (from > result.rowCount() || from < -1) {
      throw new CliException("HY107", "Row " + from + " is outside of the result");
    }
    int start = from < 0 ? position : (int) from;
    List<String[]> rows = result.rows(start, maxRows < 1 ? Long.MAX_VALUE : maxRows, maxBytes);
    position = start + rows.size();
    return new Rows(
        RowSets.of(Schemas.visible(result.columns()), rows, start, zone),
        position < result.rowCount());
  }
}
