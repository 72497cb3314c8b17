package io.datareplicator.databricks.sql.rows;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.model.TableName;

/**
 * One table to read.
 *
 * @param version Delta version; null = as it is now
 * @param filter a SQL condition of the user; null = all rows
 */
public record Scan(TableName table, Long version, String filter) {
  /** A name for the rows that user columns cannot be mistaken for: names with it come first. */
  static final String ALIAS = "r";

  /** What follows FROM. */
  String from() {
    String rows =
        Identifier.quote(table) + (version == null ? "" : " VERSION AS OF " + version.longValue());
    if (filter == null || filter.isBlank()) {
      return rows + " AS " + ALIAS;
    }
    // On lines of its own, so that a comment at its end does not take our text with it.
    return "(SELECT * FROM " + rows + " WHERE (\n" + filter + "\n)) AS " + ALIAS;
  }
}
