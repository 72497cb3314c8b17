package io.datareplicator.sandbox.sql.grammar;

import io.datareplicator.sandbox.metastore.Metastore.ShareUpdate;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import java.util.List;

/** Shares, recipients, providers and grants on shares. */
final class SharingGrammar {
  private final TokenReader in;

  SharingGrammar(TokenReader in) {
    this.in = in;
  }

  /** The statement, or null when it is not one of these. */
  Statement statement() {
    Statement found = null;
    if (in.accept("CREATE", "SHARE")) {
      boolean ifNotExists = in.acceptIfNotExists();
      found = new Statement.CreateShare(in.part(), ifNotExists, in.optionalComment());
    } else if (in.accept("DROP", "SHARE")) {
      boolean ifExists = in.acceptIfExists();
      found = new Statement.DropShare(in.part(), ifExists);
    } else if (in.accept("ALTER", "SHARE")) {
      found = alterShare();
    } else if (in.accept("SHOW", "ALL", "IN", "SHARE")) {
      found = new Statement.ShowAllInShare(in.part());
    } else if (in.accept("CREATE", "RECIPIENT")) {
      found = createRecipient();
    } else if (in.accept("DROP", "RECIPIENT")) {
      boolean ifExists = in.acceptIfExists();
      found = new Statement.DropRecipient(in.part(), ifExists);
    } else if (in.accept("GRANT", "SELECT", "ON", "SHARE")) {
      String share = in.part();
      in.expect("TO", "RECIPIENT");
      found = new Statement.GrantShare(share, in.part(), false);
    } else if (in.accept("REVOKE", "SELECT", "ON", "SHARE")) {
      String share = in.part();
      in.expect("FROM", "RECIPIENT");
      found = new Statement.GrantShare(share, in.part(), true);
    } else if (in.accept("SHOW", "GRANTS", "ON", "SHARE")
        || in.accept("SHOW", "GRANT", "ON", "SHARE")) {
      found = new Statement.ShowGrantsOnShare(in.part());
    } else if (in.accept("SHOW", "SHARES")) {
      found = list(Statement.ShowList.Kind.SHARES);
    } else if (in.accept("SHOW", "PROVIDERS")) {
      found = list(Statement.ShowList.Kind.PROVIDERS);
    } else if (in.accept("SHOW", "RECIPIENTS")) {
      found = list(Statement.ShowList.Kind.RECIPIENTS);
    }
    if (found != null) {
      in.expectEnd();
    }
    return found;
  }

  private Statement list(Statement.ShowList.Kind kind) {
    boolean like = in.accept("LIKE");
    boolean pattern = like || in.peek().kind() == Token.Kind.STRING;
    return new Statement.ShowList(kind, pattern ? in.string() : null);
  }

  private Statement createRecipient() {
    boolean ifNotExists = in.acceptIfNotExists();
    String name = in.part();
    String id = null;
    String comment = null;
    while (!in.atEnd()) {
      if (id == null && in.accept("USING", "ID")) {
        id = in.string();
      } else if (comment == null && in.looksAt("COMMENT")) {
        comment = in.optionalComment();
      } else {
        throw SyntaxException.near(in.peek());
      }
    }
    return new Statement.CreateRecipient(name, ifNotExists, id, comment);
  }

  private Statement alterShare() {
    String share = in.part();
    if (in.accept("RENAME", "TO")) {
      return new Statement.AlterShare(share, List.of(), null, in.part());
    }
    if (in.looksAt("SET") || in.looksAt("OWNER")) {
      return new Statement.Unsupported("ALTER SHARE ... OWNER TO");
    }
    if (in.looksAt("COMMENT")) {
      return new Statement.AlterShare(share, List.of(), in.optionalComment(), null);
    }
    boolean add = in.accept("ADD");
    if (!add) {
      in.expect("REMOVE");
    }
    String type = in.next().upper();
    if (type.equals("DATABASE")) {
      type = "SCHEMA";
    }
    if (type.equals("MODEL") || type.equals("MATERIALIZED")) {
      in.skipToEnd();
      return new Statement.Unsupported("ALTER SHARE ... " + type);
    }
    if (!List.of("SCHEMA", "TABLE", "VIEW", "VOLUME").contains(type)) {
      in.moveTo(in.position() - 1);
      throw SyntaxException.near(in.peek());
    }
    String name = in.name().lower();
    var object = add ? added(type, name) : shared(type, name, null, null, null);
    return new Statement.AlterShare(
        share, List.of(new ShareUpdate(add ? "ADD" : "REMOVE", object)), null, null);
  }

  private SharedObject added(String type, String name) {
    String comment = null;
    String alias = null;
    // [UNV] Databricks shares a table's history by default from DBR 16.2 on.
    boolean histories = List.of("TABLE", "SCHEMA").contains(type);
    String history = histories ? "ENABLED" : null;
    while (!in.atEnd()) {
      if (comment == null && in.looksAt("COMMENT")) {
        comment = in.optionalComment();
      } else if (alias == null && !type.equals("SCHEMA") && in.accept("AS")) {
        alias = in.name().lower();
      } else if (!type.equals("VOLUME") && in.accept("WITH", "HISTORY")) {
        history = "ENABLED";
      } else if (!type.equals("VOLUME") && in.accept("WITHOUT", "HISTORY")) {
        history = "DISABLED";
      } else {
        throw SyntaxException.near(in.peek());
      }
    }
    return shared(type, name, alias, history, comment);
  }

  private static SharedObject shared(
      String type, String name, String alias, String history, String comment) {
    return new SharedObject(type, name, alias, history, comment, 0L, null);
  }
}
