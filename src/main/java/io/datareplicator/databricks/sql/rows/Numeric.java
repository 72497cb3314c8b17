package io.datareplicator.databricks.sql.rows;

import io.datareplicator.model.uc.ColumnType.Simple;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An exact number.
 *
 * @param digits before the point, at most
 * @param scale digits after it
 */
record Numeric(String type, int digits, int scale) {
  private static final int MAX_PRECISION = 38;

  /** A decimal with more digits after the point may print as {@code 1E-7}, in ANSI mode not. */
  private static final int PLAIN_SCALE = 6;

  private static final Map<String, Integer> INTEGRAL =
      Map.of("tinyint", 3, "smallint", 5, "int", 10, "bigint", 19);

  /** The type as a number, or null. */
  static Numeric of(Simple simple) {
    String type = simple.text();
    Integer digits = INTEGRAL.get(type);
    if (digits != null) {
      return new Numeric(type, digits, 0);
    }
    if (!type.startsWith("decimal(")) {
      return null;
    }
    int comma = type.indexOf(',');
    int precision = Integer.parseInt(type.substring("decimal(".length(), comma));
    int scale = Integer.parseInt(type.substring(comma + 1, type.length() - 1));
    return new Numeric(type, precision - scale, scale);
  }

  static FormPair pair(Numeric source, Numeric target) {
    if (source.type.equals(target.type)) {
      return new FormPair(source.form(source), target.form(target));
    }
    if (source.isIntegral() && target.isIntegral()) {
      Numeric common = new Numeric("bigint", INTEGRAL.get("bigint"), 0);
      return new FormPair(source.form(common), target.form(common));
    }
    int digits = Math.max(source.digits, target.digits);
    int scale = Math.max(source.scale, target.scale);
    if (digits + scale > MAX_PRECISION) {
      return new FormPair(source.wide(), target.wide());
    }
    Numeric common = decimal(digits, scale);
    return new FormPair(source.form(common), target.form(common));
  }

  private static Numeric decimal(int digits, int scale) {
    return new Numeric("decimal(" + (digits + scale) + "," + scale + ")", digits, scale);
  }

  private boolean isIntegral() {
    return INTEGRAL.containsKey(type);
  }

  private UnaryOperator<String> as(Numeric common) {
    return type.equals(common.type)
        ? path -> path
        : path -> "CAST(" + path + " AS " + common.type.toUpperCase(Locale.ROOT) + ")";
  }

  private Form form(Numeric common) {
    UnaryOperator<String> value = as(common);
    return new Form.Flat(
        value,
        common.scale > PLAIN_SCALE
            ? path -> "concat(" + sign(path) + ", " + unscaled(value.apply(path)) + ")"
            : path -> "CAST(" + value.apply(path) + " AS STRING)",
        false);
  }

  /** No decimal holds both types: digits without zeros in front and behind. */
  private Form wide() {
    UnaryOperator<String> decimal = isIntegral() ? as(decimal(digits, 0)) : path -> path;
    UnaryOperator<String> text =
        path -> {
          String all = "lpad(" + unscaled(decimal.apply(path)) + ", 39, '0')";
          return "concat("
              + sign(path)
              + ", trim(LEADING '0' FROM left("
              + all
              + ", "
              + (39 - scale)
              + ")), '.', trim(TRAILING '0' FROM right("
              + all
              + ", "
              + scale
              + ")))";
        };
    return new Form.Flat(text, text, true);
  }

  private static String sign(String path) {
    return "CASE WHEN " + path + " < 0 THEN '-' ELSE '' END";
  }

  /** The digits of a decimal without the point, and without zeros in front, however it prints. */
  private static String unscaled(String decimal) {
    return "trim(LEADING '0' FROM translate(substring_index(CAST(abs("
        + decimal
        + ") AS STRING), 'E', 1), '.', ''))";
  }
}
