package io.datareplicator.cli;

import io.datareplicator.databricks.http.Redactor;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One line of text per record. */
final class PlainLines extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  @Override
  public String format(LogRecord record) {
    StringBuilder line =
        new StringBuilder(TIME.format(record.getInstant()))
            .append(' ')
            .append(record.getLevel().getName())
            .append(' ')
            .append(LogText.message(record));
    if (record.getThrown() != null) {
      line.append(": ").append(record.getThrown());
    }
    return Redactor.redact(line.toString()) + "\n";
  }
}
