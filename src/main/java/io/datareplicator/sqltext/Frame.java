package io.datareplicator.sqltext;

import java.util.ArrayList;
import java.util.List;

/** What is known within one pair of parentheses, or outside of all. */
final class Frame {
  /** What the next name is. */
  enum Expect {
    NOTHING,
    /** A relation; before a parenthesis a function that makes one. */
    RELATION,
    /** A relation, even before a parenthesis. */
    TABLE,
    FUNCTION,
    /** The object that the statement is about. */
    TARGET
  }

  /** Index of the opening parenthesis, -1 for the whole text. */
  final int open;

  /** The block around it. */
  final Scope outer;

  /** Its own block, null as long as no query began. */
  Scope scope;

  /** Whether a relation was expected where it opened. */
  boolean relation;

  Expect expect = Expect.NOTHING;

  /** Whether a comma leads to the next relation. */
  boolean inFrom;

  /** Whether a comma leads to the next row of VALUES. */
  boolean inValues;

  /** The latest relation, as long as its alias may follow. */
  Scope.Relation pending;

  /** Whether the name behind the next closing parenthesis is the alias of a LATERAL VIEW. */
  boolean lateralView;

  /** Whether a CREATE, ALTER or DROP began. */
  boolean ddl;

  /** Whether the object that it is about was told. */
  boolean named;

  /** Whether a MERGE waits for its USING. */
  boolean merge;

  /** Whether the common table expressions that follow can name themselves. */
  boolean recursive;

  /** The common table expression whose body this is. */
  String body;

  final List<Scope.Relation> relations = new ArrayList<>(0);
  final List<String> expressions = new ArrayList<>(0);
  final List<String> lambdas = new ArrayList<>(0);

  Frame(int open, Scope outer) {
    this.open = open;
    this.outer = outer;
  }

  Scope current() {
    return scope == null ? outer : scope;
  }

  void endOfFrom() {
    inFrom = false;
    inValues = false;
    pending = null;
    lateralView = false;
    expect = Expect.NOTHING;
  }
}
