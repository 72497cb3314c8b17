package io.datareplicator.sandbox.sql.grammar;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Replaces the URLs of tables that a statement names by their place ({@code delta.`s3://…`}, {@code
 * DESCRIBE DETAIL 's3://…'}); everything else, string literals included, stays as it is written.
 */
public final class PathRewriter {
  private static final Pattern URL =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);
  private static final Set<String> WRITES =
      Set.of("INTO", "UPDATE", "OPTIMIZE", "VACUUM", "RESTORE", "TABLE", "OVERWRITE", "TRUNCATE");

  /** What stands for a URL. */
  @FunctionalInterface
  public interface Places {
    /**
     * @param write whether the statement changes the table
     */
    String local(String url, boolean write);
  }

  private PathRewriter() {}

  /** The statement with every URL replaced. */
  public static String rewrite(String text, Places places) {
    if (!text.contains("://")) {
      return text;
    }
    List<Token> tokens = Lexer.tokenize(text);
    StringBuilder out = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean path = isPath(tokens, i);
      if (path || isDetail(tokens, i)) {
        String url = path ? token.name() : new TokenReader(tokens, i, java.util.Map.of()).string();
        if (URL.matcher(url).matches()) {
          String local = places.local(url, path && isWrite(tokens, i - 2));
          out.append(text, copied, token.start());
          out.append(path ? "`" + local.replace("`", "``") + "`" : "'" + local + "'");
          copied = token.end();
        }
      }
    }
    return out.append(text, copied, text.length()).toString();
  }

  private static boolean isPath(List<Token> tokens, int i) {
    return i >= 2
        && tokens.get(i).kind() == Token.Kind.QUOTED
        && tokens.get(i - 1).isSymbol('.')
        && tokens.get(i - 2).isName()
        && tokens.get(i - 2).name().equalsIgnoreCase("delta")
        && (i == 2 || !tokens.get(i - 3).isSymbol('.'));
  }

  private static boolean isDetail(List<Token> tokens, int i) {
    return i == 2
        && tokens.get(2).kind() == Token.Kind.STRING
        && (tokens.get(0).is("DESCRIBE") || tokens.get(0).is("DESC"))
        && tokens.get(1).is("DETAIL");
  }

  /**
   * @param name index of the token {@code delta}
   */
  private static boolean isWrite(List<Token> tokens, int name) {
    if (name == 0) {
      return false;
    }
    String before = tokens.get(name - 1).upper();
    boolean delete = before.equals("FROM") && name >= 2 && tokens.get(name - 2).is("DELETE");
    return delete || WRITES.contains(before);
  }
}
