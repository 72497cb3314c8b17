package io.datareplicator.databricks.sql.ddl;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.ColumnType;
import java.util.Locale;
import java.util.stream.Collectors;

/** Types as SQL text. */
public final class TypeSql {
  private TypeSql() {}

  /**
   * Type of a column with all that is nested in it.
   *
   * @throws IllegalArgumentException when the column's type cannot be read
   * @throws NotExpressibleException when SQL has no words for it
   */
  public static String of(ColumnMeta column) {
    return of(column.name(), ColumnDetails.of(column).type());
  }

  /**
   * A type.
   *
   * @param column whose it is, for messages
   */
  static String of(String column, ColumnType type) {
    if (type instanceof ColumnType.ArrayOf array) {
      if (!array.elementNullable()) {
        throw notNull(column, "elements of an array");
      }
      return "ARRAY<" + of(column, array.element()) + ">";
    } else if (type instanceof ColumnType.MapOf map) {
      if (!map.valueNullable()) {
        throw notNull(column, "values of a map");
      }
      return "MAP<" + of(column, map.key()) + ", " + of(column, map.value()) + ">";
    } else if (type instanceof ColumnType.StructOf struct) {
      return struct.fields().stream()
          .map(f -> field(column, f))
          .collect(Collectors.joining(", ", "STRUCT<", ">"));
    } else if (type instanceof ColumnType.UserDefined own) {
      throw new NotExpressibleException(
          "column '"
              + column
              + "' has the user-defined type "
              + own.name()
              + ", which no SQL statement can declare");
    }
    return ((ColumnType.Simple) type).text().toUpperCase(Locale.ROOT);
  }

  private static String field(String column, ColumnType.Field field) {
    String comment = field.comment();
    return Identifier.quote(field.name())
        + ": "
        + of(column, field.type())
        + (field.nullable() ? "" : " NOT NULL")
        + (comment == null || comment.isEmpty() ? "" : " COMMENT " + Literal.string(comment));
  }

  private static NotExpressibleException notNull(String column, String what) {
    return new NotExpressibleException(
        "column '"
            + column
            + "' does not allow NULL as "
            + what
            + ", which no SQL statement can declare; copy the table with data replication");
  }
}
