package io.datareplicator.replicate;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.StopRun;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.sql.DaemonThreads;
import io.datareplicator.inventory.HistoryReader;
import io.datareplicator.inventory.SchemaReader.ListedTable;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.DataPlanner;
import io.datareplicator.plan.LastClone;
import io.datareplicator.plan.SourceTable;
import io.datareplicator.plan.TableAction;
import io.datareplicator.plan.TargetTable;
import io.datareplicator.setup.TargetCatalogs;
import io.datareplicator.setup.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/** Clones the changed tables of one catalog after the other. */
public final class DataReplication {
  public static final String TYPE = "replication";

  private static final Logger LOG = Logger.getLogger(DataReplication.class);
  private static final int LISTINGS_AT_ONCE = 8;

  private final Workspace source;
  private final Workspace target;
  private final ResultSink sink;
  private final Applier applier;
  private final Clock clock;
  private final Map<String, String> tags;
  private final Map<TableName, LastClone> lastClones;
  private final Visibility visibility;
  private final TargetCatalogs catalogs;
  private final Map<String, CatalogInfo> sourceCatalogs = new HashMap<>();
  private final HistoryReader sourceHistory;
  private final HistoryReader targetHistory;

  /**
   * @param lastClones what earlier runs recorded, by target table
   * @param wait longest time to wait for shared objects to appear, over all catalogs
   * @param tags query tags of the run
   */
  public DataReplication(
      Workspace source,
      Workspace target,
      ResultSink sink,
      Applier applier,
      Clock clock,
      Map<TableName, LastClone> lastClones,
      Duration wait,
      Map<String, String> tags) {
    this.source = source;
    this.target = target;
    this.sink = sink;
    this.applier = applier;
    this.clock = clock;
    this.tags = tags;
    this.lastClones = lastClones;
    this.visibility = new Visibility(clock, wait);
    this.catalogs = new TargetCatalogs(source, target, visibility);
    this.sourceHistory = new HistoryReader(source.sql(), source::learnGlobalMetastoreId, tags);
    this.targetHistory = new HistoryReader(target.sql(), target::learnGlobalMetastoreId, tags);
  }

  /**
   * Replicates one catalog.
   *
   * @param shared schemas that the backup of this run put into the share; null when it did not run
   * @throws StopCatalog when a set-up step fails; the failure is recorded
   */
  public void run(CatalogConfig catalog, Set<String> shared) throws InterruptedException {
    SetupSteps steps = new SetupSteps(TYPE, catalog.name(), sink, clock, catalog.retry());
    Optional<String> unsupported = unsupported(catalog.replication());
    if (unsupported.isPresent()) {
      steps.ended(null, "catalog", catalog.name(), Status.FAILED, Map.of(), unsupported.get());
      throw new StopCatalog(unsupported.get());
    }
    if (catalog.schemas().isEmpty()) {
      ensureSource(catalog.replication(), steps);
    }
    InventoryTaker taker = new InventoryTaker(source, target, catalog, visibility, tags);
    Set<String> schemas =
        steps.step("catalog", catalog.name(), () -> new Outcome<>(taker.schemas(shared), null));
    List<String> supported = new ArrayList<>();
    for (String schema : schemas) {
      SchemaConfig settings = catalog.schema(schema);
      if (settings.objects().kind() != ObjectSelection.Kind.TABLES) {
        steps.ended(
            schema,
            "schema",
            schema,
            Status.FAILED,
            Map.of(),
            "this version replicates table data only; leave uc_object_types and volume_types out");
      } else if (settings.replication().enabled() && readable(settings, steps)) {
        supported.add(schema);
      }
    }
    if (catalog.concurrency().processSchemasInSerial()) {
      for (String schema : supported) {
        replicate(catalog, inventories(List.of(schema), taker, steps), steps);
      }
    } else {
      replicate(catalog, inventories(supported, taker, steps), steps);
    }
  }

  /** Settings that this version would have to ignore. */
  private static Optional<String> unsupported(ReplicationConfig settings) {
    if (settings.intermediateCatalog() != null) {
      return Optional.of(
          "this version does not clone through an intermediate catalog; remove intermediate_catalog");
    }
    return settings.propagateDrops()
        ? Optional.of("this version does not drop tables on the target; remove propagate_drops")
        : Optional.empty();
  }

