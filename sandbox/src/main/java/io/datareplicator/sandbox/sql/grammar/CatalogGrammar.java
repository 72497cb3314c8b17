package io.datareplicator.sandbox.sql.grammar;

/** Catalogs, the current catalog and schema, and session settings. */
final class CatalogGrammar {
  private final TokenReader in;

  CatalogGrammar(TokenReader in) {
    this.in = in;
  }

  /** The statement, or null when it is not one of these. */
  Statement statement() {
    Statement found = null;
    if (in.accept("CREATE", "CATALOG")) {
      found = createCatalog();
    } else if (in.accept("DROP", "CATALOG")) {
      boolean ifExists = in.acceptIfExists();
      String name = in.part();
      boolean cascade = in.accept("CASCADE");
      if (!cascade) {
        in.accept("RESTRICT");
      }
      found = new Statement.DropCatalog(name, ifExists, cascade);
    } else if (in.accept("SHOW", "CATALOGS")) {
      boolean like = in.accept("LIKE");
      boolean pattern = like || in.peek().kind() == Token.Kind.STRING;
      found =
          new Statement.ShowList(Statement.ShowList.Kind.CATALOGS, pattern ? in.string() : null);
    } else if (in.accept("USE", "CATALOG") || in.accept("SET", "CATALOG")) {
      found =
          new Statement.UseCatalog(in.peek().kind() == Token.Kind.STRING ? in.string() : in.part());
    } else if (in.accept("USE")) {
      if (!in.accept("SCHEMA")) {
        in.accept("DATABASE");
      }
      ObjectName name = in.name();
      if (name.parts().size() > 2) {
        throw new SyntaxException("Syntax error: a schema name has at most two parts.");
      }
      found = new Statement.UseSchema(name.parts());
    } else if (in.looksAt("SET")
        && !in.peek(1).is("TAG")
        && !in.peek(1).is("VAR")
        && !in.peek(1).is("VARIABLE")
        && !in.peek(1).is("RECIPIENT")) {
      found = set();
    } else if (in.accept("RESET")) {
      found =
          new Statement.SetConfiguration(
              in.atEnd() ? null : String.join(".", in.name().parts()), null);
    }
    if (found != null) {
      in.expectEnd();
    }
    return found;
  }

  private Statement createCatalog() {
    boolean ifNotExists = in.acceptIfNotExists();
    String name = in.part();
    String provider = null;
    String share = null;
    String location = null;
    String comment = null;
    while (!in.atEnd()) {
      if (share == null && in.accept("USING", "SHARE")) {
        ObjectName source = in.name();
        if (source.parts().size() != 2) {
          throw new SyntaxException("Syntax error: USING SHARE needs provider.share.");
        }
        provider = source.parts().get(0);
        share = source.parts().get(1);
      } else if (location == null && in.accept("MANAGED", "LOCATION")) {
        location = in.string();
      } else if (comment == null && in.looksAt("COMMENT")) {
        comment = in.optionalComment();
      } else {
        throw SyntaxException.near(in.peek());
      }
    }
    return new Statement.CreateCatalog(name, ifNotExists, provider, share, location, comment);
  }

  /** {@code SET TIME ZONE 'x'} and {@code SET key = value}; a bare SET is left to Spark. */
  private Statement set() {
    int start = in.position();
    in.expect("SET");
    if (in.accept("TIME", "ZONE")) {
      String zone = in.accept("LOCAL") ? "UTC" : in.string();
      return new Statement.SetConfiguration("timezone", zone);
    }
    if (!in.peek().isName()) {
      in.moveTo(start);
      return null;
    }
    String key = String.join(".", in.name().parts());
    if (!in.acceptSymbol('=')) {
      in.moveTo(start);
      return null;
    }
    if (in.peek().kind() == Token.Kind.STRING) {
      return new Statement.SetConfiguration(key, in.string());
    }
    StringBuilder value = new StringBuilder();
    while (!in.atEnd()) {
      value.append(in.next().text());
    }
    return new Statement.SetConfiguration(key, value.toString());
  }
}
