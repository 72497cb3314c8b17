package io.datareplicator.replicate;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.inventory.BackingTables;
import io.datareplicator.inventory.BackingTables.Backing;
import io.datareplicator.inventory.SchemaReader;
import io.datareplicator.inventory.SchemaReader.ListedTable;
import io.datareplicator.model.Column;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.SharedAs;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.Destination;
import io.datareplicator.plan.StreamingTarget;
import io.datareplicator.setup.SharedCatalog;
import io.datareplicator.setup.TargetCatalogs;
import io.datareplicator.setup.Visibility;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds, for each streaming table, what can be read of it on the target and which hidden table of
 * the target its data goes into (operations.md §2, §3).
 */
final class StreamingTables {
  private final Workspace source;
  private final Workspace target;
  private final TargetCatalogs catalogs;
  private final Visibility visibility;
  private final Map<String, CatalogInfo> readThrough = new HashMap<>();

  StreamingTables(
      Workspace source, Workspace target, TargetCatalogs catalogs, Visibility visibility) {
    this.source = source;
    this.target = target;
    this.catalogs = catalogs;
    this.visibility = visibility;
  }

  /**
   * What was found out about one streaming table.
   *
   * @param readable what the target can clone from; null when there is a problem
   */
  record Found(TableName readable, List<Column> columns, StreamingTarget target) {
    static Found problem(String why) {
      return new Found(null, List.of(), new StreamingTarget(null, why));
    }
  }

  /** The shared catalogs that data of streaming tables was found in. */
  synchronized List<CatalogInfo> readThrough() {
    return List.copyOf(readThrough.values());
  }

  /**
   * Resolves the streaming tables of one schema.
   *
   * @param originCatalog catalog of the streaming tables at the source
   * @param wanted as the source lists them, or the share when the source could not be asked
   * @param targetTables the target's schema
   * @param awaited tables whose backing tables were shared by this very run
   * @return by table name
   */
  Map<String, Found> resolve(
      SchemaConfig schema,
      String originCatalog,
      Collection<ListedTable> wanted,
      Map<String, ListedTable> targetTables,
      Set<TableName> awaited,
      SetupSteps steps) {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    Sources sources = new Sources(schema, originCatalog, steps);
    boolean mayAppear =
        wanted.stream()
            .anyMatch(t -> awaited.contains(sources.origin(t.name())) && sources.of(t) == null);
    if (mayAppear) {
      visibility.await(
          () -> {
            sources.look();
            boolean all =
                wanted.stream()
                    .filter(t -> awaited.contains(sources.origin(t.name())))
                    .allMatch(t -> sources.of(t) != null);
            return all ? Optional.of(true) : Optional.empty();
          });
    }
    Map<String, Found> found = new TreeMap<>();
    for (ListedTable table : wanted) {
      ListedSource from = sources.of(table);
      found.put(
          table.name(),
          from == null
              ? Found.problem(sources.missing(table.name()))
              : new Found(
                  from.name(),
                  from.columns(),
                  writable(
                      new TableName(schema.catalog(), schema.name(), table.name()), targetTables)));
    }
    return found;
  }

  private StreamingTarget writable(TableName name, Map<String, ListedTable> targetTables) {
    ListedTable there = targetTables.get(name.table());
    if (there == null) {
      return new StreamingTarget(null, "the streaming table does not exist on the target");
    }
    if (there.pipelineId() == null) {
      return new StreamingTarget(
          null, "the target's table tells no pipeline, so that its backing table cannot be found");
    }
    Optional<Backing> backing;
    try {
      backing = new BackingTables(target).find(name, there.pipelineId(), targetTables.keySet());
    } catch (ApiException e) {
      if (Failures.stopsRun(e)) {
        throw e;
      }
      return new StreamingTarget(
          null, "its backing table on the target cannot be looked up: " + Failures.describe(e));
    }
    return backing
        .map(
            b ->
                new StreamingTarget(
                    new Destination.Backing(b.table(), there.pipelineId(), there.parentTableId()),
                    null))
        .orElseGet(
            () ->
                new StreamingTarget(
                    null,
                    "no backing table of pipeline "
                        + there.pipelineId()
                        + " was found on the target; run the pipeline there once, or give the"
                        + " credential the rights of the pipeline's owner"));
  }

  private record ListedSource(TableName name, List<Column> columns) {}

