package io.datareplicator.databricks.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that did not succeed. The error class and SQLSTATE tell what happened; {@code
 * error_code} is BAD_REQUEST for nearly everything (databricks-api.md §2).
 */
public final class StatementFailure extends RuntimeException {
  /** How a statement ended. */
  public enum Kind {
    FAILED,
    CANCELED,
    TIMED_OUT,
    /** Nobody can say whether it had its effect. */
    UNKNOWN
  }

  private static final Pattern ERROR_CLASS = Pattern.compile("^\\s*\\[([A-Z][A-Z0-9_.]*)\\]");
  private static final Pattern SQLSTATE = Pattern.compile("SQLSTATE:\\s*([0-9A-Z]{5})");
  private static final Set<String> TRANSIENT_CODES =
      Set.of(
          "ABORTED",
          "DEADLINE_EXCEEDED",
          "INTERNAL_ERROR",
          "IO_ERROR",
          "RESOURCE_EXHAUSTED",
          "SERVICE_UNDER_MAINTENANCE",
          "TEMPORARILY_UNAVAILABLE",
          "UNKNOWN",
          "WORKSPACE_TEMPORARILY_UNAVAILABLE");
  private static final List<String> TRANSIENT_CLASSES =
      List.of(
          "DELTA_CONCURRENT_",
          "DELTA_METADATA_CHANGED",
          "DELTA_PROTOCOL_CHANGED",
          "CONCURRENT_",
          // Files that a VACUUM took away during the statement: the next one reads a newer version.
          "FAILED_READ_FILE.DBR_FILE_NOT_EXIST",
          "DELTA_FILE_NOT_FOUND");

  private final Kind kind;
  private final String statementId;
  private final String errorCode;
  private final String sqlState;

  public StatementFailure(
      Kind kind, String statementId, String errorCode, String sqlState, String message) {
    super(message);
    this.kind = kind;
    this.statementId = statementId;
    this.errorCode = errorCode == null ? "" : errorCode;
    this.sqlState = sqlState;
  }

  public Kind kind() {
    return kind;
  }

  /** {@code BAD_REQUEST} and the like; empty when the workspace gave none. */
  public String errorCode() {
    return errorCode;
  }

  public Optional<String> statementId() {
    return Optional.ofNullable(statementId);
  }

  /** {@code TABLE_OR_VIEW_NOT_FOUND} and the like; empty when the message has none. */
  public String errorClass() {
    Matcher m = ERROR_CLASS.matcher(getMessage());
    return m.find() ? m.group(1) : "";
  }

  /** From the status, else from the message; empty when neither has one. */
  public String sqlState() {
    if (sqlState != null && !sqlState.isEmpty()) {
      return sqlState;
    }
    Matcher m = SQLSTATE.matcher(getMessage());
    return m.find() ? m.group(1) : "";
  }

  /** Whether the table, view or schema does not exist. */
  public boolean isNotFound() {
    return sqlState().equals("42P01")
        || errorClass().equals("TABLE_OR_VIEW_NOT_FOUND")
        || errorClass().equals("SCHEMA_NOT_FOUND")
        || errorClass().equals("NO_SUCH_CATALOG_EXCEPTION");
  }

  /**
   * Whether the statement may be run again, with a chance to succeed. One whose outcome is unknown
   * may not: it could still be running.
   */
  public boolean isTransient() {
    String errorClass = errorClass();
    return kind == Kind.FAILED
        && (TRANSIENT_CODES.contains(errorCode)
            || sqlState().equals("2D521")
            || TRANSIENT_CLASSES.stream().anyMatch(errorClass::startsWith));
  }
}
