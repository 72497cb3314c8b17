package io.datareplicator.databricks.sql.rows;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.model.uc.ColumnType;
import io.datareplicator.model.uc.ColumnType.ArrayOf;
import io.datareplicator.model.uc.ColumnType.Field;
import io.datareplicator.model.uc.ColumnType.MapOf;
import io.datareplicator.model.uc.ColumnType.Simple;
import io.datareplicator.model.uc.ColumnType.StructOf;
import io.datareplicator.model.uc.ColumnType.UserDefined;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * How the values of two types are compared. Numbers are compared by value, as are floats and
 * doubles, and strings of every kind; values of other pairs of types differ unless both are NULL.
 */
record FormPair(Form source, Form target) {
  private static final String SOURCE = "<";
  private static final String TARGET = ">";

  /**
   * The forms for a pair of types.
   *
   * @throws IllegalArgumentException when there is no sound way to compare them
   */
  static FormPair of(ColumnType source, ColumnType target) {
    if (source instanceof ArrayOf s && target instanceof ArrayOf t) {
      FormPair element = of(s.element(), t.element());
      return new FormPair(new Form.OfArray(element.source), new Form.OfArray(element.target));
    }
    if (source instanceof MapOf s && target instanceof MapOf t) {
      FormPair key = of(s.key(), t.key());
      FormPair value = of(s.value(), t.value());
      return new FormPair(
          new Form.OfMap(key.source, value.source), new Form.OfMap(key.target, value.target));
    }
    if (source instanceof StructOf s && target instanceof StructOf t && sameNames(s, t)) {
      List<FormPair> fields =
          IntStream.range(0, s.fields().size())
              .mapToObj(i -> of(s.fields().get(i).type(), t.fields().get(i).type()))
              .toList();
      return new FormPair(
          new Form.OfStruct(names(s), fields.stream().map(FormPair::source).toList()),
          new Form.OfStruct(names(t), fields.stream().map(FormPair::target).toList()));
    }
    if (source instanceof Simple s && target instanceof Simple t) {
      return simple(s, t);
    }
    if (source instanceof UserDefined || target instanceof UserDefined) {
      ColumnType own = source instanceof UserDefined ? source : target;
      throw new IllegalArgumentException(
          "values of the user-defined type "
              + ((UserDefined) own).name()
              + " cannot be compared in SQL");
    }
    return marked(of(source, source).source, of(target, target).target);
  }

  private static FormPair marked(Form source, Form target) {
    return new FormPair(new Form.Marked(SOURCE, source), new Form.Marked(TARGET, target));
  }

  private static boolean sameNames(StructOf source, StructOf target) {
    return source.fields().size() == target.fields().size()
        && IntStream.range(0, source.fields().size())
            .allMatch(
                i -> source.fields().get(i).name().equalsIgnoreCase(target.fields().get(i).name()));
  }

  private static List<String> names(StructOf struct) {
    List<String> names = struct.fields().stream().map(Field::name).toList();
    names.forEach(Identifier::quote);
    return names;
  }

  private static FormPair simple(Simple source, Simple target) {
    Numeric s = Numeric.of(source);
    Numeric t = Numeric.of(target);
    if (s != null && t != null) {
      return Numeric.pair(s, t);
    }
    if (isFloating(source) && isFloating(target)) {
      String common = source.equals(target) ? source.text() : "double";
      return new FormPair(floating(source, common), floating(target, common));
    }
    if (isString(source) && isString(target)) {
      return new FormPair(string(source), string(target));
    }
    Form own = form(source);
    return source.equals(target) ? new FormPair(own, own) : marked(own, form(target));
  }

  /** A value of a type that is compared with the same type only. */
  private static Form form(Simple type) {
    Numeric number = Numeric.of(type);
    if (number != null) {
      return Numeric.pair(number, number).source;
    }
    if (isFloating(type)) {
      return floating(type, type.text());
    }
    if (isString(type)) {
      return string(type);
    }
    return switch (type.text()) {
      case "boolean" -> flat(path -> "CAST(" + path + " AS STRING)");
      case "date" -> flat(path -> "unix_date(" + path + ")");
      case "timestamp" -> flat(path -> "unix_micros(" + path + ")");
      // The hash of one value of 64 bits is another of 64 bits for each: as exact as its text.
      case "timestamp_ntz" -> flat(path -> hashed(path, path));
      case "binary" -> new Form.Flat(path -> path, path -> "hex(" + path + ")", true);
      case "variant" -> new Form.OfVariant(Form.OfVariant.LEVELS);
      case "void" -> new Form.Void();
      default -> {
        if (type.text().equals("interval") || type.text().startsWith("interval ")) {
          UnaryOperator<String> text = path -> "CAST(" + path + " AS STRING)";
          yield new Form.Flat(text, text, true);
        }
        throw new IllegalArgumentException(
            "values of type " + type.text() + " cannot be compared in SQL");
      }
    };
  }

  private static Form flat(UnaryOperator<String> text) {
    return new Form.Flat(path -> path, text, false);
  }

  private static boolean isFloating(Simple type) {
    return type.text().equals("float") || type.text().equals("double");
  }

  /** One zero and one NaN, as SQL compares them. */
  private static Form floating(Simple type, String common) {
    UnaryOperator<String> value =
        path -> {
          String x = type.text().equals(common) ? path : cast(path, common);
          return "CASE WHEN isnan("
              + x
              + ") THEN "
              + cast("'NaN'", common)
              + " WHEN "
              + x
              + " = 0 THEN "
              + cast("0", common)
              + " ELSE "
              + x
              + " END";
        };
    // How a number prints depends on the engine.
    return new Form.Flat(value, path -> hashed(path, value.apply(path)), false);
  }

  /** NULL for NULL, which xxhash64 alone would not tell. */
  private static String hashed(String path, String value) {
    return "CASE WHEN " + path + " IS NOT NULL THEN xxhash64(" + value + ") END";
  }

  private static String cast(String value, String type) {
    return "CAST(" + value + " AS " + type.toUpperCase(Locale.ROOT) + ")";
  }

  private static boolean isString(Simple type) {
    String name = type.text();
    return name.equals("string")
        || name.startsWith("string ")
        || name.startsWith("char(")
        || name.startsWith("varchar(");
  }

  private static Form string(Simple type) {
    String name = type.text();
    boolean plain = name.startsWith("string");
    boolean collated = name.contains(" collate ");
    return new Form.Text(
        path -> {
          String text = plain ? path : "CAST(" + path + " AS STRING)";
          return collated ? "(" + text + " COLLATE UTF8_BINARY)" : text;
        });
  }
}