  /** Where data of the streaming tables of one schema may be read on the target. */
  private final class Sources {
    private final SchemaConfig schema;
    private final String originCatalog;
    private final SetupSteps steps;
    private final List<String> notReadable = new ArrayList<>();
    private final Map<String, ListedSource> direct = new HashMap<>();
    private Map<String, ListedTable> dpm = Map.of();
    private Map<String, ListedTable> copies = Map.of();

    Sources(SchemaConfig schema, String originCatalog, SetupSteps steps) {
      this.schema = schema;
      this.originCatalog = originCatalog;
      this.steps = steps;
      look();
    }

    TableName origin(String table) {
      return new TableName(originCatalog, schema.name(), table);
    }

    private SchemaName dpmSchema() {
      return new SchemaName(
          schema.replication().dpmBackingTableCatalog(), SharedAs.part(schema.name()));
    }

    private SchemaName copySchema() {
      String prefix = schema.backup() == null ? null : schema.backup().backupSchemaPrefix();
      return new SchemaName(
          schema.replication().backupCatalog(), (prefix == null ? "" : prefix) + schema.name());
    }

    void look() {
      notReadable.clear();
      ReplicationConfig config = schema.replication();
      dpm = list(SharedCatalog.ofDpmBackingTables(config), dpmSchema(), config);
      copies = list(SharedCatalog.ofBackup(config), copySchema(), config);
    }

    private Map<String, ListedTable> list(
        SharedCatalog through, SchemaName name, ReplicationConfig config) {
      if (catalog(through, config).isEmpty()) {
        return Map.of();
      }
      Optional<Map<String, ListedTable>> listed = SchemaReader.list(target, name, true);
      if (listed.isEmpty()) {
        notReadable.add("there is no schema " + name);
      }
      return listed.orElse(Map.of());
    }

    private Optional<CatalogInfo> catalog(SharedCatalog through, ReplicationConfig config) {
      synchronized (StreamingTables.this) {
        CatalogInfo known = readThrough.get(through.name());
        if (known == null) {
          known = open(through, config);
          if (known == null) {
            return Optional.empty();
          }
          readThrough.put(through.name(), known);
        }
        return Optional.of(known);
      }
    }

    private CatalogInfo open(SharedCatalog through, ReplicationConfig config) {
      boolean there = target.catalogs().find(through.name()).isPresent();
      if (!there && (!through.create() || !offered(through, config))) {
        notReadable.add(
            "there is no catalog "
                + through.name()
                + (through.create()
                    ? " and share " + through.share() + " is not offered"
                    : "; create it over share "
                        + through.share()
                        + " or set "
                        + through.createKey()
                        + ": true"));
        return null;
      }
      try {
        return steps.step("catalog", through.name(), () -> catalogs.ensure(through, config));
      } catch (StopCatalog recorded) {
        notReadable.add(recorded.getMessage());
        return null;
      }
    }

    private boolean offered(SharedCatalog through, ReplicationConfig config) {
      return !catalogs.isOneMetastore() && catalogs.isOffered(through.share(), config);
    }

    /** What can be read of a table: the backing table itself before a copy of it. */
    ListedSource of(ListedTable table) {
      ListedTable shared = dpm.get(SharedAs.part(table.name()));
      if (shared != null) {
        return new ListedSource(dpmSchema().table(shared.name()), shared.columns());
      }
      ListedTable copy = copies.get(table.name());
      if (copy != null) {
        return new ListedSource(copySchema().table(copy.name()), copy.columns());
      }
      return direct.computeIfAbsent(table.name(), name -> withoutSharing(table));
    }

    /** Within one metastore a backing table of the dpm kind can be read where it is. */
    private ListedSource withoutSharing(ListedTable table) {
      if (table.pipelineId() == null || !catalogs.isOneMetastore()) {
        return null;
      }
      return new BackingTables(source)
          .find(origin(table.name()), table.pipelineId(), Set.of())
          .filter(backing -> backing.kind() == BackingTables.Kind.DPM)
          .flatMap(
              backing ->
                  target
                      .catalogs()
                      .table(backing.table())
                      .map(info -> new ListedSource(backing.table(), SchemaReader.columns(info))))
          .orElse(null);
    }

    String missing(String table) {
      return "no data of the streaming table can be read on the target: neither "
          + dpmSchema().table(SharedAs.part(table))
          + " nor "
          + copySchema().table(table)
          + " is there"
          + (notReadable.isEmpty() ? "" : " (" + String.join("; ", notReadable) + ")")
          + "; run the backup operation for it, with backup_legacy_backing_tables: true for"
          + " pipelines of the legacy kind";
    }
  }
}
