package io.datareplicator.sandbox.thrift;

import io.datareplicator.sandbox.sql.SqlEngine.ResultColumn;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.apache.hive.service.rpc.thrift.TBinaryColumn;
import org.apache.hive.service.rpc.thrift.TBoolColumn;
import org.apache.hive.service.rpc.thrift.TByteColumn;
import org.apache.hive.service.rpc.thrift.TColumn;
import org.apache.hive.service.rpc.thrift.TDoubleColumn;
import org.apache.hive.service.rpc.thrift.TI16Column;
import org.apache.hive.service.rpc.thrift.TI32Column;
import org.apache.hive.service.rpc.thrift.TI64Column;
import org.apache.hive.service.rpc.thrift.TRowSet;
import org.apache.hive.service.rpc.thrift.TStringColumn;

/**
 * Rows as a column-based set, each column with a bitmap of its nulls. Numbers and booleans have
 * their own types; all others are texts, timestamps without zone in the session's time zone.
 */
final class RowSets {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  private RowSets() {}

  /**
   * @param rows cells as the JSON_ARRAY format has them
   * @param start number of the first row
   */
  static TRowSet of(List<ResultColumn> columns, List<String[]> rows, int start, ZoneId zone) {
    TRowSet set = new TRowSet(start, List.of());
    List<TColumn> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      int index = i;
      List<String> cells = new ArrayList<>(rows.size());
      rows.forEach(row -> cells.add(row[index]));
      values.add(column(columns.get(i).typeName(), cells, zone));
    }
    set.setColumns(values);
    return set;
  }

  private static TColumn column(String type, List<String> cells, ZoneId zone) {
    ByteBuffer nulls = nulls(cells);
    return switch (type) {
      case "BOOLEAN" ->
          TColumn.boolVal(new TBoolColumn(values(cells, Boolean::valueOf, false), nulls));
      case "BYTE" ->
          TColumn.byteVal(new TByteColumn(values(cells, Byte::valueOf, (byte) 0), nulls));
      case "SHORT" ->
          TColumn.i16Val(new TI16Column(values(cells, Short::valueOf, (short) 0), nulls));
      case "INT" -> TColumn.i32Val(new TI32Column(values(cells, Integer::valueOf, 0), nulls));
      case "LONG" -> TColumn.i64Val(new TI64Column(values(cells, Long::valueOf, 0L), nulls));
      case "FLOAT", "DOUBLE" ->
          TColumn.doubleVal(new TDoubleColumn(values(cells, Double::valueOf, 0.0), nulls));
      case "BINARY" ->
          TColumn.binaryVal(
              new TBinaryColumn(
                  values(
                      cells,
                      c -> ByteBuffer.wrap(Base64.getDecoder().decode(c)),
                      ByteBuffer.allocate(0)),
                  nulls));
      case "TIMESTAMP" -> strings(cells, c -> timestamp(c, zone), nulls);
      case "TIMESTAMP_NTZ" -> strings(cells, c -> TIMESTAMP.format(LocalDateTime.parse(c)), nulls);
      default -> strings(cells, Function.identity(), nulls);
    };
  }

  private static TColumn strings(
      List<String> cells, Function<String, String> render, ByteBuffer nulls) {
    return TColumn.stringVal(new TStringColumn(values(cells, render, ""), nulls));
  }

  private static String timestamp(String utc, ZoneId zone) {
    return TIMESTAMP.format(LocalDateTime.ofInstant(Instant.parse(utc), zone));
  }

  private static <T> List<T> values(List<String> cells, Function<String, T> parse, T atNull) {
    List<T> values = new ArrayList<>(cells.size());
    cells.forEach(cell -> values.add(cell == null ? atNull : parse.apply(cell)));
    return values;
  }

  /** One bit per row, the lowest first; a byte more than the whole ones, as the server sends. */
  private static ByteBuffer nulls(List<String> cells) {
    BitSet nulls = new BitSet();
    for (int i = 0; i < cells.size(); i++) {
      nulls.set(i, cells.get(i) == null);
    }
    return ByteBuffer.wrap(Arrays.copyOf(nulls.toByteArray(), cells.size() / 8 + 1));
  }
}
