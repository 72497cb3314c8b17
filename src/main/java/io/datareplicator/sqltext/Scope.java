package io.datareplicator.sqltext;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A query block: SELECT with its FROM. Columns inside see its relations and those of the blocks
 * around it.
 */
final class Scope {
  /** No real query refers further out; bounds the work that a hostile text can cause. */
  private static final int REACH = 200;

  /** A relation of FROM: a name, a sub-query or a group in parentheses. */
  static final class Relation {
    private final List<String> parts;
    private final List<Relation> members;
    private boolean aliased;

    Relation(List<String> parts, List<Relation> members) {
      this.parts = parts;
      this.members = members;
    }

    static Relation unnamed() {
      return new Relation(List.of(), List.of());
    }

    /** Hides the names of the relation. */
    void alias() {
      aliased = true;
      members.forEach(Relation::alias);
    }
  }

  private final Scope outer;
  private final List<Relation> relations = new ArrayList<>();
  private final Set<String> aliases = new HashSet<>();
  private final Set<String> columns = new HashSet<>();
  private Set<List<String>> names;
  boolean selected;
  boolean from;

  Scope(Scope outer) {
    this.outer = outer;
  }

  void add(Relation relation) {
    relations.add(relation);
  }

  /** A name that a relation of this block goes by. */
  void alias(String name) {
    aliases.add(Words.fold(name));
  }

  /** A name that a column of this block gets. */
  void column(String name) {
    columns.add(Words.fold(name));
  }

  /** Names of relations that columns can be qualified with, folded; asked for at the end only. */
  private Set<List<String>> names() {
    if (names == null) {
      names = new HashSet<>();
      for (Relation relation : relations) {
        if (!relation.aliased && !relation.parts.isEmpty()) {
          names.add(relation.parts.stream().map(Words::fold).toList());
          aliases.add(Words.fold(relation.parts.get(relation.parts.size() - 1)));
        }
      }
    }
    return names;
  }

  /** What the first part of a name of three parts or more is. */
  enum Meaning {
    CATALOG,
    /** Something in the text is called so. */
    ALIAS,
    UNKNOWN
  }

  /**
   * As Spark resolves a column: the nearest block counts, in it the longest qualifier. FROM may
   * also name the table by its last one or two parts, which is sure as long as no relation there is
   * called like the catalog.
   *
   * @param parts of which the first three are the name of a table, if the first one is a catalog
   * @param qualifier whether more follows, so that three parts can be a qualifier
   */
  Meaning meaning(List<String> parts, boolean qualifier) {
    List<String> name = parts.subList(0, 3).stream().map(Words::fold).toList();
    Meaning meaning = Meaning.UNKNOWN;
    Scope scope = this;
    for (int i = 0; scope != null && i < REACH; i++, scope = scope.outer) {
      Set<List<String>> visible = scope.names();
      boolean tail =
          qualifier
              && (visible.contains(name.subList(1, 3)) || visible.contains(name.subList(2, 3)));
      boolean alias = scope.aliases.contains(name.get(0));
      if ((qualifier && visible.contains(name)) || (tail && !alias)) {
        return Meaning.CATALOG;
      }
      if (alias) {
        return tail ? Meaning.UNKNOWN : Meaning.ALIAS;
      }
      if (scope.columns.contains(name.get(0))) {
        meaning = Meaning.ALIAS;
      }
    }
    return meaning;
  }
}
