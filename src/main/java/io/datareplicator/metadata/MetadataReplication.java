package io.datareplicator.metadata;

import static io.datareplicator.metadata.UcApplier.TYPE;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.compare.metadata.CatalogSides;
import io.datareplicator.compare.metadata.CatalogSides.Purpose;
import io.datareplicator.compare.metadata.RuleBook;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.plan.uc.CatalogPlanner;
import io.datareplicator.plan.uc.Dangling;
import io.datareplicator.plan.uc.UcAction;
import io.datareplicator.plan.uc.UcPlan;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replicates the metadata of one catalog: reads both sides in bulk, plans, reports what cannot be
 * done before it changes anything, then sends the differences.
 */
public final class MetadataReplication {
  private final Workspace source;
  private final Workspace target;
  private final ResultSink sink;
  private final Applier applier;
  private final Clock clock;
  private final RuleBook rules;
  private final Map<String, String> queryTags;

  /**
   * @param rules names, places and principals of the target
   */
  public MetadataReplication(
      Workspace source,
      Workspace target,
      ResultSink sink,
      Applier applier,
      Clock clock,
      RuleBook rules,
      Map<String, String> queryTags) {
    this.source = source;
    this.target = target;
    this.sink = sink;
    this.applier = applier;
    this.clock = clock;
    this.rules = rules;
    this.queryTags = queryTags;
  }

  /**
   * Replicates a catalog.
   *
   * @throws StopCatalog when it cannot be read; the failure is recorded
   */
  public void run(CatalogConfig catalog) throws InterruptedException {
    SetupSteps steps = new SetupSteps(TYPE, catalog.name(), sink, clock, catalog.retry());
    CatalogSides sides =
        new CatalogSides(source, target, catalog, rules, Purpose.REPLICATION, queryTags, steps);
    UcPlan plan = new UcPlan();
    CatalogPlanner.Outcome outcome = sides.planCatalog(plan);
    UcApplier apply = new UcApplier(applier, sink, clock, catalog.retry(), catalog.name());
    if (outcome == CatalogPlanner.Outcome.ABSENT) {
      apply.record(plan.findings());
      throw new StopCatalog("the target catalog '" + catalog.name() + "' cannot be made", null);
    }
    Set<String> known = new HashSet<>();
    Set<String> listed = new HashSet<>();
    boolean made = outcome == CatalogPlanner.Outcome.MADE;
    sides.eachSchema(
        pair -> {
          try {
            sides.planSchema(pair, made, plan);
          } catch (ApiException e) {
            throw unplanned(catalog, pair.config().name(), e, steps);
          }
          known.addAll(Known.keys(pair.target()));
          if (!pair.source().relations().isEmpty()) {
            listed.add(Known.schema(catalog.name(), pair.config().name()));
          }
        });
    carryOut(catalog, sides, plan, known, listed, apply);
  }

  /** Planning asks for pipelines and models one by one; nothing has been changed yet. */
  private static StopCatalog unplanned(
      CatalogConfig catalog, String schema, ApiException e, SetupSteps steps) {
    String why = Redactor.redact(Failures.describe(e));
    steps.ended(schema, "schema", schema, Status.FAILED, Map.of(), why);
    return new StopCatalog("catalog '" + catalog.name() + "' cannot be planned: " + why, e);
  }

  private void carryOut(
      CatalogConfig catalog,
      CatalogSides sides,
      UcPlan plan,
      Set<String> known,
      Set<String> listed,
      UcApplier apply)
      throws InterruptedException {
    List<UcAction> actions = new ArrayList<>();
    Dependencies dependencies = new Dependencies(source, sides.rules());
    for (UcAction action : plan.actions()) {
      actions.add(action.unsure() ? dependencies.complete(action) : action);
    }
    Dangling dangling = Dangling.check(actions, known, listed);
    apply.record(plan.findings());
    apply.record(dangling.findings());
    SqlChanges sql =
        new SqlChanges(
            source,
            sides.sourceCatalog(),
            target,
            sides.rules(),
            new Survivors(target, sides.targetGovernance(), queryTags),
            Duration.ofSeconds(catalog.concurrency().timeoutSeconds()),
            queryTags);
    try (ActionRunner runner = new ActionRunner(target, sql)) {
      apply.run(dangling.possible(), catalog.concurrency().maxWorkers(), runner::start);
    }
  }
}
