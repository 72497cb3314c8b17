package io.datareplicator.databricks.sql;

import java.util.List;
import java.util.Locale;

/**
 * The rows of a finished statement; columns are addressed by name, their order varies between
 * runtimes.
 *
 * @param statementId null when the statement's effect was found but its id is unknown
 * @param rows cells as text or null, as JSON_ARRAY sends them
 */
public record StatementResult(String statementId, List<String> columns, List<List<String>> rows) {
  /** Position of a column. */
  public int column(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).toLowerCase(Locale.ROOT).equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException(
        "statement " + statementId + " answered without column '" + name + "', it has " + columns);
  }

  /** A cell, or null. */
  public String value(int row, String column) {
    return rows.get(row).get(column(column));
  }
}
