package io.datareplicator.sqltext;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The tokens of a text that SQL sees, with the partner of each parenthesis. */
final class Tokens {
  private static final Token NONE = new Token("", Token.Kind.OPERATOR, 0, 0, true);

  private final List<Token> tokens;
  private final int[] partner;
  private final List<Token> unterminated;
  private Token unbalanced;

  Tokens(String sql) {
    List<Token> all = Tokenizer.tokens(sql);
    this.tokens = all.stream().filter(t -> !t.hidden()).toList();
    this.unterminated = all.stream().filter(t -> !t.terminated()).toList();
    this.partner = new int[tokens.size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < partner.length; i++) {
      partner[i] = -1;
      if (get(i).operator("(")) {
        open.push(i);
      } else if (get(i).operator(")")) {
        if (open.isEmpty()) {
          unbalanced = unbalanced == null ? get(i) : unbalanced;
        } else {
          partner[i] = open.pop();
          partner[partner[i]] = i;
        }
      }
    }
    if (!open.isEmpty() && unbalanced == null) {
      unbalanced = get(open.getLast());
    }
  }

  int size() {
    return tokens.size();
  }

  /** The token at an index; behind either end one that is nothing. */
  Token get(int i) {
    return i >= 0 && i < tokens.size() ? tokens.get(i) : NONE;
  }

  /** Index of the parenthesis that belongs to the one at an index, -1 if there is none. */
  int partner(int i) {
    return i >= 0 && i < partner.length ? partner[i] : -1;
  }

  boolean is(int i, String word) {
    return get(i).is(word);
  }

  boolean operator(int i, String operator) {
    return get(i).operator(operator);
  }

  /** Index behind the dotted name that begins at an index. */
  int nameEnd(int i) {
    int end = i + 1;
    while (operator(end, ".") && get(end + 1).identifier()) {
      end += 2;
    }
    return end;
  }

  /** The parts of the dotted name between two indexes. */
  List<String> parts(int from, int to) {
    if (to == from + 1) {
      return List.of(get(from).name());
    }
    return IntStream.range(0, (to - from + 1) / 2).mapToObj(n -> get(from + 2 * n).name()).toList();
  }

  /** Strings, names, comments and bodies that the text ends within: one at most. */
  List<Token> unterminated() {
    return unterminated;
  }

  /** The first parenthesis without a partner. */
  Optional<Token> unbalanced() {
    return Optional.ofNullable(unbalanced);
  }
}
