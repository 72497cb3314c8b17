package io.datareplicator.sandbox.http;

/** A refusal of a request: HTTP status, {@code error_code} and message (reference §10). */
public final class ApiException extends RuntimeException {
  private final int status;
  private final String errorCode;

  public ApiException(int status, String errorCode, String message) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
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
}
