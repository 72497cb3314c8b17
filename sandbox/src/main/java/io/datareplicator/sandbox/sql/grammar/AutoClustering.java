package io.datareplicator.sandbox.sql.grammar;

import java.util.List;
import java.util.Map;

/**
 * {@code CLUSTER BY AUTO}, which Spark does not know (page sql-ref-syntax-ddl-cluster-by): the
 * table keeps it as a property of this sandbox's own, so that setting a property of the same name
 * as the one that Databricks shows does not turn it on.
 */
public final class AutoClustering {
  /** Property of the Delta log. */
  public static final String PROPERTY = "__clusterByAuto";

  /** The property as Databricks shows it. */
  public static final String SHOWN = "clusterByAuto";

  private static final String ON = "'" + PROPERTY + "' = 'true'";

  private AutoClustering() {}

  /**
   * What to run in the place of a statement.
   *
   * @param after a statement to run when {@code text} succeeded, or null
   */
  public record Rewritten(String text, String after) {}

  /** The statement as Spark understands it. */
  public static Rewritten rewrite(String text) {
    List<Token> tokens = Lexer.tokenize(text);
    TokenReader in = new TokenReader(tokens, 0, Map.of());
    if (in.accept("ALTER", "TABLE") && in.peek().isName()) {
      return altered(text, in);
    }
    boolean create = in.accept("CREATE");
    boolean replace = create ? in.accept("OR", "REPLACE") : in.accept("REPLACE");
    boolean table = (create || replace) && in.accept("TABLE");
    return new Rewritten(table ? created(text, tokens) : text, null);
  }

  private static Rewritten altered(String text, TokenReader in) {
    int from = in.peek().start();
    in.name();
    String table = text.substring(from, in.peek().start());
    if (!in.accept("CLUSTER", "BY")) {
      return new Rewritten(text, null);
    }
    if (in.accept("AUTO")) {
      in.expectEnd();
      return new Rewritten("ALTER TABLE " + table + " SET TBLPROPERTIES (" + ON + ")", null);
    }
    return new Rewritten(
        text, "ALTER TABLE " + table + " UNSET TBLPROPERTIES IF EXISTS ('" + PROPERTY + "')");
  }

  /** Clauses stand in any order before AS; in the query CLUSTER BY means something else. */
  private static String created(String text, List<Token> tokens) {
    int depth = 0;
    Token clause = null;
    Token clauseEnd = null;
    Token properties = null;
    for (int i = 0; i + 2 < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0 && token.is("AS")) {
        break;
      }
      if (depth == 0 && token.is("CLUSTER") && tokens.get(i + 2).is("AUTO")) {
        clause = token;
        clauseEnd = tokens.get(i + 2);
      } else if (depth == 0 && token.is("TBLPROPERTIES") && tokens.get(i + 1).isSymbol('(')) {
        properties = tokens.get(i + 1);
      }
    }
    if (clause == null) {
      return text;
    }
    String without = text.substring(0, clause.start());
    String rest = text.substring(clauseEnd.end());
    if (properties == null) {
      return without + "TBLPROPERTIES (" + ON + ")" + rest;
    }
    boolean before = properties.start() < clause.start();
    int at = before ? properties.end() : properties.end() - clauseEnd.end();
    return before
        ? without.substring(0, at) + ON + ", " + without.substring(at) + rest
        : without + rest.substring(0, at) + ON + ", " + rest.substring(at);
  }
}
