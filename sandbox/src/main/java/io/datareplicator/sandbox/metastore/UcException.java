package io.datareplicator.sandbox.metastore;

/**
 * A refusal in Unity Catalog's own terms. REST renders it as {@code {"error_code", "message"}} with
 * {@link #httpStatus()}; the SQL layer translates {@link #errorCode()} into an error class and
 * SQLSTATE.
 */
public final class UcException extends RuntimeException {
  private final String errorCode;
  private final int httpStatus;

  public UcException(int httpStatus, String errorCode, String message) {
    super(message);
    this.httpStatus = httpStatus;
    this.errorCode = errorCode;
  }

  public static UcException notFound(String kind, String label, String name) {
    return new UcException(
        404, kind + "_DOES_NOT_EXIST", label + " '" + name + "' does not exist.");
  }

  public static UcException alreadyExists(String kind, String label, String name) {
    return new UcException(400, kind + "_ALREADY_EXISTS", label + " '" + name + "' already exists");
  }

  public static UcException invalid(String message) {
    return new UcException(400, "INVALID_PARAMETER_VALUE", message);
  }

  public static UcException denied(String message) {
    return new UcException(403, "PERMISSION_DENIED", message);
  }

  public String errorCode() {
    return errorCode;
  }

  public int httpStatus() {
    return httpStatus;
  }
}
