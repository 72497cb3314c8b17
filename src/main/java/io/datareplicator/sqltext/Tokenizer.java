package io.datareplicator.sqltext;

import io.datareplicator.sqltext.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits Databricks SQL into tokens the way Spark's lexer does (SqlBaseLexer.g4). Takes any text:
 * what SQL does not know is an operator of one character, what does not end is one token up to the
 * end of the text.
 *
 * <p>A parameter marker {@code :x} and a path into JSON {@code column:x} look alike to a lexer;
 * both are the operator {@code :} and a word.
 */
public final class Tokenizer {
  /** {@code >>} is missing: it also closes two types, as in {@code ARRAY<ARRAY<INT>>}. */
  private static final List<String> OPERATORS =
      List.of("<=>", "->", "=>", "::", "||", "|>", "<=", ">=", "<>", "!=", "==", "!>", "!<");

  private static final List<String> SUFFIXES = List.of("BD", "F", "D");
  private static final List<String> WHOLE_SUFFIXES = List.of("BD", "F", "D", "L", "S", "Y");

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokenizer(String sql) {
    this.sql = sql;
  }

  /** All tokens, hidden ones included, in order. Never fails. */
  public static List<Token> tokens(String sql) {
    Tokenizer tokenizer = new Tokenizer(sql);
    while (tokenizer.at < sql.length()) {
      tokenizer.next();
    }
    return tokenizer.tokens;
  }

  private void next() {
    int c = sql.codePointAt(at);
    if (whitespace(c)) {
      int end = at + 1;
      while (end < sql.length() && whitespace(sql.charAt(end))) {
        end++;
      }
      add(Kind.WHITESPACE, end);
    } else if (sql.startsWith("--", at)) {
      lineComment();
    } else if (sql.startsWith("/*+", at)) {
      add(Kind.HINT_START, at + 3);
    } else if (sql.startsWith("/*", at)) {
      bracketedComment();
    } else if (sql.startsWith("*/", at)) {
      add(Kind.HINT_END, at + 2);
    } else if (c == '\'' || c == '"') {
      string((char) c);
    } else if ((c == 'r' || c == 'R') && (peek(1) == '\'' || peek(1) == '"')) {
      close(Kind.STRING, sql.indexOf(peek(1), at + 2), 1);
    } else if (c == '`') {
      quotedName();
    } else if (c == '$' && dollarTag() > 0) {
      int tag = dollarTag();
      close(Kind.BODY, sql.indexOf(sql.substring(at, tag), tag), tag - at);
    } else if (digit(c) || (c == '.' && digit(peek(1)))) {
      number();
    } else if (wordPart(c)) {
      word();
    } else {
      operator(c);
    }
  }

  private void add(Kind kind, int end) {
    add(kind, end, true);
  }

  private void add(Kind kind, int end, boolean terminated) {
    tokens.add(new Token(sql, kind, at, end, terminated));
    at = end;
  }

  /** Adds a token whose closing mark of some length begins at an index, or nowhere. */
  private void close(Kind kind, int mark, int length) {
    add(kind, mark < 0 ? sql.length() : mark + length, mark >= 0);
  }

  private char peek(int ahead) {
    return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
  }

  /** Up to the line break; one behind a backslash belongs to the comment. */
  private void lineComment() {
    int end = at + 2;
    while (end < sql.length() && sql.charAt(end) != '\r' && sql.charAt(end) != '\n') {
      end += sql.startsWith("\\\n", end) ? 2 : 1;
    }
    add(Kind.COMMENT, end);
  }

  private void bracketedComment() {
    int depth = 1;
    int end = at + 2;
    while (depth > 0 && end < sql.length()) {
      if (sql.startsWith("*/", end)) {
        depth--;
        end += 2;
      } else if (sql.startsWith("/*", end) && !sql.startsWith("+", end + 2)) {
        depth++;
        end += 2;
      } else {
        end++;
      }
    }
    add(Kind.COMMENT, end, depth == 0);
  }

