package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiErrorMapperTest {
  private final ApiErrorMapper mapper =
      new ApiErrorMapper(Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "5 | 5",
        "  120  | 120",
        "999999999 | 999999999",
        "Sun, 01 Mar 2026 10:01:30 GMT | 90",
        "Sun, 01 Mar 2026 09:59:00 GMT | 0"
      })
  void secondsAndDatesAreUnderstood(String header, long seconds) {
    assertThat(mapper.retryAfter(header)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "1.5",
        "soon",
        "5 s",
        "١٢",
        "99999999999999999999",
        "Sun, 99 Mar 2026 10:00:00 GMT",
        "1, 2"
      })
  void anythingElseIsAsIfAbsent(String header) {
    assertThat(mapper.retryAfter(header)).isEmpty();
  }
}
