package io.datareplicator.model.uc;

import io.datareplicator.model.uc.ColumnType.ArrayOf;
import io.datareplicator.model.uc.ColumnType.Field;
import io.datareplicator.model.uc.ColumnType.MapOf;
import io.datareplicator.model.uc.ColumnType.Simple;
import io.datareplicator.model.uc.ColumnType.StructOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types as {@code type_text} writes them: {@code struct<a:bigint,b:array<string>>}. Names of fields
 * are in backticks or bare; a bare name that holds one of {@code <>,:`} is only understood with a
 * shape that tells it.
 */
final class TypeText {
  private static final Pattern SIMPLE =
      Pattern.compile(
          "([a-z][a-z0-9_]*(?: [a-z]+)*?)\\s*(?:\\(([^()<>'\"`;]*)\\))?"
              + "(?: collate ([a-z0-9_]+))?");

  private static final Map<String, String> SYNONYMS =
      Map.of(
          "integer", "int",
          "long", "bigint",
          "short", "smallint",
          "byte", "tinyint",
          "real", "float",
          "null", "void",
          "dec", "decimal",
          "numeric", "decimal",
          "timestamp_ltz", "timestamp",
          "character", "char");

  private static final int MAX_DEPTH = 500;

  private final String text;
  private int at;
  private int depth;

  private TypeText(String text) {
    this.text = text;
  }

  static ColumnType parse(String text) {
    return parse(text, null);
  }

  /**
   * A type of known shape.
   *
   * @param shape the same type but for the kind of its strings; its nullability and comments are
   *     kept. Null when nothing is known.
   */
  static ColumnType parse(String text, ColumnType shape) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("its type is not told");
    }
    TypeText reader = new TypeText(text);
    ColumnType type = reader.type(shape);
    reader.blanks();
    if (reader.at < text.length()) {
      throw reader.unreadable();
    }
    return type;
  }

  /** A type without parts, from JSON or SQL text. */
  static Simple simple(String text) {
    Matcher matcher = SIMPLE.matcher(text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a type this tool knows");
    }
    String name = SYNONYMS.getOrDefault(matcher.group(1), matcher.group(1));
    String parameters = matcher.group(2) == null ? "" : matcher.group(2).replace(" ", "");
    if (name.equals("geography") || name.equals("geometry")) {
      parameters = spatial(parameters);
    }
    if (name.equals("decimal") && parameters.isEmpty()) {
      parameters = "10,0";
    } else if (name.equals("decimal") && !parameters.contains(",")) {
      parameters += ",0";
    }
    String collation = matcher.group(3) == null ? "" : matcher.group(3).toUpperCase(Locale.ROOT);
    boolean plain = collation.isEmpty() || collation.equals("UTF8_BINARY");
    return new Simple(
        name
            + (parameters.isEmpty() ? "" : "(" + parameters + ")")
            + (plain ? "" : " collate " + collation));
  }

  /** Spark's JSON names a reference system where SQL takes its number. */
  private static String spatial(String parameters) {
    String system = parameters.replaceFirst(",.*", "");
    if (system.equals("ogc:crs84")) {
      return "4326";
    }
    return system.replaceFirst("^(epsg|srid):", "");
  }

  private ColumnType type(ColumnType shape) {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException("its type is nested too deeply");
    }
    ColumnType type = nested(shape);
    depth--;
    return type;
  }

  private ColumnType nested(ColumnType shape) {
    blanks();
    if (accept("array<")) {
      ArrayOf known = shape instanceof ArrayOf array ? array : null;
      ColumnType element = type(known == null ? null : known.element());
      expect('>');
      return new ArrayOf(element, known == null || known.elementNullable());
    }
    if (accept("map<")) {
      MapOf known = shape instanceof MapOf map ? map : null;
      ColumnType key = type(known == null ? null : known.key());
      expect(',');
      ColumnType value = type(known == null ? null : known.value());
      expect('>');
      return new MapOf(key, value, known == null || known.valueNullable());
    }
    if (accept("struct<")) {
      return struct(shape instanceof StructOf struct ? struct : null);
    }
    return simple();
  }

  private StructOf struct(StructOf shape) {
    List<Field> fields = new ArrayList<>();
    blanks();
    if (at < text.length() && text.charAt(at) == '>') {
      at++;
      return new StructOf(fields);
    }
    while (true) {
      blanks();
      Field known = null;
      if (shape != null) {
        if (fields.size() >= shape.fields().size()) {
          throw unreadable();
        }
        known = shape.fields().get(fields.size());
      }
      String name = name(known);
      ColumnType type = type(known == null ? null : known.type());
      boolean notNull = acceptNotNull();
      String comment = comment();
      fields.add(
          known == null
              ? new Field(name, type, !notNull, comment)
              : new Field(known.name(), type, known.nullable(), known.comment()));
      blanks();
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
      } else {
        expect('>');
        return new StructOf(fields);
      }
    }
  }

  private String name(Field known) {
    if (known != null && text.startsWith(known.name() + ":", at)) {
      at += known.name().length() + 1;
      return known.name();
    }
    String name;
    if (at < text.length() && text.charAt(at) == '`') {
      name = quoted();
      blanks();
    } else {
      int end = at;
      while (end < text.length() && "<>,:`".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      name = text.substring(at, end).strip();
      at = end;
    }
    if (name.isEmpty() || (known != null && !name.equalsIgnoreCase(known.name()))) {
      throw unreadable();
    }
    expect(':');
    return name;
  }

  private String quoted() {
    StringBuilder name = new StringBuilder();
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) != '`') {
        name.append(text.charAt(at));
      } else if (text.startsWith("``", at)) {
        name.append('`');
        at++;
      } else {
        at++;
        return name.toString();
      }
    }
    throw unreadable();
  }

  private Simple simple() {
    int start = at;
    int open = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean ends =
          c == ',' || c == '>' || c == '\'' || startsWith(" not null") || startsWith(" comment ");
      if (open == 0 && ends) {
        break;
      }
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      at++;
    }
    return simple(text.substring(start, at));
  }

  private boolean acceptNotNull() {
    blanks();
    return accept("not null");
  }

  /** A comment, in quotes with backslash escapes; null when there is none. */
  private String comment() {
    blanks();
    if (!accept("comment ")) {
      return null;
    }
    blanks();
    expect('\'');
    StringBuilder comment = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '\'') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
        comment.append(unescaped(text.charAt(at)));
      } else {
        comment.append(text.charAt(at));
      }
      at++;
    }
    expect('\'');
    return comment.toString();
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  private boolean startsWith(String word) {
    return text.regionMatches(true, at, word, 0, word.length());
  }

  private boolean accept(String word) {
    boolean found = startsWith(word);
    at += found ? word.length() : 0;
    return found;
  }

  private void expect(char c) {
    blanks();
    if (at >= text.length() || text.charAt(at) != c) {
      throw unreadable();
    }
    at++;
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "its type '" + text + "' is not understood from character " + (at + 1) + " on");
  }
}
