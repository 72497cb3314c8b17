package io.datareplicator.sandbox.sql.grammar;

/** A statement that cannot be read; the engine reports it as PARSE_SYNTAX_ERROR (42601). */
public final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SyntaxException(String detail) {
    super(detail);
  }

  static SyntaxException near(Token token) {
    return new SyntaxException(
        token.kind() == Token.Kind.END
            ? "Syntax error at or near end of input."
            : "Syntax error at or near '" + token.text() + "'.");
  }
}
