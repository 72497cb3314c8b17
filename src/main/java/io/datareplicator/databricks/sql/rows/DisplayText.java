package io.datareplicator.databricks.sql.rows;

import io.datareplicator.model.uc.ColumnType;
import io.datareplicator.model.uc.ColumnType.Simple;

/** Values as people read them, in the table of differing rows. */
final class DisplayText {
  /** Longer values are cut. */
  static final int MAX_CHARACTERS = 4000;

  private static final String JSON_OPTIONS =
      "map('ignoreNullFields', 'false', 'timeZone', 'UTC', 'timestampFormat',"
          + " 'yyyy-MM-dd\\'T\\'HH:mm:ss.SSSSSSXXX', 'timestampNTZFormat',"
          + " 'yyyy-MM-dd\\'T\\'HH:mm:ss.SSSSSS')";

  private DisplayText() {}

  /** A string expression, NULL for NULL. Points in time are in UTC. */
  static String of(ColumnType type, String path) {
    if (!(type instanceof Simple simple)) {
      return "to_json(" + path + ", " + JSON_OPTIONS + ")";
    }
    return switch (simple.text()) {
      case "string" -> path;
      case "binary" -> "hex(" + path + ")";
      case "variant" -> "to_json(" + path + ", " + JSON_OPTIONS + ")";
      // As a string it would be in the time zone of the session, where two points can look the
      // same.
      case "timestamp" ->
          "concat(CAST(TIMESTAMP_NTZ'1970-01-01 00:00:00' + unix_micros("
              + path
              + ") * INTERVAL '0.000001' SECOND AS STRING), 'Z')";
      default ->
          "CAST("
              + path
              + " AS STRING)"
              + (simple.text().contains(" collate ") ? " COLLATE UTF8_BINARY" : "");
    };
  }

  /** Cuts the long values of a map; their length and SHA-256 tell them apart. */
  static String cut(String map) {
    return "transform_values("
        + map
        + ", (k, v) -> CASE WHEN length(v) > "
        + MAX_CHARACTERS
        + " THEN concat(left(v, "
        + MAX_CHARACTERS
        + "), '… (', CAST(length(v) AS STRING), ' characters, sha256 ',"
        + " sha2(CAST(v AS BINARY), 256), ')') ELSE v END)";
  }
}
