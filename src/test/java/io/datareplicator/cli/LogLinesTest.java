package io.datareplicator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private static final String TOKEN = "dapi0123456789abcdef0123";

  private static LogRecord record(Level level, String format, Object... parameters) {
    ExtLogRecord record =
        new ExtLogRecord(
            level, format, ExtLogRecord.FormatStyle.PRINTF, LogLinesTest.class.getName());
    record.setParameters(parameters);
    record.setInstant(Instant.parse("2026-03-01T10:00:00.123Z"));
    record.setLoggerName("io.datareplicator.results");
    return record;
  }

  @AfterEach
  void clear() {
    MDC.remove("object");
  }

  @Test
  void textLine() {
    assertThat(new PlainLines().format(record(Level.INFO, "%d of %s", 3, "x")))
        .isEqualTo("2026-03-01 10:00:00.123 INFO 3 of x\n");
  }

  @Test
  void textLineShowsNoToken() {
    LogRecord record = record(Level.WARNING, "sent %s", TOKEN);
    record.setThrown(new IllegalStateException("refused " + TOKEN));

    assertThat(new PlainLines().format(record)).doesNotContain(TOKEN).contains("[redacted]");
  }

  @Test
  void jsonLineIsOneObject() throws Exception {
    MDC.put("object", "tgt.s.t");
    LogRecord record = record(Level.SEVERE, "broke:\n%s \"%s\"", "é\uD83D\uDE80", TOKEN);
    record.setThrown(new IllegalStateException("first\n" + TOKEN));

    String line = new JsonLines("run-1").format(record);

    assertThat(line).endsWith("\n").doesNotContain(TOKEN);
    assertThat(line.trim()).doesNotContain("\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.get("message").asText()).isEqualTo("broke:\né\uD83D\uDE80 \"[redacted]\"");
    assertThat(json.get("run_id").asText()).isEqualTo("run-1");
    assertThat(json.get("object").asText()).isEqualTo("tgt.s.t");
    assertThat(json.get("timestamp").asText()).isEqualTo("2026-03-01T10:00:00.123Z");
    assertThat(json.get("logger").asText()).isEqualTo("io.datareplicator.results");
    assertThat(json.get("exception").asText()).startsWith("java.lang.IllegalStateException: first");
    assertThat(json.has("statement_id")).isFalse();
  }
}
