package io.datareplicator.sandbox.sql.engine;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.util.IntervalStringStyles;
import org.apache.spark.sql.catalyst.util.IntervalUtils;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.types.VariantVal;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Cells of the JSON_ARRAY format: every value a string or null. The reference leaves the exact text
 * of some types open; those are marked [UNV] below.
 */
final class CellFormat {
  private static final ObjectMapper JSON = new ObjectMapper();
  // [UNV] milliseconds always, finer digits only when there are any.
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

  private CellFormat() {}

  static String[] row(Row row, StructType schema) {
    String[] cells = new String[row.length()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cell(row.get(i), schema.fields()[i].dataType());
    }
    return cells;
  }

  static String cell(Object value, DataType type) {
    if (value == null) {
      return null;
    }
    if (type instanceof ArrayType || type instanceof MapType || type instanceof StructType) {
      return json(value, type);
    }
    return scalar(value, type);
  }

  private static String scalar(Object value, DataType type) {
    if (value instanceof Instant instant) {
      return dateTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "Z";
    }
    if (value instanceof LocalDateTime dateTime) {
      return dateTime(dateTime);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof VariantVal variant) {
      return variant.toJson(ZoneOffset.UTC);
    }
    // [UNV] intervals in ANSI style without the INTERVAL keyword, e.g. 1 02:00:00.000000000
    if (type instanceof DayTimeIntervalType t && value instanceof java.time.Duration duration) {
      return interval(
          IntervalUtils.toDayTimeIntervalString(
              IntervalUtils.durationToMicros(duration),
              IntervalStringStyles.ANSI_STYLE(),
              t.startField(),
              t.endField()));
    }
    if (type instanceof YearMonthIntervalType t && value instanceof java.time.Period period) {
      return interval(
          IntervalUtils.toYearMonthIntervalString(
              IntervalUtils.periodToMonths(period),
              IntervalStringStyles.ANSI_STYLE(),
              t.startField(),
              t.endField()));
    }
    return value.toString();
  }

  private static String interval(String ansi) {
    int open = ansi.indexOf('\'');
    int close = ansi.lastIndexOf('\'');
    return open >= 0 && close > open ? ansi.substring(open + 1, close) : ansi;
  }

  private static String dateTime(LocalDateTime value) {
    return (value.getNano() % 1_000_000 == 0 ? MILLIS : MICROS).format(value);
  }

  // [UNV] complex values as to_json writes them: numbers and booleans bare, null fields kept.
  private static String json(Object value, DataType type) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      write(out, value, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Object value, DataType type) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (type instanceof StructType struct) {
      Row row = (Row) value;
      out.writeStartObject();
      for (int i = 0; i < row.length(); i++) {
        out.writeFieldName(struct.fields()[i].name());
        write(out, row.get(i), struct.fields()[i].dataType());
      }
      out.writeEndObject();
    } else if (type instanceof ArrayType array) {
      out.writeStartArray();
      for (Object element : CollectionConverters.asJava((scala.collection.Seq<?>) value)) {
        write(out, element, array.elementType());
      }
      out.writeEndArray();
    } else if (type instanceof MapType map) {
      out.writeStartObject();
      for (var entry : CollectionConverters.asJava((scala.collection.Map<?, ?>) value).entrySet()) {
        out.writeFieldName(cell(entry.getKey(), map.keyType()));
        write(out, entry.getValue(), map.valueType());
      }
      out.writeEndObject();
    } else if (value instanceof VariantVal variant) {
      out.writeRawValue(variant.toJson(ZoneOffset.UTC));
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (isFiniteNumber(value)) {
      out.writeRawValue(scalar(value, type));
    } else {
      out.writeString(scalar(value, type));
    }
  }

  private static boolean isFiniteNumber(Object value) {
    if (value instanceof Double d) {
      return Double.isFinite(d);
    }
    if (value instanceof Float f) {
      return Float.isFinite(f);
    }
    return value instanceof Number;
  }
}
