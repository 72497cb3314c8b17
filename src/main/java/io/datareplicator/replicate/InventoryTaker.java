package io.datareplicator.replicate;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.TableConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.inventory.SchemaReader;
import io.datareplicator.inventory.SchemaReader.ListedTable;
import io.datareplicator.inventory.TableFilter;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.DataPlanner;
import io.datareplicator.plan.SourceTable;
import io.datareplicator.setup.Visibility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** Finds out which tables of a catalog are to be replicated, in three listings per schema. */
final class InventoryTaker {
  private static final Logger LOG = Logger.getLogger(InventoryTaker.class);

  private final Workspace source;
  private final Workspace target;
  private final CatalogConfig catalog;
  private final Visibility visibility;
  private final Map<String, String> tags;
  private Set<TableName> filtered;

  InventoryTaker(
      Workspace source,
      Workspace target,
      CatalogConfig catalog,
      Visibility visibility,
      Map<String, String> tags) {
    this.source = source;
    this.target = target;
    this.catalog = catalog;
    this.visibility = visibility;
    this.tags = tags;
  }

  /**
   * The schemas to replicate.
   *
   * @param shared what the backup of this run put into the share; null when there was none
   */
  Set<String> schemas(Set<String> shared) {
    String sharedCatalog = catalog.replication().sourceCatalog();
    if (catalog.schemaTableFilter() != null) {
      filtered =
          TableFilter.matching(
              target.sql(), sharedCatalog, null, catalog.schemaTableFilter(), tags);
      Set<String> names = new TreeSet<>();
      filtered.stream().map(TableName::schema).filter(catalog::selects).forEach(names::add);
      return names;
    }
    if (!catalog.schemas().isEmpty()) {
      Set<String> names = new TreeSet<>();
      catalog.schemas().forEach(s -> names.add(s.name()));
      return names;
    }
    if (shared != null) {
      return shared;
    }
    List<SchemaInfo> all =
        visibility
            .await(() -> target.catalogs().schemas(sharedCatalog))
            .orElseThrow(
                () ->
                    new StopCatalog(
                        "catalog '" + sharedCatalog + "' cannot be seen on the " + target.label()));
    Set<String> names = new TreeSet<>();
    for (SchemaInfo schema : all) {
      if (catalog.selects(schema.name())) {
        names.add(schema.name().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /**
   * Lists one schema on both sides.
   *
   * @throws ApiException when a listing fails: then nothing is known about the schema
   * @throws IllegalStateException when the shared schema cannot be seen
   */
  SchemaInventory take(String schema) {
    SchemaConfig settings = catalog.schema(schema);
    String sharedCatalog = settings.replication().sourceCatalog();
    String originCatalog =
        settings.backup() == null ? catalog.name() : settings.backup().sourceCatalog();
    SchemaName shared = new SchemaName(sharedCatalog, schema);
    Optional<Map<String, ListedTable>> origin = origin(new SchemaName(originCatalog, schema));
    Map<String, ListedTable> readable =
        visibility
            .await(() -> SchemaReader.list(target, shared, true))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "schema '"
                            + shared
                            + "' cannot be seen on the target: it is not in the share, or does not exist at the source"));
    Optional<Map<String, ListedTable>> targetTables =
        SchemaReader.list(target, new SchemaName(catalog.name(), schema), true);

    Set<TableName> matching = matching(settings);
    List<SourceTable> selected = new ArrayList<>();
    Map<String, String> unreadable = new TreeMap<>();
    Map<String, ListedTable> known = new TreeMap<>(readable);
    origin.ifPresent(known::putAll);
    for (ListedTable table : known.values()) {
      String name = table.name();
      if (!settings.selectsTable(name)
          || !DataPlanner.isSelected(table.kind(), settings.objects().tableTypes())
          || (matching != null && !matching.contains(shared.table(name)))) {
        continue;
      }
      ListedTable visible = readable.get(name);
      if (visible == null && table.kind() != TableKind.MATERIALIZED_VIEW) {
        unreadable.put(
            name,
            "the table exists at the source but not in shared catalog '"
                + sharedCatalog
                + "': Delta Sharing does not offer it (row filters or column masks?), or not yet");
        continue;
      }
      selected.add(
          new SourceTable(
              new TableName(originCatalog, schema, name),
              shared.table(name),
              table.kind(),
              origin.map(o -> o.get(name)).map(ListedTable::tableId).orElse(null),
              visible == null ? List.of() : visible.columns()));
    }
    for (TableConfig named : settings.tables()) {
      if (!known.containsKey(named.name())) {
        unreadable.put(
            named.name(), "there is no such table in schema '" + schema + "' of the source");
      }
    }
    return new SchemaInventory(
        schema,
        selected,
        targetTables.orElseGet(HashMap::new),
        targetTables.isPresent(),
        unreadable);
  }

  private Set<TableName> matching(SchemaConfig settings) {
    return settings.tableFilter() == null
        ? filtered
        : TableFilter.matching(
            target.sql(),
            settings.replication().sourceCatalog(),
            settings.name(),
            settings.tableFilter(),
            tags);
  }

  /**
   * The source's own listing: it knows table ids and kinds that a shared catalog hides. Without it
   * the share alone must do.
   */
  private Optional<Map<String, ListedTable>> origin(SchemaName schema) {
    try {
      return SchemaReader.list(source, schema, false);
    } catch (ApiException e) {
      if (Failures.stopsRun(e) || e.status() != 0) {
        throw e;
      }
      LOG.warnf(
          "the %s cannot be reached, going on with what the share shows: %s",
          source.label(), e.getMessage());
      return Optional.empty();
    }
  }
}
