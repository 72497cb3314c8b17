package io.datareplicator.sandbox.sql.engine;

import java.util.Map;

/** Error classes and SQLSTATEs of refusals that do not come from Spark. */
final class ErrorClasses {
  /** A class and its SQLSTATE. */
  record ErrorClass(String name, String sqlState) {}

  /** Codes that SQL knows under another name than REST. */
  private static final Map<String, ErrorClass> RENAMED =
      Map.ofEntries(
          Map.entry("CATALOG_DOES_NOT_EXIST", new ErrorClass("NO_SUCH_CATALOG_EXCEPTION", "42704")),
          Map.entry("SCHEMA_DOES_NOT_EXIST", new ErrorClass("SCHEMA_NOT_FOUND", "42704")),
          Map.entry("TABLE_DOES_NOT_EXIST", new ErrorClass("TABLE_OR_VIEW_NOT_FOUND", "42P01")),
          Map.entry(
              "TABLE_ALREADY_EXISTS", new ErrorClass("TABLE_OR_VIEW_ALREADY_EXISTS", "42P07")),
          Map.entry("PERMISSION_DENIED", new ErrorClass("INSUFFICIENT_PERMISSIONS", "42501")));

  private static final Map<String, String> STATES =
      Map.ofEntries(
          Map.entry("SCHEMA_ALREADY_EXISTS", "42P06"),
          Map.entry("VOLUME_ALREADY_EXISTS", "42000"),
          Map.entry("SCHEMA_NOT_EMPTY", "2BP01"),
          Map.entry("CATALOG_NOT_EMPTY", "2BP01"),
          Map.entry("INVALID_PARAMETER_VALUE", "22023"),
          Map.entry("INVALID_STATE", "55000"),
          Map.entry("NO_PARENT_EXTERNAL_LOCATION_FOR_PATH", "22KD1"),
          Map.entry("INVALID_PARAMETER_VALUE.LOCATION_OVERLAP", "22023"),
          Map.entry("PROVIDER_SHARE_NOT_ACCESSIBLE", "42501"),
          Map.entry("UNSUPPORTED_FEATURE.SANDBOX", "0A000"),
          Map.entry("MANAGED_TABLE_FORMAT", "0AKDD"),
          Map.entry("EXTERNAL_TABLE_FORMAT", "0AKDD"),
          Map.entry("EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE", "42809"),
          Map.entry("DS_TIME_TRAVEL_NOT_PERMITTED", "0AKDC"),
          Map.entry("FAILED_READ_FILE.DBR_FILE_NOT_EXIST", "KD001"),
          Map.entry("DELTA_CLONE_AMBIGUOUS_TARGET", "42613"),
          Map.entry("DELTA_CREATE_EXTERNAL_TABLE_WITHOUT_SCHEMA", "42601"),
          Map.entry("DELTA_CLONE_UNSUPPORTED_SOURCE", "0AKDC"),
          Map.entry("DELTA_CONCURRENT_WRITE", "2D521"),
          Map.entry("DELTA_UNSUPPORTED_FEATURES_FOR_READ", "56038"),
          Map.entry("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", "42703"),
          Map.entry("STREAMING_TABLE_QUERY_INVALID", "42000"),
          Map.entry("EXPECT_STREAMING_TABLE", "42809"),
          Map.entry("EXPECT_MATERIALIZED_VIEW", "42809"),
          Map.entry("WRONG_COMMAND_FOR_OBJECT_TYPE", "42809"),
          Map.entry("STREAMING_FROM_VIEW_NOT_SUPPORTED", "0A000"),
          Map.entry("CREATE_VIEW_COLUMN_ARITY_MISMATCH", "21S01"),
          Map.entry("DELTA_LOG_FILE_NOT_FOUND", "42K03"),
          Map.entry("DELTA_TIMESTAMP_INVALID", "42816"),
          Map.entry("DELTA_UNSUPPORTED_CLONE_REPLACE_SAME_TABLE", "0AKDC"),
          Map.entry("DELTA_UNSUPPORTED_COLUMN_MAPPING_MODE_CHANGE", "0AKDC"),
          Map.entry("DELTA_VERSION_NOT_FOUND", "22003"));

  private ErrorClasses() {}

  /** The class of a metastore's error code. */
  static ErrorClass of(String code) {
    ErrorClass renamed = RENAMED.get(code);
    return renamed != null ? renamed : new ErrorClass(code, state(code));
  }

  private static String state(String code) {
    String known = STATES.get(code);
    if (known != null) {
      return known;
    }
    if (code.startsWith("DELTA_DEEP_CLONE_STREAMING_TABLE_ERROR.")) {
      return "0A000";
    }
    // [UNV] both
    if (code.startsWith("STREAMING_TABLE_OPERATION_NOT_ALLOWED.")) {
      return "42601";
    }
    if (code.startsWith("MATERIALIZED_VIEW_OPERATION_NOT_ALLOWED.")) {
      return "56038";
    }
    if (code.endsWith("_DOES_NOT_EXIST") || code.endsWith("NOT_FOUND")) {
      return "42704";
    }
    return code.endsWith("_ALREADY_EXISTS") ? "42710" : "KD000";
  }
}
