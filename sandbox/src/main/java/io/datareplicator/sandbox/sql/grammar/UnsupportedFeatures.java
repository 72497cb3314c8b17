package io.datareplicator.sandbox.sql.grammar;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Statements of Databricks that the sandbox refuses by name. Without this list some would reach
 * Spark and fail with a misleading syntax error, or worse, be half understood.
 */
final class UnsupportedFeatures {
  private static final Set<String> KINDS =
      Set.of(
          "VOLUME",
          "PROCEDURE",
          "CONNECTION",
          "POLICY",
          "PROVIDER",
          "SERVER",
          "CREDENTIAL",
          "METASTORE");
  private static final Map<String, Set<String>> PAIRS =
      Map.of(
          "EXTERNAL", Set.of("LOCATION"),
          "STORAGE", Set.of("CREDENTIAL"),
          "SERVICE", Set.of("CREDENTIAL"),
          "FOREIGN", Set.of("CATALOG"),
          "LIVE", Set.of("TABLE", "VIEW"));
  private static final Set<String> VERBS =
      Set.of("DENY", "LIST", "PUT", "GET", "UNDROP", "SYNC", "COPY", "MSCK", "REMOVE");

  private UnsupportedFeatures() {}

  /** The feature's name, or null when the statement may go on. Does not move the reader. */
  static String find(TokenReader in) {
    int start = in.position();
    try {
      return look(in);
    } finally {
      in.moveTo(start);
    }
  }

  private static String look(TokenReader in) {
    if (namesSparkCatalog(in)) {
      return "spark_catalog";
    }
    if (isMetricView(in)) {
      return "metric views";
    }
    String verb = in.next().upper();
    if (VERBS.contains(verb)) {
      return verb;
    }
    switch (verb) {
      case "CREATE", "REFRESH", "DROP":
        in.accept("OR", "REPLACE");
        in.accept("OR", "REFRESH");
        in.accept("PRIVATE");
        return kind(in, verb);
      case "DESCRIBE", "DESC", "ALTER":
        if (in.looksAt("CATALOG") && in.peek(1).isName()) {
          return verb + " CATALOG";
        }
        String kind = kind(in, verb);
        return kind != null || !verb.equals("ALTER") ? kind : alter(in);
      case "SHOW":
        for (String word : List.of("POLICIES", "CONNECTIONS", "TAGS", "CREDENTIALS")) {
          if (in.looksAt(word)) {
            return "SHOW " + word;
          }
        }
        return in.looksAt("EXTERNAL", "LOCATIONS") ? "SHOW EXTERNAL LOCATIONS" : null;
      case "SET", "UNSET":
        return in.looksAt("TAG") ? verb + " TAG" : null;
      case "COMMENT":
        if (!in.accept("ON")) {
          return null;
        }
        for (String word : List.of("SHARE", "RECIPIENT", "PROVIDER", "CONNECTION")) {
          if (in.looksAt(word)) {
            return "COMMENT ON " + word;
          }
        }
        return null;
      default:
        return null;
    }
  }

  /** Spark's own session catalog exists behind the scenes; no workspace has one. */
  private static boolean namesSparkCatalog(TokenReader in) {
    int start = in.position();
    boolean found = false;
    while (!in.atEnd() && !found) {
      Token token = in.next();
      found =
          token.isName()
              && token.name().equalsIgnoreCase("spark_catalog")
              && in.peek().isSymbol('.');
    }
    in.moveTo(start);
    return found;
  }

  private static boolean isMetricView(TokenReader in) {
    int start = in.position();
    boolean view = in.accept("CREATE");
    in.accept("OR", "REPLACE");
    view = view && in.accept("VIEW");
    boolean found = false;
    while (view && !in.atEnd() && !found && !in.looksAt("AS", "SELECT")) {
      found = in.accept("WITH", "METRICS");
      in.next();
    }
    in.moveTo(start);
    return found;
  }

  private static String kind(TokenReader in, String verb) {
    String first = in.peek().upper();
    // DESCRIBE <table called "volume"> is legal; the object's own name must follow the kind.
    boolean named = in.peek(1).isName();
    if (KINDS.contains(first) && in.peek().kind() == Token.Kind.WORD && named) {
      return verb + " " + first;
    }
    Set<String> seconds = PAIRS.getOrDefault(first, Set.of());
    String second = in.peek(1).upper();
    return seconds.contains(second) ? verb + " " + first + " " + second : null;
  }

  private static String alter(TokenReader in) {
    while (!in.atEnd()) {
      if (in.looksAt("PREDICTIVE", "OPTIMIZATION")) {
        return "PREDICTIVE OPTIMIZATION";
      }
      in.next();
    }
    return null;
  }
}
