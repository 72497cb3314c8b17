package io.datareplicator.cli;

import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/** Text of a log record with its parameters filled in. */
final class LogText {
  private LogText() {}

  static String message(LogRecord record) {
    return ExtLogRecord.wrap(record).getFormattedMessage();
  }
}
