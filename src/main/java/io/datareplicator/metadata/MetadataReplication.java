package io.datareplicator.metadata;

import static io.datareplicator.metadata.UcApplier.TYPE;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.SchemaListings;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.inventory.UcReader;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.SchemaMeta;
import io.datareplicator.model.uc.UcContents;
import io.datareplicator.plan.uc.CatalogPlanner;
import io.datareplicator.plan.uc.Dangling;
import io.datareplicator.plan.uc.SchemaPlanner;
import io.datareplicator.plan.uc.Scope;
import io.datareplicator.plan.uc.UcAction;
import io.datareplicator.plan.uc.UcPlan;
import io.datareplicator.plan.uc.UcRules;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Replicates the metadata of one catalog: reads both sides in bulk, plans, reports what cannot be
 * done before it changes anything, then sends the differences.
 */
public final class MetadataReplication {
  /** Memory grows with these, not with the catalog. */
  private static final int SCHEMAS_AT_ONCE = 16;

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

  /** Both sides of one schema. */
  private record Pair(SchemaConfig config, UcContents source, UcContents target) {}

  /**
   * Replicates a catalog.
   *
   * @throws StopCatalog when it cannot be read; the failure is recorded
   */
  public void run(CatalogConfig catalog) throws InterruptedException {
    SetupSteps steps = new SetupSteps(TYPE, catalog.name(), sink, clock, catalog.retry());
    String from = catalog.replication().sourceCatalog();
    UcRules uc =
        steps.step("catalog", catalog.name(), () -> new Outcome<>(rules.of(catalog), null));
    CatalogMeta fromCatalog =
        steps.step("catalog", catalog.name(), () -> new Outcome<>(sourceCatalog(from), null));
    SortedMap<String, SchemaMeta> fromSchemas =
        steps.step("catalog", catalog.name(), () -> new Outcome<>(schemas(source, from), null));
    Optional<CatalogMeta> toCatalog =
        steps.step(
            "catalog",
            catalog.name(),
            () -> new Outcome<>(UcReader.catalog(target, catalog.name()), null));
    SortedMap<String, SchemaMeta> toSchemas =
        toCatalog.isEmpty()
            ? new TreeMap<>()
            : steps.step(
                "catalog",
                catalog.name(),
                () -> new Outcome<>(schemas(target, catalog.name()), null));
    List<SchemaConfig> selected =
        new SchemaSelection(catalog, from, steps).of(fromSchemas.keySet());
    Scopes scopes =
        steps.step(
            "catalog",
            catalog.name(),
            () -> new Outcome<>(Scopes.read(source, from, catalog, selected, queryTags), null));
    GovernancePair governance =
        steps.step(
            "catalog",
            catalog.name(),
            () ->
                new Outcome<>(
                    GovernancePair.read(
                        source,
                        target,
                        from,
                        toCatalog.isEmpty() ? null : catalog.name(),
                        scopes,
                        queryTags),
                    null));

    UcPlan plan = new UcPlan();
    CatalogPlanner.Outcome outcome =
        CatalogPlanner.plan(
            fromCatalog,
            toCatalog.orElse(null),
            catalog,
            uc,
            governance.source(),
            governance.target(),
            plan);
    UcApplier apply = new UcApplier(applier, sink, clock, catalog.retry(), catalog.name());
    if (outcome == CatalogPlanner.Outcome.ABSENT) {
      apply.record(plan.findings());
      throw new StopCatalog("the target catalog '" + catalog.name() + "' cannot be made", null);
    }
    Set<String> known = new HashSet<>();
    Set<String> listed = new HashSet<>();
    Datasets datasets = new Datasets(source, target, queryTags);
    boolean made = outcome == CatalogPlanner.Outcome.MADE;
    for (int i = 0; i < selected.size(); i += SCHEMAS_AT_ONCE) {
      List<SchemaConfig> some = selected.subList(i, Math.min(selected.size(), i + SCHEMAS_AT_ONCE));
      for (Pair pair : read(some, fromSchemas, toSchemas, scopes, datasets, steps)) {
        try {
          plan(pair, uc, scopes, governance, datasets, made, plan);
        } catch (ApiException e) {
          throw unplanned(catalog, pair.config().name(), e, steps);
        }
        known.addAll(Known.keys(pair.target()));
        if (!pair.source().relations().isEmpty()) {
          listed.add(Known.schema(catalog.name(), pair.config().name()));
        }
      }
    }
    carryOut(catalog, uc, plan, known, listed, governance, apply);
  }

