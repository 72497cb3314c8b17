package io.datareplicator.sandbox.sql.grammar;

import java.util.Locale;

/**
 * A lexical unit of a statement.
 *
 * @param text the raw text, quotes included
 * @param start first character in the statement
 * @param end one past the last character
 */
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    WORD,
    QUOTED,
    STRING,
    NUMBER,
    PARAMETER,
    /** Text between {@code $$} and {@code $$}. */
    DOLLARS,
    SYMBOL,
    END
  }

  /** Whether this is the unquoted word {@code keyword}; a quoted identifier is never a keyword. */
  boolean is(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  String upper() {
    return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : text;
  }

  /** The identifier this token denotes, without quotes. */
  String name() {
    return kind == Kind.QUOTED ? text.substring(1, text.length() - 1).replace("``", "`") : text;
  }
}
