package io.datareplicator.e2e;

import java.util.List;
import java.util.Map;

/**
 * Catalogs of very many empty tables, for tests of how many requests are sent. They are made at
 * once, and make every later change of that side's metastore slower by some tens of milliseconds:
 * {@link #drop} them.
 */
final class BulkCatalog {
  private BulkCatalog() {}

  /**
   * Makes a catalog: schemas {@code s0}…, tables {@code t0}… in each, columns {@code c0}… (BIGINT
   * and STRING, with comments); every table has a comment, two tags ({@code k0}, {@code k1}) and
   * SELECT for {@link Principals#USER} and {@link Principals#GROUP}, who must be there, every
   * column one tag.
   */
  static void seed(SandboxSide side, String catalog, int schemas, int tables, int columns) {
    side.call(
        "POST",
        "/sandbox/bulk",
        Map.of(
            "catalog",
            catalog,
            "schemas",
            schemas,
            "tables",
            tables,
            "columns",
            columns,
            "table_tags",
            2,
            "column_tags",
            1,
            "principals",
            List.of(Principals.USER, Principals.GROUP)));
  }

  static void drop(SandboxSide side, String catalog) {
    side.call("DELETE", SandboxSide.UNITY + "/catalogs/" + catalog + "?force=true", null);
  }
}