  /** Planning asks for pipelines and models one by one; nothing has been changed yet. */
  private static StopCatalog unplanned(
      CatalogConfig catalog, String schema, ApiException e, SetupSteps steps) {
    String why = Redactor.redact(Failures.describe(e));
    steps.ended(schema, "schema", schema, Status.FAILED, Map.of(), why);
    return new StopCatalog("catalog '" + catalog.name() + "' cannot be planned: " + why, e);
  }

  private CatalogMeta sourceCatalog(String name) {
    return UcReader.catalog(source, name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the source catalog '"
                        + name
                        + "' does not exist on the "
                        + source.label()
                        + "; set replication_config.source_catalog if it has another name there"));
  }

  private static SortedMap<String, SchemaMeta> schemas(Workspace workspace, String catalog) {
    return UcReader.schemas(workspace, catalog)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "catalog '" + catalog + "' of the " + workspace.label() + " is gone"));
  }

  private List<Pair> read(
      List<SchemaConfig> schemas,
      SortedMap<String, SchemaMeta> from,
      SortedMap<String, SchemaMeta> to,
      Scopes scopes,
      Datasets datasets,
      SetupSteps steps)
      throws InterruptedException {
    Map<String, SchemaConfig> byName = new TreeMap<>();
    schemas.forEach(s -> byName.put(s.name(), s));
    return SchemaListings.each(
        byName.keySet(),
        name -> {
          SchemaConfig config = byName.get(name);
          UcContents here = UcReader.contents(source, from.get(name), scopes.wanted(config));
          UcContents there =
              to.containsKey(name)
                  ? UcReader.contents(target, to.get(name), Scopes.wanted(here))
                  : UcContents.NOTHING;
          return datasets.complete(config, here, there, (s, t) -> new Pair(config, s, t));
        },
        steps);
  }

  private void plan(
      Pair pair,
      UcRules uc,
      Scopes scopes,
      GovernancePair governance,
      Datasets datasets,
      boolean catalogMade,
      UcPlan plan) {
    Predicate<TableName> filter = scopes.filter(pair.config());
    boolean grants = pair.config().objects().ucObjectTypes().contains(UcObjectType.FUNCTION_GRANT);
    new SchemaPlanner(
            uc,
            Scope.of(pair.config(), filter),
            governance.source().with(grants ? ModelGrants.read(source, pair.source()) : Map.of()),
            governance.target().with(grants ? ModelGrants.read(target, pair.target()) : Map.of()),
            datasets::isUsers,
            plan)
        .plan(pair.source(), pair.target(), catalogMade);
  }

  private void carryOut(
      CatalogConfig catalog,
      UcRules uc,
      UcPlan plan,
      Set<String> known,
      Set<String> listed,
      GovernancePair governance,
      UcApplier apply)
      throws InterruptedException {
    List<UcAction> actions = new ArrayList<>();
    Dependencies dependencies = new Dependencies(source, uc);
    for (UcAction action : plan.actions()) {
      actions.add(action.unsure() ? dependencies.complete(action) : action);
    }
    Dangling dangling = Dangling.check(actions, known, listed);
    apply.record(plan.findings());
    apply.record(dangling.findings());
    SqlChanges sql =
        new SqlChanges(
            source,
            catalog.replication().sourceCatalog(),
            target,
            uc,
            new Survivors(target, governance.target(), queryTags),
            Duration.ofSeconds(catalog.concurrency().timeoutSeconds()),
            queryTags);
    try (ActionRunner runner = new ActionRunner(target, sql)) {
      apply.run(dangling.possible(), catalog.concurrency().maxWorkers(), runner::start);
    }
  }
}
