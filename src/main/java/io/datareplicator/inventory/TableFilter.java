package io.datareplicator.inventory;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.TableName;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Evaluates the user's WHERE condition over {@code information_schema.tables} of one catalog, in
 * one query.
 */
public final class TableFilter {
  private TableFilter() {}

  /**
   * The tables that satisfy the condition.
   *
   * @param schema limits the query to one schema; null = all
   * @param condition SQL as the user wrote it
   */
  public static Set<TableName> matching(
      SqlEngine sql, String catalog, String schema, String condition, Map<String, String> tags) {
    String query =
        "SELECT table_schema, table_name FROM "
            + Identifier.quote(catalog)
            + ".information_schema.tables WHERE table_schema <> 'information_schema'"
            + (schema == null ? "" : " AND table_schema = " + Literal.string(schema))
            + " AND (\n"
            + condition
            + "\n)";
    StatementResult result = sql.run(Statement.query(query, tags));
    Set<TableName> names = new HashSet<>();
    for (int row = 0; row < result.rows().size(); row++) {
      names.add(
          new TableName(
              catalog, result.value(row, "table_schema"), result.value(row, "table_name")));
    }
    return names;
  }
}
