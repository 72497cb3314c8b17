package io.datareplicator.databricks.sql.ddl;

import static io.datareplicator.databricks.sql.ddl.TableStatements.alter;
import static io.datareplicator.databricks.sql.ddl.TableStatements.require;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What ALTER TABLE says about columns of a table. */
public final class ColumnStatements {
  private ColumnStatements() {}

  /**
   * Adds columns at the end. Delta adds columns without default and constraint only, so that those
   * follow in statements of their own; setting NOT NULL fails on a table with rows.
   *
   * @param columns at least one
   * @throws NotExpressibleException for identity and generated columns, which only a new table can
   *     have, and for types without words in SQL
   */
  public static List<String> add(TableName table, List<ColumnMeta> columns) {
    require(!columns.isEmpty(), "no column to add");
    List<String> statements = new ArrayList<>();
    List<String> defaults = new ArrayList<>();
    List<String> notNull = new ArrayList<>();
    for (ColumnMeta column : columns) {
      ColumnDetails details = ColumnDetails.of(column);
      if (details.identity() != null || details.generationExpression() != null) {
        throw new NotExpressibleException(
            "column '"
                + column.name()
                + "' computes its values and cannot be added to table "
                + table
                + "; drop the table to have it made anew");
      }
      if (details.defaultExpression() != null) {
        defaults.add(setDefault(table, column.name(), details.defaultExpression()));
      }
      if (!column.nullable()) {
        notNull.add(setNotNull(table, column.name()));
      }
    }
    statements.add(
        alter(table)
            + "ADD COLUMNS "
            + columns.stream().map(ColumnSql::plain).collect(Collectors.joining(", ", "(", ")")));
    if (!defaults.isEmpty()) {
      statements.add(allowDefaults(table));
    }
    statements.addAll(defaults);
    statements.addAll(notNull);
    return statements;
  }

  public static String dropNotNull(TableName table, String column) {
    return alterColumn(table, column) + "DROP NOT NULL";
  }

  /** Fails when the table has a row without a value. */
  public static String setNotNull(TableName table, String column) {
    return alterColumn(table, column) + "SET NOT NULL";
  }

  /** What {@link #setDefault} needs on a table that has not had defaults yet. */
  public static String allowDefaults(TableName table) {
    return TableStatements.setProperties(
        table, Map.of(TableStatements.DEFAULTS_FEATURE, "supported"));
  }

  /**
   * Sets the default of later rows.
   *
   * @param expression SQL text
   */
  public static String setDefault(TableName table, String column, String expression) {
    return alterColumn(table, column) + "SET DEFAULT " + ColumnSql.defaultValue(column, expression);
  }

  public static String dropDefault(TableName table, String column) {
    return alterColumn(table, column) + "DROP DEFAULT";
  }

  /**
   * Comments of columns and of fields in them, several in one statement.
   *
   * @param comments by path of names; null and empty clear
   * @param atOnce how many in one statement; compute before DBR 16.3 takes one
   */
  public static List<String> comments(
      TableName table, Map<List<String>, String> comments, int atOnce) {
    require(atOnce > 0, "at least one comment at once");
    List<String> parts = new ArrayList<>();
    comments.forEach(
        (path, comment) ->
            parts.add(
                Clause.path(path) + " COMMENT " + Literal.string(comment == null ? "" : comment)));
    List<String> statements = new ArrayList<>();
    for (int from = 0; from < parts.size(); from += atOnce) {
      List<String> some = parts.subList(from, Math.min(parts.size(), from + atOnce));
      statements.add(alter(table) + "ALTER COLUMN " + String.join(", ", some));
    }
    return statements;
  }

  /**
   * Masks a column.
   *
   * @param mask with the function's name on the table's own side
   */
  public static String setMask(TableName table, String column, FunctionUse mask) {
    return alterColumn(table, column)
        + "SET MASK "
        + ConstraintStatements.function(mask)
        + (mask.columns().isEmpty() ? "" : " USING COLUMNS " + Clause.names(mask.columns()));
  }

  public static String dropMask(TableName table, String column) {
    return alterColumn(table, column) + "DROP MASK";
  }

  private static String alterColumn(TableName table, String column) {
    return alter(table) + "ALTER COLUMN " + Identifier.quote(column) + " ";
  }
}
