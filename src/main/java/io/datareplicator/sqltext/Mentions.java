package io.datareplicator.sqltext;

import java.util.ArrayList;
import java.util.List;

/** The names found in a text, in order, and what makes the reading doubtful. */
final class Mentions {
  /** A place that is not understood. */
  record Doubt(Token place, String reason) {}

  private final Tokens tokens;
  private final List<Mention> mentions = new ArrayList<>();
  private final List<Indirect> indirect = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();

  Mentions(Tokens tokens) {
    this.tokens = tokens;
    tokens.unterminated().forEach(token -> doubt(token, "it does not end"));
    tokens.unbalanced().ifPresent(token -> doubt(token, "a parenthesis has no partner"));
  }

  void add(Mention mention) {
    mentions.add(mention);
  }

  void add(Indirect name) {
    indirect.add(name);
  }

  void doubt(Token place, String reason) {
    doubts.add(new Doubt(place, reason));
  }

  /** Adds a name that stands in a string, if the token is one. */
  void literal(Token token, String text, Mention.Kind kind) {
    List<String> parts = List.of();
    if (token.kind() == Token.Kind.STRING && token.terminated()) {
      Tokens inner = new Tokens(StringLiterals.value(token));
      int end = inner.nameEnd(0);
      if (inner.get(0).identifier() && end == inner.size()) {
        parts = inner.parts(0, end);
      }
    }
    indirect.add(new Indirect(token, text, kind, parts));
  }

  Tokens tokens() {
    return tokens;
  }

  List<Mention> all() {
    return mentions;
  }

  List<Indirect> indirect() {
    return indirect;
  }

  List<Doubt> doubts() {
    return doubts;
  }
}
