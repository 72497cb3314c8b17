package io.datareplicator.sandbox.sql.grammar;

import java.util.ArrayList;
import java.util.List;

/** Splits SQL text into tokens by Databricks' rules; comments and white space disappear. */
final class Lexer {
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /** All tokens, the last one of kind END. */
  static List<Token> tokenize(String text) {
    var lexer = new Lexer(text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (true) {
      skipBlanksAndComments();
      int start = at;
      if (at >= text.length()) {
        tokens.add(new Token(Token.Kind.END, "", start, start));
        return;
      }
      tokens.add(new Token(scan(), text.substring(start, at), start, at));
    }
  }

  private Token.Kind scan() {
    char c = text.charAt(at);
    if (c == '`') {
      quotedIdentifier();
      return Token.Kind.QUOTED;
    }
    if (c == '\'' || c == '"') {
      string(c, false);
      return Token.Kind.STRING;
    }
    if ((c == 'r' || c == 'R') && (peek(1) == '\'' || peek(1) == '"')) {
      at++;
      string(text.charAt(at), true);
      return Token.Kind.STRING;
    }
    if (isWordPart(text.codePointAt(at))) {
      boolean digits = true;
      while (at < text.length() && isWordPart(text.codePointAt(at))) {
        digits &= Character.isDigit(text.codePointAt(at));
        at += Character.charCount(text.codePointAt(at));
      }
      return digits ? Token.Kind.NUMBER : Token.Kind.WORD;
    }
    if (c == '$' && peek(1) == '$') {
      int close = text.indexOf("$$", at + 2);
      if (close < 0) {
        throw new SyntaxException("Syntax error: $$ is never closed.");
      }
      at = close + 2;
      return Token.Kind.DOLLARS;
    }
    // "a::int" is a cast and "v:field" a path, so a marker must not follow a value.
    if (c == ':' && !followsValue() && isWordPart(peek(1))) {
      at++;
      while (at < text.length() && isWordPart(text.codePointAt(at))) {
        at += Character.charCount(text.codePointAt(at));
      }
      return Token.Kind.PARAMETER;
    }
    at += Character.charCount(text.codePointAt(at));
    return Token.Kind.SYMBOL;
  }

  private boolean followsValue() {
    if (tokens.isEmpty()) {
      return false;
    }
    Token previous = tokens.get(tokens.size() - 1);
    boolean adjacent = previous.end() == at;
    return adjacent
        && (previous.isName()
            || previous.isSymbol(':')
            || previous.isSymbol(')')
            || previous.isSymbol(']'));
  }

  private void quotedIdentifier() {
    int start = at++;
    while (at < text.length()) {
      if (text.charAt(at) == '`') {
        if (peek(1) == '`') {
          at += 2;
          continue;
        }
        at++;
        if (at - start == 2) {
          throw new SyntaxException("Syntax error: a quoted identifier must not be empty.");
        }
        return;
      }
      at++;
    }
    throw new SyntaxException("Syntax error: a backtick is never closed.");
  }

  private void string(char quote, boolean raw) {
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && !raw) {
        at += 2;
      } else if (c == quote) {
        at++;
        return;
      } else {
        at++;
      }
    }
    throw new SyntaxException("Syntax error: a string literal is never closed.");
  }

  private void skipBlanksAndComments() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF') {
        at++;
      } else if (c == '-' && peek(1) == '-') {
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
          at++;
        }
      } else if (c == '/' && peek(1) == '*') {
        blockComment();
      } else {
        return;
      }
    }
  }

  private void blockComment() {
    int depth = 0;
    while (at < text.length()) {
      if (text.charAt(at) == '/' && peek(1) == '*') {
        depth++;
        at += 2;
      } else if (text.charAt(at) == '*' && peek(1) == '/') {
        depth--;
        at += 2;
        if (depth == 0) {
          return;
        }
      } else {
        at++;
      }
    }
    throw new SyntaxException("[UNCLOSED_BRACKETED_COMMENT] Found an unclosed bracketed comment.");
  }

  private int peek(int distance) {
    return at + distance < text.length() ? text.codePointAt(at + distance) : -1;
  }

  private static boolean isWordPart(int c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }
}
