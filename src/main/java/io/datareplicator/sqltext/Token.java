package io.datareplicator.sqltext;

/**
 * A piece of SQL text. The texts of all tokens in order make up the source.
 *
 * @param source the whole text
 * @param start index of its first char in the source
 * @param end index behind its last char
 * @param terminated false for a string, name, comment or body that the text ends within
 */
public record Token(String source, Kind kind, int start, int end, boolean terminated) {

  /** What a token is. */
  public enum Kind {
    /** Blanks and line breaks. */
    WHITESPACE,
    /** A line comment without its line break, or a bracketed one. */
    COMMENT,
    /** The opening of a hint; what it holds are tokens of their own. */
    HINT_START,
    /** The end of a hint. */
    HINT_END,
    /** A keyword or an unquoted name. */
    WORD,
    /** A name in backticks. */
    QUOTED,
    /** A string in single or double quotes, raw or not. */
    STRING,
    /** A body between two dollar tags. */
    BODY,
    /** A numeric literal, without sign. */
    NUMBER,
    /** Everything else: punctuation, operators, characters that SQL does not know. */
    OPERATOR
  }

  /** The token as it stands in the source. */
  public String text() {
    return source.substring(start, end);
  }

  /** Whether SQL sees nothing of it. */
  public boolean hidden() {
    return kind == Kind.WHITESPACE || kind == Kind.COMMENT;
  }

  /** Whether it can be a part of a name. */
  public boolean identifier() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /** Whether it is this unquoted word, in any case. */
  public boolean is(String word) {
    return kind == Kind.WORD
        && end - start == word.length()
        && source.regionMatches(true, start, word, 0, word.length());
  }

  /** Whether it is this operator. */
  public boolean operator(String operator) {
    return kind == Kind.OPERATOR
        && end - start == operator.length()
        && source.startsWith(operator, start);
  }

  /** The name that a WORD or QUOTED token stands for. */
  public String name() {
    if (kind != Kind.QUOTED) {
      return text();
    }
    return source.substring(start + 1, terminated ? end - 1 : end).replace("``", "`");
  }

  @Override
  public String toString() {
    return kind + (terminated ? " " : " (unterminated) ") + text();
  }
}
