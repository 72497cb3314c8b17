package io.datareplicator.sandbox.sql.grammar;

import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.sql.grammar.GovernanceStatement.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tags, privileges, comments and owners; pages sql-ref-syntax-ddl-alter-*, -set-tag, -unset-tag,
 * -comment and security-*.
 */
final class GovernanceGrammar {
  private static final Set<String> COLUMN_TAGS =
      Set.of("TABLE", "MATERIALIZED VIEW", "STREAMING TABLE");

  private final TokenReader in;

  GovernanceGrammar(TokenReader in) {
    this.in = in;
  }

  /** The statement, or null when it is another one. */
  Statement statement() {
    int start = in.position();
    GovernanceStatement found = null;
    if (in.accept("SET", "TAG", "ON")) {
      found = setTag();
    } else if (in.accept("UNSET", "TAG", "ON")) {
      Subject subject = tagged();
      found = new GovernanceStatement.UnsetTag(subject, in.part());
    } else if (in.accept("COMMENT", "ON")) {
      found = comment();
    } else if (in.accept("GRANT")) {
      found = grant(false);
    } else if (in.accept("REVOKE")) {
      found = grant(true);
    } else if (in.accept("SHOW", "GRANTS") || in.accept("SHOW", "GRANT")) {
      String principal = in.looksAt("ON") ? null : in.part();
      in.expect("ON");
      found = new GovernanceStatement.ShowGrants(securable(), principal);
    } else if (in.accept("ALTER")) {
      found = alter();
    }
    if (found == null) {
      in.moveTo(start);
      return null;
    }
    in.expectEnd();
    return new Statement.Governance(found);
  }

  private GovernanceStatement grant(boolean revoke) {
    List<String> privileges = new ArrayList<>();
    do {
      privileges.add(privilege());
    } while (in.acceptSymbol(','));
    in.expect("ON");
    Subject subject = securable();
    in.expect(revoke ? "FROM" : "TO");
    return new GovernanceStatement.Grant(subject, privileges, in.part(), revoke);
  }

  private String privilege() {
    List<String> words = new ArrayList<>();
    while (in.peek().kind() == Token.Kind.WORD && !in.looksAt("ON")) {
      words.add(in.next().upper());
    }
    if (words.isEmpty()) {
      throw SyntaxException.near(in.peek());
    }
    return String.join(" ", words);
  }

  /** Any object; without a kind it is a table. */
  private Subject securable() {
    if (in.looksAt("METASTORE") && !in.peek(1).isSymbol('.')) {
      in.next();
      return new Subject(SecurableType.METASTORE, "METASTORE", new ObjectName(List.of()), null);
    }
    Subject subject = subject();
    return subject != null ? subject : new Subject(SecurableType.TABLE, "TABLE", in.name(), null);
  }

  private GovernanceStatement setTag() {
    Subject subject = tagged();
    String key = in.part();
    return new GovernanceStatement.SetTag(subject, key, in.acceptSymbol('=') ? in.part() : "");
  }

  /** Of catalogs, schemas, tables, views, volumes and columns; the rest is another's. */
  private GovernanceStatement comment() {
    // Materialized views and streaming tables have no word of their own here: COMMENT ON TABLE.
    if (in.looksAt("MATERIALIZED") || in.looksAt("STREAMING")) {
      throw SyntaxException.near(in.peek());
    }
    Subject subject = in.accept("COLUMN") ? column() : subject();
    if (subject == null) {
      return null;
    }
    in.expect("IS");
    return new GovernanceStatement.Comment(subject, in.accept("NULL") ? null : in.string());
  }

  /** The object of SET TAG and UNSET TAG. */
  private Subject tagged() {
    if (in.accept("COLUMN")) {
      return column();
    }
    Subject subject = subject();
    if (subject == null) {
      throw SyntaxException.near(in.peek());
    }
    return subject;
  }

  /** {@code [c.[s.]]t.column}. */
  private Subject column() {
    Token first = in.peek();
    List<String> parts = in.name().parts();
    if (parts.size() < 2) {
      throw SyntaxException.near(first);
    }
    int last = parts.size() - 1;
    return new Subject(
        SecurableType.TABLE, "COLUMN", new ObjectName(parts.subList(0, last)), parts.get(last));
  }

  /** A kind and a name, or null when no kind comes next. */
  private Subject subject() {
    for (SecurableKind kind : SecurableKind.ALL) {
      // "TABLE" alone may be the name of a table; a name must follow a kind.
      int words = kind.words().length;
      if (in.looksAt(kind.words()) && in.peek(words).isName()) {
        in.moveTo(in.position() + words);
        return new Subject(kind.type(), kind.name(), in.name(), null);
      }
    }
    return null;
  }

  private GovernanceStatement alter() {
    Subject subject = subject();
    if (subject == null) {
      return null;
    }
    if (in.accept("SET", "OWNER", "TO") || in.accept("OWNER", "TO")) {
      return new GovernanceStatement.SetOwner(subject, in.part());
    }
    for (String mode : List.of("ENABLE", "DISABLE", "INHERIT")) {
      if (in.accept(mode, "PREDICTIVE", "OPTIMIZATION")) {
        return new GovernanceStatement.SetOptimization(subject, mode);
      }
    }
    if (in.accept("SET", "TAGS")) {
      return new GovernanceStatement.SetTags(subject, tags());
    }
    if (in.accept("UNSET", "TAGS")) {
      return new GovernanceStatement.UnsetTags(subject, keys());
    }
    boolean column =
        COLUMN_TAGS.contains(subject.kind())
            && (in.accept("ALTER", "COLUMN") || in.accept("ALTER"));
    if (!column || !in.peek().isName()) {
      return null;
    }
    ObjectName name = in.name();
    boolean set = in.accept("SET", "TAGS");
    if (!set && !in.accept("UNSET", "TAGS")) {
      return null;
    }
    if (name.parts().size() != 1) {
      throw new SyntaxException("Syntax error: tags belong to columns, not to nested fields.");
    }
    Subject target =
        new Subject(subject.type(), subject.kind(), subject.name(), name.parts().get(0));
    return set
        ? new GovernanceStatement.SetTags(target, tags())
        : new GovernanceStatement.UnsetTags(target, keys());
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    in.expectSymbol('(');
    do {
      Token key = in.peek();
      String name = in.string();
      in.expectSymbol('=');
      if (tags.put(name, in.string()) != null) {
        throw new SyntaxException("[DUPLICATE_KEY] Found duplicate keys " + key.text() + ".");
      }
    } while (in.acceptSymbol(','));
    in.expectSymbol(')');
    return tags;
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    in.expectSymbol('(');
    do {
      keys.add(in.string());
    } while (in.acceptSymbol(','));
    in.expectSymbol(')');
    return keys;
  }
}
