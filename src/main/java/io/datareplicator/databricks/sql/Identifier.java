package io.datareplicator.databricks.sql;

import io.datareplicator.model.DeltaTable;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableName;

/**
 * Quotes names for SQL text (databricks-api.md §11): backticks around each part, an inner backtick
 * doubled.
 */
public final class Identifier {
  private Identifier() {}

  /**
   * One part of a name.
   *
   * @throws IllegalArgumentException for an empty name or one with a NUL or line break, which no
   *     object can have
   */
  public static String quote(String part) {
    if (part.isEmpty()) {
      throw new IllegalArgumentException("an object name is empty");
    }
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '\0' || c == '\n' || c == '\r') {
        throw new IllegalArgumentException(
            "an object name holds a control character: '" + part + "'");
      }
    }
    return "`" + part.replace("`", "``") + "`";
  }

  public static String quote(SchemaName schema) {
    return quote(schema.catalog()) + "." + quote(schema.schema());
  }

  public static String quote(TableName table) {
    return quote(table.schemaName()) + "." + quote(table.table());
  }

  /** A table by its name, or by its path as {@code delta.`…`}. */
  public static String quote(DeltaTable table) {
    return table instanceof DeltaTable.AtPath path
        ? "delta." + quote(path.url())
        : quote(((DeltaTable.Named) table).name());
  }
}
