package io.datareplicator.databricks.sql.ddl;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.ColumnType;
import java.util.Locale;
import java.util.stream.Collectors;

/** Types as SQL text. */
public final class TypeSql {
  private final String column;

  /** Whether to say where NULL may not be. */
  private final boolean nullability;

  private TypeSql(String column, boolean nullability) {
    this.column = column;
    this.nullability = nullability;
  }

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
    return new TypeSql(column, true).text(type);
  }

  /** As {@link #of}, without a word of where NULL may be. */
  static String ofQuery(String column, ColumnType type) {
    return new TypeSql(column, false).text(type);
  }

  private String text(ColumnType type) {
    if (type instanceof ColumnType.ArrayOf array) {
      if (nullability && !array.elementNullable()) {
        throw notNull("elements of an array");
      }
      return "ARRAY<" + text(array.element()) + ">";
    } else if (type instanceof ColumnType.MapOf map) {
      if (nullability && !map.valueNullable()) {
        throw notNull("values of a map");
      }
      return "MAP<" + text(map.key()) + ", " + text(map.value()) + ">";
    } else if (type instanceof ColumnType.StructOf struct) {
      return struct.fields().stream()
          .map(this::field)
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

  private String field(ColumnType.Field field) {
    return Identifier.quote(field.name())
        + ": "
        + text(field.type())
        + (nullability && !field.nullable() ? " NOT NULL" : "")
        + Clause.comment(field.comment());
  }

  private NotExpressibleException notNull(String what) {
    return new NotExpressibleException(
        "column '"
            + column
            + "' does not allow NULL as "
            + what
            + ", which no SQL statement can declare; copy the table with data replication");
  }
}
