package io.datareplicator.sandbox.sql.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.SparkParserUtils$;

/** A cursor over tokens with the phrases that many statements share. */
final class TokenReader {
  private final List<Token> tokens;
  private final Map<String, String> parameters;
  private int at;

  TokenReader(List<Token> tokens, int at, Map<String, String> parameters) {
    this.tokens = tokens;
    this.at = at;
    this.parameters = parameters;
  }

  int position() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  void skipToEnd() {
    at = tokens.size() - 1;
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int distance) {
    return tokens.get(Math.min(at + distance, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean atEnd() {
    return peek().kind() == Token.Kind.END;
  }

  /** Takes the given keywords when all of them come next. */
  boolean accept(String... keywords) {
    if (!looksAt(keywords)) {
      return false;
    }
    at += keywords.length;
    return true;
  }

  boolean looksAt(String... keywords) {
    for (int i = 0; i < keywords.length; i++) {
      if (!peek(i).is(keywords[i])) {
        return false;
      }
    }
    return true;
  }

  void expect(String... keywords) {
    for (String keyword : keywords) {
      if (!accept(keyword)) {
        throw SyntaxException.near(peek());
      }
    }
  }

  boolean acceptSymbol(char symbol) {
    if (!peek().isSymbol(symbol)) {
      return false;
    }
    at++;
    return true;
  }

  void expectSymbol(char symbol) {
    if (!acceptSymbol(symbol)) {
      throw SyntaxException.near(peek());
    }
  }

  void expectEnd() {
    if (!atEnd()) {
      throw SyntaxException.near(peek());
    }
  }

  boolean acceptIfNotExists() {
    return accept("IF", "NOT", "EXISTS");
  }

  boolean acceptIfExists() {
    return accept("IF", "EXISTS");
  }

  /** One part of a name. */
  String part() {
    if (peek().is("IDENTIFIER") && peek(1).isSymbol('(')) {
      List<String> parts = name().parts();
      if (parts.size() != 1) {
        throw SyntaxException.near(peek());
      }
      return parts.get(0);
    }
    if (!peek().isName()) {
      throw SyntaxException.near(peek());
    }
    return next().name();
  }

  ObjectName name() {
    if (peek().is("IDENTIFIER") && peek(1).isSymbol('(')) {
      return identifierClause();
    }
    List<String> parts = new ArrayList<>();
    do {
      Token token = next();
      if (!token.isName() && token.kind() != Token.Kind.NUMBER) {
        throw SyntaxException.near(token);
      }
      parts.add(token.name());
    } while (acceptSymbol('.'));
    return new ObjectName(parts);
  }

  /** {@code IDENTIFIER(:a || '.x')}: the text it yields is itself read as a name. */
  private ObjectName identifierClause() {
    expect("IDENTIFIER");
    expectSymbol('(');
    StringBuilder text = new StringBuilder();
    do {
      if (peek().kind() == Token.Kind.PARAMETER) {
        Token marker = next();
        String value = parameters.get(marker.text().substring(1));
        if (value == null) {
          throw new SyntaxException(
              "[UNBOUND_SQL_PARAMETER] Found the unbound parameter: "
                  + marker.text().substring(1)
                  + ".");
        }
        text.append(value);
      } else {
        text.append(string());
      }
    } while (acceptConcatenation());
    expectSymbol(')');
    var inner = new TokenReader(Lexer.tokenize(text.toString()), 0, Map.of());
    ObjectName name = inner.name();
    inner.expectEnd();
    return name;
  }

  private boolean acceptConcatenation() {
    if (peek().isSymbol('|') && peek(1).isSymbol('|')) {
      at += 2;
      return true;
    }
    return false;
  }

  /** A string literal; neighbouring literals are one. */
  String string() {
    if (peek().kind() != Token.Kind.STRING) {
      throw SyntaxException.near(peek());
    }
    StringBuilder value = new StringBuilder();
    while (peek().kind() == Token.Kind.STRING) {
      value.append(SparkParserUtils$.MODULE$.unescapeSQLString(next().text(), false));
    }
    return value.toString();
  }

  String optionalComment() {
    return accept("COMMENT") ? string() : null;
  }

  int integer() {
    Token token = next();
    if (token.kind() != Token.Kind.NUMBER || token.text().length() > 9) {
      throw SyntaxException.near(token);
    }
    return Integer.parseInt(token.text());
  }

  /** {@code ('a' = 'b', c.d = 'e')} as of TBLPROPERTIES. */
  Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    expectSymbol('(');
    do {
      String key = peek().kind() == Token.Kind.STRING ? string() : String.join(".", name().parts());
      acceptSymbol('=');
      Token value = peek();
      boolean bare = value.kind() == Token.Kind.NUMBER || value.is("true") || value.is("false");
      properties.put(key, bare ? next().text() : string());
    } while (acceptSymbol(','));
    expectSymbol(')');
    return properties;
  }
}
