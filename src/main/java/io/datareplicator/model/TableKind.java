package io.datareplicator.model;

import java.util.Locale;

/** What a table-like object is, as far as replication treats kinds differently. */
public enum TableKind {
  MANAGED("table"),
  EXTERNAL("table"),
  STREAMING_TABLE("streaming_table"),
  MATERIALIZED_VIEW("materialized_view"),
  VIEW("view"),
  FOREIGN("foreign_table"),
  OTHER("table");

  private final String objectType;

  TableKind(String objectType) {
    this.objectType = objectType;
  }

  /** Value of the audit column {@code object_type}. */
  public String objectType() {
    return objectType;
  }

  /** From {@code table_type} of the tables API; values that are not known yet become OTHER. */
  public static TableKind fromApi(String tableType) {
    return switch (tableType == null ? "" : tableType.toUpperCase(Locale.ROOT)) {
      case "MANAGED", "MANAGED_SHALLOW_CLONE" -> MANAGED;
      case "EXTERNAL", "EXTERNAL_SHALLOW_CLONE" -> EXTERNAL;
      case "STREAMING_TABLE" -> STREAMING_TABLE;
      case "MATERIALIZED_VIEW" -> MATERIALIZED_VIEW;
      case "VIEW", "METRIC_VIEW" -> VIEW;
      case "FOREIGN" -> FOREIGN;
      default -> OTHER;
    };
  }
}
