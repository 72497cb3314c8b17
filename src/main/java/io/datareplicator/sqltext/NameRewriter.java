package io.datareplicator.sqltext;

import io.datareplicator.sqltext.Token.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts new catalog names in the place of old ones (operations.md §4). All else stays byte for byte.
 *
 * <p>The first part of a dotted name of three parts or more is replaced, quoted or not, in any
 * case, with any blanks and comments around the dots, if the name is
 *
 * <ul>
 *   <li>a relation: behind FROM, JOIN, a comma in FROM, TABLE, STREAM, INTO, REFERENCES, CLONE, in
 *       {@code TABLE(…)} and {@code STREAM(…)}, or the object that a CREATE, ALTER or DROP is
 *       about. What a common table expression, an alias or a column is called does not matter
 *       there, since these have no three parts;
 *   <li>a function of three parts: before a parenthesis, behind ROW FILTER and MASK;
 *   <li>a column of four parts or more, or {@code c.s.t.*}, whose table stands without an alias in
 *       FROM of the same block or of one around it: by its three parts, or by its last two or one
 *       if nothing nearer is called like the catalog. A parameter of a lambda hides the catalog;
 *   <li>a table in a hint, if FROM names it by the same three parts.
 * </ul>
 *
 * <p>Never touched: strings, comments, bodies between dollar tags, names of one or two parts, what
 * follows a dot or a colon, columns qualified with an alias. A note tells where a name of a renamed
 * catalog may have stayed: columns that no rule explains, {@code IDENTIFIER(…)}, EXECUTE IMMEDIATE,
 * the table of {@code table_changes('…')}, paths to volumes, bodies between dollar tags.
 */
public final class NameRewriter {
  /**
   * A place that was left as it is and may need attention.
   *
   * @param position index of its first char in the text before
   * @param text what stands there, shortened
   * @param reason why it was left
   */
  public record Note(int position, String text, String reason) {}

  /**
   * What became of a text.
   *
   * @param text the text with the new names
   * @param changed how many names were changed
   * @param notes places that were left and may need attention, in order
   */
  public record Result(String text, int changed, List<Note> notes) {
    public Result {
      notes = List.copyOf(notes);
    }
  }

  private static final int SHOWN = 120;

  private final Map<String, String> renamed = new HashMap<>();
  private final List<Note> notes = new ArrayList<>();

  private NameRewriter(Map<String, String> renamedCatalogs) {
    renamedCatalogs.forEach(
        (from, to) -> {
          check(to);
          String before = renamed.put(Words.fold(from), to);
          if (before != null && !before.equals(to)) {
            throw new IllegalArgumentException(
                "catalog '" + from + "' has two new names: '" + before + "' and '" + to + "'");
          }
        });
    renamed.entrySet().removeIf(e -> e.getKey().equals(Words.fold(e.getValue())));
  }

  /**
   * Rewrites a text; never fails on one, whatever it holds.
   *
   * @param sql a statement, the body of a view or SQL function, or an expression
   * @param renamedCatalogs new name by old name, both without backticks
   * @throws IllegalArgumentException for a new name that no catalog can have, or two for one
   */
  public static Result rewrite(String sql, Map<String, String> renamedCatalogs) {
    NameRewriter rewriter = new NameRewriter(renamedCatalogs);
    if (rewriter.renamed.isEmpty()) {
      return new Result(sql, 0, List.of());
    }
    return rewriter.rewrite(sql);
  }

  private static void check(String name) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c == 0 || c == '\n' || c == '\r')) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a catalog");
    }
  }

  private Result rewrite(String sql) {
    Mentions found = NameReader.read(sql);
    StringBuilder text = new StringBuilder(sql.length() + 64);
    int copied = 0;
    int changed = 0;
    for (Mention mention : found.all()) {
      String name = renamed.get(Words.fold(mention.parts().get(0)));
      if (name != null && mention.parts().size() >= 3 && qualified(mention)) {
        Token first = mention.first();
        text.append(sql, copied, first.start()).append(written(name, first));
        copied = first.end();
        changed++;
      }
    }
    text.append(sql, copied, sql.length());
    found.indirect().forEach(this::indirect);
    found.doubts().forEach(d -> note(d.place(), d.place().text(), d.reason()));
    for (int i = 0; i < found.tokens().size(); i++) {
      inside(found.tokens().get(i));
    }
    notes.sort(Comparator.comparingInt(Note::position));
    return new Result(text.toString(), changed, notes);
  }

  private static String written(String name, Token before) {
    boolean bare = before.kind() == Kind.WORD && Words.plain(name) && !Words.reserved(name);
    return bare ? name : "`" + name.replace("`", "``") + "`";
  }

  private boolean qualified(Mention mention) {
    List<String> parts = mention.parts();
    return switch (mention.kind()) {
      case RELATION, TARGET -> true;
      case FUNCTION -> {
        if (parts.size() > 3) {
          note(mention, "a function has no more than three parts");
        }
        yield parts.size() == 3;
      }
      case HINT ->
          parts.size() == 3 && mention.scope().meaning(parts, true) == Scope.Meaning.CATALOG;
      case OTHER -> !mention.bound() && column(mention);
    };
  }

  private boolean column(Mention mention) {
    boolean qualifier = mention.parts().size() > 3 || mention.star();
    Scope.Meaning meaning = mention.scope().meaning(mention.parts(), qualifier);
    if (meaning == Scope.Meaning.UNKNOWN) {
      note(
          mention,
          qualifier
              ? "no table of this name stands in FROM, so that this may be a column"
              : "it reads as a column, not as a table");
    }
    return meaning == Scope.Meaning.CATALOG;
  }

  private void indirect(Indirect name) {
    if (name.parts().isEmpty()) {
      note(name.place(), name.text(), "the name is made at run time");
    } else if (renamed.containsKey(Words.fold(name.parts().get(0)))) {
      note(name.place(), name.text(), "a string names an object of a renamed catalog");
    }
  }

  private void inside(Token token) {
    if (token.kind() == Kind.BODY && contains(token, "", ".")) {
      note(token, token.text(), "a body between dollar tags seems to name a renamed catalog");
    } else if ((token.kind() == Kind.STRING || token.kind() == Kind.QUOTED)
        && contains(token, "/volumes/", "/")) {
      note(token, token.text(), "a path leads to a volume of a renamed catalog");
    }
  }

  private boolean contains(Token token, String before, String behind) {
    String text = Words.fold(token.text());
    return renamed.keySet().stream().anyMatch(name -> text.contains(before + name + behind));
  }

  private void note(Mention mention, String reason) {
    note(mention.first(), String.join(".", mention.parts()), reason);
  }

  private void note(Token place, String text, String reason) {
    notes.add(
        new Note(
            place.start(), text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…", reason));
  }
}
