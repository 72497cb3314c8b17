package io.datareplicator.databricks.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Rows as text, written as the Statement Execution API writes JSON_ARRAY cells (databricks-api.md
 * §2), whatever the driver's own text form is.
 */
final class Cells {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

  private Cells() {}

  static List<String> columns(ResultSetMetaData meta) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      names.add(meta.getColumnLabel(i));
    }
    return names;
  }

  /** All rows that are left. */
  static List<List<String>> rows(ResultSet result) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    int count = meta.getColumnCount();
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>(count);
      for (int i = 1; i <= count; i++) {
        row.add(cell(result, i, meta));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String cell(ResultSet result, int column, ResultSetMetaData meta)
      throws SQLException {
    return switch (meta.getColumnType(column)) {
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> timestamp(result, column, meta);
      case Types.DECIMAL, Types.NUMERIC -> decimal(result.getBigDecimal(column));
      case Types.BINARY, Types.VARBINARY -> {
        Object value = result.getObject(column);
        yield value instanceof byte[] bytes
            ? Base64.getEncoder().encodeToString(bytes)
            : result.getString(column);
      }
      default -> result.getString(column);
    };
  }

  private static String decimal(BigDecimal value) {
    return value == null ? null : value.toPlainString();
  }

  private static String timestamp(ResultSet result, int column, ResultSetMetaData meta)
      throws SQLException {
    Timestamp value = result.getTimestamp(column);
    if (value == null) {
      return null;
    }
    boolean local = meta.getColumnTypeName(column).endsWith("_NTZ");
    LocalDateTime time =
        local
            ? value.toLocalDateTime()
            : LocalDateTime.ofInstant(value.toInstant(), ZoneOffset.UTC);
    return (time.getNano() % 1_000_000 == 0 ? MILLIS : MICROS).format(time) + (local ? "" : "Z");
  }
}
