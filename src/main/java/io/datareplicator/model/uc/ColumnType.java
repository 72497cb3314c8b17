package io.datareplicator.model.uc;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Type of a column or field, whatever notation it was read from. */
public sealed interface ColumnType {
  /**
   * A type without parts.
   *
   * @param text its SQL text in lower case but for the name of a collation, e.g. {@code
   *     decimal(10,2)} or {@code string collate UTF8_LCASE}
   */
  record Simple(String text) implements ColumnType {}

  record ArrayOf(ColumnType element, boolean elementNullable) implements ColumnType {}

  record MapOf(ColumnType key, ColumnType value, boolean valueNullable) implements ColumnType {}

  record StructOf(List<Field> fields) implements ColumnType {
    public StructOf {
      fields = List.copyOf(fields);
    }
  }

  /** A type that only the program knows that made it. */
  record UserDefined(String name) implements ColumnType {}

  /**
   * A field of a struct.
   *
   * @param comment null without one
   */
  record Field(String name, ColumnType type, boolean nullable, String comment) {}

  /**
   * From SQL text as {@code type_text} and function signatures have it.
   *
   * @throws IllegalArgumentException when it is not understood
   */
  static ColumnType parse(String text) {
    return TypeText.parse(text);
  }

  /**
   * Equal for equal types: names of fields without case, as SQL compares them; no nullability and
   * no comments.
   */
  default String canonical() {
    if (this instanceof Simple simple) {
      return simple.text();
    } else if (this instanceof ArrayOf array) {
      return "array<" + array.element().canonical() + ">";
    } else if (this instanceof MapOf map) {
      return "map<" + map.key().canonical() + "," + map.value().canonical() + ">";
    } else if (this instanceof StructOf struct) {
      return struct.fields().stream()
          .map(f -> quoted(f.name()) + ":" + f.type().canonical())
          .collect(Collectors.joining(",", "struct<", ">"));
    }
    return "udt(" + ((UserDefined) this).name() + ")";
  }

  private static String quoted(String name) {
    return "`" + name.toLowerCase(Locale.ROOT).replace("`", "``") + "`";
  }
}
