package io.datareplicator.sqltext;

import io.datareplicator.sqltext.Frame.Expect;
import io.datareplicator.sqltext.Token.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the names in a text and what each of them names, by the clauses around it. One pass over
 * the tokens; parentheses are a stack of {@link Frame}s, so that no nesting is too deep.
 */
final class NameReader {
  private final Tokens tokens;
  private final Keywords keywords;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final Bindings expressions = new Bindings();
  private final Bindings lambdas = new Bindings();
  private final Map<Integer, String> bodies = new HashMap<>();
  private final Mentions found;
  private boolean hint;

  private NameReader(String sql) {
    this.tokens = new Tokens(sql);
    this.found = new Mentions(tokens);
    this.keywords = new Keywords(this, tokens, found);
    frames.push(new Frame(-1, new Scope(null)));
  }

  /** All names in a text. */
  static Mentions read(String sql) {
    NameReader reader = new NameReader(sql);
    for (int i = 0; i < reader.tokens.size(); ) {
      i = reader.step(i);
    }
    if (reader.hint) {
      reader.found.doubt(reader.tokens.get(reader.tokens.size() - 1), "a hint does not end");
    }
    return reader.found;
  }

  Frame frame() {
    return frames.element();
  }

  boolean outermost() {
    return frames.size() == 1;
  }

  /** Whether this is the head of a statement that creates or changes an object. */
  boolean inDdl() {
    return frames.getLast().named && frames.getLast().scope == null;
  }

  private int step(int i) {
    Token token = tokens.get(i);
    if (token.kind() == Kind.HINT_START || token.kind() == Kind.HINT_END) {
      hint = token.kind() == Kind.HINT_START;
      return i + 1;
    }
    if (token.identifier()) {
      return identifier(i);
    }
    if (hint) {
      return i + 1;
    }
    if (token.operator("(")) {
      open(i);
    } else if (token.operator(")")) {
      return close(i);
    } else if (token.operator(",")) {
      comma();
    } else if (token.operator(";") || token.operator("|>")) {
      separator(token);
    } else if (token.operator("->")) {
      lambda(i);
    } else if (!token.operator(".")) {
      if (token.kind() == Kind.STRING && tokens.operator(i + 1, ".")) {
        found.doubt(token, "a string is used like a name");
      } else if (frame().expect != Expect.NOTHING) {
        found.doubt(token, "a name is expected here");
      }
      frame().expect = Expect.NOTHING;
    }
    return i + 1;
  }

  private int identifier(int i) {
    int end = tokens.nameEnd(i);
    if (tokens.operator(i - 1, ".") || tokens.operator(i - 1, ":")) {
      return end;
    }
    boolean single = end == i + 1;
    if (hint) {
      if (threeParts(i, end)) {
        mention(i, end, Mention.Kind.HINT);
      }
      return end;
    }
    if (single && tokens.get(i).kind() == Kind.WORD) {
      if (tokens.is(i, "IDENTIFIER") && tokens.operator(end, "(")) {
        return madeAtRunTime(i);
      }
      int next = keywords.read(i);
      if (next > i) {
        return next;
      }
    }
    name(i, end);
    return end;
  }

  private void name(int i, int end) {
    Frame frame = frame();
    boolean call = tokens.operator(end, "(");
    boolean single = end == i + 1;
    switch (frame.expect) {
      case TARGET -> mention(i, end, Mention.Kind.TARGET);
      case FUNCTION -> mention(i, end, Mention.Kind.FUNCTION);
      case TABLE -> relation(i, end);
      case RELATION -> {
        if (call) {
          function(i, end);
          frame.pending = Scope.Relation.unnamed();
          frame.relations.add(frame.pending);
        } else {
          relation(i, end);
        }
      }
      case NOTHING -> {
        if (single && aliasOfRelation(i)) {
          frame.pending.alias();
          frame.pending = null;
          frame.inValues = false;
          frame.current().alias(tokens.get(i).name());
        } else if (frame.lateralView && call) {
          function(i, end);
        } else if (frame.lateralView && tokens.operator(i - 1, ")")) {
          frame.lateralView = false;
          frame.current().alias(tokens.get(i).name());
        } else if (call) {
          if (!single || Words.function(tokens.get(i))) {
            function(i, end);
          }
        } else if (threeParts(i, end)) {
          mention(i, end, Mention.Kind.OTHER);
        } else if (single && tokens.is(i - 1, "AS")) {
          frame.current().column(tokens.get(i).name());
        }
      }
    }
    frame.expect = Expect.NOTHING;
  }

  private static boolean threeParts(int from, int to) {
    return to - from >= 5;
  }

  /** Whether a word is the alias of the relation before it, by what stands right before it. */
  private boolean aliasOfRelation(int i) {
    if (frame().pending == null || !Words.alias(tokens.get(i)) || asOf(i)) {
      return false;
    }
    Token before = tokens.get(i - 1);
    if (frame().inValues) {
      return before.operator(")")
          || before.kind() == Kind.NUMBER
          || before.kind() == Kind.STRING
          || before.is("AS");
    }
    return (before.identifier() && !before.is("OF"))
        || before.operator(")")
        || before.kind() == Kind.NUMBER
        || before.kind() == Kind.STRING;
  }

  /** {@code VERSION AS OF} and its like. */
  private boolean asOf(int i) {
    return (tokens.is(i + 1, "AS") && tokens.is(i + 2, "OF"))
        || (tokens.is(i, "OF") && tokens.is(i - 1, "AS"));
  }

