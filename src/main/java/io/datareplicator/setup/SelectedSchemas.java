package io.datareplicator.setup;

import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which schemas of a catalog are replicated, where no filter expression says it. */
public final class SelectedSchemas {
  private SelectedSchemas() {}

  /**
   * Those named in the file, else those that the backup put into the share, else all that the
   * source catalog shows.
   *
   * @param shared what the backup of this run put into the share; null when there was none
   * @throws StopCatalog when the source catalog cannot be seen
   */
  public static Set<String> of(
      CatalogConfig catalog, Set<String> shared, Workspace target, Visibility visibility) {
    Set<String> names = new TreeSet<>();
    if (!catalog.schemas().isEmpty()) {
      catalog.schemas().forEach(s -> names.add(s.name()));
      return names;
    }
    if (shared != null) {
      return new TreeSet<>(shared);
    }
    String sourceCatalog = catalog.replication().sourceCatalog();
    List<SchemaInfo> all =
        visibility
            .await(() -> target.catalogs().schemas(sourceCatalog))
            .orElseThrow(
                () ->
                    new StopCatalog(
                        "catalog '" + sourceCatalog + "' cannot be seen on the " + target.label()));
    for (SchemaInfo schema : all) {
      if (catalog.selects(schema.name())) {
        names.add(schema.name().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
