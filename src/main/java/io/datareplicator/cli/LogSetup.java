package io.datareplicator.cli;

import io.datareplicator.config.LogFormat;
import io.datareplicator.config.LoggingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logging.MDC;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jboss.logmanager.handlers.FileHandler;

/**
 * Logs to standard error, and to a file when asked, as text or JSON lines; every record is
 * redacted.
 */
final class LogSetup {
  private static final String OURS = "io.datareplicator";

  private LogSetup() {}

  /**
   * Applies the {@code logging} section.
   *
   * @throws IOException when the log file cannot be written
   */
  static void apply(LoggingConfig config, String runId) throws IOException {
    MDC.put("run_id", runId);
    Formatter formatter =
        config.format() == LogFormat.JSON ? new JsonLines(runId) : new PlainLines();
    List<Handler> handlers = new ArrayList<>();
    handlers.add(new ConsoleHandler(ConsoleHandler.Target.SYSTEM_ERR, formatter));
    if (config.logToFile()) {
      Path file =
          Path.of(config.logFilePath() == null ? "data-replicator.log" : config.logFilePath());
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      handlers.add(new FileHandler(formatter, file.toFile(), true));
    }
    Logger root = LogContext.getLogContext().getLogger("");
    for (Handler before : root.getHandlers()) {
      root.removeHandler(before);
    }
    for (Handler handler : handlers) {
      handler.setLevel(Level.ALL);
      root.addHandler(handler);
    }
    LogContext.getLogContext().getLogger(OURS).setLevel(level(config));
    root.setLevel(Level.WARNING);
  }

  private static Level level(LoggingConfig config) {
    return switch (config.level()) {
      case DEBUG -> org.jboss.logmanager.Level.DEBUG;
      case INFO -> org.jboss.logmanager.Level.INFO;
      case WARNING -> org.jboss.logmanager.Level.WARN;
      case ERROR -> org.jboss.logmanager.Level.ERROR;
      case CRITICAL -> org.jboss.logmanager.Level.FATAL;
    };
  }
}
