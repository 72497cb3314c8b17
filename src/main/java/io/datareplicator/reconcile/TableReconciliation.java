package io.datareplicator.reconcile;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.SchemaListings;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.sql.rows.OutputNames;
import io.datareplicator.model.TableName;
import io.datareplicator.setup.Origins;
import io.datareplicator.setup.SharedCatalog;
import io.datareplicator.setup.TargetCatalogs;
import io.datareplicator.setup.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Compares the tables of one catalog after the other with their sources. */
public final class TableReconciliation {
  public static final String TYPE = "reconciliation";

  private static final Logger LOG = Logger.getLogger(TableReconciliation.class);

  private final Workspace source;
  private final Workspace target;
  private final ResultSink sink;
  private final Applier applier;
  private final Clock clock;
  private final Memory memory;
  private final String runId;
  private final Set<TableName> ownTables;
  private final Map<String, String> tags;
  private final Visibility visibility;
  private final TargetCatalogs catalogs;
  private final Outputs outputs;
  private final Map<String, CatalogInfo> readThrough = new HashMap<>();

  /**
   * @param memory what earlier operations recorded
   * @param wait longest time to wait for shared objects to appear, over all catalogs
   * @param ownTables tables that this tool writes about its runs
   * @param tags query tags of the run
   */
  public TableReconciliation(
      Workspace source,
      Workspace target,
      ResultSink sink,
      Applier applier,
      Clock clock,
      Memory memory,
      String runId,
      Duration wait,
      Set<TableName> ownTables,
      Map<String, String> tags) {
    this.source = source;
    this.target = target;
    this.sink = sink;
    this.applier = applier;
    this.clock = clock;
    this.memory = memory;
    this.runId = runId;
    this.ownTables = Set.copyOf(ownTables);
    this.tags = tags;
    this.visibility = new Visibility(clock, wait);
    this.catalogs = new TargetCatalogs(source, target, visibility);
    this.outputs = new Outputs(target, tags);
  }

  /**
   * Compares one catalog.
   *
   * @throws StopCatalog when a set-up step fails; the failure is recorded
   */
  public void run(CatalogConfig catalog) throws InterruptedException {
    SetupSteps steps = new SetupSteps(TYPE, catalog.name(), sink, clock, catalog.retry());
    if (catalog.schemas().isEmpty()) {
      open(catalog, catalog.reconciliation(), steps);
    }
    Origins origins =
        new Origins(
            name ->
                readThrough.get(name) == null || TargetCatalogs.isShared(readThrough.get(name)));
    PairTaker taker = new PairTaker(source, target, catalog, origins, visibility, ownTables, tags);
    Set<String> schemas =
        steps.step("catalog", catalog.name(), () -> new Outcome<>(taker.schemas(), null));
    List<String> wanted = new ArrayList<>();
    for (String schema : schemas) {
      if (isWanted(catalog, catalog.schema(schema), steps)) {
        wanted.add(schema);
      }
    }
    List<TablePair> pairs = new ArrayList<>();
    SchemaListings.each(wanted, taker::take, steps).forEach(pairs::addAll);
    Set<String> used = new TreeSet<>();
    wanted.forEach(schema -> used.add(catalog.schema(schema).reconciliation().sourceCatalog()));
    for (String name : used) {
      CatalogInfo through = readThrough.get(name);
      steps.step(
          "catalog",
          through.name(),
          () ->
              catalogs.verifyProvider(
                  through, catalog.reconciliation().shareName(), provider(catalog)));
    }
    compare(catalog, pairs, steps);
  }

  private boolean isWanted(CatalogConfig catalog, SchemaConfig schema, SetupSteps steps) {
    if (schema.objects().kind() != ObjectSelection.Kind.TABLES) {
      steps.ended(
          schema.name(),
          "schema",
          schema.name(),
          Status.FAILED,
          Map.of(),
          "tables of this catalog are compared; leave uc_object_types and volume_types out of its"
              + " schemas");
      return false;
    }
    if (!schema.reconciliation().enabled()) {
      return false;
    }
    try {
      open(catalog, schema.reconciliation(), steps);
      return true;
    } catch (StopCatalog recorded) {
      LOG.debugf("schema %s is left out: %s", schema.name(), recorded.getMessage());
      return false;
    }
  }

  private void open(CatalogConfig catalog, ReconciliationConfig settings, SetupSteps steps) {
    if (!readThrough.containsKey(settings.sourceCatalog())) {
      CatalogInfo info =
          steps.step(
              "catalog",
              settings.sourceCatalog(),
              () -> catalogs.ensure(SharedCatalog.ofReconciliation(settings), provider(catalog)));
      readThrough.put(settings.sourceCatalog(), info);
    }
  }

  private static String provider(CatalogConfig catalog) {
    return catalog.replication() == null ? null : catalog.replication().providerName();
  }

  /**
   * The tables into which differences of this catalog are written, at whatever level they are set.
   */
  public static Set<TableName> outputs(CatalogConfig catalog) {
    Set<TableName> outputs = new HashSet<>();
    Consumer<ReconciliationConfig> add =
        settings -> {
          if (settings != null) {
            outputs.add(Outputs.schemaCheck(settings));
            outputs.add(Outputs.missingData(settings));
          }
        };
    add.accept(catalog.reconciliation());
    for (SchemaConfig schema : catalog.schemas()) {
      add.accept(schema.reconciliation());
      schema.tables().forEach(table -> add.accept(table.reconciliation()));
    }
    return outputs;
  }

  private void compare(CatalogConfig catalog, List<TablePair> pairs, SetupSteps steps)
      throws InterruptedException {
    Checks checks =
        new Checks(source, target, catalog, memory, outputs, steps, this::names, runId, tags);
    List<RowCheck> wanted = checks.of(pairs);
    if (wanted.isEmpty()) {
      return;
    }
    long known = wanted.stream().filter(c -> c.estimatedBytes() != null).count();
    LOG.infof(
        "catalog %s: the rows of %d tables are compared, about %,d bytes on each side (the size of %d"
            + " is not known)",
        catalog.name(),
        wanted.size(),
        wanted.stream().mapToLong(c -> c.estimatedBytes() == null ? 0 : c.estimatedBytes()).sum(),
        wanted.size() - known);
    List<WorkUnit> units =
        wanted.stream()
            .sorted(
                Comparator.comparingLong(
                        (RowCheck c) ->
                            c.estimatedBytes() == null ? Long.MAX_VALUE : c.estimatedBytes())
                    .reversed()
                    .thenComparing(c -> c.pair().target()))
            .map(c -> unit(catalog, c))
            .toList();
    applier.run(units, catalog.concurrency().maxWorkers());
  }

  private OutputNames names(TablePair pair) {
    return new OutputNames(runId, pair.target(), pair.readable(), clock.instant());
  }

  private WorkUnit unit(CatalogConfig catalog, RowCheck check) {
    TableName name = check.pair().target();
    RowCheckRun run = new RowCheckRun(source.sql(), target.sql(), outputs, clock, check, tags);
    return new WorkUnit(
        TYPE,
        name.catalog(),
        name.schema(),
        name.table(),
        check.pair().kind().objectType(),
        catalog.schema(name.schema()).table(name.table()).retry(),
        run::attempt);
  }
}
