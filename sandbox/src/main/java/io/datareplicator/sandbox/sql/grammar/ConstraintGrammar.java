package io.datareplicator.sandbox.sql.grammar;

import java.util.ArrayList;
import java.util.List;

/** Keys in ALTER TABLE, and SHOW CREATE TABLE. CHECK constraints are left to Delta. */
final class ConstraintGrammar {
  private final TokenReader in;
  private final String text;

  ConstraintGrammar(TokenReader in, String text) {
    this.in = in;
    this.text = text;
  }

  /** The statement, or null when it is another one. */
  Statement statement() {
    int start = in.position();
    ConstraintStatement found = null;
    if (in.accept("SHOW", "CREATE", "TABLE")) {
      found = new ConstraintStatement.ShowCreate(in.name(), text);
      if (in.accept("AS")) {
        in.expect("SERDE");
      }
    } else if (in.accept("ALTER", "TABLE") && in.peek().isName()) {
      ObjectName table = in.name();
      if (in.accept("ADD")) {
        found = add(table);
      } else if (in.accept("DROP")) {
        found = drop(table);
      }
    }
    if (found == null) {
      in.moveTo(start);
      return null;
    }
    in.expectEnd();
    return new Statement.OfConstraint(found);
  }

  private ConstraintStatement add(ObjectName table) {
    String name = in.accept("CONSTRAINT") ? in.part() : null;
    if (in.accept("PRIMARY", "KEY")) {
      List<String> columns = columns();
      return new ConstraintStatement.Add(table, name, columns, null, List.of(), options());
    }
    if (in.accept("FOREIGN", "KEY")) {
      List<String> columns = columns();
      in.expect("REFERENCES");
      ObjectName parent = in.name();
      List<String> parentColumns = in.peek().isSymbol('(') ? columns() : List.of();
      return new ConstraintStatement.Add(table, name, columns, parent, parentColumns, options());
    }
    return null;
  }

  /** Whether the optimizer may rely on the key. */
  private boolean options() {
    boolean rely = false;
    while (!in.atEnd()) {
      if (in.accept("RELY")) {
        rely = true;
      } else if (!in.accept("NORELY")
          && !in.accept("NOT", "ENFORCED")
          && !in.accept("DEFERRABLE")
          && !in.accept("INITIALLY", "DEFERRED")
          && !in.accept("MATCH", "FULL")
          && !in.accept("ON", "UPDATE", "NO", "ACTION")
          && !in.accept("ON", "DELETE", "NO", "ACTION")) {
        throw SyntaxException.near(in.peek());
      }
    }
    return rely;
  }

  private ConstraintStatement drop(ObjectName table) {
    boolean constraint = in.accept("CONSTRAINT");
    boolean primary = !constraint && in.accept("PRIMARY", "KEY");
    boolean foreign = !constraint && !primary && in.accept("FOREIGN", "KEY");
    if (!constraint && !primary && !foreign) {
      return null;
    }
    boolean ifExists = in.acceptIfExists();
    String name = constraint ? in.part() : null;
    List<String> columns = foreign ? columns() : null;
    boolean cascade = in.accept("CASCADE");
    if (!cascade) {
      in.accept("RESTRICT");
    }
    return new ConstraintStatement.Drop(table, name, columns, ifExists, cascade, text);
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    in.expectSymbol('(');
    do {
      columns.add(in.part());
      in.accept("TIMESERIES");
    } while (in.acceptSymbol(','));
    in.expectSymbol(')');
    return columns;
  }
}
