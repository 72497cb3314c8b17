package io.datareplicator.sandbox.sql.grammar;

import io.datareplicator.sandbox.sql.grammar.Statement.DescribeHistory;
import io.datareplicator.sandbox.sql.grammar.Statement.HistoryView;
import io.datareplicator.sandbox.sql.grammar.Statement.NativeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Databricks lets {@code (DESCRIBE HISTORY t LIMIT n)} stand where a subquery may; Spark does not.
 * Each such parenthesis becomes the name of a view that the engine fills first. Other statements in
 * parentheses stay as they are and so remain syntax errors.
 */
final class HistoryRewriter {
  private final String text;
  private final List<Token> tokens;
  private final TokenReader in;

  HistoryRewriter(String text, List<Token> tokens, TokenReader in) {
    this.text = text;
    this.tokens = tokens;
    this.in = in;
  }

  Statement.Native rewrite(NativeKind kind) {
    List<HistoryView> views = new ArrayList<>();
    StringBuilder out = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < tokens.size(); i++) {
      if (startsManagedLocation(i)) {
        out.append(text, copied, tokens.get(i).start());
        copied = tokens.get(i).end();
      }
      if (!startsHistory(i)) {
        continue;
      }
      in.moveTo(i + 3);
      ObjectName table = in.name();
      Integer limit = in.accept("LIMIT") ? in.integer() : null;
      Token close = in.peek();
      in.expectSymbol(')');
      String view = "__describe_history_" + views.size();
      views.add(new HistoryView(view, new DescribeHistory(table, limit)));
      out.append(text, copied, tokens.get(i).start()).append(view);
      copied = close.end();
      i = in.position() - 1;
    }
    return new Statement.Native(out.append(text, copied, text.length()).toString(), views, kind);
  }

  /** {@code CREATE SCHEMA … MANAGED LOCATION}, of which Spark knows LOCATION. */
  private boolean startsManagedLocation(int i) {
    boolean schema =
        tokens.get(0).is("CREATE") && (tokens.get(1).is("SCHEMA") || tokens.get(1).is("DATABASE"));
    return schema && i > 2 && tokens.get(i).is("MANAGED") && tokens.get(i + 1).is("LOCATION");
  }

  /** Only after FROM, JOIN or a comma: elsewhere a parenthesis is not a relation. */
  private boolean startsHistory(int i) {
    if (i == 0 || i + 3 >= tokens.size() || !tokens.get(i).isSymbol('(')) {
      return false;
    }
    Token before = tokens.get(i - 1);
    boolean relation = before.is("FROM") || before.is("JOIN") || before.isSymbol(',');
    Token verb = tokens.get(i + 1);
    return relation && (verb.is("DESCRIBE") || verb.is("DESC")) && tokens.get(i + 2).is("HISTORY");
  }
}
