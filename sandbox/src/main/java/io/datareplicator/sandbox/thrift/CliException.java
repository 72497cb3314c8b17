package io.datareplicator.sandbox.thrift;

import org.apache.hive.service.rpc.thrift.TStatus;
import org.apache.hive.service.rpc.thrift.TStatusCode;

/** A refusal that is told inside the protocol, as the status of the answer. */
final class CliException extends Exception {
  private static final String NO_SUCH_HANDLE = "08000";
  private final String sqlState;
  private final String displayMessage;

  CliException(String sqlState, String message) {
    this(sqlState, message, message);
  }

  /**
   * @param sqlState null = none
   * @param displayMessage what is meant for users
   */
  CliException(String sqlState, String message, String displayMessage) {
    super(message);
    this.sqlState = sqlState;
    this.displayMessage = displayMessage;
  }

  /** The handle is not, or no longer, one of this server; worded as Databricks does. */
  static CliException invalidHandle(String kind, String details) {
    return new CliException(
        NO_SUCH_HANDLE, "Invalid " + kind + "Handle: " + kind + "Handle [" + details + "]");
  }

  static CliException unsupported(String what) {
    return new CliException("0A000", what + " is not supported");
  }

  static TStatus ok() {
    return new TStatus(TStatusCode.SUCCESS_STATUS);
  }

  /** TStatus of the refusal. */
  WireAnswer status() {
    return new WireAnswer()
        .i32(Idl.Status.CODE, TStatusCode.ERROR_STATUS.getValue())
        .text(Idl.Status.SQL_STATE, sqlState)
        .i32(Idl.Status.ERROR_CODE, 0)
        .text(Idl.Status.ERROR_MESSAGE, getMessage())
        .text(Idl.Status.DISPLAY_MESSAGE, displayMessage);
  }
}
