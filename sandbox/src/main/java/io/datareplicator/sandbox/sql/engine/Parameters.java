package io.datareplicator.sandbox.sql.engine;

import io.datareplicator.sandbox.sql.SqlEngine.Parameter;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Named parameters: text and SQL type on the wire, Java values for Spark. */
public final class Parameters {
  private static final Pattern DECIMAL =
      Pattern.compile("(?:DECIMAL|DEC|NUMERIC)(?:\\s*\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?");

  private Parameters() {}

  /** Values for {@code SparkSession.sql}. */
  public static Map<String, Object> values(List<Parameter> parameters) throws SqlFailure {
    Map<String, Object> values = new HashMap<>();
    for (Parameter parameter : nullToEmpty(parameters)) {
      values.put(parameter.name(), value(parameter));
    }
    return values;
  }

  /** The raw texts, for IDENTIFIER(:name). */
  public static Map<String, String> texts(List<Parameter> parameters) {
    Map<String, String> texts = new HashMap<>();
    for (Parameter parameter : nullToEmpty(parameters)) {
      texts.put(parameter.name(), parameter.value());
    }
    return texts;
  }

  private static List<Parameter> nullToEmpty(List<Parameter> parameters) {
    return parameters == null ? List.of() : parameters;
  }

  private static Object value(Parameter parameter) throws SqlFailure {
    String text = parameter.value();
    String type =
        parameter.type() == null ? "STRING" : parameter.type().strip().toUpperCase(Locale.ROOT);
    if (text == null) {
      return null;
    }
    try {
      Matcher decimal = DECIMAL.matcher(type);
      if (decimal.matches()) {
        int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
        BigDecimal number = new BigDecimal(text.strip());
        return decimal.group(1) == null ? number : number.setScale(scale, RoundingMode.HALF_UP);
      }
      return switch (type) {
        case "STRING", "VARCHAR", "CHAR" -> text;
        case "BOOLEAN" -> bool(text.strip());
        case "TINYINT", "BYTE" -> Byte.valueOf(text.strip());
        case "SMALLINT", "SHORT" -> Short.valueOf(text.strip());
        case "INT", "INTEGER" -> Integer.valueOf(text.strip());
        case "BIGINT", "LONG" -> Long.valueOf(text.strip());
        case "FLOAT", "REAL" -> Float.valueOf(text.strip());
        case "DOUBLE" -> Double.valueOf(text.strip());
        case "DATE" -> LocalDate.parse(text.strip());
        case "TIMESTAMP" -> instant(text.strip());
        case "TIMESTAMP_NTZ" -> LocalDateTime.parse(text.strip().replace(' ', 'T'));
        case "BINARY" -> Base64.getDecoder().decode(text.strip());
        case "VOID", "NULL" -> null;
        default ->
            throw Errors.failure(
                "INVALID_PARAMETER_VALUE",
                "22023",
                "The type " + type + " of parameter `" + parameter.name() + "` is not supported.");
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      throw Errors.failure(
          "CAST_INVALID_INPUT",
          "22018",
          "The value '"
              + text
              + "' of the type \"STRING\" cannot be cast to \""
              + type
              + "\" because it is malformed.");
    }
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1" -> true;
      case "false", "f", "no", "n", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Instant instant(String text) {
    String iso = text.replace(' ', 'T');
    if (iso.indexOf('T') < 0) {
      return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    boolean zoned = iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$");
    return zoned
        ? OffsetDateTime.parse(iso).toInstant()
        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
  }
}
