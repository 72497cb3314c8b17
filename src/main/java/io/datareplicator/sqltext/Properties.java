package io.datareplicator.sqltext;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A TBLPROPERTIES clause, read entry by entry. */
final class Properties {
  /** An entry from its key to the end of its value. */
  private record Entry(String key, String value, Span span) {}

  private final String sql;
  private final Span span;
  private final List<Entry> entries;

  private Properties(String sql, Span span, List<Entry> entries) {
    this.sql = sql;
    this.span = span;
    this.entries = entries;
  }

  /**
   * Reads the clause.
   *
   * @param keyword index of TBLPROPERTIES
   * @throws SqlTextException if it is not followed by keys and values in parentheses
   */
  static Properties read(Tokens tokens, int keyword) {
    int close = tokens.partner(keyword + 1);
    if (close < keyword + 1) {
      throw new SqlTextException(
          "TBLPROPERTIES at " + tokens.get(keyword).start() + " has no parentheses");
    }
    List<Entry> entries = new ArrayList<>();
    int from = keyword + 2;
    for (int i = from; i <= close; i++) {
      if (tokens.operator(i, "(")) {
        i = tokens.partner(i);
      } else if (tokens.operator(i, ",") || i == close) {
        if (i > from || i < close || !entries.isEmpty()) {
          entries.add(entry(tokens, from, i));
        }
        from = i + 1;
      }
    }
    Token first = tokens.get(keyword);
    return new Properties(
        first.source(), new Span(first.start(), tokens.get(close).end()), entries);
  }

  private static Entry entry(Tokens tokens, int from, int to) {
    Token first = tokens.get(from);
    int end = first.kind() == Token.Kind.STRING ? from + 1 : tokens.nameEnd(from);
    boolean key = first.kind() == Token.Kind.STRING || first.identifier();
    if (from >= to || !key || end > to) {
      throw new SqlTextException("a table property at " + first.start() + " has no key");
    }
    String name =
        first.identifier()
            ? String.join(".", tokens.parts(from, end))
            : StringLiterals.value(first);
    int value = end + (tokens.operator(end, "=") ? 1 : 0);
    return new Entry(
        name, value(tokens, value, to), new Span(first.start(), tokens.get(to - 1).end()));
  }

  /** A string is read, anything else is taken as it is written; nothing is empty. */
  private static String value(Tokens tokens, int from, int to) {
    if (from >= to) {
      return "";
    }
    Token first = tokens.get(from);
    if (to == from + 1 && first.kind() == Token.Kind.STRING) {
      return StringLiterals.value(first);
    }
    return first.source().substring(first.start(), tokens.get(to - 1).end());
  }

  /** From the keyword to the closing parenthesis. */
  Span span() {
    return span;
  }

  Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    entries.forEach(e -> map.put(e.key(), e.value()));
    return map;
  }

  /** The clause without some keys, empty if none is left. */
  String without(Set<String> keys) {
    List<Entry> dropped = entries.stream().filter(e -> keys.contains(e.key())).toList();
    if (dropped.isEmpty()) {
      return span.of(sql);
    }
    List<Entry> kept = entries.stream().filter(e -> !keys.contains(e.key())).toList();
    if (kept.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(sql.substring(span.start(), entries.get(0).span().start()));
    for (int i = 0; i < kept.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(kept.get(i).span().of(sql));
    }
    int last = entries.get(entries.size() - 1).span().end();
    return text.append(sql, last, span.end()).toString();
  }
}
