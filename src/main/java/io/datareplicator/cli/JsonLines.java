package io.datareplicator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.databricks.http.Redactor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jboss.logging.MDC;

/**
 * One JSON object per record: time, level, logger, message, run id and what the thread works on.
 */
final class JsonLines extends Formatter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> CONTEXT = List.of("object", "statement_id", "attempt");

  private final String runId;

  JsonLines(String runId) {
    this.runId = runId;
  }

  @Override
  public String format(LogRecord record) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timestamp", record.getInstant().toString());
    line.put("level", record.getLevel().getName());
    line.put("logger", record.getLoggerName());
    line.put("message", Redactor.redact(LogText.message(record)));
    line.put("run_id", runId);
    for (String key : CONTEXT) {
      Object value = MDC.get(key);
      if (value != null) {
        line.put(key, value);
      }
    }
    if (record.getThrown() != null) {
      StringWriter stack = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(stack));
      line.put("exception", Redactor.redact(stack.toString()));
    }
    try {
      return JSON.writeValueAsString(line) + "\n";
    } catch (JsonProcessingException e) {
      return "{\"level\":\"ERROR\",\"message\":\"a log record could not be written as JSON\"}\n";
    }
  }
}
