package io.datareplicator.sandbox.sql.grammar;

import io.datareplicator.sandbox.sql.grammar.FunctionStatement.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Functions of schemas. Temporary ones are left to Spark. */
final class FunctionGrammar {
  private static final List<String> AFTER_TYPE =
      List.of(
          "LANGUAGE",
          "DETERMINISTIC",
          "NOT",
          "COMMENT",
          "CONTAINS",
          "READS",
          "RETURN",
          "AS",
          "DEFAULT");

  private final TokenReader in;
  private final String text;

  FunctionGrammar(TokenReader in, String text) {
    this.in = in;
    this.text = text;
  }

  /** The statement, or null when it is another one. */
  Statement statement() {
    FunctionStatement found = null;
    if (in.accept("CREATE", "OR", "REPLACE", "FUNCTION")) {
      found = create(true);
    } else if (in.accept("CREATE", "FUNCTION")) {
      found = create(false);
    } else if (in.accept("DROP", "FUNCTION")) {
      boolean ifExists = in.acceptIfExists();
      found = new FunctionStatement.Drop(in.name(), ifExists);
    } else if (in.accept("SHOW", "USER", "FUNCTIONS")) {
      ObjectName schema = in.accept("IN") || in.accept("FROM") ? in.name() : null;
      boolean like = in.accept("LIKE");
      boolean pattern = like || in.peek().kind() == Token.Kind.STRING;
      found = new FunctionStatement.Show(schema, pattern ? in.string() : null);
    } else if (describes()) {
      boolean extended = in.accept("EXTENDED");
      found = new FunctionStatement.Describe(in.name(), extended, text);
    }
    if (found == null) {
      return null;
    }
    in.expectEnd();
    return new Statement.OfFunction(found);
  }

  /** Operators such as {@code +} can be described too; those are Spark's. */
  private boolean describes() {
    int start = in.position();
    if (!in.accept("DESCRIBE", "FUNCTION") && !in.accept("DESC", "FUNCTION")) {
      return false;
    }
    boolean named = in.peek().isName();
    if (!named) {
      in.moveTo(start);
    }
    return named;
  }

  private FunctionStatement create(boolean replace) {
    boolean ifNotExists = in.acceptIfNotExists();
    if (replace && ifNotExists) {
      throw new SyntaxException("Syntax error: OR REPLACE and IF NOT EXISTS exclude each other.");
    }
    ObjectName name = in.name();
    List<Parameter> parameters = parameters();
    String returns = null;
    List<Parameter> columns = null;
    if (in.accept("RETURNS")) {
      if (in.accept("TABLE")) {
        columns = in.peek().isSymbol('(') ? parameters() : List.of();
      } else {
        returns = type();
      }
    }
    String language = "SQL";
    Boolean deterministic = null;
    String comment = null;
    String access = null;
    while (!in.looksAt("RETURN") && !in.looksAt("AS")) {
      if (in.accept("LANGUAGE")) {
        language = in.next().upper();
      } else if (in.accept("NOT", "DETERMINISTIC")) {
        deterministic = false;
      } else if (in.accept("DETERMINISTIC")) {
        deterministic = true;
      } else if (comment == null && in.looksAt("COMMENT")) {
        comment = in.optionalComment();
      } else if (in.accept("CONTAINS", "SQL")) {
        access = "CONTAINS_SQL";
      } else if (in.accept("READS", "SQL", "DATA")) {
        access = "READS_SQL_DATA";
      } else {
        throw SyntaxException.near(in.peek());
      }
    }
    return new FunctionStatement.Create(
        name,
        replace,
        ifNotExists,
        parameters,
        returns,
        columns,
        language,
        deterministic,
        access,
        comment,
        body(language));
  }

  private String body(String language) {
    if (language.equals("PYTHON")) {
      in.expect("AS");
      Token code = in.next();
      if (code.kind() != Token.Kind.DOLLARS) {
        throw SyntaxException.near(code);
      }
      return code.text().substring(2, code.text().length() - 2);
    }
    if (!language.equals("SQL")) {
      throw new SyntaxException("Syntax error: functions are written in SQL or PYTHON.");
    }
    in.expect("RETURN");
    if (in.atEnd()) {
      throw SyntaxException.near(in.peek());
    }
    String body = text.substring(in.peek().start()).strip();
    in.skipToEnd();
    return body;
  }

  private List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    in.expectSymbol('(');
    if (in.acceptSymbol(')')) {
      return parameters;
    }
    do {
      String name = in.part();
      String type = type();
      String value = in.accept("DEFAULT") ? until("COMMENT") : null;
      parameters.add(new Parameter(name, type, value, in.optionalComment()));
    } while (in.acceptSymbol(','));
    in.expectSymbol(')');
    return parameters;
  }

  private String type() {
    return until(AFTER_TYPE.toArray(String[]::new));
  }

  /** Text up to a word, a comma or a closing parenthesis that is not nested. */
  private String until(String... words) {
    int depth = 0;
    int from = in.peek().start();
    int to = from;
    while (!in.atEnd()) {
      Token token = in.peek();
      boolean ends =
          token.isSymbol(',') || token.isSymbol(')') || List.of(words).contains(token.upper());
      if (depth == 0 && ends) {
        break;
      }
      if (token.isSymbol('(') || token.isSymbol('<')) {
        depth++;
      } else if (token.isSymbol(')') || token.isSymbol('>')) {
        depth--;
      }
      to = token.end();
      in.next();
    }
    if (to == from) {
      throw SyntaxException.near(in.peek());
    }
    return text.substring(from, to);
  }
}
