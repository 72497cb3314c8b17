package io.datareplicator.cli;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.config.LogFormat;
import io.datareplicator.config.LoggingConfig;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A live line on a terminal; nothing where there is none, where NO_COLOR is set, or where logs are
 * JSON.
 */
final class Progress implements Consumer<OperationResult>, AutoCloseable {
  private static final String CLEAR = "\r\033[K";

  private final PrintStream terminal;
  private int done;
  private int failed;

  private Progress(PrintStream terminal) {
    this.terminal = terminal;
  }

  static Progress on(PrintStream err, Map<String, String> environment, LoggingConfig logging) {
    boolean live =
        System.console() != null
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && logging.format() == LogFormat.TEXT;
    return new Progress(live ? err : null);
  }

  @Override
  public synchronized void accept(OperationResult result) {
    done++;
    if (result.failed()) {
      failed++;
    }
    if (terminal != null) {
      terminal.print(CLEAR + done + " done, " + failed + " failed, last: " + result.fullName());
      terminal.flush();
    }
  }

  @Override
  public synchronized void close() {
    if (terminal != null) {
      terminal.print(CLEAR);
      terminal.flush();
    }
  }
}
