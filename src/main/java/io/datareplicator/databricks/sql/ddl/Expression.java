package io.datareplicator.databricks.sql.ddl;

/**
 * SQL expressions that the other side handed out as text. They are taken over as they are, but only
 * if they end where they seem to end.
 */
final class Expression {
  private final String text;
  private int at;
  private int depth;
  private boolean topLevelComma;
  private boolean openLineComment;

  private Expression(String text) {
    this.text = text;
  }

  /**
   * The text to put between parentheses.
   *
   * @param what names it in the message
   * @throws NotExpressibleException when it would not stay between them
   */
  static String enclosed(String what, String text) {
    Expression read = read(what, text);
    // The closing parenthesis must not become part of a comment.
    return read.openLineComment ? text + "\n" : text;
  }

  /** The text to put between other clauses, see {@link #enclosed}. */
  static String bare(String what, String text) {
    Expression read = read(what, text);
    if (read.topLevelComma) {
      throw refused(what, text);
    }
    return read.openLineComment ? text + "\n" : text;
  }

  private static Expression read(String what, String text) {
    Expression expression = new Expression(text);
    if (text.isBlank() || !expression.staysInside()) {
      throw refused(what, text);
    }
    return expression;
  }

  private static NotExpressibleException refused(String what, String text) {
    return new NotExpressibleException(
        what + " is not one complete SQL expression and was not taken over: " + text);
  }

  private boolean staysInside() {
    while (at < text.length()) {
      char c = text.charAt(at);
      openLineComment = false;
      boolean closed = true;
      if (c == '\'' || c == '"') {
        closed = string(c, isRaw());
      } else if (c == '`') {
        closed = past("`", at + 1);
      } else if (text.startsWith("--", at)) {
        lineComment();
      } else if (text.startsWith("/*", at)) {
        closed = blockComment();
      } else {
        closed = symbol(c);
        at++;
      }
      if (!closed) {
        return false;
      }
    }
    return depth == 0;
  }

  private boolean symbol(char c) {
    if (c == '(' || c == '[') {
      depth++;
    } else if (c == ')' || c == ']') {
      depth--;
    } else if (c == ',' && depth == 0) {
      topLevelComma = true;
    }
    return depth >= 0 && c != ';';
  }

  /** Whether the quote here follows an r that is not the end of a longer word. */
  private boolean isRaw() {
    boolean r = at > 0 && Character.toLowerCase(text.charAt(at - 1)) == 'r';
    return r && (at == 1 || !Character.isJavaIdentifierPart(text.charAt(at - 2)));
  }

  private boolean string(char quote, boolean raw) {
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote) {
        at++;
        return true;
      }
      if (c == '\\' && !raw) {
        at++;
      }
    }
    return false;
  }

  /** A doubled backtick is read as two names side by side, which ends at the same place. */
  private boolean past(String end, int from) {
    int found = text.indexOf(end, from);
    at = found + end.length();
    return found >= 0;
  }

  private void lineComment() {
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    openLineComment = at >= text.length();
  }

  private boolean blockComment() {
    int open = 0;
    while (at < text.length()) {
      if (text.startsWith("/*", at)) {
        open++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        open--;
        at += 2;
        if (open == 0) {
          return true;
        }
      } else {
        at++;
      }
    }
    return false;
  }
}
