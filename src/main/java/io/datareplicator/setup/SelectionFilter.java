package io.datareplicator.setup;

import io.datareplicator.apply.Failures;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.inventory.TableFilter;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableName;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The filter expressions over {@code information_schema.tables}. The source is asked, because a
 * shared catalog shows external tables as managed; only when the source cannot be reached, the
 * shared catalog.
 */
public final class SelectionFilter {
  private static final Logger LOG = Logger.getLogger(SelectionFilter.class);

  private final Workspace source;
  private final Workspace target;
  private final Map<String, String> tags;

  public SelectionFilter(Workspace source, Workspace target, Map<String, String> tags) {
    this.source = source;
    this.target = target;
    this.tags = tags;
  }

  /** Schemas and tables of a whole catalog that satisfy its filter, under the target's name. */
  public Set<TableName> ofCatalog(CatalogConfig catalog, String origin) {
    return matching(
        origin,
        catalog.replication().sourceCatalog(),
        null,
        catalog.schemaTableFilter(),
        catalog.name());
  }

  /** Tables of one schema that satisfy its filter, under the target's name. */
  public Set<TableName> ofSchema(SchemaConfig schema, SchemaName origin) {
    return matching(
        origin.catalog(),
        schema.replication().sourceCatalog(),
        origin.schema(),
        schema.tableFilter(),
        schema.catalog());
  }

  /**
   * What satisfies a condition, under the target's name.
   *
   * @param origin catalog at the source
   * @param shared catalog of the target that shows it
   * @param schema null = all
   */
  public Set<TableName> matching(
      String origin, String shared, String schema, String condition, String asCatalog) {
    Set<TableName> found;
    try {
      found = TableFilter.matching(source.sql(), origin, schema, condition, tags);
    } catch (ApiException e) {
      if (Failures.stopsRun(e) || e.status() != 0) {
        throw e;
      }
      LOG.warnf(
          "the %s cannot be reached (%s); the filter is applied to what shared catalog %s shows,"
              + " where external tables look like managed ones",
          source.label(), e.getMessage(), shared);
      found = TableFilter.matching(target.sql(), shared, schema, condition, tags);
    }
    return found.stream().map(t -> t.in(asCatalog)).collect(Collectors.toSet());
  }
}
