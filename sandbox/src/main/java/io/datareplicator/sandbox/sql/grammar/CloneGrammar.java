package io.datareplicator.sandbox.sql.grammar;

import java.util.Map;

/** {@code CREATE … TABLE … [DEEP] CLONE …}; page delta-clone. */
final class CloneGrammar {
  private final TokenReader in;
  private final String text;

  CloneGrammar(TokenReader in, String text) {
    this.in = in;
    this.text = text;
  }

  /**
   * The clone, or null for any other statement, shallow clones included: Delta knows those itself.
   */
  Statement statement() {
    int start = in.position();
    boolean create = in.accept("CREATE");
    boolean replace = create ? in.accept("OR", "REPLACE") : in.accept("REPLACE");
    if ((!create && !replace) || !in.accept("TABLE")) {
      in.moveTo(start);
      return null;
    }
    boolean ifNotExists = in.acceptIfNotExists();
    if (!in.peek().isName()) {
      in.moveTo(start);
      return null;
    }
    ObjectName target = in.name();
    if (!in.accept("DEEP", "CLONE") && !in.accept("CLONE")) {
      in.moveTo(start);
      return null;
    }
    if (replace && ifNotExists) {
      throw new SyntaxException("Syntax error: OR REPLACE and IF NOT EXISTS exclude each other.");
    }
    ObjectName source = in.name();
    Long version = null;
    String timestamp = null;
    if (in.acceptSymbol('@')) {
      version = atVersion();
    } else if (acceptAsOf("VERSION")) {
      Token value = in.peek();
      version = number(value.kind() == Token.Kind.STRING ? in.string() : in.next().text(), value);
    } else if (acceptAsOf("TIMESTAMP")) {
      timestamp = expression();
    }
    if (in.looksAt("WITH", "HISTORY")) {
      in.skipToEnd();
      return new Statement.Unsupported("DEEP CLONE ... WITH HISTORY");
    }
    Map<String, String> properties = Map.of();
    if (in.accept("TBLPROPERTIES")) {
      properties = in.properties();
    }
    String location = in.accept("LOCATION") ? in.string() : null;
    in.expectEnd();
    return new Statement.DeepClone(
        target, create, replace, ifNotExists, source, version, timestamp, properties, location);
  }

  private boolean acceptAsOf(String what) {
    if (in.accept("FOR", "SYSTEM_" + what, "AS", "OF") || in.accept("FOR", what, "AS", "OF")) {
      return true;
    }
    return in.accept(what, "AS", "OF");
  }

  private Long atVersion() {
    Token token = in.next();
    if (token.kind() == Token.Kind.WORD && token.text().matches("[vV]\\d{1,18}")) {
      return Long.valueOf(token.text().substring(1));
    }
    throw SyntaxException.near(token);
  }

  private static Long number(String text, Token token) {
    if (!text.matches("\\d{1,18}")) {
      throw SyntaxException.near(token);
    }
    return Long.valueOf(text);
  }

  /** Text of an expression up to the next clause at this depth. */
  private String expression() {
    int depth = 0;
    int from = in.peek().start();
    int to = from;
    while (!in.atEnd()) {
      Token token = in.peek();
      if (depth == 0 && (token.is("TBLPROPERTIES") || token.is("LOCATION"))) {
        break;
      }
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      to = token.end();
      in.next();
    }
    if (to == from || depth != 0) {
      throw SyntaxException.near(in.peek());
    }
    return text.substring(from, to);
  }
}
