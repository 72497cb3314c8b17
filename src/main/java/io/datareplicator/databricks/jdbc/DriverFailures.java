package io.datareplicator.databricks.jdbc;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the driver's exceptions into those of the REST engine: what the workspace says of a
 * statement becomes a {@link StatementFailure} in its own words, everything else an {@link
 * ApiException} whose status and cause say whether the request may have been received. The driver
 * wraps both in sentences of its own, so its texts are taken apart here and nowhere else.
 */
final class DriverFailures {
  private static final Pattern STATE = Pattern.compile("[0-9A-Z]{5}");
  private static final Pattern REST_FAILURE =
      Pattern.compile(
          "\\n(?:FAILED|CLOSED)\\. Error Message: (.*), Error code: (\\w+)\\s*$", Pattern.DOTALL);
  private static final Pattern THRIFT_FAILURE =
      Pattern.compile(
          "^Operation (?:failed with error: \\[|status check failed with status code: \\[\\w+\\] for"
              + " statement \\[[^\\]]*\\], error: \\[)(.*?)\\](?: for statement|$)",
          Pattern.DOTALL);
  private static final Pattern THRIFT_DETAIL =
      Pattern.compile(
          "errorMessage:(.*?), (?:taskStatus|operationStarted|operationCompleted|hasResultSet"
              + "|progressUpdateResponse|numModifiedRows|displayMessage|diagnosticInfo"
              + "|errorDetailsJson|responseValidation|idempotencyType|statementTimeout"
              + "|statementTimeoutLevel):",
          Pattern.DOTALL);
  private static final Pattern JAVA_PREFIX =
      Pattern.compile(
          "^.*?(?:Exception|Error running query): (?=\\[[A-Z][A-Z0-9_.]+\\])", Pattern.DOTALL);
  private static final Pattern HTTP_STATUS =
      Pattern.compile("(?:HTTP response code: |failed by code: |\\(HTTP )(\\d{3})");
  private static final Pattern HTTP_MESSAGE =
      Pattern.compile("Error [Mm]essage: (.*)", Pattern.DOTALL);
  private static final Pattern NOT_CONNECTED =
      Pattern.compile(
          "ConnectException|HttpHostConnectException|ConnectTimeoutException|NoRouteToHostException"
              + "|Connection refused");
  private static final Pattern SESSION_GONE =
      Pattern.compile(
          "Invalid SessionHandle|INVALID_HANDLE_STATUS"
              + "|(?i:\\bsession [^.\\n]{0,120}?(?:not found|does not exist|expired|is closed))");
  private static final Pattern NO_HOST = Pattern.compile("UnknownHostException");

  /** The REST client's exceptions by their simple names, which is all that can be seen of them. */
  private static final Map<String, Integer> STATUS_OF_CLASS =
      Map.ofEntries(
          Map.entry("BadRequest", 400),
          Map.entry("InvalidParameterValue", 400),
          Map.entry("InvalidState", 400),
          Map.entry("Unauthenticated", 401),
          Map.entry("PermissionDenied", 403),
          Map.entry("NotFound", 404),
          Map.entry("ResourceDoesNotExist", 404),
          Map.entry("Aborted", 409),
          Map.entry("AlreadyExists", 409),
          Map.entry("ResourceAlreadyExists", 409),
          Map.entry("ResourceConflict", 409),
          Map.entry("TooManyRequests", 429),
          Map.entry("RequestLimitExceeded", 429),
          Map.entry("ResourceExhausted", 429),
          Map.entry("InternalError", 500),
          Map.entry("DataLoss", 500),
          Map.entry("Unknown", 500),
          Map.entry("NotImplemented", 501),
          Map.entry("TemporarilyUnavailable", 503),
          Map.entry("DeadlineExceeded", 504));

  private DriverFailures() {}

  /** Whether the workspace no longer knows the session, and so has not taken the statement. */
  static boolean isSessionGone(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (SESSION_GONE.matcher(String.valueOf(t.getMessage())).find()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the driver says that the statement was cancelled. */
  static boolean isCancelled(Throwable failure, String state) {
    String message = String.valueOf(failure.getMessage());
    return "HY008".equals(state)
        || message.matches("(?s)Statement \\[[^\\]]*\\] was cancelled.*")
        || message.contains("operationState:CANCELED_STATE");
  }

  /**
   * What the workspace said about a statement that ran, or null when the failure is not one of the
   * statement.
   *
   * @param id of the statement, null when it was never accepted
   */
  static StatementFailure ofStatement(java.sql.SQLException failure, String id) {
    String text = String.valueOf(failure.getMessage());
    Matcher rest = REST_FAILURE.matcher(text);
    String state = state(failure.getSQLState());
    if (text.startsWith("Statement execution failed ") && rest.find()) {
      return failure(id, rest.group(2), state, rest.group(1));
    }
    if (httpStatus(failure) != 0) {
      return null;
    }
    Matcher thrift = THRIFT_FAILURE.matcher(text);
    if (thrift.find()) {
      Matcher detail = THRIFT_DETAIL.matcher(text);
      String said = thrift.group(1);
      return failure(
          id,
          "",
          state,
          said.startsWith("no error details") && detail.find() ? detail.group(1) : said);
    }
    // The answer to the submission itself: the server's words, without a frame.
    boolean connection = state != null && state.startsWith("08");
    return state != null && !connection && failure.getCause() == null
        ? failure(id, "", state, text)
        : null;
  }

  private static StatementFailure failure(String id, String code, String state, String said) {
    String plain = JAVA_PREFIX.matcher(said).replaceFirst("");
    return new StatementFailure(Kind.FAILED, id, code, state, Redactor.redact(plain));
  }

  private static String state(String sqlState) {
    return sqlState != null && STATE.matcher(sqlState).matches() ? sqlState : null;
  }

  /** The failure of a request, for {@link io.datareplicator.databricks.http.RetryRules}. */
  static ApiException ofRequest(Throwable failure, String call, String target) {
    int status = httpStatus(failure);
    Throwable root = root(failure);
    String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    if (status != 0) {
      Matcher message = HTTP_MESSAGE.matcher(said);
      String text = message.find() && !message.group(1).isBlank() ? message.group(1) : said;
      return new ApiException(status, "", text.strip(), null, null, failure);
    }
    return new ApiException(
        0,
        "",
        call + " got no usable answer from " + target + ": " + said,
        null,
        null,
        connectionFailure(failure));
  }

  /** The network failure behind an exception whose own cause the driver has dropped. */
  private static Throwable connectionFailure(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IOException) {
        return failure;
      }
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String text = String.valueOf(t.getMessage());
      if (text.contains("PKIX path building failed")) {
        return new CertPathBuilderException(text);
      }
      if (NO_HOST.matcher(text).find()) {
        return new UnknownHostException(text);
      }
      if (NOT_CONNECTED.matcher(text).find()) {
        return new ConnectException(text);
      }
    }
    return new IOException(failure);
  }

  /** HTTP status of the answer; 0 when there was none, or none can be made out. */
  static int httpStatus(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      Integer known = STATUS_OF_CLASS.get(t.getClass().getSimpleName());
      if (known != null && t.getClass().getName().startsWith("com.databricks.")) {
        return known;
      }
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      Matcher status = HTTP_STATUS.matcher(String.valueOf(t.getMessage()));
      if (status.find()) {
        return Integer.parseInt(status.group(1));
      }
    }
    return 0;
  }

  private static Throwable root(Throwable failure) {
    Throwable t = failure;
    while (t.getCause() != null && t.getCause() != t) {
      t = t.getCause();
    }
    return t;
  }
}
