package io.datareplicator.databricks.sql;

import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * Writes values as SQL literals. Strings escape backslash and quote by a backslash: doubling the
 * quote is not portable between runtimes (databricks-api.md §11).
 */
public final class Literal {
  public static final String NULL = "NULL";

  private Literal() {}

  /** A string literal, or NULL. */
  public static String string(String value) {
    if (value == null) {
      return NULL;
    }
    StringBuilder out = new StringBuilder(value.length() + 16).append('\'');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\'' -> out.append("\\'");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        // Three octal digits: \0 with a digit after it would be read as another character.
        case '\0' -> out.append("\\000");
        // Spark replaces ${name} anywhere in a statement before it reads the literal.
        case '{' -> out.append(i > 0 && value.charAt(i - 1) == '$' ? "\\{" : "{");
        default -> out.append(c);
      }
    }
    return out.append('\'').toString();
  }

  /** A TIMESTAMP literal in UTC, or a typed NULL. */
  public static String timestamp(Instant value) {
    return value == null
        ? "CAST(NULL AS TIMESTAMP)"
        : "TIMESTAMP'" + DateTimeFormatter.ISO_INSTANT.format(value) + "'";
  }

  public static String number(Number value) {
    return value == null ? NULL : value.toString();
  }
}
