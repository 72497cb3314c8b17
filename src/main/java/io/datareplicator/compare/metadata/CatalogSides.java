package io.datareplicator.compare.metadata;

import io.datareplicator.apply.SchemaListings;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.inventory.UcReader;
import io.datareplicator.inventory.UcReader.Wanted;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.SchemaMeta;
import io.datareplicator.model.uc.UcContents;
import io.datareplicator.plan.uc.CatalogPlanner;
import io.datareplicator.plan.uc.SchemaPlanner;
import io.datareplicator.plan.uc.Scope;
import io.datareplicator.plan.uc.UcPlan;
import io.datareplicator.plan.uc.UcRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The two sides of one catalog: what is asked for of them is read when this is made, what is in
 * their schemas a few schemas at a time. Plans the difference; changes nothing.
 */
public final class CatalogSides {
  /** Memory grows with these, not with the catalog. */
  private static final int SCHEMAS_AT_ONCE = 16;

  /** What the sides are read for. */
  public enum Purpose {
    /** To make the target like the source. */
    REPLICATION,
    /** To tell everything that differs, also what only the target has. */
    COMPARISON
  }

  /** Both sides of one schema; a side without it has nothing. */
  public record Pair(SchemaConfig config, UcContents source, UcContents target) {}

  /** Takes schemas as they are read. */
  public interface Sink {
    void take(Pair schema) throws InterruptedException;
  }

  private final Workspace source;
  private final Workspace target;
  private final CatalogConfig catalog;
  private final Purpose purpose;
  private final SetupSteps steps;
  private final UcRules rules;
  private final CatalogMeta fromCatalog;
  private final Optional<CatalogMeta> toCatalog;
  private final SortedMap<String, SchemaMeta> fromSchemas;
  private final SortedMap<String, SchemaMeta> toSchemas;
  private final List<SchemaConfig> selected;
  private final Scopes scopes;
  private final Filters targetFilters;
  private final GovernancePair governance;
  private final Datasets datasets;

  /**
   * Reads the catalog on both sides.
   *
   * @param catalog its replication settings say what is looked at and how
   * @throws StopCatalog when a side cannot be read; the failure is recorded
   */
  public CatalogSides(
      Workspace source,
      Workspace target,
      CatalogConfig catalog,
      RuleBook book,
      Purpose purpose,
      Map<String, String> queryTags,
      SetupSteps steps) {
    this.source = source;
    this.target = target;
    this.catalog = catalog;
    this.purpose = purpose;
    this.steps = steps;
    String from = sourceCatalog();
    this.rules = step(() -> book.of(catalog));
    this.fromCatalog = step(() -> theSource(from));
    this.fromSchemas = step(() -> schemas(source, from));
    this.toCatalog = step(() -> UcReader.catalog(target, catalog.name()));
    this.toSchemas =
        toCatalog.isEmpty() ? new TreeMap<>() : step(() -> schemas(target, catalog.name()));
    this.selected = select(from);
    this.scopes = step(() -> Scopes.read(source, from, catalog, selected, queryTags));
    this.targetFilters =
        purpose == Purpose.REPLICATION || toCatalog.isEmpty()
            ? null
            : step(() -> Filters.read(target, catalog.name(), catalog, selected, queryTags));
    this.governance =
        step(
            () ->
                GovernancePair.read(
                    source,
                    target,
                    from,
                    toCatalog.isEmpty() ? null : catalog.name(),
                    scopes,
                    queryTags));
    this.datasets = new Datasets(source, target, queryTags, purpose == Purpose.COMPARISON);
  }

  private interface Reading<T> {
    T read() throws InterruptedException;
  }

  private <T> T step(Reading<T> reading) {
    return steps.step("catalog", catalog.name(), () -> new Outcome<>(reading.read(), null));
  }

  private CatalogMeta theSource(String name) {
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

  private List<SchemaConfig> select(String from) {
    Set<String> present = new TreeSet<>(fromSchemas.keySet());
    if (purpose == Purpose.COMPARISON) {
      present.addAll(toSchemas.keySet());
    }
    return new SchemaSelection(catalog, from, steps).of(present);
  }

  /** Name of the catalog at the source. */
  public String sourceCatalog() {
    return catalog.replication().sourceCatalog();
  }

  public UcRules rules() {
    return rules;
  }

  /** The catalog on the target; empty when there is none. */
  public Optional<CatalogMeta> targetCatalog() {
    return toCatalog;
  }

  /** Tags, grants and keys that the target has, but for grants on models. */
  public Governance targetGovernance() {
    return governance.target();
  }

  /** Plans the catalog itself. */
  public CatalogPlanner.Outcome planCatalog(UcPlan plan) {
    return CatalogPlanner.plan(
        fromCatalog,
        toCatalog.orElse(null),
        catalog,
        rules,
        governance.source(),
        governance.target(),
        plan);
  }

  /** Hands over every selected schema that can be read; others are recorded as failed. */
  public void eachSchema(Sink sink) throws InterruptedException {
    for (int i = 0; i < selected.size(); i += SCHEMAS_AT_ONCE) {
      List<SchemaConfig> some = selected.subList(i, Math.min(selected.size(), i + SCHEMAS_AT_ONCE));
      for (Pair pair : read(some)) {
        sink.take(pair);
      }
    }
  }

  private List<Pair> read(List<SchemaConfig> schemas) throws InterruptedException {
    Map<String, SchemaConfig> byName = new TreeMap<>();
    schemas.forEach(s -> byName.put(s.name(), s));
    return SchemaListings.each(
        byName.keySet(),
        name -> {
          SchemaConfig config = byName.get(name);
          UcContents here = contents(source, fromSchemas.get(name), scopes.wanted(config));
          Wanted wanted =
              purpose == Purpose.REPLICATION ? Scopes.wanted(here) : Scopes.everything(config);
          UcContents there = contents(target, toSchemas.get(name), wanted);
          return datasets.complete(config, here, there, (s, t) -> new Pair(config, s, t));
        },
        steps);
  }

  private static UcContents contents(Workspace side, SchemaMeta schema, Wanted wanted) {
    return schema == null ? UcContents.NOTHING : UcReader.contents(side, schema, wanted);
  }

  /**
   * Plans a schema that the source has, and what is in it.
   *
   * @param catalogMade whether the target's catalog comes with the plan
   * @return tags, grants and keys of the target, for this schema
   * @throws ApiException when a pipeline or model that has to be asked for cannot be read
   */
  public Governance planSchema(Pair pair, boolean catalogMade, UcPlan plan) {
    boolean grants = pair.config().objects().ucObjectTypes().contains(UcObjectType.FUNCTION_GRANT);
    Governance there =
        governance.target().with(grants ? ModelGrants.read(target, pair.target()) : Map.of());
    new SchemaPlanner(
            rules,
            scope(pair.config()),
            governance.source().with(grants ? ModelGrants.read(source, pair.source()) : Map.of()),
            there,
            datasets::isUsers,
            plan)
        .plan(pair.source(), pair.target(), catalogMade);
    return there;
  }

  /** What of a schema is asked for. */
  public Scope scope(SchemaConfig schema) {
    return Scope.of(schema, scopes.filter(schema));
  }

  /** Whether the user's filters let a table of the target through; only in a comparison. */
  public Predicate<TableName> targetFilter(SchemaConfig schema) {
    return targetFilters == null ? table -> true : targetFilters.of(schema.name());
  }
}
