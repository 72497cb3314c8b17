package io.datareplicator.replicate;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.CloneContext;
import io.datareplicator.apply.CloneRun;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.Registration;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.inventory.HistoryReader;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.DataPlanner;
import io.datareplicator.plan.Expected;
import io.datareplicator.plan.LastClone;
import io.datareplicator.plan.TableAction;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.setup.Origins;
import io.datareplicator.setup.SelectionFilter;
import io.datareplicator.setup.Shared;
import io.datareplicator.setup.SourceCatalogs;
import io.datareplicator.setup.TargetCatalogs;
import io.datareplicator.setup.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Clones the changed tables of one catalog after the other. */
public final class DataReplication {
  public static final String TYPE = "replication";

  private final Workspace source;
  private final Workspace target;
  private final ResultSink sink;
  private final Applier applier;
  private final Clock clock;
  private final Map<String, String> tags;
  private final Visibility visibility;
  private final TargetCatalogs catalogs;
  private final SourceCatalogs sourceCatalogs;
  private final StreamingTables streamingTables;
  private final HistoryReader targetHistory;
  private final TableHeads heads;
  private final Decisions decisions;

  /**
   * @param mapping where external tables go
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
      UrlMapping mapping,
      Map<TableName, LastClone> lastClones,
      Duration wait,
      Map<String, String> tags) {
    this.source = source;
    this.target = target;
    this.sink = sink;
    this.applier = applier;
    this.clock = clock;
    this.tags = tags;
    this.visibility = new Visibility(clock, wait);
    this.catalogs = new TargetCatalogs(source, target, visibility);
    this.sourceCatalogs = new SourceCatalogs(catalogs);
    this.streamingTables = new StreamingTables(source, target, catalogs, visibility);
    this.targetHistory = new HistoryReader(target.sql(), target::learnGlobalMetastoreId, tags);
    this.heads =
        new TableHeads(
            source,
            new HistoryReader(source.sql(), source::learnGlobalMetastoreId, tags),
            targetHistory);
    this.decisions = new Decisions(new DataPlanner(mapping), lastClones);
  }

  /**
   * Replicates one catalog.
   *
   * @param shared what the backup of this run put into shares; null when it did not run
   * @throws StopCatalog when a set-up step fails; the failure is recorded
   */
  public void run(CatalogConfig catalog, Shared shared) throws InterruptedException {
    SetupSteps steps = new SetupSteps(TYPE, catalog.name(), sink, clock, catalog.retry());
    if (catalog.schemas().isEmpty()) {
      sourceCatalogs.ensure(catalog.replication(), steps);
    }
    Origins origins = new Origins(sourceCatalogs::isShared);
    InventoryTaker taker =
        new InventoryTaker(
            source,
            target,
            catalog,
            origins,
            visibility,
            streamingTables,
            new SelectionFilter(source, target, tags),
            shared,
            steps);
    Set<String> schemas =
        steps.step(
            "catalog",
            catalog.name(),
            () -> new Outcome<>(taker.schemas(shared == null ? null : shared.schemas()), null));
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
            "table data of this catalog is replicated; leave uc_object_types and volume_types out of its schemas");
      } else if (settings.replication().enabled() && sourceCatalogs.isReadable(settings, steps)) {
        supported.add(schema);
      }
    }
    Listings listings = new Listings(taker, steps);
    Drops drops = new Drops(source, target, catalog, targetHistory, steps, tags);
    if (catalog.concurrency().processSchemasInSerial()) {
      for (String schema : supported) {
        replicate(catalog, listings.of(List.of(schema)), drops, steps);
      }
    } else {
      replicate(catalog, listings.of(supported), drops, steps);
    }
    if (taker.isWholeCatalog()) {
      for (SchemaInventory vanished : listings.ofVanished(schemas)) {
        drops.add(vanished.gone(), vanished.ours());
      }
    }
    drops.carryOut(applier);
  }

  private void replicate(
      CatalogConfig catalog, List<SchemaInventory> schemas, Drops drops, SetupSteps steps)
      throws InterruptedException {
    Map<TableName, TableHead> sourceHeads = heads.ofSources(schemas);
    verifyProviders(catalog, schemas, steps);
    Map<TableName, TableHead> targetHeads = heads.onTarget(catalog.name(), schemas);
    List<TableAction> wanted = new ArrayList<>();
    TargetPlaces places = new TargetPlaces(catalog, catalogs, steps);
    for (SchemaInventory schema : schemas) {
      drops.add(schema.gone(), schema.ours());
      List<TableAction> actions = decisions.of(catalog, schema, sourceHeads, targetHeads, steps);
      wanted.addAll(places.prepare(schema, actions));
    }
    applier.run(units(catalog, places.apart(wanted)), catalog.concurrency().maxWorkers());
  }

  private void verifyProviders(
      CatalogConfig catalog, List<SchemaInventory> schemas, SetupSteps steps) {
    for (SchemaInventory schema : schemas) {
      ReplicationConfig settings = catalog.schema(schema.schema()).replication();
      List<CatalogInfo> through = new ArrayList<>(streamingTables.readThrough());
      through.add(sourceCatalogs.get(settings.sourceCatalog()));
      for (CatalogInfo readable : through) {
        steps.step("catalog", readable.name(), () -> catalogs.verifyProvider(readable, settings));
      }
    }
  }

  private List<WorkUnit> units(CatalogConfig catalog, List<TableAction> actions) {
    CloneContext context = CloneContext.on(target, tags);
    return actions.stream()
        .sorted(
            Comparator.comparing(DataReplication::expected, Expected.LONGEST_FIRST)
                .thenComparing(TableAction::target))
        .map(action -> unit(catalog, action, attempt(catalog, action, context)))
        .toList();
  }

  private static Expected expected(TableAction action) {
    return action instanceof TableAction.Clone clone ? clone.expected() : new Expected(0, 0);
  }

  private static WorkUnit unit(
      CatalogConfig catalog,
      TableAction action,
      Function<Trace, CompletableFuture<Map<String, Object>>> attempt) {
    TableName name = action.target();
    return new WorkUnit(
        TYPE,
        name.catalog(),
        name.schema(),
        name.table(),
        action.kind().objectType(),
        catalog.schema(name.schema()).table(name.table()).retry(),
        attempt);
  }

  private static Function<Trace, CompletableFuture<Map<String, Object>>> attempt(
      CatalogConfig catalog, TableAction action, CloneContext context) {
    if (action instanceof TableAction.Register register) {
      return new Registration(context, register.target(), register.url())::attempt;
    }
    Duration timeout = catalog.schema(action.target().schema()).concurrency().timeout();
    return new CloneRun(context, (TableAction.Clone) action, timeout)::attempt;
  }
}
