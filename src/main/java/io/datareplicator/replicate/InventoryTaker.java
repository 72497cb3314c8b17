package io.datareplicator.replicate;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.TableConfig;
import io.datareplicator.config.TableType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.inventory.SchemaReader;
import io.datareplicator.inventory.SchemaReader.ListedTable;
import io.datareplicator.model.Column;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.DataPlanner;
import io.datareplicator.plan.SourceTable;
import io.datareplicator.plan.StreamingTarget;
import io.datareplicator.setup.Origins;
import io.datareplicator.setup.SelectedSchemas;
import io.datareplicator.setup.SelectionFilter;
import io.datareplicator.setup.Shared;
import io.datareplicator.setup.Visibility;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** Finds out which tables of a catalog are to be replicated, in a few listings per schema. */
final class InventoryTaker {
  private static final Logger LOG = Logger.getLogger(InventoryTaker.class);

  private final Workspace source;
  private final Workspace target;
  private final CatalogConfig catalog;
  private final Origins origins;
  private final Visibility visibility;
  private final StreamingTables streamingTables;
  private final SelectionFilter filter;
  private final Set<TableName> awaited;
  private final SetupSteps steps;
  private Set<TableName> filtered;

  /**
   * @param shared what the backup of this run put into shares; null when there was none
   */
  InventoryTaker(
      Workspace source,
      Workspace target,
      CatalogConfig catalog,
      Origins origins,
      Visibility visibility,
      StreamingTables streamingTables,
      SelectionFilter filter,
      Shared shared,
      SetupSteps steps) {
    this.source = source;
    this.target = target;
    this.catalog = catalog;
    this.origins = origins;
    this.visibility = visibility;
    this.streamingTables = streamingTables;
    this.filter = filter;
    this.awaited = shared == null ? Set.of() : shared.streamingTables();
    this.steps = steps;
  }

  /**
   * The schemas to replicate.
   *
   * @param shared schemas that the backup of this run put into the share; null when there was none
   */
  Set<String> schemas(Set<String> shared) {
    if (catalog.schemaTableFilter() != null) {
      filtered = filter.ofCatalog(catalog, origins.ofCatalog(catalog));
      Set<String> names = new TreeSet<>();
      filtered.stream().map(TableName::schema).filter(catalog::selects).forEach(names::add);
      return names;
    }
    return SelectedSchemas.of(catalog, shared, target, visibility);
  }

  /** Name of the target catalog. */
  String catalog() {
    return catalog.name();
  }

  /** Whether no schemas were chosen: then those that vanished from the source matter too. */
  boolean isWholeCatalog() {
    return catalog.schemas().isEmpty() && catalog.schemaTableFilter() == null;
  }

