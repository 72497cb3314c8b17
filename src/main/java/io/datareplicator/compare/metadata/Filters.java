package io.datareplicator.compare.metadata;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.inventory.TableFilter;
import io.datareplicator.model.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Tables of one side that the user's filter expressions let through. */
final class Filters {
  private final Map<String, Set<TableName>> bySchema = new HashMap<>();
  private Set<TableName> ofCatalog;

  private Filters() {}

  /**
   * @param catalog name on that side
   */
  static Filters read(
      Workspace side,
      String catalog,
      CatalogConfig config,
      List<SchemaConfig> schemas,
      Map<String, String> queryTags) {
    Filters filters = new Filters();
    for (SchemaConfig schema : schemas) {
      if (schema.tableFilter() != null) {
        filters.bySchema.put(
            schema.name(),
            TableFilter.matching(
                side.sql(), catalog, schema.name(), schema.tableFilter(), queryTags));
      }
    }
    if (config.schemaTableFilter() != null) {
      filters.ofCatalog =
          TableFilter.matching(side.sql(), catalog, null, config.schemaTableFilter(), queryTags);
    }
    return filters;
  }

  Predicate<TableName> of(String schema) {
    Set<TableName> own = bySchema.get(schema);
    return table ->
        (own == null || own.contains(table)) && (ofCatalog == null || ofCatalog.contains(table));
  }
}
