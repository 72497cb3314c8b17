package io.datareplicator.sandbox.sql.grammar;

import java.util.List;

/** Statements about user-defined functions; page sql-ref-syntax-ddl-create-sql-function. */
public sealed interface FunctionStatement {

  /**
   * An argument or a result column, as written.
   *
   * @param defaultValue SQL text or null
   */
  record Parameter(String name, String type, String defaultValue, String comment) {}

  /**
   * CREATE FUNCTION.
   *
   * @param returns SQL type of the result; null = that of the body, or a table
   * @param columns of the result table; null = a scalar function
   * @param language SQL or PYTHON
   * @param deterministic null = by the body
   * @param dataAccess CONTAINS_SQL or READS_SQL_DATA, null = by the body
   */
  record Create(
      ObjectName name,
      boolean replace,
      boolean ifNotExists,
      List<Parameter> parameters,
      String returns,
      List<Parameter> columns,
      String language,
      Boolean deterministic,
      String dataAccess,
      String comment,
      String body)
      implements FunctionStatement {}

  record Drop(ObjectName name, boolean ifExists) implements FunctionStatement {}

  /**
   * DESCRIBE FUNCTION.
   *
   * @param text the statement, for functions that Spark knows
   */
  record Describe(ObjectName name, boolean extended, String text) implements FunctionStatement {}

  /**
   * SHOW USER FUNCTIONS.
   *
   * @param schema null = the current one
   * @param pattern null = all
   */
  record Show(ObjectName schema, String pattern) implements FunctionStatement {}
}
