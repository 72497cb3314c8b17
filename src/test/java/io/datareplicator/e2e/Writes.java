package io.datareplicator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What was written on a side since its request log was cleared. */
final class Writes {
  private static final Set<String> READS =
      Set.of("SELECT", "SHOW", "DESCRIBE", "DESC", "WITH", "VALUES", "EXPLAIN", "USE", "SET");

  private Writes() {}

  /**
   * Calls other than GET and HEAD ({@code PATCH /api/… {body}}), without those that run statements,
   * start warehouses, log in or move files; and statements that are more than queries. In the order
   * in which they came in, calls first.
   *
   * @param auditCatalog what names it is left out; null = nothing is left out
   */
  static List<String> of(SandboxSide side, String auditCatalog) {
    JsonNode log = side.call("GET", "/sandbox/requests", null);
    List<String> writes = new ArrayList<>();
    for (JsonNode change : log.path("changes")) {
      writes.add(
          change.path("method").asText()
              + " "
              + change.path("path").asText()
              + (" " + change.path("body").asText()).stripTrailing());
    }
    for (JsonNode statement : log.path("statements")) {
      String text = statement.path("text").asText().strip();
      if (!READS.contains(verb(text))) {
        writes.add(text);
      }
    }
    writes.removeIf(w -> auditCatalog != null && writesAudit(w, auditCatalog));
    return writes;
  }

  private static String verb(String text) {
    String sql = text.replaceAll("^((--[^\n]*\n|/\\*(?s:.*?)\\*/|\\()\\s*)+", "");
    return sql.split("\\W", 2)[0].toUpperCase(Locale.ROOT);
  }

  /** The object of a statement comes after its keywords; an audit row may quote any statement. */
  private static boolean writesAudit(String write, String catalog) {
    String quoted = "`?" + java.util.regex.Pattern.quote(catalog) + "`?";
    return write.matches("(?s)[A-Z ]+" + quoted + "(\\W.*)?")
        || write.matches("(?s)\\w+ /api/\\S*/" + quoted + "([./].*| \\{.*)?")
        || write.matches(
            "(?s)POST /api/\\S*/(catalogs|schemas) .*\"(name|catalog_name)\" ?: ?\""
                + catalog
                + "\".*");
  }
}
