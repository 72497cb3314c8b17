package io.datareplicator.sandbox.sql.schema;

import io.datareplicator.sandbox.sql.SqlEngine.ResultColumn;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Spark types in the words of the SQL Statement Execution and Unity Catalog APIs. */
public final class SqlTypes {
  private SqlTypes() {}

  /** A column of {@code manifest.schema}. */
  public static ResultColumn column(StructField field) {
    DataType type = field.dataType();
    Integer precision = type instanceof DecimalType d ? d.precision() : null;
    Integer scale = type instanceof DecimalType d ? d.scale() : null;
    return new ResultColumn(
        field.name(), typeText(type), typeName(type), precision, scale, intervalType(type));
  }

  /** A string column, for results made by the engine itself. */
  public static ResultColumn string(String name) {
    return new ResultColumn(name, "STRING", "STRING", null, null, null);
  }

  /** A BIGINT column, for results made by the engine itself. */
  public static ResultColumn bigint(String name) {
    return new ResultColumn(name, "BIGINT", "LONG", null, null, null);
  }

  private static String typeText(DataType type) {
    return isInterval(type) ? "INTERVAL" : type.sql();
  }

  /** ColumnInfoTypeName / ColumnTypeName. */
  public static String typeName(DataType type) {
    if (isInterval(type)) {
      return "INTERVAL";
    }
    String name = type.typeName().toUpperCase(Locale.ROOT);
    int bracket = name.indexOf('(');
    if (bracket > 0) {
      name = name.substring(0, bracket);
    }
    return switch (name) {
      case "INTEGER" -> "INT";
      case "VOID" -> "NULL";
      case "VARCHAR" -> "STRING";
      default -> name.startsWith("STRING") ? "STRING" : name;
    };
  }

  private static String intervalType(DataType type) {
    if (type instanceof DayTimeIntervalType || type instanceof YearMonthIntervalType) {
      // "INTERVAL DAY TO SECOND" → "DAY TO SECOND"
      return type.typeName().toUpperCase(Locale.ROOT).substring("INTERVAL ".length());
    }
    return null;
  }

  private static boolean isInterval(DataType type) {
    return type instanceof DayTimeIntervalType
        || type instanceof YearMonthIntervalType
        || type.equals(DataTypes.CalendarIntervalType);
  }
}
