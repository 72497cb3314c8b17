package io.datareplicator.sandbox.sql.grammar;

/** Volumes (pages sql-ref-syntax-ddl-*-volume, sql-ref-syntax-aux-*-volume[s]). */
final class VolumeGrammar {
  private final TokenReader in;

  VolumeGrammar(TokenReader in) {
    this.in = in;
  }

  /** The statement, or null when it is another one. */
  Statement statement() {
    Statement found = null;
    if (in.accept("CREATE", "EXTERNAL", "VOLUME")) {
      found = create(true);
    } else if (in.accept("CREATE", "VOLUME")) {
      found = create(false);
    } else if (in.accept("DROP", "VOLUME")) {
      boolean ifExists = in.acceptIfExists();
      found = new Statement.DropVolume(in.name(), ifExists);
    } else if (in.accept("COMMENT", "ON", "VOLUME")) {
      ObjectName name = in.name();
      in.expect("IS");
      found = new Statement.AlterVolume(name, null, null, in.accept("NULL") ? "" : in.string());
    } else if (in.accept("SHOW", "VOLUMES")) {
      found = show();
    } else if (in.looksAt("ALTER", "VOLUME")) {
      found = alter();
    } else if (namesAVolume("DESCRIBE") || namesAVolume("DESC")) {
      in.next();
      in.next();
      found = new Statement.DescribeVolume(in.name());
    }
    if (found != null) {
      in.expectEnd();
    }
    return found;
  }

  /** A table may be called volume: then nothing follows. */
  private boolean namesAVolume(String verb) {
    return in.looksAt(verb, "VOLUME") && in.peek(2).isName();
  }

  private Statement create(boolean external) {
    boolean ifNotExists = in.acceptIfNotExists();
    ObjectName name = in.name();
    String location = null;
    String comment = null;
    while (!in.atEnd()) {
      if (external && location == null && in.accept("LOCATION")) {
        location = in.string();
      } else if (comment == null && in.looksAt("COMMENT")) {
        comment = in.optionalComment();
      } else {
        throw SyntaxException.near(in.peek());
      }
    }
    if (external && location == null) {
      throw SyntaxException.near(in.peek());
    }
    return new Statement.CreateVolume(name, ifNotExists, location, comment);
  }

  private Statement show() {
    ObjectName schema = in.accept("IN") || in.accept("FROM") ? in.name() : null;
    boolean like = in.accept("LIKE");
    boolean pattern = like || in.peek().kind() == Token.Kind.STRING;
    return new Statement.ShowVolumes(schema, pattern ? in.string() : null);
  }

  private Statement alter() {
    int start = in.position();
    in.expect("ALTER", "VOLUME");
    ObjectName name = in.name();
    if (in.accept("RENAME", "TO")) {
      ObjectName to = in.name();
      return new Statement.AlterVolume(name, to.parts().get(to.parts().size() - 1), null, null);
    }
    if (in.accept("SET", "OWNER", "TO") || in.accept("OWNER", "TO")) {
      return new Statement.AlterVolume(name, null, in.part(), null);
    }
    in.moveTo(start);
    return null;
  }
}
