package io.datareplicator.sandbox.http;

import java.util.Map;

/** A refusal of a request: HTTP status, {@code error_code} and message (reference §10). */
public final class ApiException extends RuntimeException {
  private final int status;
  private final String errorCode;
  private final Info info;

  public ApiException(int status, String errorCode, String message) {
    this(status, errorCode, message, null);
  }

  /**
   * @param info null = the answer has no ErrorInfo
   */
  public ApiException(int status, String errorCode, String message, Info info) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.info = info;
  }

  public static ApiException invalid(String message) {
    return new ApiException(400, "INVALID_PARAMETER_VALUE", message);
  }

  public static ApiException malformed(String message) {
    return new ApiException(400, "MALFORMED_REQUEST", message);
  }

  public static ApiException notFound(String message) {
    return new ApiException(404, "NOT_FOUND", message);
  }

  public int status() {
    return status;
  }

  public String errorCode() {
    return errorCode;
  }

  Info info() {
    return info;
  }

  /** {@code google.rpc.ErrorInfo}. */
  public record Info(String reason, String domain, Map<String, String> metadata) {
    public Info {
      metadata = Map.copyOf(metadata);
    }
  }
}