  private void relation(int i, int end) {
    String name = tokens.get(i).name();
    boolean expression = end == i + 1 && expressions.has(name);
    Mention mention = mention(i, end, Mention.Kind.RELATION, expression);
    Frame frame = frame();
    if (expression) {
      frame.pending = Scope.Relation.unnamed();
      frame.current().alias(name);
    } else {
      frame.pending = new Scope.Relation(mention.parts(), List.of());
    }
    frame.relations.add(frame.pending);
    frame.current().add(frame.pending);
  }

  private void function(int i, int end) {
    mention(i, end, Mention.Kind.FUNCTION);
    if (end == i + 1 && tokens.is(i, "table_changes")) {
      Token table = tokens.get(end + 1);
      if (tokens.operator(end + 2, ",") || tokens.operator(end + 2, ")")) {
        found.literal(table, table.text(), Mention.Kind.RELATION);
      } else {
        found.add(new Indirect(table, table.text(), Mention.Kind.RELATION, List.of()));
      }
    }
  }

  private Mention mention(int i, int end, Mention.Kind kind) {
    return mention(i, end, kind, lambdas.has(tokens.get(i).name()));
  }

  private Mention mention(int i, int end, Mention.Kind kind, boolean bound) {
    boolean star = tokens.operator(end, ".") && tokens.operator(end + 1, "*");
    Mention mention =
        new Mention(tokens.get(i), tokens.parts(i, end), kind, frame().current(), star, bound);
    found.add(mention);
    return mention;
  }

  /** IDENTIFIER(…): goes on behind it. */
  private int madeAtRunTime(int i) {
    Frame frame = frame();
    int close = tokens.partner(i + 1);
    if (close < 0) {
      return i + 1;
    }
    boolean call = tokens.operator(close + 1, "(") && frame.expect != Expect.TARGET;
    boolean relation = frame.expect == Expect.TABLE || (frame.expect == Expect.RELATION && !call);
    Mention.Kind kind = relation ? Mention.Kind.RELATION : call ? Mention.Kind.FUNCTION : null;
    String text = tokens.get(i).source().substring(tokens.get(i).start(), tokens.get(close).end());
    if (close == i + 3 && !tokens.operator(close + 1, ".")) {
      found.literal(tokens.get(i + 2), text, kind);
    } else {
      found.add(new Indirect(tokens.get(i), text, kind, List.of()));
    }
    if (frame.expect == Expect.RELATION || frame.expect == Expect.TABLE) {
      frame.pending = Scope.Relation.unnamed();
    }
    frame.expect = Expect.NOTHING;
    return close + 1;
  }

  private void open(int i) {
    Frame parent = frame();
    Frame frame = new Frame(i, parent.current());
    frame.body = bodies.remove(i);
    if (parent.expect == Expect.RELATION) {
      frame.relation = true;
      frame.expect = Expect.RELATION;
      frame.inFrom = true;
    }
    parent.expect = Expect.NOTHING;
    frames.push(frame);
  }

  private int close(int i) {
    if (outermost()) {
      return i + 1;
    }
    Frame frame = frames.pop();
    expressions.release(frame.expressions);
    lambdas.release(frame.lambdas);
    Frame parent = frame();
    if (frame.relation) {
      parent.pending =
          new Scope.Relation(List.of(), frame.scope == null ? frame.relations : List.of());
      parent.relations.add(parent.pending);
    }
    if (frame.body != null) {
      expressions.bind(frame.body, parent.expressions);
      return tokens.operator(i + 1, ",") ? expression(i + 1) : i + 1;
    }
    return i + 1;
  }

  private void comma() {
    Frame frame = frame();
    lambdas.release(frame.lambdas);
    if (frame.inFrom && !frame.inValues) {
      frame.pending = null;
      frame.expect = Expect.RELATION;
    } else {
      frame.expect = Expect.NOTHING;
    }
  }

  private void separator(Token token) {
    Frame frame = frame();
    frame.endOfFrom();
    if (token.operator(";")) {
      frame.scope = null;
      frame.ddl = false;
      frame.named = false;
      frame.merge = false;
      expressions.release(frame.expressions);
    }
  }

  /** Parameters of a lambda hold until the next comma or the end of the parentheses. */
  private void lambda(int arrow) {
    int from = arrow - 1;
    if (tokens.operator(from, ")")) {
      from = tokens.partner(from) + 1;
    }
    for (int i = from; i > 0 && i < arrow && tokens.get(i).identifier(); i += 2) {
      lambdas.bind(tokens.get(i).name(), frame().lambdas);
    }
  }

  /**
   * Reads the head of a common table expression behind WITH or a comma.
   *
   * @return index of the parenthesis around its body, or the one behind {@code before} if none
   *     begins there
   */
  int expression(int before) {
    int i = before + 1;
    if (tokens.is(before, "WITH")) {
      frame().recursive = tokens.is(i, "RECURSIVE") && tokens.get(i + 1).identifier();
      i += frame().recursive ? 1 : 0;
    }
    if (!tokens.get(i).identifier()) {
      return before + 1;
    }
    String name = tokens.get(i).name();
    i++;
    int columns = tokens.partner(i);
    if (columns > i && !Words.query(tokens.get(i + 1))) {
      i = columns + 1;
    }
    if (tokens.is(i, "MAX") && tokens.is(i + 1, "RECURSION") && tokens.is(i + 2, "LEVEL")) {
      i += 4;
    }
    i += tokens.is(i, "AS") ? 1 : 0;
    if (!tokens.operator(i, "(") || !Words.query(tokens.get(i + 1))) {
      return before + 1;
    }
    bodies.put(i, name);
    frame().endOfFrom();
    if (frame().recursive) {
      expressions.bind(name, frame().expressions);
    }
    return i;
  }
}