  private void string(char quote) {
    int end = at + 1;
    while (end < sql.length()) {
      char c = sql.charAt(end);
      if (c == '\\') {
        end = Math.min(end + 2, sql.length());
      } else if (c != quote) {
        end++;
      } else if (end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
        end += 2;
      } else {
        add(Kind.STRING, end + 1);
        return;
      }
    }
    add(Kind.STRING, end, false);
  }

  private void quotedName() {
    int end = at + 1;
    while (end < sql.length()) {
      if (sql.charAt(end) != '`') {
        end++;
      } else if (sql.startsWith("``", end)) {
        end += 2;
      } else {
        add(Kind.QUOTED, end + 1);
        return;
      }
    }
    add(Kind.QUOTED, end, false);
  }

  /** Index behind the tag that opens a body here, 0 if there is none. */
  private int dollarTag() {
    int end = at + 1;
    while (end < sql.length() && Words.plain(sql.charAt(end)) && !digit(sql.charAt(at + 1))) {
      end++;
    }
    return end < sql.length() && sql.charAt(end) == '$' ? end + 1 : 0;
  }

  /** The longest of an integer, a decimal and a word that begins with digits; a number in a tie. */
  private void number() {
    int digits = digits(at);
    int integer = digits == at ? at : suffix(exponent(digits), exponent(digits) == digits);
    int decimal = at;
    if (digits < sql.length() && sql.charAt(digits) == '.') {
      decimal = suffix(exponent(digits(digits + 1)), false);
      if (decimal < sql.length() && Words.plain(sql.charAt(decimal))) {
        decimal = at;
      }
    }
    int number = Math.max(integer, decimal);
    int word = wordEnd(at);
    if (word > number) {
      add(Kind.WORD, word);
    } else if (number > at) {
      add(Kind.NUMBER, number);
    } else {
      add(Kind.OPERATOR, at + 1);
    }
  }

  private int digits(int from) {
    int end = from;
    while (end < sql.length() && digit(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  private int exponent(int from) {
    if (!sql.regionMatches(true, from, "E", 0, 1)) {
      return from;
    }
    int sign = sql.startsWith("+", from + 1) || sql.startsWith("-", from + 1) ? 2 : 1;
    int end = digits(from + sign);
    return end == from + sign ? from : end;
  }

  private int suffix(int from, boolean whole) {
    for (String suffix : whole ? WHOLE_SUFFIXES : SUFFIXES) {
      if (sql.regionMatches(true, from, suffix, 0, suffix.length())) {
        return from + suffix.length();
      }
    }
    return from;
  }

  private void word() {
    int end = wordEnd(at);
    if (sql.startsWith("://", end)
        && sql.substring(at, end).codePoints().allMatch(Character::isLetter)) {
      end = uriEnd(end);
    }
    add(Kind.WORD, end);
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < sql.length() && wordPart(sql.codePointAt(end))) {
      end += Character.charCount(sql.codePointAt(end));
    }
    return end;
  }

  /** The end of an unquoted URI, which Spark reads as one word to complain about it. */
  private int uriEnd(int scheme) {
    int end = scheme + 3;
    while (end < sql.length()
        && (wordPart(sql.codePointAt(end)) || "/-.?=&#%".indexOf(sql.charAt(end)) >= 0)) {
      end += Character.charCount(sql.codePointAt(end));
    }
    return end == scheme + 3 ? scheme : end;
  }

  private void operator(int c) {
    for (String operator : "<=>|:".indexOf(peek(1)) < 0 ? List.<String>of() : OPERATORS) {
      if (sql.startsWith(operator, at)) {
        add(Kind.OPERATOR, at + operator.length());
        return;
      }
    }
    add(Kind.OPERATOR, at + Character.charCount(c));
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Marks as well as letters, so that a word never ends within what the eye sees as a letter. */
  private static boolean wordPart(int c) {
    if (c < 128) {
      return Words.plain((char) c);
    }
    return Character.isLetter(c)
        || switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              true;
          default -> false;
        };
  }

  private static boolean whitespace(int c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || c == '\u00a0'
        || c == '\u1680'
        || (c >= '\u2000' && c <= '\u200a')
        || c == '\u2028'
        || c == '\u202f'
        || c == '\u205f'
        || c == '\u3000';
  }
}
