package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.SchemaMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.Settings;
import java.util.Map;
import java.util.Optional;

/** Catalogs and schemas themselves. */
final class ContainerPlanner {
  /** Every new catalog has a schema of this name. */
  static final String DEFAULT_SCHEMA = "default";

  private static final String OPEN = "OPEN";
  private static final String MANAGED = "MANAGED_CATALOG";
  private static final String DISABLE = "DISABLE";
  private static final String ENABLE = "ENABLE";
  private static final String INHERIT = "INHERIT";

  private final UcRules rules;
  private final UcPlan plan;

  ContainerPlanner(UcRules rules, UcPlan plan) {
    this.rules = rules;
    this.plan = plan;
  }

  /**
   * @param target null when there is none
   * @param wanted whether the type catalog is asked for
   */
  Presence catalog(
      CatalogMeta source, CatalogMeta target, ReplicationConfig settings, boolean wanted) {
    UcName name = UcName.of(UcKind.CATALOG, rules.target());
    if (!wanted) {
      return target == null ? Presence.ABSENT : Presence.THERE;
    }
    if (source.type() != null && !source.type().equals(MANAGED)) {
      plan.notReplicated(
          name,
          "the source catalog is a " + source.type(),
          "only catalogs whose data Unity Catalog keeps itself can be made again elsewhere");
      return target == null ? Presence.ABSENT : Presence.THERE;
    }
    if ("ISOLATED".equals(source.isolationMode())) {
      plan.add(
          Finding.notReplicated(
              name,
              "workspace_binding",
              "the source catalog is bound to workspaces that are not those of the target",
              "bind the target catalog to its workspaces by hand"));
    }
    Map<String, String> properties = Properties.ofPeople(source.properties());
    String optimization = optimization(source.optimization(), settings);
    if (target == null) {
      Optional<String> root = root(name, source.storageRoot(), settings);
      if (source.storageRoot() != null && root.isEmpty() && !settings.replicateAsManaged()) {
        return Presence.ABSENT;
      }
      plan.add(
          name,
          UcObjectType.CATALOG,
          new Change.CreateCatalog(
              source,
              root.orElse(null),
              new Settings(
                  null,
                  properties.isEmpty() ? null : properties,
                  OPEN.equals(source.isolationMode()) ? null : source.isolationMode(),
                  INHERIT.equals(optimization) ? null : optimization)),
          "missing at the target");
      return Presence.MADE;
    }
    Map<String, String> differing = Properties.missing(properties, target.properties());
    boolean optimize = !optimization.equals(nonNull(target.optimization()));
    Settings change =
        new Settings(
            Comments.change(source.comment(), target.comment(), settings.overwriteComments())
                .orElse(null),
            differing.isEmpty() ? null : Properties.merged(target.properties(), differing),
            source.isolationMode() == null || source.isolationMode().equals(target.isolationMode())
                ? null
                : source.isolationMode(),
            optimize ? optimization : null);
    if (!change.isEmpty()) {
      plan.add(name, UcObjectType.CATALOG, change, Words.settings(change));
    }
    return Presence.THERE;
  }

  /**
   * @param target null when there is none
   * @param catalogMade whether this run makes the catalog
   * @param wanted whether the type schema is asked for
   */
  Presence schema(
      SchemaMeta source,
      SchemaMeta target,
      boolean catalogMade,
      ReplicationConfig settings,
      boolean wanted) {
    UcName name = source.ucName().in(rules.target());
    String catalog = UcName.of(UcKind.CATALOG, rules.target()).key();
    boolean comesByItself = catalogMade && name.object().equals(DEFAULT_SCHEMA);
    if (!wanted) {
      return target == null && !comesByItself ? Presence.ABSENT : Presence.THERE;
    }
    Map<String, String> properties = Properties.ofPeople(source.properties());
    String optimization = optimization(source.optimization(), settings);
    if (target == null && !comesByItself) {
      Optional<String> root = root(name, source.storageRoot(), settings);
      if (source.storageRoot() != null && root.isEmpty() && !settings.replicateAsManaged()) {
        return Presence.ABSENT;
      }
      // The catalog switches it off or on for its schemas.
      boolean own = settings.replicateEnablePredictiveOptimization();
      plan.add(
          name,
          UcObjectType.SCHEMA,
          new Change.CreateSchema(
              source,
              root.orElse(null),
              new Settings(
                  null,
                  properties.isEmpty() ? null : properties,
                  null,
                  own && !INHERIT.equals(optimization) ? optimization : null)),
          "missing at the target",
          catalog);
      return Presence.MADE;
    }
    SchemaMeta present =
        target == null
            ? new SchemaMeta(source.name(), null, null, Map.of(), null, INHERIT, null)
            : target;
    Map<String, String> differing = Properties.missing(properties, present.properties());
    boolean optimize =
        settings.replicateEnablePredictiveOptimization()
            ? !optimization.equals(nonNull(present.optimization()))
            : ENABLE.equals(present.optimization());
    Settings change =
        new Settings(
            Comments.change(source.comment(), present.comment(), settings.overwriteComments())
                .orElse(null),
            differing.isEmpty() ? null : Properties.merged(present.properties(), differing),
            null,
            optimize ? optimization : null);
    if (!change.isEmpty()) {
      plan.add(name, UcObjectType.SCHEMA, change, Words.settings(change), catalog);
    }
    return Presence.THERE;
  }

  /** Where it lies on the target; says so when nothing tells. */
  private Optional<String> root(UcName name, String sourceRoot, ReplicationConfig settings) {
    if (sourceRoot == null || settings.replicateAsManaged()) {
      return Optional.empty();
    }
    Optional<String> root = rules.urls().map(sourceRoot);
    if (root.isEmpty()) {
      plan.failed(
          name,
          "no prefix of cloud_url_mapping covers its storage root " + sourceRoot,
          "add one, or set replicate_as_managed: true to leave the place to the target");
    }
    return root;
  }

  /** Clones stay incremental only while nobody else rewrites the target's files. */
  private static String optimization(String source, ReplicationConfig settings) {
    return settings.replicateEnablePredictiveOptimization() ? nonNull(source) : DISABLE;
  }

  private static String nonNull(String optimization) {
    return optimization == null ? INHERIT : optimization;
  }
}
