package io.datareplicator.databricks.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * Turns every answer of 300 and above into an {@link ApiException}; redirects are not followed (a
 * login page is no answer).
 */
final class ApiErrorMapper implements ResponseExceptionMapper<ApiException> {
  private final Clock clock;

  ApiErrorMapper(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean handles(int status, MultivaluedMap<String, Object> headers) {
    return status >= 300;
  }

  @Override
  public ApiException toThrowable(Response response) {
    return failure(
        response.getStatus(), response.readEntity(String.class), response::getHeaderString);
  }

  /**
   * The failure that an answer tells.
   *
   * @param header value of a header by its name in lower case, null when it is missing
   */
  ApiException failure(int status, String text, UnaryOperator<String> header) {
    ErrorBody body = ErrorBody.parse(status, text);
    String message = body.message();
    String location = header.apply("location");
    if (status < 400) {
      message =
          location != null && location.contains("private-link")
              ? "the workspace is reachable only through private link from here"
              : "the host answered with a redirect; is it a Databricks workspace URL?";
    }
    Duration retryAfter = retryAfter(header.apply("retry-after")).or(body::retryDelay).orElse(null);
    return new ApiException(
        status, body.code(), message, header.apply("x-request-id"), retryAfter, null);
  }

  /** Retry-After as seconds or HTTP date; anything else is as if absent. */
  Optional<Duration> retryAfter(String header) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    String value = header.strip();
    if (value.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      ZonedDateTime at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), at.toInstant());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
