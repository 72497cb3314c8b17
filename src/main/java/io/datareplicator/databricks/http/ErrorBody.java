package io.datareplicator.databricks.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the error envelopes that Databricks services use (databricks-api.md §10): JSON with {@code
 * error_code}, SCIM, API 1.2, OAuth, "CODE: text", an HTML page with {@code <pre>}, and nothing at
 * all.
 *
 * @param code error code as text; empty when the body has none
 * @param message never empty
 * @param retryDelay google.rpc.RetryInfo, when present
 */
record ErrorBody(String code, String message, Optional<Duration> retryDelay) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CODED_TEXT =
      Pattern.compile("^([A-Z][A-Z_]+): (.*)$", Pattern.DOTALL);
  private static final Pattern HTML_PRE =
      Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)s");
  private static final int MAX_MESSAGE = 2000;

  static ErrorBody parse(int status, String body) {
    String text = body == null ? "" : body.strip();
    if (text.startsWith("{")) {
      try {
        return fromJson(status, JSON.readTree(text));
      } catch (JsonProcessingException broken) {
        return new ErrorBody(
            "", cut("HTTP " + status + " with unreadable JSON: " + text), Optional.empty());
      }
    }
    Matcher coded = CODED_TEXT.matcher(text);
    if (coded.matches() && !coded.group(2).isBlank()) {
      return new ErrorBody(coded.group(1), cut(coded.group(2)), Optional.empty());
    }
    Matcher pre = HTML_PRE.matcher(text);
    if (pre.find() && !pre.group(1).isBlank()) {
      return new ErrorBody("", cut(pre.group(1).strip()), Optional.empty());
    }
    String said =
        text.isEmpty() ? "HTTP " + status + " without a body" : "HTTP " + status + ": " + text;
    return new ErrorBody("", cut(said), Optional.empty());
  }

  private static ErrorBody fromJson(int status, JsonNode json) {
    String code = first(json, "error_code", "errorCode");
    String message = first(json, "message", "error_description", "errorSummary");
    if (json.hasNonNull("detail") && json.has("schemas")) {
      code = "SCIM_" + first(json, "status");
      message = (first(json, "scimType") + " " + first(json, "detail")).strip();
    } else if (json.path("error").isTextual()) {
      if (code.isEmpty()) {
        code = json.has("error_description") ? json.get("error").asText() : "";
      }
      message = message.isEmpty() ? json.get("error").asText() : message;
    }
    if (message.isBlank()) {
      message = "HTTP " + status + (code.isEmpty() ? " without a message" : " " + code);
    }
    return new ErrorBody(code, cut(message), retryDelay(json.path("details")));
  }

  private static Optional<Duration> retryDelay(JsonNode details) {
    for (JsonNode detail : details) {
      if (detail.path("@type").asText().endsWith("google.rpc.RetryInfo")) {
        Matcher seconds = SECONDS.matcher(detail.path("retry_delay").asText());
        if (seconds.matches()) {
          return Optional.of(
              Duration.ofMillis((long) (Double.parseDouble(seconds.group(1)) * 1000)));
        }
      }
    }
    return Optional.empty();
  }

  private static String first(JsonNode json, String... fields) {
    for (String field : fields) {
      if (json.hasNonNull(field) && json.get(field).isValueNode()) {
        return json.get(field).asText();
      }
    }
    return "";
  }

  /** Redacts before it cuts: half a secret would not be recognised any more. */
  private static String cut(String message) {
    String clean = Redactor.redact(message);
    return clean.length() <= MAX_MESSAGE ? clean : clean.substring(0, MAX_MESSAGE) + "…";
  }
}
