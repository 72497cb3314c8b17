package io.datareplicator.sandbox.files;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.metastore.UcException;
import java.util.Map;

/** Refusals of the Files API (reference §6), each with its ErrorInfo. */
public final class FilesErrors {
  private static final String DOMAIN = "filesystem.databricks.com";

  private FilesErrors() {}

  private static ApiException of(int status, String code, String reason, String message) {
    return new ApiException(status, code, message, new ApiException.Info(reason, DOMAIN, Map.of()));
  }

  /** A catalog, schema or volume that Unity Catalog does not give access to. */
  public static ApiException of(UcException e) {
    if (e.errorCode().endsWith("_DOES_NOT_EXIST")) {
      return new ApiException(
          404,
          "NOT_FOUND",
          e.getMessage(),
          new ApiException.Info(
              "FILES_API_RESOURCE_NOT_FOUND",
              DOMAIN,
              Map.of("unity_catalog_error_message", e.getMessage())));
    }
    return new ApiException(e.httpStatus(), e.errorCode(), e.getMessage());
  }

  public static ApiException invalidPath(String message) {
    return of(400, "BAD_REQUEST", "FILES_API_INVALID_PATH", "Invalid path: " + message);
  }

  public static ApiException noFile() {
    return of(
        404, "NOT_FOUND", "FILES_API_FILE_NOT_FOUND", "The file being accessed is not found.");
  }

  public static ApiException noDirectory() {
    return of(
        404,
        "NOT_FOUND",
        "FILES_API_DIRECTORY_IS_NOT_FOUND",
        "The directory being accessed is not found.");
  }

  public static ApiException notEmpty() {
    return of(
        400,
        "INVALID_PARAMETER_VALUE",
        "FILES_API_DIRECTORY_IS_NOT_EMPTY",
        "The directory being deleted is not empty.");
  }

  public static ApiException fileExists() {
    return of(
        409,
        "ALREADY_EXISTS",
        "FILES_API_FILE_ALREADY_EXISTS",
        "The file being created already exists.");
  }

  /** Something of the other kind is where a file or directory shall be, or above it. */
  public static ApiException kindConflict(String message) {
    return of(409, "ALREADY_EXISTS", "FILES_API_PATH_CONFLICT", message);
  }

  public static ApiException readOnly(String volume) {
    return new ApiException(
        403,
        "PERMISSION_DENIED",
        "Volume '" + volume + "' is shared and read-only: its files cannot be changed.");
  }

  public static ApiException tooLarge(long limit) {
    return of(
        413,
        "REQUEST_TOO_LARGE",
        "FILES_API_FILE_SIZE_EXCEEDED",
        "The file is larger than the " + limit + " bytes that one upload may have.");
  }

  public static ApiException presignDisabled() {
    return of(
        403,
        "PERMISSION_DENIED",
        "FILES_API_API_IS_NOT_ENABLED",
        "Presigned URLs API is not enabled");
  }

  public static ApiException noUpload() {
    return of(
        404,
        "NOT_FOUND",
        "FILES_API_UPLOAD_SESSION_NOT_FOUND",
        "There is no such upload: it was completed, aborted or never begun.");
  }

  public static ApiException invalid(String message) {
    return ApiException.invalid(message);
  }
}
