package io.datareplicator.databricks.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads quoted names and string literals the way Spark's lexer and its unescaping do, written apart
 * from the code that makes them: backtick doubled, backslash escapes with octal and unicode forms.
 */
public final class SqlReader {
  /** A piece of SQL text; {@code kind} is {@code name}, {@code string} or {@code text}. */
  public record Token(String kind, String value) {}

  private final String sql;
  private int at;

  private SqlReader(String sql) {
    this.sql = sql;
  }

  public static List<Token> tokens(String sql) {
    return new SqlReader(sql).all();
  }

  /** The value of a text that must be exactly one string literal. */
  static String string(String sql) {
    return only("string", sql);
  }

  /** The value of a text that must be exactly one quoted name. */
  static String name(String sql) {
    return only("name", sql);
  }

  private static String only(String kind, String sql) {
    List<Token> tokens = tokens(sql);
    if (tokens.size() != 1 || !tokens.get(0).kind().equals(kind)) {
      throw new AssertionError("not one " + kind + ": " + tokens);
    }
    return tokens.get(0).value();
  }

  private List<Token> all() {
    List<Token> tokens = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '`' || c == '\'') {
        if (!text.isEmpty()) {
          tokens.add(new Token("text", text.toString()));
          text.setLength(0);
        }
        tokens.add(c == '`' ? new Token("name", quotedName()) : new Token("string", literal()));
      } else {
        text.append(c);
        at++;
      }
    }
    if (!text.isEmpty()) {
      tokens.add(new Token("text", text.toString()));
    }
    return tokens;
  }

  private String quotedName() {
    StringBuilder name = new StringBuilder();
    for (at++; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c != '`') {
        name.append(c);
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == '`') {
        name.append('`');
        at++;
      } else {
        at++;
        return name.toString();
      }
    }
    throw new AssertionError("a quoted name does not end: " + sql);
  }

  private String literal() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\'') {
        at++;
        return value.toString();
      }
      if (c == '\\') {
        escape(value);
      } else {
        value.append(c);
        at++;
      }
    }
    throw new AssertionError("a string literal does not end: " + sql);
  }

  private void escape(StringBuilder value) {
    if (at + 1 >= sql.length()) {
      throw new AssertionError("a backslash ends the text: " + sql);
    }
    if (matches("\\\\u[0-9a-fA-F]{4}", 6)) {
      value.append((char) Integer.parseInt(sql.substring(at + 2, at + 6), 16));
      at += 6;
    } else if (matches("\\\\[01][0-7]{2}", 4)) {
      value.append((char) Integer.parseInt(sql.substring(at + 1, at + 4), 8));
      at += 4;
    } else {
      char c = sql.charAt(at + 1);
      switch (c) {
        case '0' -> value.append('\0');
        case 'n' -> value.append('\n');
        case 'r' -> value.append('\r');
        case 't' -> value.append('\t');
        case 'b' -> value.append('\b');
        case 'Z' -> value.append('\u001a');
        case '%', '_' -> value.append('\\').append(c);
        default -> value.append(c);
      }
      at += 2;
    }
  }

  private boolean matches(String pattern, int length) {
    return at + length <= sql.length() && sql.substring(at, at + length).matches(pattern);
  }
}
