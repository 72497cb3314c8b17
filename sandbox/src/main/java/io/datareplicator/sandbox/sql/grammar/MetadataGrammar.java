package io.datareplicator.sandbox.sql.grammar;

import io.datareplicator.sandbox.sql.grammar.Statement.ShowAcross.Kind;

/**
 * SHOW statements that span a whole catalog or all of them; drivers read their metadata with these.
 */
final class MetadataGrammar {
  private final TokenReader in;

  MetadataGrammar(TokenReader in) {
    this.in = in;
  }

  /** The statement, or null when it is another one. */
  Statement statement() {
    for (Kind kind : Kind.values()) {
      if (in.looksAt("SHOW", kind.name(), "IN", "ALL", "CATALOGS")
          || in.looksAt("SHOW", kind.name(), "IN", "CATALOG")) {
        return across(kind);
      }
    }
    return null;
  }

  private Statement across(Kind kind) {
    in.expect("SHOW", kind.name(), "IN");
    String catalog = null;
    if (!in.accept("ALL", "CATALOGS")) {
      in.expect("CATALOG");
      catalog = in.part();
    }
    String schemas = kind != Kind.SCHEMAS && in.accept("SCHEMA", "LIKE") ? in.string() : null;
    String tables = kind == Kind.COLUMNS && in.accept("TABLE", "LIKE") ? in.string() : null;
    String last = in.accept("LIKE") ? in.string() : null;
    in.expectEnd();
    return switch (kind) {
      case SCHEMAS -> new Statement.ShowAcross(kind, catalog, last, null, null);
      case TABLES -> new Statement.ShowAcross(kind, catalog, schemas, last, null);
      case COLUMNS -> new Statement.ShowAcross(kind, catalog, schemas, tables, last);
    };
  }
}