  /**
   * Selected schemas of the target catalog that hold tables of this tool and are not at the source
   * any more.
   */
  Set<String> onlyOnTarget(Set<String> present) {
    Set<String> names = new TreeSet<>();
    for (SchemaInfo schema : target.catalogs().schemas(catalog.name()).orElse(List.of())) {
      String name = schema.name().toLowerCase(Locale.ROOT);
      if (catalog.selects(name) && !present.contains(name) && hasOurs(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private boolean hasOurs(String schema) {
    String origin = new SchemaName(origins.of(catalog.schema(schema)), schema).fullName() + ".";
    return SchemaReader.list(target, new SchemaName(catalog.name(), schema), true)
        .map(
            tables ->
                tables.values().stream().anyMatch(t -> t.marked() && t.marker().startsWith(origin)))
        .orElse(false);
  }

  /**
   * Lists one schema on both sides.
   *
   * @throws ApiException when a listing fails: then nothing is known about the schema
   * @throws IllegalStateException when the shared schema cannot be seen
   */
  SchemaInventory take(String schema) {
    return take(schema, origin(originName(schema)));
  }

  /**
   * What vanished with a schema of the source; nothing when the source has it or does not answer.
   */
  SchemaInventory takeVanished(String schema) {
    Origin origin = origin(originName(schema));
    return origin.reached() && !origin.exists()
        ? take(schema, origin)
        : new SchemaInventory(
            schema, List.of(), Map.of(), true, Map.of(), Map.of(), Set.of(), List.of());
  }

  private SchemaName originName(String schema) {
    return new SchemaName(origins.of(catalog.schema(schema)), schema);
  }

  private SchemaInventory take(String schema, Origin origin) {
    SchemaConfig settings = catalog.schema(schema);
    SchemaName originName = originName(schema);
    SchemaName shared = new SchemaName(settings.replication().sourceCatalog(), schema);
    Optional<Map<String, ListedTable>> readable = readable(settings, origin, shared);
    Optional<Map<String, ListedTable>> targetTables =
        SchemaReader.list(target, new SchemaName(catalog.name(), schema), true);
    Map<String, ListedTable> there = targetTables.orElseGet(Map::of);
    List<GoneTable> gone =
        readable.isPresent() || !origin.exists()
            ? gone(settings, origin, readable.orElse(Map.of()), originName, there)
            : List.of();
    if (origin.reached() && !origin.exists() && readable.isEmpty() && gone.isEmpty()) {
      throw new IllegalStateException(
          "schema '" + originName + "' cannot be seen on the " + source.label());
    }

    Map<String, ListedTable> known = new TreeMap<>();
    readable.ifPresent(tables -> tables.values().forEach(t -> known.put(t.name(), t.unmasked())));
    known.putAll(origin.tables());
    Map<String, String> unreadable = new TreeMap<>();
    List<ListedTable> wanted = selected(settings, known.values(), originName);
    Map<String, StreamingTables.Found> streams =
        streamingTables.resolve(
            settings,
            originName.catalog(),
            wanted.stream().filter(t -> t.kind() == TableKind.STREAMING_TABLE).toList(),
            there,
            awaited,
            steps);
    List<SourceTable> tables = new ArrayList<>();
    Map<String, StreamingTarget> streamingTargets = new TreeMap<>();
    for (ListedTable table : wanted) {
      ListedTable visible = readable.orElse(Map.of()).get(table.name());
      StreamingTables.Found stream = streams.get(table.name());
      if (stream != null) {
        streamingTargets.put(table.name(), stream.target());
        tables.add(
            sourceTable(originName, table, origin.tables(), stream.readable(), stream.columns()));
      } else if (visible == null && table.kind() != TableKind.MATERIALIZED_VIEW) {
        unreadable.put(table.name(), notOffered(shared.catalog()));
      } else {
        tables.add(
            sourceTable(
                originName,
                table,
                origin.tables(),
                shared.table(table.name()),
                visible == null ? List.of() : visible.columns()));
      }
    }
    Set<String> goneNames = new HashSet<>();
    gone.forEach(t -> goneNames.add(t.name().table()));
    for (TableConfig named : settings.tables()) {
      if (!known.containsKey(named.name()) && !goneNames.contains(named.name())) {
        unreadable.put(
            named.name(), "there is no such table in schema '" + schema + "' of the source");
      }
    }
    return new SchemaInventory(
        schema,
        tables,
        there,
        targetTables.isPresent(),
        unreadable,
        streamingTargets,
        intermediates(settings),
        gone);
  }

  private static SourceTable sourceTable(
      SchemaName originName,
      ListedTable table,
      Map<String, ListedTable> atOrigin,
      TableName readable,
      List<Column> columns) {
    ListedTable own = atOrigin.get(table.name());
    return new SourceTable(
        originName.table(table.name()),
        readable,
        table.kind(),
        own == null ? null : own.tableId(),
        table.location(),
        columns);
  }

  private static String notOffered(String sharedCatalog) {
    return "the table exists at the source but not in shared catalog '"
        + sharedCatalog
        + "': Delta Sharing does not offer it (row filters or column masks?), or not yet";
  }

  private List<ListedTable> selected(
      SchemaConfig settings, Collection<ListedTable> known, SchemaName originName) {
    Set<TableName> matching =
        settings.tableFilter() == null ? filtered : filter.ofSchema(settings, originName);
    return known.stream()
        .filter(t -> settings.selectsTable(t.name()))
        .filter(t -> DataPlanner.isSelected(t.kind(), settings.objects().tableTypes()))
        .filter(
            t ->
                matching == null
                    || matching.contains(new TableName(catalog.name(), settings.name(), t.name())))
        .toList();
  }

  /**
   * What the shared catalog shows. Not asked for where only streaming tables and materialized views
   * are wanted and the source tells which there are: their data does not come that way.
   */
  private Optional<Map<String, ListedTable>> readable(
      SchemaConfig settings, Origin origin, SchemaName shared) {
    Set<TableType> types = settings.objects().tableTypes();
    boolean direct = types.contains(TableType.MANAGED) || types.contains(TableType.EXTERNAL);
    if (origin.exists() && !direct) {
      return Optional.empty();
    }
    if (origin.reached() && !origin.exists()) {
      return SchemaReader.list(target, shared, true);
    }
    Optional<Map<String, ListedTable>> listed =
        visibility.await(() -> SchemaReader.list(target, shared, true));
    if (listed.isEmpty()) {
      throw new IllegalStateException(
          "schema '"
              + shared
              + "' cannot be seen on the target: it is not in the share, or does not exist at the source");
    }
    return listed;
  }

  /**
   * Tables that this tool made from this schema and that neither the source nor the share shows.
   */
  private List<GoneTable> gone(
      SchemaConfig settings,
      Origin origin,
      Map<String, ListedTable> readable,
      SchemaName originName,
      Map<String, ListedTable> there) {
    if (!origin.reached()) {
      return List.of();
    }
    List<GoneTable> gone = new ArrayList<>();
    for (ListedTable table : there.values()) {
      if (table.marked()
          && table.marker().equals(originName.table(table.name()).fullName())
          && settings.selectsTable(table.name())
          && DataPlanner.isSelected(table.kind(), settings.objects().tableTypes())
          && !origin.tables().containsKey(table.name())
          && !readable.containsKey(table.name())) {
        gone.add(
            new GoneTable(
                new TableName(catalog.name(), settings.name(), table.name()),
                table.kind(),
                originName.table(table.name())));
      }
    }
    return gone;
  }

  private Set<TableName> intermediates(SchemaConfig settings) {
    Set<String> wanted = new TreeSet<>();
    if (settings.replication().intermediateCatalog() != null) {
      wanted.add(settings.replication().intermediateCatalog());
    }
    for (TableConfig table : settings.tables()) {
      if (table.replication().intermediateCatalog() != null) {
        wanted.add(table.replication().intermediateCatalog());
      }
    }
    Set<TableName> tables = new HashSet<>();
    for (String name : wanted) {
      SchemaName between = new SchemaName(name, settings.name());
      SchemaReader.list(target, between, false)
          .ifPresent(listed -> listed.keySet().forEach(t -> tables.add(between.table(t))));
    }
    return tables;
  }

  /**
   * The source's own listing of a schema.
   *
   * @param reached whether the source answered
   * @param exists whether it knows the schema
   */
  private record Origin(boolean reached, boolean exists, Map<String, ListedTable> tables) {}

  /**
   * The source's own listing knows table ids and kinds that a shared catalog hides. Without it the
   * share alone must do.
   */
  private Origin origin(SchemaName schema) {
    try {
      return SchemaReader.list(source, schema, false)
          .map(tables -> new Origin(true, true, tables))
          .orElseGet(() -> new Origin(true, false, Map.of()));
    } catch (ApiException e) {
      if (Failures.stopsRun(e) || e.status() != 0) {
        throw e;
      }
      LOG.warnf(
          "the %s cannot be reached, going on with what the share shows: %s",
          source.label(), e.getMessage());
      return new Origin(false, false, Map.of());
    }
  }
}
