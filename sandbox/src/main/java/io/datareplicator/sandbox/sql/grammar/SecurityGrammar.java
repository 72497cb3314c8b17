package io.datareplicator.sandbox.sql.grammar;

import java.util.ArrayList;
import java.util.List;

/** Row filters and column masks; page sql-ref-syntax-ddl-alter-table. */
final class SecurityGrammar {
  private final TokenReader in;

  SecurityGrammar(TokenReader in) {
    this.in = in;
  }

  /** The statement, or null when it is another one. */
  Statement statement() {
    int start = in.position();
    if (in.accept("ALTER", "TABLE") && in.peek().isName()) {
      ObjectName table = in.name();
      Statement found = rowFilter(table);
      if (found == null) {
        found = mask(table);
      }
      if (found != null) {
        in.expectEnd();
        return found;
      }
    }
    in.moveTo(start);
    return null;
  }

  private Statement rowFilter(ObjectName table) {
    if (in.accept("DROP", "ROW", "FILTER")) {
      return new Statement.SetRowFilter(table, null, List.of());
    }
    if (!in.accept("SET", "ROW", "FILTER")) {
      return null;
    }
    ObjectName function = in.name();
    in.expect("ON");
    return new Statement.SetRowFilter(table, function, columns());
  }

  private Statement mask(ObjectName table) {
    if (!in.accept("ALTER")) {
      return null;
    }
    in.accept("COLUMN");
    if (!in.peek().isName()) {
      return null;
    }
    String column = in.part();
    if (in.accept("DROP", "MASK")) {
      return new Statement.SetMask(table, column, null, List.of());
    }
    if (!in.accept("SET", "MASK")) {
      return null;
    }
    ObjectName function = in.name();
    List<String> using = in.accept("USING", "COLUMNS") ? columns() : List.of();
    return new Statement.SetMask(table, column, function, using);
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    in.expectSymbol('(');
    if (in.acceptSymbol(')')) {
      return columns;
    }
    do {
      columns.add(in.part());
    } while (in.acceptSymbol(','));
    in.expectSymbol(')');
    return columns;
  }
}
