package io.datareplicator.sqltext;

import io.datareplicator.sqltext.Frame.Expect;
import io.datareplicator.sqltext.Token.Kind;
import java.util.List;
import java.util.Set;

/** What the keywords of a statement tell about the names behind them. */
final class Keywords {
  /** Functions with FROM between their arguments. */
  private static final Set<String> FROM_FUNCTIONS =
      Set.of("EXTRACT", "TRIM", "SUBSTR", "SUBSTRING", "OVERLAY");

  /** Words between which and a table INTO stands. */
  private static final Set<String> INTO =
      Set.of("INSERT", "MERGE", "COPY", "EVOLUTION", "CHANGES", "CDC");

  private static final Set<String> BEGIN = Set.of("BEGIN", "DO", "THEN", "ELSE");

  private final NameReader reader;
  private final Tokens tokens;
  private final Mentions found;

  Keywords(NameReader reader, Tokens tokens, Mentions found) {
    this.reader = reader;
    this.tokens = tokens;
    this.found = found;
  }

  /**
   * Takes note of the single unquoted word at an index.
   *
   * @return index to go on at, the same one if the word is a name here
   */
  int read(int i) {
    Frame frame = reader.frame();
    int next =
        switch (Words.upper(tokens.get(i).text())) {
          case "SELECT" -> select(i, frame);
          case "FROM" -> from(i, frame);
          case "JOIN" -> relations(i, frame);
          case "INTO" -> expect(i, frame, Expect.TABLE, before(i, INTO));
          case "OVERWRITE" -> expect(i, frame, Expect.TABLE, overwrite(i));
          case "UPDATE" -> expect(i, frame, Expect.TABLE, begins(i) && !tokens.is(i + 1, "SET"));
          case "TABLE" -> table(i, frame);
          case "VIEW", "FUNCTION", "PROCEDURE" -> target(i, frame);
          case "STREAM" -> stream(i, frame);
          case "LATERAL" -> lateral(i, frame);
          case "VALUES" -> values(i, frame);
          case "WITH" -> reader.expression(i);
          case "UNION", "EXCEPT", "INTERSECT", "MINUS" -> setOperation(i, frame);
          case "MERGE" -> merge(i, frame);
          case "USING" -> using(i, frame);
          case "CREATE", "ALTER", "DROP", "REPLACE" -> statement(i, frame);
          case "CLONE" -> expect(i, frame, Expect.TABLE, ddl());
          case "REFERENCES" -> expect(i, frame, Expect.TABLE, ddl());
          case "MASK" -> expect(i, frame, Expect.FUNCTION, ddl());
          case "FILTER" -> expect(i, frame, Expect.FUNCTION, ddl() && tokens.is(i - 1, "ROW"));
          case "IMMEDIATE" -> immediate(i);
          default -> clause(i, frame);
        };
    return next;
  }

  private boolean ddl() {
    return reader.inDdl();
  }

  private boolean before(int i, Set<String> words) {
    Token token = tokens.get(i - 1);
    return token.kind() == Kind.WORD && words.contains(Words.upper(token.text()));
  }

  /** Whether a statement begins at an index. */
  private boolean begins(int i) {
    return i == 0 || tokens.operator(i - 1, ";") || before(i, BEGIN);
  }

  private int expect(int i, Frame frame, Expect expect, boolean here) {
    if (!here || !named(i + 1)) {
      return i;
    }
    frame.inValues = false;
    frame.pending = null;
    frame.expect = expect;
    return i + 1;
  }

  /** Whether a name, or something in the place of one, begins at an index. */
  private boolean named(int i) {
    Token token = tokens.get(i);
    return token.identifier()
        || token.operator("(")
        || token.operator("$")
        || token.operator("{")
        || token.operator(":")
        || token.operator("?")
        || token.kind() == Kind.STRING;
  }

  private int relations(int i, Frame frame) {
    frame.inFrom |= named(i + 1);
    return expect(i, frame, Expect.RELATION, true);
  }

  private int select(int i, Frame frame) {
    frame.endOfFrom();
    if (frame.scope == null || frame.scope.selected) {
      frame.scope = new Scope(frame.outer);
    }
    frame.scope.selected = true;
    return i + 1;
  }

