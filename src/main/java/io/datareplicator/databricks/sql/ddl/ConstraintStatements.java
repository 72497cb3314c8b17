package io.datareplicator.databricks.sql.ddl;

import static io.datareplicator.databricks.sql.ddl.TableStatements.alter;
import static io.datareplicator.databricks.sql.ddl.TableStatements.require;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.KeyConstraint;
import java.util.List;

/** Keys, CHECK constraints and row filters of tables. */
public final class ConstraintStatements {
  private ConstraintStatements() {}

  /**
   * Adds a primary or foreign key.
   *
   * @param key with its parent's name on the table's own side
   * @param rely whether the optimizer may trust it
   */
  public static String addKey(TableName table, KeyConstraint key, boolean rely) {
    require(!key.columns().isEmpty(), "key " + key.name() + " has no columns");
    String columns = Clause.names(key.columns());
    if (key.primary()) {
      return add(table, key.name()) + "PRIMARY KEY " + columns + (rely ? " RELY" : "");
    }
    return add(table, key.name())
        + "FOREIGN KEY "
        + columns
        + " REFERENCES "
        + Identifier.quote(key.parent())
        + (key.parentColumns().isEmpty() ? "" : " " + Clause.names(key.parentColumns()))
        + (rely ? " RELY" : "");
  }

  /**
   * Adds a CHECK constraint.
   *
   * @param expression SQL text
   */
  public static String addCheck(TableName table, String name, String expression) {
    return add(table, name)
        + "CHECK ("
        + Expression.enclosed("the condition of constraint '" + name + "'", expression)
        + ")";
  }

  /**
   * Drops a constraint of any kind, if it is there.
   *
   * @param cascade for a primary key: foreign keys that refer to it go too
   */
  public static String drop(TableName table, String name, boolean cascade) {
    return alter(table)
        + "DROP CONSTRAINT IF EXISTS "
        + Identifier.quote(name)
        + (cascade ? " CASCADE" : "");
  }

  /**
   * Sets the row filter.
   *
   * @param filter with the function's name on the table's own side
   */
  public static String setRowFilter(TableName table, FunctionUse filter) {
    return alter(table)
        + "SET ROW FILTER "
        + function(filter)
        + " ON "
        + Clause.names(filter.columns());
  }

  public static String dropRowFilter(TableName table) {
    return alter(table) + "DROP ROW FILTER";
  }

  /** The name in three parts; one with more dots would be a guess. */
  static String function(FunctionUse use) {
    List<String> parts = List.of(use.function().split("\\.", -1));
    if (parts.size() != 3 || parts.contains("")) {
      throw new NotExpressibleException(
          "function '" + use.function() + "' is not named as catalog.schema.function");
    }
    return Clause.path(parts);
  }

  private static String add(TableName table, String name) {
    return alter(table) + "ADD CONSTRAINT " + Identifier.quote(name) + " ";
  }
}
