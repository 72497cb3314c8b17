package io.datareplicator.sandbox.sql.grammar;

import java.util.List;

/** Keys of tables; page sql-ref-syntax-ddl-alter-table-add-constraint and -drop-constraint. */
public sealed interface ConstraintStatement {
  ObjectName table();

  /**
   * ADD [CONSTRAINT] … PRIMARY KEY or FOREIGN KEY.
   *
   * @param name null = one is made up
   * @param parent of a foreign key; null for a primary key
   * @param parentColumns empty = the parent's primary key
   */
  record Add(
      ObjectName table,
      String name,
      List<String> columns,
      ObjectName parent,
      List<String> parentColumns,
      boolean rely)
      implements ConstraintStatement {}

  /**
   * DROP CONSTRAINT, PRIMARY KEY or FOREIGN KEY.
   *
   * @param name null: the primary key, or the foreign key over {@code columns}
   * @param columns of a foreign key, else null
   * @param text the statement: Delta drops CHECK constraints itself
   */
  record Drop(
      ObjectName table,
      String name,
      List<String> columns,
      boolean ifExists,
      boolean cascade,
      String text)
      implements ConstraintStatement {}

  /** SHOW CREATE TABLE, which shows keys too. */
  record ShowCreate(ObjectName table, String text) implements ConstraintStatement {}
}
