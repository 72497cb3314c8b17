package io.datareplicator.sandbox.thrift;

import io.datareplicator.sandbox.statement.Statement;
import io.datareplicator.sandbox.statement.Statement.Failure;
import io.datareplicator.sandbox.thrift.Operation.Rows;
import io.datareplicator.sandbox.thrift.Operation.Status;

/** Answers about one operation. */
final class Answers {
  private Answers() {}

  static WireAnswer ok() {
    return new WireAnswer().struct(Idl.STATUS, CliException.ok());
  }

  /** TGetOperationStatusResp. */
  static WireAnswer status(Operation operation, Status status) {
    Statement statement = operation.statement();
    WireAnswer answer =
        ok().i32(Idl.OperationStatus.STATE, status.state().getValue())
            .i64(Idl.OperationStatus.STARTED, time(statement.startedAt()))
            .i64(Idl.OperationStatus.COMPLETED, time(statement.endedAt()))
            .i64(Idl.OperationStatus.MODIFIED_ROWS, status.modifiedRows());
    if (status.hasResult()) {
      answer.bool(Idl.OperationStatus.HAS_RESULT_SET, true);
    }
    Failure failure = status.failure();
    if (failure != null) {
      answer
          .text(Idl.OperationStatus.SQL_STATE, failure.sqlState())
          .i32(Idl.OperationStatus.ERROR_CODE, 0)
          .text(Idl.OperationStatus.ERROR_MESSAGE, message(failure))
          .text(Idl.OperationStatus.DISPLAY_MESSAGE, failure.message());
    }
    return answer;
  }

  private static Long time(long millis) {
    return millis == 0 ? null : millis;
  }

  /** What the server's log says: the words shown to users, behind the exception's. */
  static String message(Failure failure) {
    return "org.apache.hive.service.cli.HiveSQLException: Error running query: "
        + failure.message();
  }

  /** TGetResultSetMetadataResp. */
  static WireAnswer metadata(Operation operation) throws CliException {
    return ok().struct(
            Idl.Metadata.SCHEMA, Schemas.of(Schemas.visible(operation.result().columns())))
        .i32(Idl.Metadata.RESULT_FORMAT, Idl.COLUMN_BASED_SET)
        .bool(Idl.Metadata.LZ4_COMPRESSED, false)
        .bool(Idl.Metadata.STAGING_OPERATION, false);
  }

  /** TFetchResultsResp. */
  static WireAnswer rows(Rows rows) {
    return ok().bool(Idl.Fetch.HAS_MORE_ROWS, rows.more()).struct(Idl.Fetch.RESULTS, rows.set());
  }
}
