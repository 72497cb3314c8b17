package io.datareplicator.e2e;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tags of a catalog, its objects and their columns, by key of {@link MetadataView}. */
final class TagsView {
  /** Relation, what its keys begin with, how many columns name the object within the catalog. */
  private record Kind(String relation, String key, int names) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("catalog_tags", "catalog", 0),
          new Kind("schema_tags", "schema", 1),
          new Kind("table_tags", "table", 2),
          new Kind("column_tags", "column", 3),
          new Kind("volume_tags", "volume", 2));

  private final SandboxSide side;
  private final String catalog;

  TagsView(SandboxSide side, String catalog) {
    this.side = side;
    this.catalog = catalog;
  }

  /** Keys {@code tags catalog}, {@code tags table s.t} (views too), … */
  SortedMap<String, String> read() {
    SortedMap<String, SortedMap<String, String>> tags = new TreeMap<>();
    for (Kind kind : KINDS) {
      for (List<String> row :
          side.sql(
              "SELECT * FROM "
                  + SameCatalog.quote(catalog)
                  + ".information_schema."
                  + kind.relation())) {
        String name = CanonicalText.name(row.subList(1, 1 + kind.names()).toArray(String[]::new));
        tags.computeIfAbsent(("tags " + kind.key() + " " + name).strip(), k -> new TreeMap<>())
            .put(row.get(1 + kind.names()), row.get(2 + kind.names()));
      }
    }
    SortedMap<String, String> view = new TreeMap<>();
    tags.forEach((key, values) -> view.put(key, values.toString()));
    return view;
  }
}
