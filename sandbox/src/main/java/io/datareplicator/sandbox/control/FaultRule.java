package io.datareplicator.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One rule of {@code POST /sandbox/faults}.
 *
 * <p>A rule that has a {@code statement} but neither method nor path looks at submissions of
 * statements only; with method or path it also looks at polls, chunks and cancels of statements
 * with such a text.
 */
final class FaultRule {
  private static final Set<String> FIELDS =
      Set.of(
          "method",
          "path",
          "statement",
          "nth",
          "times",
          "status",
          "body",
          "headers",
          "delay_ms",
          "reset",
          "after_effect",
          "cut_response_after",
          "cut_request_after",
          "store_only",
          "bytes_per_second");
  private static final long MAX_DELAY_MS = 600_000;

  private final String id;
  private final JsonNode source;
  private final String method;
  private final Pattern path;
  private final Pattern statement;
  private final long nth;
  private final long times;
  private final int status;
  private final JsonNode body;
  private final Map<String, String> headers;
  private final long delayMs;
  private final boolean reset;
  private final boolean afterEffect;
  private final TransferFault transferFault;
  private final AtomicLong matched = new AtomicLong();
  private final AtomicLong hits = new AtomicLong();

  /**
   * @throws ApiException 400 when the rule is not valid
   */
  FaultRule(String id, JsonNode source) {
    Input in = new Input(source);
    source
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                throw ApiException.invalid("Unknown field in a fault rule: " + name);
              }
            });
    this.id = id;
    this.source = source;
    this.method = in.has("method") ? in.text("method").toUpperCase(Locale.ROOT) : null;
    this.path = pattern(in, "path", 0);
    this.statement = pattern(in, "statement", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    this.nth = positive(in, "nth");
    this.times = positive(in, "times");
    this.status = (int) in.number("status", 0);
    this.body = in.has("body") ? in.raw("body") : null;
    this.headers = in.has("headers") ? in.strings("headers") : Map.of();
    this.delayMs = in.number("delay_ms", 0);
    this.reset = in.flag("reset");
    this.afterEffect = in.flag("after_effect");
    this.transferFault = transferFault(in);
    check();
  }

  private void check() {
    if (status != 0 && (status < 200 || status > 599)) {
      throw ApiException.invalid("status must be between 200 and 599");
    }
    if (delayMs < 0 || delayMs > MAX_DELAY_MS) {
      throw ApiException.invalid("delay_ms must be between 0 and " + MAX_DELAY_MS);
    }
    if (status != 0 && reset) {
      throw ApiException.invalid("A rule has either a status or a reset");
    }
    boolean failsStatement = statement != null && body != null;
    if (status == 0 && !reset && delayMs == 0 && !failsStatement && transferFault == null) {
      throw ApiException.invalid(
          "A rule needs a status, a reset, a delay_ms, a statement with a body, or one of"
              + " cut_response_after, cut_request_after, store_only and bytes_per_second");
    }
  }

  private static TransferFault transferFault(Input in) {
    TransferFault fault =
        new TransferFault(
            bytes(in, "cut_response_after", -1),
            bytes(in, "cut_request_after", -1),
            bytes(in, "store_only", -1),
            in.has("bytes_per_second") ? positive(in, "bytes_per_second") : 0);
    return fault.equals(TransferFault.NONE) ? null : fault;
  }

  private static long bytes(Input in, String field, long otherwise) {
    long value = in.number(field, otherwise);
    if (in.has(field) && value < 0) {
      throw ApiException.invalid(field + " must be 0 or more");
    }
    return value;
  }

  private static Pattern pattern(Input in, String field, int flags) {
    if (!in.has(field)) {
      return null;
    }
    try {
      return Pattern.compile(in.text(field), flags);
    } catch (PatternSyntaxException e) {
      throw ApiException.invalid(field + " is not a regular expression: " + e.getDescription());
    }
  }

  private static long positive(Input in, String field) {
    long value = in.number(field, 1);
    if (value < 1) {
      throw ApiException.invalid(field + " must be 1 or more");
    }
    return value;
  }

  String id() {
    return id;
  }

  boolean looksAtStatements() {
    return statement != null;
  }

  /**
   * Whether this request is hit; counts it either way.
   *
   * @param sql text of the statement the request submits or addresses, null when it is about none
   */
  boolean hit(String requestMethod, String rawPath, String sql, boolean submission) {
    if (method != null && !method.equals(requestMethod)) {
      return false;
    }
    if (path != null && !path.matcher(rawPath).find()) {
      return false;
    }
    if (statement != null) {
      boolean wrongKind = method == null && path == null && !submission;
      if (wrongKind || sql == null || !statement.matcher(sql).find()) {
        return false;
      }
    }
    long number = matched.incrementAndGet();
    boolean hit = number >= nth && number - nth < times;
    if (hit) {
      hits.incrementAndGet();
    }
    return hit;
  }

  long delayMs() {
    return delayMs;
  }

  /**
   * Whether the rule replaces the answer, rather than only slowing it down or failing the
   * statement.
   */
  boolean replacesAnswer() {
    return reset || status != 0;
  }

  boolean reset() {
    return reset;
  }

  boolean afterEffect() {
    return afterEffect;
  }

  /** The failure that the statement shall end with, or null. */
  StatementFault statementFault() {
    if (replacesAnswer() || statement == null || body == null) {
      return null;
    }
    if (!body.isObject()) {
      return new StatementFault("BAD_REQUEST", body.asText(), null, afterEffect);
    }
    // Either the error alone or a whole status object, as it would come over the wire.
    JsonNode error = body.has("error") ? body.get("error") : body;
    String sqlState = body.path("sql_state").asText(null);
    return new StatementFault(
        error.path("error_code").asText("BAD_REQUEST"),
        error.path("message").asText("Injected failure"),
        sqlState,
        afterEffect);
  }

  /** What happens to the bytes of the call, or null. */
  TransferFault transferFault() {
    return transferFault;
  }

  int status() {
    return status;
  }

  byte[] answerBody() {
    if (body == null) {
      return Json.bytes(defaultBody());
    }
    return body.isTextual() ? body.textValue().getBytes(StandardCharsets.UTF_8) : Json.bytes(body);
  }

  private Json.Body defaultBody() {
    String code =
        switch (status) {
          case 400 -> "BAD_REQUEST";
          case 401 -> "UNAUTHENTICATED";
          case 403 -> "PERMISSION_DENIED";
          case 404 -> "NOT_FOUND";
          case 409 -> "RESOURCE_CONFLICT";
          case 429 -> "REQUEST_LIMIT_EXCEEDED";
          case 503 -> "TEMPORARILY_UNAVAILABLE";
          case 504 -> "DEADLINE_EXCEEDED";
          default -> "INTERNAL_ERROR";
        };
    return Json.body().with("error_code", code).with("message", "Injected fault " + id);
  }

  Map<String, String> headers() {
    return headers;
  }

  Json.Body describe() {
    Json.Body described = Json.body().with("id", id);
    source.fields().forEachRemaining(e -> described.with(e.getKey(), e.getValue()));
    return described.with("matched", matched.get()).with("hits", hits.get());
  }
}
