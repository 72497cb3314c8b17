package io.datareplicator.databricks.sql.ddl;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.uc.UcName;

/** COMMENT ON; page sql-ref-syntax-ddl-comment. */
public final class CommentStatements {
  private CommentStatements() {}

  /**
   * Sets or clears the comment of an object. Views and tables of all kinds share one word.
   *
   * @param comment null and empty clear it
   * @throws NotExpressibleException for kinds without this statement: functions are created anew
   *     with their comment, models are changed over REST
   */
  public static String on(UcName object, String comment) {
    String kind =
        switch (object.kind()) {
          case CATALOG -> "CATALOG";
          case SCHEMA -> "SCHEMA";
          case TABLE, VIEW, MATERIALIZED_VIEW, STREAMING_TABLE -> "TABLE";
          case VOLUME -> "VOLUME";
          case CONNECTION -> "CONNECTION";
          default ->
              throw new NotExpressibleException(
                  "the comment of " + object + " cannot be changed by COMMENT ON");
        };
    return "COMMENT ON " + kind + " " + Clause.name(object) + is(comment);
  }

  /**
   * Sets or clears the comment of a column of a table or view of any kind (DBR 16.1 and later).
   *
   * @param comment null and empty clear it
   */
  public static String onColumn(UcName relation, String column, String comment) {
    TableStatements.require(relation.kind().isRelation(), relation + " has no columns");
    return "COMMENT ON COLUMN "
        + Clause.name(relation)
        + "."
        + Identifier.quote(column)
        + is(comment);
  }

  private static String is(String comment) {
    return " IS " + (comment == null || comment.isEmpty() ? Literal.NULL : Literal.string(comment));
  }
}
