package io.datareplicator.databricks.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A request that failed for good, or is about to be retried. Carries what Databricks said about it
 * (databricks-api.md §10).
 */
public class ApiException extends RuntimeException {
  /** Our own error code of {@link #isUnconnectable}. */
  static final String NO_CONNECTION = "NO_CONNECTION";

  static final int PROXY_WANTS_USER = 407;

  private final int status;
  private final String errorCode;
  private final String requestId;
  private final transient Duration retryAfter;

  /**
   * @param status HTTP status, 0 when no answer arrived
   * @param errorCode {@code error_code} as text, empty when there was none
   * @param message shown to users; secrets that the server echoed are taken out
   * @param requestId {@code x-request-id}, may be null
   * @param retryAfter what Retry-After or RetryInfo asked for, may be null
   */
  public ApiException(
      int status,
      String errorCode,
      String message,
      String requestId,
      Duration retryAfter,
      Throwable cause) {
    super(Redactor.redact(message), cause);
    this.status = status;
    this.errorCode = errorCode == null ? "" : errorCode;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }

  public int status() {
    return status;
  }

  public String errorCode() {
    return errorCode;
  }

  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Whether the object asked for does not exist (or is hidden from the caller: the API does not
   * tell these apart).
   */
  public boolean isNotFound() {
    return status == 404
        || errorCode.endsWith("_DOES_NOT_EXIST")
        || errorCode.equals("NOT_FOUND")
        || errorCode.endsWith("_NOT_FOUND");
  }

  /**
   * Whether the object to create is already there; the status differs between object types, the
   * code's ending does not.
   */
  public boolean isAlreadyExists() {
    return errorCode.endsWith("ALREADY_EXISTS");
  }

  /** Whether the workspace refused the credential itself, as opposed to a missing privilege. */
  public boolean isUnauthenticated() {
    return status == 401
        || (status == 403
            && (errorCode.equals("403")
                || getMessage().toLowerCase(Locale.ROOT).contains("invalid access token")));
  }

  /**
   * Whether the host cannot be spoken to as this machine is set up: its certificate is not trusted,
   * or a proxy refuses. It stays so until somebody mends it.
   */
  public boolean isUnconnectable() {
    return status == 0 && errorCode.equals(NO_CONNECTION);
  }

  public boolean isPermissionDenied() {
    return !isUnauthenticated() && (status == 403 || errorCode.equals("PERMISSION_DENIED"));
  }
}
