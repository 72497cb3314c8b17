package io.datareplicator.sandbox.sql.grammar;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The tables that a query reads as streams: {@code STREAM(t)} and {@code STREAM t}. */
public final class StreamSources {
  private StreamSources() {}

  /**
   * The query with each stream replaced.
   *
   * @param view name of a relation that stands for the stream of a table
   * @throws SyntaxException when {@code STREAM(…)} holds something else than a table's name
   */
  public static String rewrite(String query, Function<ObjectName, String> view) {
    List<Token> tokens = Lexer.tokenize(query);
    StringBuilder out = new StringBuilder();
    int copied = 0;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean relation =
          i > 0
              && (tokens.get(i - 1).is("FROM")
                  || tokens.get(i - 1).is("JOIN")
                  || tokens.get(i - 1).isSymbol(','));
      boolean table = tokens.get(i + 1).isSymbol('(') || tokens.get(i + 1).isName();
      if (!relation || !token.is("STREAM") || !table || isAlias(tokens, i)) {
        continue;
      }
      var in = new TokenReader(tokens, i + 1, Map.of());
      boolean parenthesis = in.acceptSymbol('(');
      ObjectName name = in.name();
      int end = tokens.get(in.position() - 1).end();
      if (parenthesis) {
        end = in.peek().end();
        in.expectSymbol(')');
      }
      out.append(query, copied, token.start()).append(view.apply(name));
      copied = end;
      i = in.position() - 1;
    }
    return out.append(query, copied, query.length()).toString();
  }

  /** {@code FROM stream AS s}, {@code FROM stream WHERE …}: a table of that name. */
  private static boolean isAlias(List<Token> tokens, int i) {
    Token after = tokens.get(i + 1);
    return List.of(
            "AS", "WHERE", "GROUP", "ORDER", "LIMIT", "JOIN", "UNION", "VERSION", "TIMESTAMP")
        .stream()
        .anyMatch(after::is);
  }
}
