package io.datareplicator.sqltext;

import io.datareplicator.sqltext.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Compares SQL texts by what they say, not by how they are laid out. */
public final class Texts {
  private Texts() {}

  /**
   * Whether two texts are equal up to blanks, comments, trailing semicolons, backticks around plain
   * names that are no reserved words, and the case of keywords and plain names. Strings, bodies and
   * other quoted names are compared as they are written. A difference may be found where there is
   * none ({@code <>} and {@code !=}, {@code 'a'} and {@code "a"}), never the other way round.
   */
  public static boolean same(String a, String b) {
    return a.equals(b) || normal(a).equals(normal(b));
  }

  private static List<String> normal(String sql) {
    List<String> words = new ArrayList<>();
    for (Token token : Tokenizer.tokens(sql)) {
      if (!token.hidden() || (token.kind() == Kind.COMMENT && !token.terminated())) {
        words.add(normal(token));
      }
    }
    int size = words.size();
    while (size > 0 && words.get(size - 1).equals(";")) {
      size--;
    }
    return words.subList(0, size);
  }

  private static String normal(Token token) {
    return switch (token.kind()) {
      case WORD, NUMBER -> word(token.text());
      case QUOTED -> quoted(token);
      default -> token.text();
    };
  }

  private static String word(String text) {
    return text.chars().allMatch(c -> c < 128) ? Words.fold(text) : text;
  }

  private static String quoted(Token token) {
    String name = token.name();
    if (!token.terminated() || !Words.plain(name)) {
      return token.text();
    }
    return Words.reserved(name) ? Words.fold(token.text()) : Words.fold(name);
  }
}
