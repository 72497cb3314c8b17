package io.datareplicator.sqltext;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables, views and functions that a query or body refers to.
 *
 * @param names each once, in the order of their first place, in the case that they are written in
 *     there; functions of one part include those that SQL has of its own
 * @param doubts what makes this list doubtful, each a reason with its place; empty if nothing does
 */
public record References(List<Reference> names, List<String> doubts) {

  /** What a reference refers to. */
  public enum Kind {
    RELATION,
    /** A function, also one that makes a table. */
    FUNCTION
  }

  /**
   * One name.
   *
   * @param parts one to three, without backticks
   */
  public record Reference(Kind kind, List<String> parts) {
    public Reference {
      parts = List.copyOf(parts);
    }
  }

  public References {
    names = List.copyOf(names);
    doubts = List.copyOf(doubts);
  }

  /** Whether the text could be read without doubt. */
  public boolean sure() {
    return doubts.isEmpty();
  }

  /**
   * Reads a query, a body, an expression or a statement; never fails. Left out are common table
   * expressions, aliases, paths to files, and the object that a CREATE, ALTER or DROP is about.
   */
  public static References of(String sql) {
    Mentions found = NameReader.read(sql);
    Map<String, Reference> names = new LinkedHashMap<>();
    List<String> doubts = new ArrayList<>();
    for (Mention mention : found.all()) {
      boolean relation = mention.kind() == Mention.Kind.RELATION;
      if ((relation && !mention.bound() && !path(mention.parts()))
          || mention.kind() == Mention.Kind.FUNCTION) {
        if (mention.parts().size() > 3) {
          doubts.add(doubt(mention.first(), "a name of more than three parts"));
        }
        add(names, relation ? Kind.RELATION : Kind.FUNCTION, mention.parts());
      }
    }
    for (Indirect name : found.indirect()) {
      if (name.parts().isEmpty() || name.parts().size() > 3) {
        doubts.add(doubt(name.place(), "a name that is made at run time"));
      } else if (name.kind() != null) {
        boolean relation = name.kind() == Mention.Kind.RELATION;
        add(names, relation ? Kind.RELATION : Kind.FUNCTION, name.parts());
      }
    }
    found.doubts().forEach(d -> doubts.add(doubt(d.place(), d.reason())));
    return new References(List.copyOf(names.values()), doubts);
  }

  private static void add(Map<String, Reference> names, Kind kind, List<String> parts) {
    List<String> three = parts.subList(0, Math.min(3, parts.size()));
    names.putIfAbsent(
        kind + Words.fold(three.stream().map(p -> "`" + p.replace("`", "``")).toList().toString()),
        new Reference(kind, three));
  }

  /** {@code delta.`/a/path`} and its like. */
  private static boolean path(List<String> parts) {
    return parts.size() <= 2 && parts.get(parts.size() - 1).contains("/");
  }

  private static String doubt(Token place, String reason) {
    return reason + " at " + place.start();
  }
}
