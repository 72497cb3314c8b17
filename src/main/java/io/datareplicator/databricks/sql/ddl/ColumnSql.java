package io.datareplicator.databricks.sql.ddl;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;

/** Columns in CREATE TABLE and ALTER TABLE. */
public final class ColumnSql {
  private ColumnSql() {}

  /**
   * Everything that defines a column but its mask.
   *
   * @throws IllegalArgumentException when the column's type cannot be read
   * @throws NotExpressibleException when SQL has no words for its type or an expression is broken
   */
  public static String definition(ColumnMeta column) {
    ColumnDetails details = ColumnDetails.of(column);
    return nameAndType(column, details)
        + (column.nullable() ? "" : " NOT NULL")
        + value(column, details)
        + Clause.comment(column.comment());
  }

  /** Name, type and comment, for statements that take no more. */
  static String plain(ColumnMeta column) {
    return nameAndType(column, ColumnDetails.of(column)) + Clause.comment(column.comment());
  }

  /** As {@link #plain}, but where NULL may be is left to the query that fills the column. */
  static String ofQuery(ColumnMeta column) {
    String type = TypeSql.ofQuery(column.name(), ColumnDetails.of(column).type());
    return Identifier.quote(column.name()) + " " + type + Clause.comment(column.comment());
  }

  private static String nameAndType(ColumnMeta column, ColumnDetails details) {
    return Identifier.quote(column.name()) + " " + TypeSql.of(column.name(), details.type());
  }

  private static String value(ColumnMeta column, ColumnDetails details) {
    if (details.identity() != null) {
      ColumnDetails.Identity identity = details.identity();
      return " GENERATED "
          + (identity.byDefault() ? "BY DEFAULT" : "ALWAYS")
          + " AS IDENTITY (START WITH "
          + identity.start()
          + " INCREMENT BY "
          + identity.step()
          + ")";
    } else if (details.generationExpression() != null) {
      String what = "the expression that generates column '" + column.name() + "'";
      return " GENERATED ALWAYS AS ("
          + Expression.enclosed(what, details.generationExpression())
          + ")";
    } else if (details.defaultExpression() != null) {
      return " DEFAULT " + defaultValue(column.name(), details.defaultExpression());
    }
    return "";
  }

  static String defaultValue(String column, String expression) {
    return Expression.bare("the default of column '" + column + "'", expression);
  }
}