  private int from(int i, Frame frame) {
    boolean distinct =
        tokens.is(i - 1, "DISTINCT")
            && (tokens.is(i - 2, "IS") || (tokens.is(i - 2, "NOT") && tokens.is(i - 3, "IS")));
    boolean argument =
        frame.scope == null
            && tokens.get(frame.open - 1).kind() == Kind.WORD
            && FROM_FUNCTIONS.contains(Words.upper(tokens.get(frame.open - 1).text()));
    boolean alias = tokens.is(i - 1, "AS") && frame.scope != null && !frame.scope.from;
    if (distinct || argument) {
      return i + 1;
    }
    if (alias || !named(i + 1)) {
      return i;
    }
    if (frame.scope == null || frame.scope.from) {
      frame.scope = new Scope(frame.outer);
    }
    frame.scope.from = true;
    return relations(i, frame);
  }

  private boolean overwrite(int i) {
    return tokens.is(i - 1, "INSERT")
        && !tokens.is(i + 1, "DIRECTORY")
        && !tokens.is(i + 2, "DIRECTORY");
  }

  private int table(int i, Frame frame) {
    if (tokens.is(i - 1, "RETURNS")) {
      return i + 1;
    }
    if (!frame.named && reader.outermost() && frame.ddl) {
      return target(i, frame);
    }
    boolean called =
        frame.expect == Expect.RELATION
            && !tokens.operator(i - 1, "(")
            && !tokens.operator(i + 1, "(");
    if (called || !named(i + 1)) {
      return i;
    }
    boolean written = frame.expect == Expect.TABLE;
    return expect(i, frame, written ? Expect.TABLE : Expect.RELATION, true);
  }

  private int target(int i, Frame frame) {
    if (!frame.ddl || frame.named || !reader.outermost()) {
      return i;
    }
    int next = i + 1;
    next += tokens.is(next, "IF") && tokens.is(next + 1, "NOT") ? 3 : 0;
    next += tokens.is(next, "IF") && tokens.is(next + 1, "EXISTS") ? 2 : 0;
    frame.named = true;
    frame.expect = Expect.TARGET;
    return next;
  }

  private int stream(int i, Frame frame) {
    Token next = tokens.get(i + 1);
    boolean modifier = frame.expect == Expect.RELATION && (next.operator("(") || Words.alias(next));
    return modifier ? i + 1 : i;
  }

  private int lateral(int i, Frame frame) {
    if (tokens.is(i + 1, "VIEW")) {
      frame.endOfFrom();
      frame.lateralView = true;
      return i + (tokens.is(i + 2, "OUTER") ? 3 : 2);
    }
    return i + 1;
  }

  private int values(int i, Frame frame) {
    Token next = tokens.get(i + 1);
    if (!next.operator("(") && next.kind() != Kind.NUMBER && next.kind() != Kind.STRING) {
      return i;
    }
    frame.expect = Expect.NOTHING;
    frame.inValues = true;
    frame.pending = Scope.Relation.unnamed();
    return i + 1;
  }

  private int setOperation(int i, Frame frame) {
    if (tokens.operator(i - 1, "*")) {
      return i + 1;
    }
    frame.endOfFrom();
    frame.scope = null;
    return i + 1;
  }

  private int merge(int i, Frame frame) {
    frame.merge = tokens.is(i + 1, "INTO") || tokens.is(i + 1, "WITH");
    return frame.merge ? i + 1 : i;
  }

  private int using(int i, Frame frame) {
    frame.pending = null;
    if (frame.merge) {
      frame.merge = false;
      return expect(i, frame, Expect.RELATION, true);
    }
    return i + 1;
  }

  private int statement(int i, Frame frame) {
    if (reader.outermost() && begins(i)) {
      frame.ddl = true;
    }
    return i;
  }

  private int immediate(int i) {
    if (!tokens.is(i - 1, "EXECUTE")) {
      return i;
    }
    found.add(new Indirect(tokens.get(i - 1), "EXECUTE IMMEDIATE", null, List.of()));
    return i + 1;
  }

  private int clause(int i, Frame frame) {
    boolean end =
        switch (Words.upper(tokens.get(i).text())) {
          case "WHERE", "HAVING", "QUALIFY", "LIMIT", "OFFSET" -> true;
          case "GROUP", "ORDER", "CLUSTER", "SORT", "DISTRIBUTE" -> tokens.is(i + 1, "BY");
          case "WINDOW" -> tokens.is(i + 2, "AS");
          default -> false;
        };
    if (end && frame.expect == Expect.NOTHING) {
      frame.endOfFrom();
      return i + 1;
    }
    if (!before(i, Set.of("AS")) && ends(i)) {
      frame.pending = null;
    }
    return i;
  }

  private boolean ends(int i) {
    return tokens.is(i, "ON")
        || tokens.is(i, "SET")
        || tokens.is(i, "WHEN")
        || tokens.is(i, "WATERMARK");
  }
}
