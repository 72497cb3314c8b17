package io.datareplicator.plan.uc;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.List;

/** Plans a catalog itself and what hangs on it. */
public final class CatalogPlanner {
  /** What became of the catalog. */
  public enum Outcome {
    /** It is on the target. */
    THERE,
    /** This run makes it. */
    MADE,
    /** It is not on the target and will not be. */
    ABSENT
  }

  private static final UcObjectType[] OF_CATALOGS = {
    UcObjectType.CATALOG, UcObjectType.CATALOG_TAG, UcObjectType.CATALOG_GRANT, UcObjectType.OWNER
  };

  private CatalogPlanner() {}

  /**
   * @param to null when there is none
   */
  public static Outcome plan(
      CatalogMeta from,
      CatalogMeta to,
      CatalogConfig config,
      UcRules rules,
      Governance source,
      Governance target,
      UcPlan plan) {
    Scope scope = new Scope(config.objects().ucObjectTypes(), config.schema("default"), t -> true);
    boolean wanted = config.objects().ucObjectTypes().contains(UcObjectType.CATALOG);
    UcName name = UcName.of(UcKind.CATALOG, rules.target());
    Presence presence =
        new ContainerPlanner(rules, plan).catalog(from, to, config.replication(), wanted);
    if (presence == Presence.ABSENT) {
      if (!wanted) {
        plan.differs(
            Finding.failed(
                name,
                name.kind().objectType(),
                "it is not on the target, and nothing of this run makes it",
                "add catalog to uc_object_types"),
            List.of(Differences.MISSING));
      }
      return Outcome.ABSENT;
    }
    AspectPlanner aspects = new AspectPlanner(rules, scope, source, target, plan);
    aspects.tags(name, from.ucName(), UcObjectType.CATALOG_TAG, config.replication());
    aspects.grants(name, from.ucName(), UcObjectType.CATALOG_GRANT, config.replication());
    aspects.owner(name, from.owner(), to == null ? null : to.owner());
    if (scope.wants(OF_CATALOGS)) {
      plan.compared(name);
    }
    return presence == Presence.MADE ? Outcome.MADE : Outcome.THERE;
  }
}
