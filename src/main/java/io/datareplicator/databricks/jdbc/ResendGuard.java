package io.datareplicator.databricks.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import java.util.logging.LogRecord;

/**
 * Keeps the driver from sending a statement again that may have had its effect. Its REST client
 * repeats a POST after 503 (a gateway's answer, which says nothing about the work behind it), and
 * 3.4.5 has no parameter against that; only the environment variable DATABRICKS_DISABLE_RETRIES of
 * the process. But it says so in its log, on the thread that is going to wait for the next attempt:
 * an interruption there ends the statement with the failure that was to be hidden. The contract
 * tests fail when a later driver does it in another way.
 */
final class ResendGuard {
  private static final String ANNOUNCEMENT = "Retry POST ";
  private static final String STATEMENTS = "/statements";

  private static final ThreadLocal<ResendGuard> CURRENT = new ThreadLocal<>();

  private Throwable hidden;

  private ResendGuard() {}

  /** What is done under the guard. */
  interface Call {
    void run() throws SQLException;
  }

  /**
   * Runs a call of the driver.
   *
   * @return the failure that the driver was about to repeat after; the call then ended with an
   *     exception that says less
   */
  static Optional<Throwable> during(Call call) throws SQLException {
    ResendGuard guard = new ResendGuard();
    CURRENT.set(guard);
    try {
      call.run();
      return Optional.empty();
    } catch (SQLException | RuntimeException e) {
      if (guard.hidden == null) {
        throw e;
      }
      return Optional.of(guard.hidden);
    } finally {
      CURRENT.remove();
      if (guard.hidden != null) {
        // Ours, and its work is done: it must not end the next wait of this thread.
        Thread.interrupted();
      }
    }
  }

  /** Looks at a record of the driver's REST client, on the thread that writes it. */
  static void watch(LogRecord record) {
    ResendGuard guard = CURRENT.get();
    String message = record.getMessage();
    if (guard != null
        && message != null
        && message.startsWith(ANNOUNCEMENT)
        && message.contains(STATEMENTS)) {
      guard.hidden =
          record.getThrown() == null ? new IllegalStateException(message) : record.getThrown();
      Thread.currentThread().interrupt();
    }
  }
}
