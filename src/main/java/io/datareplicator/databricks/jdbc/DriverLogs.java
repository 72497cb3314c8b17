package io.datareplicator.databricks.jdbc;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The driver's log, through java.util.logging into ours. Whatever it reports as an error reaches us
 * as an exception too and is told once, so its records appear only when this tool's own level is
 * DEBUG; the handlers take secrets out.
 */
final class DriverLogs {
  /** Held here: the log manager holds its loggers weakly, and forgets their settings with them. */
  private static final Logger DRIVER = Logger.getLogger("com.databricks");

  private static final Logger REQUESTS =
      Logger.getLogger("com.databricks.internal.sdk.core.ApiClient");
  private static final org.jboss.logging.Logger OURS =
      org.jboss.logging.Logger.getLogger(DriverLogs.class);

  private DriverLogs() {}

  /** Call before and after each connect: the driver silences its whole category on connecting. */
  static void route() {
    DRIVER.setUseParentHandlers(true);
    DRIVER.setLevel(shown() ? Level.FINE : Level.OFF);
    // Always asked, so that the guard sees what the driver is about to repeat.
    REQUESTS.setLevel(Level.FINE);
    REQUESTS.setFilter(DriverLogs::isLoggable);
  }

  private static boolean shown() {
    return OURS.isDebugEnabled();
  }

  private static boolean isLoggable(LogRecord record) {
    ResendGuard.watch(record);
    return shown();
  }
}
