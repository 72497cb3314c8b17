package io.datareplicator.reconcile;

import io.datareplicator.databricks.sql.StatementFailure;
import java.util.List;

/** Errors that say that a table cannot be read at an older version. */
final class VersionRefusals {
  private static final List<String> CLASSES =
      List.of(
          "DELTA_VERSION_NOT_FOUND",
          "DELTA_CANNOT_RECREATE_VERSION",
          "DELTA_TIME_TRAVEL",
          "DELTA_UNSUPPORTED_TIME_TRAVEL",
          "DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION",
          "DELTA_FILE_NOT_FOUND",
          "DELTA_LOG_FILE_NOT_FOUND",
          "DELTA_TRUNCATED_TRANSACTION_LOG",
          "DELTA_NO_RECREATABLE_HISTORY_FOUND",
          "FAILED_READ_FILE",
          "UNSUPPORTED_FEATURE.TIME_TRAVEL",
          "INVALID_TIME_TRAVEL");

  private VersionRefusals() {}

  static boolean isOne(StatementFailure failure) {
    String errorClass = failure.errorClass();
    return failure.kind() == StatementFailure.Kind.FAILED
        && CLASSES.stream().anyMatch(errorClass::startsWith);
  }
}
