package io.datareplicator.sandbox.sql.grammar;

import io.datareplicator.sandbox.sql.grammar.Statement.DeclaredColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Streaming tables and materialized views; pages sql-ref-syntax-ddl-create-streaming-table,
 * -create-materialized-view, -refresh-full, -alter-streaming-table.
 */
final class PipelineGrammar {
  private final TokenReader in;
  private final String text;

  PipelineGrammar(TokenReader in, String text) {
    this.in = in;
    this.text = text;
  }

  /** The statement, or null when it is not one of these. */
  Statement statement() {
    int start = in.position();
    Statement found = null;
    if (in.accept("CREATE")) {
      found = create();
    } else if (in.accept("REFRESH")) {
      found = refresh();
    } else if (in.accept("DROP", "MATERIALIZED", "VIEW")) {
      boolean ifExists = in.acceptIfExists();
      found = new Statement.DropMaterializedView(in.name(), ifExists);
      in.expectEnd();
    } else if (in.accept("ALTER", "STREAMING", "TABLE")) {
      found = alter(true);
    } else if (in.accept("ALTER", "MATERIALIZED", "VIEW")) {
      found = alter(false);
    }
    if (found == null) {
      in.moveTo(start);
    }
    return found;
  }

  private Statement create() {
    boolean refresh = in.accept("OR", "REFRESH");
    boolean replace = !refresh && in.accept("OR", "REPLACE");
    boolean streaming = !replace && in.accept("STREAMING", "TABLE");
    if (!streaming && (refresh || !in.accept("MATERIALIZED", "VIEW"))) {
      return null;
    }
    boolean ifNotExists = in.acceptIfNotExists();
    if (ifNotExists && (refresh || replace)) {
      throw new SyntaxException(
          "Syntax error: OR REFRESH or OR REPLACE and IF NOT EXISTS exclude each other.");
    }
    ObjectName name = in.name();
    List<DeclaredColumn> columns = in.peek().isSymbol('(') ? columns() : List.of();
    StringBuilder layout = new StringBuilder();
    String comment = null;
    Map<String, String> properties = new LinkedHashMap<>();
    boolean auto = false;
    while (!in.atEnd() && !in.looksAt("AS")) {
      if (comment == null && in.looksAt("COMMENT")) {
        comment = in.optionalComment();
      } else if (properties.isEmpty() && in.accept("TBLPROPERTIES")) {
        properties = in.properties();
      } else if (layout.isEmpty() && !auto && in.accept("CLUSTER", "BY", "AUTO")) {
        auto = true;
      } else if (layout.isEmpty()
          && !auto
          && (in.looksAt("PARTITIONED", "BY") || in.looksAt("CLUSTER", "BY"))) {
        int from = in.next().start();
        in.expect("BY");
        layout.append(text, from, closingParenthesis());
      } else if (in.looksAt("SCHEDULE") || in.looksAt("TRIGGER") || in.looksAt("WITH")) {
        String feature = in.peek().upper();
        in.skipToEnd();
        return new Statement.Unsupported(
            "CREATE " + (streaming ? "STREAMING TABLE" : "MATERIALIZED VIEW") + " ... " + feature);
      } else {
        throw SyntaxException.near(in.peek());
      }
    }
    String query = null;
    if (in.accept("AS")) {
      query = text.substring(in.peek().start());
      in.skipToEnd();
    }
    if (query != null && query.isBlank() || query == null && !streaming) {
      throw SyntaxException.near(in.peek());
    }
    if (auto) {
      properties.put(AutoClustering.PROPERTY, "true");
    }
    return new Statement.CreateDataset(
        streaming,
        name,
        refresh || replace,
        ifNotExists,
        columns,
        layout.toString(),
        comment,
        properties,
        query);
  }

  /** Moves past a parenthesis and whatever is in it; the position after it in the text. */
  private int closingParenthesis() {
    in.expectSymbol('(');
    int depth = 1;
    Token last = in.peek();
    while (depth > 0) {
      last = in.next();
      if (last.kind() == Token.Kind.END) {
        throw SyntaxException.near(last);
      }
      depth += last.isSymbol('(') ? 1 : last.isSymbol(')') ? -1 : 0;
    }
    return last.end();
  }

  private List<DeclaredColumn> columns() {
    in.expectSymbol('(');
    List<DeclaredColumn> columns = new ArrayList<>();
    do {
      if (in.looksAt("CONSTRAINT") || in.looksAt("PRIMARY") || in.looksAt("FOREIGN")) {
        throw new SyntaxException(
            "[UNSUPPORTED_FEATURE.SANDBOX] Constraints of streaming tables and materialized views"
                + " are not part of this sandbox.");
      }
      String name = in.part();
      boolean typed = in.peek().isName() && !in.looksAt("COMMENT") && !in.looksAt("NOT");
      int from = in.peek().start();
      int to = from;
      while (!in.peek().isSymbol(',') && !in.peek().isSymbol(')')) {
        if (in.peek().isSymbol('(')) {
          to = closingParenthesis();
        } else if (in.peek().isSymbol('<')) {
          to = closingAngle();
        } else if (in.atEnd()) {
          throw SyntaxException.near(in.peek());
        } else {
          to = in.next().end();
        }
      }
      columns.add(new DeclaredColumn(name, typed, text.substring(from, to)));
    } while (in.acceptSymbol(','));
    in.expectSymbol(')');
    return columns;
  }

  private int closingAngle() {
    int depth = 0;
    Token last;
    do {
      last = in.next();
      if (last.kind() == Token.Kind.END) {
        throw SyntaxException.near(last);
      }
      depth += last.isSymbol('<') ? 1 : last.isSymbol('>') ? -1 : 0;
    } while (depth > 0);
    return last.end();
  }

  private Statement refresh() {
    boolean streaming = in.accept("STREAMING", "TABLE");
    if (!streaming && !in.accept("MATERIALIZED", "VIEW")) {
      return null;
    }
    ObjectName name = in.name();
    boolean full = in.accept("FULL");
    if (!in.accept("SYNC")) {
      in.accept("ASYNC");
    }
    in.expectEnd();
    return new Statement.RefreshDataset(streaming, name, full);
  }

  private Statement alter(boolean streaming) {
    ObjectName name = in.name();
    String change = text.substring(in.peek().start());
    boolean comment = in.accept("ALTER", "COLUMN") || in.accept("ALTER");
    if (comment) {
      in.name();
      comment = in.accept("COMMENT");
    }
    in.skipToEnd();
    return comment
        ? new Statement.CommentOnDataset(streaming, name, change)
        : new Statement.Unsupported(
            "ALTER " + (streaming ? "STREAMING TABLE" : "MATERIALIZED VIEW"));
  }
}