  private CatalogInfo ensureSource(ReplicationConfig settings, SetupSteps steps) {
    CatalogInfo known = sourceCatalogs.get(settings.sourceCatalog());
    if (known == null) {
      known =
          steps.step("catalog", settings.sourceCatalog(), () -> catalogs.ensureSource(settings));
      sourceCatalogs.put(settings.sourceCatalog(), known);
    }
    return known;
  }

  private boolean readable(SchemaConfig schema, SetupSteps steps) {
    try {
      ensureSource(schema.replication(), steps);
      return true;
    } catch (StopCatalog recorded) {
      steps.ended(
          schema.name(),
          "schema",
          schema.name(),
          Status.FAILED,
          Map.of(),
          "its shared catalog cannot be read: " + recorded.getMessage());
      return false;
    }
  }

  private List<SchemaInventory> inventories(
      List<String> schemas, InventoryTaker taker, SetupSteps steps) throws InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(LISTINGS_AT_ONCE, DaemonThreads.named("inventory"));
    try {
      Map<String, Future<SchemaInventory>> listings = new LinkedHashMap<>();
      for (String schema : schemas) {
        listings.put(schema, pool.submit(() -> inventory(schema, taker, steps)));
      }
      List<SchemaInventory> taken = new ArrayList<>();
      for (Map.Entry<String, Future<SchemaInventory>> listing : listings.entrySet()) {
        try {
          taken.add(listing.getValue().get());
        } catch (ExecutionException e) {
          if (e.getCause() instanceof StopCatalog recorded) {
            LOG.debugf("schema %s is left out: %s", listing.getKey(), recorded.getMessage());
          } else if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          } else {
            throw new IllegalStateException(e.getCause());
          }
        }
      }
      return taken;
    } finally {
      pool.shutdownNow();
    }
  }

  private SchemaInventory inventory(String schema, InventoryTaker taker, SetupSteps steps) {
    return steps.step(schema, "schema", schema, () -> new Outcome<>(taker.take(schema), null));
  }

  private void replicate(CatalogConfig catalog, List<SchemaInventory> schemas, SetupSteps steps)
      throws InterruptedException {
    Map<TableName, TableHead> sourceHeads = sourceHeads(schemas);
    for (SchemaInventory schema : schemas) {
      ReplicationConfig settings = catalog.schema(schema.schema()).replication();
      CatalogInfo readable = sourceCatalogs.get(settings.sourceCatalog());
      steps.step("catalog", readable.name(), () -> catalogs.verifyProvider(readable, settings));
    }
    Map<TableName, TableHead> targetHeads = targetHeads(catalog, schemas);
    List<TableAction.Clone> clones = new ArrayList<>();
    for (SchemaInventory schema : schemas) {
      List<TableAction.Clone> wanted = decide(catalog, schema, sourceHeads, targetHeads, steps);
      if (!wanted.isEmpty()
          && (schema.targetExists() || makeSchema(catalog, schema, wanted, steps))) {
        clones.addAll(wanted);
      }
    }
    clones.sort(
        Comparator.comparingDouble(TableAction.Clone::expectedSeconds)
            .reversed()
            .thenComparing(TableAction.Clone::target));
    List<WorkUnit> units = new ArrayList<>();
    TableCloner cloner = new TableCloner(target.sql(), tags);
    for (TableAction.Clone clone : clones) {
      TableName name = clone.target();
      units.add(
          new WorkUnit(
              TYPE,
              name.catalog(),
              name.schema(),
              name.table(),
              clone.kind().objectType(),
              catalog.schema(name.schema()).table(name.table()).retry(),
              trace ->
                  cloner.attempt(
                      clone, catalog.schema(name.schema()).concurrency().timeout(), trace)));
    }
    applier.run(units, catalog.concurrency().maxWorkers());
  }

  private Map<TableName, TableHead> sourceHeads(List<SchemaInventory> schemas) {
    Map<TableName, TableName> sharedByOrigin = new LinkedHashMap<>();
    for (SchemaInventory schema : schemas) {
      schema.tables().stream()
          .filter(DataReplication::hasHistory)
          .forEach(t -> sharedByOrigin.put(t.origin(), t.shared()));
    }
    if (sharedByOrigin.isEmpty()) {
      return Map.of();
    }
    try {
      return sourceHistory.heads(List.copyOf(sharedByOrigin.keySet()));
    } catch (RuntimeException e) {
      if (Failures.stopsRun(e)) {
        throw new StopRun(Failures.describe(e), e);
      }
      LOG.warnf(
          "the %s cannot tell table versions (%s); asking the shared tables",
          source.label(), Failures.describe(e));
    }
    Map<TableName, TableHead> heads = new HashMap<>();
    Map<TableName, TableHead> bySharedName = headsOrNone(List.copyOf(sharedByOrigin.values()));
    sharedByOrigin.forEach(
        (origin, shared) -> {
          if (bySharedName.containsKey(shared)) {
            heads.put(origin, bySharedName.get(shared));
          }
        });
    return heads;
  }

  private Map<TableName, TableHead> targetHeads(
      CatalogConfig catalog, List<SchemaInventory> schemas) {
    List<TableName> existing = new ArrayList<>();
    for (SchemaInventory schema : schemas) {
      for (SourceTable table : schema.tables()) {
        if (hasHistory(table) && schema.target().containsKey(table.origin().table())) {
          existing.add(table.origin().in(catalog.name()));
        }
      }
    }
    return existing.isEmpty() ? Map.of() : headsOrNone(existing);
  }

  /** Other kinds are not cloned, and one of them would fail the question about all. */
  private static boolean hasHistory(SourceTable table) {
    return table.kind() == TableKind.MANAGED;
  }

  /** Without versions nothing can be skipped, but everything can still be cloned. */
  private Map<TableName, TableHead> headsOrNone(List<TableName> tables) {
    try {
      return targetHistory.heads(tables);
    } catch (RuntimeException e) {
      if (Failures.stopsRun(e)) {
        throw new StopRun(Failures.describe(e), e);
      }
      LOG.warnf("table versions are unknown, nothing can be skipped: %s", Failures.describe(e));
      return Map.of();
    }
  }

  private List<TableAction.Clone> decide(
      CatalogConfig catalog,
      SchemaInventory schema,
      Map<TableName, TableHead> sourceHeads,
      Map<TableName, TableHead> targetHeads,
      SetupSteps steps) {
    schema
        .unreadable()
        .forEach(
            (table, why) ->
                steps.ended(schema.schema(), "table", table, Status.FAILED, Map.of(), why));
    List<TableAction.Clone> clones = new ArrayList<>();
    for (SourceTable table : schema.tables()) {
      TableName name = table.origin().in(catalog.name());
      ListedTable there = schema.target().get(name.table());
      TargetTable standing =
          there == null
              ? null
              : new TargetTable(name, there.kind(), there.columns(), there.marked());
      TableAction action =
          DataPlanner.decide(
              new DataPlanner.TableFacts(
                  table,
                  name,
                  standing,
                  sourceHeads.get(table.origin()),
                  targetHeads.get(name),
                  lastClones.get(name)),
              catalog.schema(name.schema()).table(name.table()).replication());
      String type = action.kind().objectType();
      if (action instanceof TableAction.Clone clone) {
        clones.add(clone);
      } else if (action instanceof TableAction.Skip skip) {
        steps.ended(
            name.schema(),
            type,
            name.table(),
            Status.SKIPPED,
            Map.of("reason", skip.reason()),
            null);
      } else if (action instanceof TableAction.Refuse refuse) {
        steps.ended(name.schema(), type, name.table(), Status.FAILED, Map.of(), refuse.error());
      }
    }
    return clones;
  }

  private boolean makeSchema(
      CatalogConfig catalog,
      SchemaInventory schema,
      List<TableAction.Clone> wanted,
      SetupSteps steps) {
    SchemaName name = new SchemaName(catalog.name(), schema.schema());
    try {
      steps.step("catalog", catalog.name(), () -> catalogs.ensureTarget(catalog));
      steps.step(name.schema(), "schema", name.schema(), () -> catalogs.ensureSchema(name));
      return true;
    } catch (StopCatalog recorded) {
      for (TableAction.Clone clone : wanted) {
        steps.ended(
            name.schema(),
            clone.kind().objectType(),
            clone.target().table(),
            Status.FAILED,
            Map.of(),
            "its schema could not be made: " + recorded.getMessage());
      }
      return false;
    }
  }
}
