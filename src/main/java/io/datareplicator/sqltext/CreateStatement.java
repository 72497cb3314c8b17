package io.datareplicator.sqltext;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A statement that creates a view, materialized view, streaming table or table, as SHOW CREATE
 * TABLE shows it. Its parts are spans of the text; only what stands outside of all parentheses
 * counts.
 */
public final class CreateStatement {
  private static final Set<String> MODIFIERS =
      Set.of(
          "EXTERNAL",
          "GLOBAL",
          "INCREMENTAL",
          "LIVE",
          "MATERIALIZED",
          "PRIVATE",
          "STREAMING",
          "TEMP",
          "TEMPORARY");

  private final String text;
  private final Tokens tokens;
  private final List<String> kind = new ArrayList<>();
  private boolean orReplace;
  private boolean orRefresh;
  private boolean ifNotExists;
  private List<String> name;
  private Span nameSpan;
  private Span query;
  private Properties properties;

  private CreateStatement(String text) {
    this.text = text;
    this.tokens = new Tokens(text);
  }

  /**
   * Reads a statement.
   *
   * @throws SqlTextException if the text is none that creates a table or view, or is broken
   */
  public static CreateStatement parse(String text) {
    CreateStatement statement = new CreateStatement(text);
    statement.check();
    statement.clauses(statement.head());
    return statement;
  }

  private void check() {
    tokens
        .unterminated()
        .forEach(
            t -> {
              throw new SqlTextException(
                  "the " + t.kind() + " that begins at " + t.start() + " does not end");
            });
    tokens
        .unbalanced()
        .ifPresent(
            t -> {
              throw new SqlTextException("the parenthesis at " + t.start() + " has no partner");
            });
  }

  /** Reads up to the name; answers the index behind it. */
  private int head() {
    int i = word(0, "CREATE");
    if (tokens.is(i, "OR")) {
      orReplace = tokens.is(i + 1, "REPLACE");
      orRefresh = tokens.is(i + 1, "REFRESH");
      i += orReplace || orRefresh ? 2 : 0;
    }
    while (MODIFIERS.contains(Words.upper(tokens.get(i).text()))) {
      kind.add(Words.upper(tokens.get(i++).text()));
    }
    if (!tokens.is(i, "VIEW") && !tokens.is(i, "TABLE")) {
      throw new SqlTextException(
          "TABLE or VIEW is expected at " + tokens.get(i).start() + ", not " + shown(i));
    }
    kind.add(Words.upper(tokens.get(i++).text()));
    if (tokens.is(i, "IF")) {
      i = word(word(i + 1, "NOT"), "EXISTS");
      ifNotExists = true;
    }
    if (!tokens.get(i).identifier()) {
      throw new SqlTextException(
          "a name is expected at " + tokens.get(i).start() + ", not " + shown(i));
    }
    int end = tokens.nameEnd(i);
    name = tokens.parts(i, end);
    nameSpan = new Span(tokens.get(i).start(), tokens.get(end - 1).end());
    return end;
  }

  private int word(int i, String word) {
    if (!tokens.is(i, word)) {
      throw new SqlTextException(
          word + " is expected at " + tokens.get(i).start() + ", not " + shown(i));
    }
    return i + 1;
  }

  private String shown(int i) {
    String token = tokens.get(i).text();
    return token.isEmpty() ? "the end" : "'" + token + "'";
  }

  private void clauses(int from) {
    int last = tokens.size() - 1;
    while (tokens.operator(last, ";")) {
      last--;
    }
    for (int i = from; i <= last; i++) {
      if (tokens.operator(i, "(")) {
        i = tokens.partner(i);
      } else if (tokens.operator(i, ";")) {
        throw new SqlTextException("a second statement follows at " + tokens.get(i).start());
      } else if (tokens.is(i, "TBLPROPERTIES") && query == null && properties == null) {
        properties = Properties.read(tokens, i);
      } else if (tokens.is(i, "AS") && i < last && query == null) {
        query = new Span(tokens.get(i + 1).start(), tokens.get(last).end());
      }
    }
  }

  /** The words between CREATE and the name that say what is created, in upper case. */
  public List<String> kind() {
    return List.copyOf(kind);
  }

  public boolean orReplace() {
    return orReplace;
  }

  public boolean orRefresh() {
    return orRefresh;
  }

  public boolean ifNotExists() {
    return ifNotExists;
  }

  /** The parts of the object's name, without backticks. */
  public List<String> name() {
    return name;
  }

  /** Where the object's name stands. */
  public Span nameSpan() {
    return nameSpan;
  }

  /** Where the query behind AS stands, without a semicolon; empty if there is none. */
  public Optional<Span> query() {
    return Optional.ofNullable(query);
  }

  /** The text of the query behind AS. */
  public Optional<String> queryText() {
    return query().map(q -> q.of(text));
  }

  /** Keys and values of TBLPROPERTIES, unescaped, in order; empty without that clause. */
  public Map<String, String> properties() {
    return properties == null ? Map.of() : properties.map();
  }

  /** Where TBLPROPERTIES stands, its parentheses included. */
  public Optional<Span> propertiesSpan() {
    return Optional.ofNullable(properties).map(Properties::span);
  }

  /**
   * The statement with another head and without some properties; the rest stays byte for byte.
   *
   * @param newName the object's name as it is to stand there, in backticks where needed
   * @param prefix the words before it, such as {@code CREATE OR REPLACE MATERIALIZED VIEW}
   * @param dropProperties keys of properties to leave out; those that are not there do not matter
   * @throws IllegalArgumentException if the name is no dotted name or the prefix not words alone
   */
  public String with(String newName, String prefix, Set<String> dropProperties) {
    Tokens names = new Tokens(newName);
    if (!names.get(0).identifier()
        || names.nameEnd(0) != names.size()
        || !names.unterminated().isEmpty()) {
      throw new IllegalArgumentException("no name of an object: " + newName);
    }
    if (!prefix.matches("[A-Za-z]+( [A-Za-z]+)*")) {
      throw new IllegalArgumentException("no words alone: " + prefix);
    }
    String start = text.substring(0, tokens.get(0).start()) + prefix + " " + newName;
    if (properties == null) {
      return start + text.substring(nameSpan.end());
    }
    Span span = properties.span();
    String clause = properties.without(dropProperties);
    int behind = span.end();
    boolean blankBefore = Character.isWhitespace(text.charAt(span.start() - 1));
    while (clause.isEmpty()
        && blankBefore
        && behind < text.length()
        && Character.isWhitespace(text.charAt(behind))) {
      behind++;
    }
    return start + text.substring(nameSpan.end(), span.start()) + clause + text.substring(behind);
  }
}
