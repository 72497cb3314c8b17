package io.datareplicator.reconcile;

import io.datareplicator.apply.Failures;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.TableConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.inventory.SchemaReader;
import io.datareplicator.inventory.SchemaReader.DefinedTable;
import io.datareplicator.inventory.TableFilter;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.DataPlanner;
import io.datareplicator.setup.Origins;
import io.datareplicator.setup.SelectionFilter;
import io.datareplicator.setup.Visibility;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Finds the selected tables of a catalog that either side has, in three listings per schema: the
 * source's own, what the target can read of it, and the target's.
 */
final class PairTaker {
  private static final Logger LOG = Logger.getLogger(PairTaker.class);

  private final Workspace source;
  private final Workspace target;
  private final CatalogConfig catalog;
  private final Origins origins;
  private final SelectionFilter filter;
  private final Visibility visibility;
  private final Set<TableName> ownTables;
  private final Map<String, String> tags;
  private Set<TableName> filtered;

  /**
   * @param ownTables tables that this tool writes about its runs, which have no source
   */
  PairTaker(
      Workspace source,
      Workspace target,
      CatalogConfig catalog,
      Origins origins,
      Visibility visibility,
      Set<TableName> ownTables,
      Map<String, String> tags) {
    this.source = source;
    this.target = target;
    this.catalog = catalog;
    this.origins = origins;
    this.filter = new SelectionFilter(source, target, tags);
    this.visibility = visibility;
    this.ownTables = Set.copyOf(ownTables);
    this.tags = tags;
  }

  /** The schemas to look into: those named, else those that a filter or either side has. */
  Set<String> schemas() {
    String readThrough = catalog.reconciliation().sourceCatalog();
    Set<String> names = new TreeSet<>();
    if (!catalog.schemas().isEmpty()) {
      catalog.schemas().forEach(s -> names.add(s.name()));
      return names;
    }
    String origin = origins.of(catalog.name(), catalog.backup(), readThrough);
    if (catalog.schemaTableFilter() != null) {
      filtered = matching(origin, readThrough, null, catalog.schemaTableFilter());
      filtered.stream().map(TableName::schema).filter(catalog::selects).forEach(names::add);
      return names;
    }
    Optional<List<SchemaInfo>> here = ofSource(() -> source.catalogs().schemas(origin));
    if (here.isEmpty()) {
      here = visibility.await(() -> target.catalogs().schemas(readThrough));
    }
    List<SchemaInfo> all =
        new ArrayList<>(
            here.orElseThrow(
                () ->
                    new IllegalStateException(
                        "neither catalog '"
                            + origin
                            + "' of the source nor '"
                            + readThrough
                            + "' of the target can be seen")));
    target.catalogs().schemas(catalog.name()).ifPresent(all::addAll);
    for (SchemaInfo schema : all) {
      String name = schema.name().toLowerCase(Locale.ROOT);
      if (catalog.selects(name)) {
        names.add(name);
      }
    }
    return names;
  }

  /** The pairs of one schema by name. */
  List<TablePair> take(String schema) {
    SchemaConfig settings = catalog.schema(schema);
    String readThrough = settings.reconciliation().sourceCatalog();
    SchemaName readable = new SchemaName(readThrough, schema);
    SchemaName origin =
        new SchemaName(origins.of(catalog.name(), settings.backup(), readThrough), schema);
    SchemaName there = new SchemaName(catalog.name(), schema);
    Optional<Map<String, DefinedTable>> standing = SchemaReader.defined(target, there);
    Map<String, DefinedTable> onTarget = standing.orElseGet(Map::of);
    boolean direct = origin.catalog().equals(readThrough) && oneMetastore();
    Optional<Map<String, DefinedTable>> told = ofSource(() -> SchemaReader.defined(source, origin));
    Optional<Map<String, DefinedTable>> shown =
        direct && told.isPresent() ? told : shown(readable, told.isPresent());
    if (told.isEmpty() && shown.isEmpty() && standing.isEmpty() && settings.tables().isEmpty()) {
      throw new IllegalStateException(
          "nothing was compared: schema '"
              + schema
              + "' is neither in catalog '"
              + origin.catalog()
              + "' of the source nor in '"
              + there.catalog()
              + "' of the target");
    }
    Map<String, DefinedTable> here = new TreeMap<>();
    shown.ifPresent(
        tables -> tables.forEach((name, t) -> here.put(name, told.isPresent() ? t : unmasked(t))));
    told.ifPresent(here::putAll);
    Set<TableName> matching =
        settings.tableFilter() == null
            ? filtered
            : matching(origin.catalog(), readThrough, schema, settings.tableFilter());
    List<TablePair> pairs = new ArrayList<>();
    Set<String> names = new TreeSet<>(here.keySet());
    names.addAll(onTarget.keySet());
    settings.tables().stream().map(TableConfig::name).forEach(names::add);
    for (String name : names) {
      DefinedTable from = here.get(name);
      DefinedTable to = onTarget.get(name);
      TableName asTarget = there.table(name);
      boolean named = settings.tables().stream().anyMatch(t -> t.name().equals(name));
      if (!settings.selectsTable(name)
          || ownTables.contains(asTarget)
          || (matching != null && !matching.contains(asTarget))) {
        continue;
      }
      if (from == null && to == null) {
        pairs.add(
            new TablePair(
                asTarget,
                readable.table(name),
                origin.table(name),
                TableKind.OTHER,
                null,
                null,
                told.isPresent(),
                "there is no such table on either side"));
        continue;
      }
      TableKind kind = (from == null ? to : from).table().kind();
      if (!named && !DataPlanner.isSelected(kind, settings.objects().tableTypes())) {
        continue;
      }
      pairs.add(
          new TablePair(
              asTarget,
              readable.table(name),
              origin.table(name),
              kind,
              from,
              to,
              told.isPresent() && told.get().containsKey(name),
              unreadable(name, shown, readable)));
    }
    return pairs;
  }

  /** What was shared moments ago is waited for; what the source does not have is not. */
  private Optional<Map<String, DefinedTable>> shown(SchemaName readable, boolean expected) {
    return expected
        ? visibility.await(() -> SchemaReader.defined(target, readable))
        : SchemaReader.defined(target, readable);
  }

  private static String unreadable(
      String table, Optional<Map<String, DefinedTable>> shown, SchemaName readable) {
    if (shown.isEmpty()) {
      return "schema '"
          + readable
          + "' cannot be seen on the target: it is not in the share, or the catalog does not exist";
    }
    return shown.get().containsKey(table)
        ? null
        : "the table exists at the source but not in catalog '"
            + readable.catalog()
            + "', through which it would be read: Delta Sharing does not offer it, or not yet";
  }

  private static DefinedTable unmasked(DefinedTable table) {
    return new DefinedTable(table.table().unmasked(), table.columns());
  }

  private boolean oneMetastore() {
    return source.globalMetastoreId().equals(target.globalMetastoreId());
  }

  /** What satisfies a filter on either side: a table that only the target has is found too. */
  private Set<TableName> matching(
      String origin, String readThrough, String schema, String condition) {
    Set<TableName> found =
        new HashSet<>(filter.matching(origin, readThrough, schema, condition, catalog.name()));
    if (target.catalogs().find(catalog.name()).isPresent()) {
      found.addAll(TableFilter.matching(target.sql(), catalog.name(), schema, condition, tags));
    }
    return found;
  }

  private interface Question<T> {
    Optional<T> ask();
  }

  /** The source's answer; none when it cannot be reached, so that the share alone must do. */
  private <T> Optional<T> ofSource(Question<T> question) {
    try {
      return question.ask();
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
