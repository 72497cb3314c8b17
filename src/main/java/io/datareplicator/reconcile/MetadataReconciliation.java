package io.datareplicator.reconcile;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.StopRun;
import io.datareplicator.compare.metadata.CatalogSides;
import io.datareplicator.compare.metadata.CatalogSides.Pair;
import io.datareplicator.compare.metadata.CatalogSides.Purpose;
import io.datareplicator.compare.metadata.RuleBook;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.UcContents;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Differences;
import io.datareplicator.plan.uc.OnlyOnTarget;
import io.datareplicator.plan.uc.Scope;
import io.datareplicator.plan.uc.UcPlan;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Compares the metadata of one catalog on both sides (operations.md §5): what replication would
 * change if nothing were kept on the target is what differs. Writes nothing but results, one for
 * each object.
 */
public final class MetadataReconciliation {
  /** Every catalog has one, whether anybody wants it or not. */
  private static final String DEFAULT_SCHEMA = "default";

  private static final UcObjectType[] OF_RELATIONS = {
    UcObjectType.TABLE,
    UcObjectType.VIEW,
    UcObjectType.MATERIALIZED_VIEW,
    UcObjectType.STREAMING_TABLE,
    UcObjectType.TABLE_COMMENT,
    UcObjectType.TABLE_TAG,
    UcObjectType.TABLE_GRANT,
    UcObjectType.COLUMN_COMMENT,
    UcObjectType.COLUMN_TAG,
    UcObjectType.ROW_FILTER,
    UcObjectType.COLUMN_MASK
  };
  private static final UcObjectType[] OF_VOLUMES = {
    UcObjectType.VOLUME, UcObjectType.VOLUME_TAG, UcObjectType.VOLUME_GRANT
  };

  private final Workspace source;
  private final Workspace target;
  private final ResultSink sink;
  private final Applier applier;
  private final Clock clock;
  private final RuleBook rules;
  private final Map<String, String> queryTags;
  private final Predicate<String> unknownPrincipals;

  /**
   * @param applier says when the run is to end
   * @param rules names, places and principals of the target
   */
  public MetadataReconciliation(
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
    this.queryTags = Map.copyOf(queryTags);
    this.unknownPrincipals = new UnknownPrincipals(target);
  }

  /**
   * Compares a catalog whose metadata types are selected.
   *
   * @throws StopCatalog when a side cannot be read; the failure is recorded
   * @throws StopRun when a workspace refuses the credential
   */
  public void run(CatalogConfig catalog) throws InterruptedException {
    SetupSteps steps = new SetupSteps(Verdicts.TYPE, catalog.name(), sink, clock, catalog.retry());
    CatalogSides sides =
        new CatalogSides(
            source,
            target,
            ComparedSettings.of(catalog),
            rules,
            Purpose.COMPARISON,
            queryTags,
            steps);
    ObjectVerdicts verdicts = new ObjectVerdicts(steps);
    UcPlan ofCatalog = new UcPlan();
    sides.planCatalog(ofCatalog);
    CatalogMeta there = sides.targetCatalog().orElse(null);
    verdicts.record(
        ofCatalog,
        new Differences(there, UcContents.NOTHING, sides.targetGovernance(), unknownPrincipals));
    sides.eachSchema(pair -> compare(pair, sides, there, verdicts, steps));
  }

  private void compare(
      Pair pair,
      CatalogSides sides,
      CatalogMeta catalog,
      ObjectVerdicts verdicts,
      SetupSteps steps) {
    String schema = pair.config().name();
    Optional<String> stopped = applier.stopReason();
    if (stopped.isPresent()) {
      Verdicts.error(steps, schema, "schema", schema, "not compared: " + stopped.get());
      return;
    }
    try {
      if (pair.source().schema() != null) {
        UcPlan plan = new UcPlan();
        Governance there = sides.planSchema(pair, false, plan);
        verdicts.record(plan, new Differences(catalog, pair.target(), there, unknownPrincipals));
      }
    } catch (RuntimeException e) {
      if (Failures.stopsRun(e)) {
        throw new StopRun(Failures.describe(e), e);
      }
      if (e instanceof StopRun) {
        throw e;
      }
      Verdicts.error(steps, schema, "schema", schema, Redactor.redact(Failures.describe(e)));
      return;
    }
    onlyOnTarget(pair, sides, steps);
    onNeitherSide(pair, sides, steps);
  }

  private void onlyOnTarget(Pair pair, CatalogSides sides, SetupSteps steps) {
    Scope scope = sides.scope(pair.config());
    UcName schema = UcName.of(UcKind.SCHEMA, pair.config().catalog(), pair.config().name());
    boolean tools =
        rules.toolTables().stream()
            .anyMatch(
                t ->
                    t.catalog().equals(pair.config().catalog())
                        && t.schema().equals(pair.config().name()));
    if (pair.source().schema() == null
        && scope.wants(UcObjectType.SCHEMA)
        && !tools
        && !pair.config().name().equals(DEFAULT_SCHEMA)) {
      Verdicts.mismatch(steps, schema, Differences.ONLY_ON_TARGET);
    }
    Predicate<TableName> filter = sides.targetFilter(pair.config());
    OnlyOnTarget.of(
            pair.source(),
            pair.target(),
            sides.sourceCatalog(),
            scope,
            table -> !rules.toolTables().contains(table) && filter.test(table))
        .forEach(object -> Verdicts.mismatch(steps, object, Differences.ONLY_ON_TARGET));
  }

  /** What the file names is looked for: a name that nobody has must not pass for a match. */
  private static void onNeitherSide(Pair pair, CatalogSides sides, SetupSteps steps) {
    Scope scope = sides.scope(pair.config());
    String schema = pair.config().name();
    String target = pair.config().catalog();
    if (scope.wants(OF_RELATIONS)) {
      for (String table : ComparedSettings.namedTables(pair.config())) {
        if (!pair.source()
                .relations()
                .containsKey(new TableName(sides.sourceCatalog(), schema, table))
            && !pair.target().relations().containsKey(new TableName(target, schema, table))) {
          Verdicts.error(
              steps, schema, "table", table, "neither side has a table or view of that name");
        }
      }
    }
    if (scope.wants(OF_VOLUMES)) {
      for (String volume : ComparedSettings.namedVolumes(pair.config())) {
        boolean anywhere =
            Stream.concat(
                    pair.source().volumes().keySet().stream(),
                    pair.target().volumes().keySet().stream())
                .anyMatch(v -> v.volume().equals(volume));
        if (!anywhere) {
          Verdicts.error(steps, schema, "volume", volume, "neither side has a volume of that name");
        }
      }
    }
  }
}
