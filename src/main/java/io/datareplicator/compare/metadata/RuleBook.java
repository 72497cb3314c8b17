package io.datareplicator.compare.metadata;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.RunConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.plan.uc.Principals;
import io.datareplicator.plan.uc.UcRules;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a run's configuration says of names, places and principals on the target. */
public final class RuleBook {
  private final Map<String, String> renames = new HashMap<>();
  private final Map<String, String> mapping;
  private final UrlMapping urls;
  private final Workspace source;
  private final Workspace target;
  private Principals principals;

  public RuleBook(RunConfig config, Workspace source, Workspace target) {
    this.mapping = config.principalMapping();
    this.urls = new UrlMapping(config.cloudUrlMapping());
    this.source = source;
    this.target = target;
    for (CatalogConfig catalog : config.catalogs()) {
      String from = sourceOf(catalog);
      if (from != null && !from.equalsIgnoreCase(catalog.name())) {
        renames.put(from.toLowerCase(Locale.ROOT), catalog.name());
      }
    }
  }

  /** Data is read from a share, whose catalog has no name of the source. */
  private static String sourceOf(CatalogConfig catalog) {
    if (catalog.objects().kind() == ObjectSelection.Kind.METADATA) {
      return catalog.replication() == null ? null : catalog.replication().sourceCatalog();
    }
    return catalog.backup() == null ? null : catalog.backup().sourceCatalog();
  }

  /** The rules for one catalog. */
  public UcRules of(CatalogConfig catalog) {
    return new UcRules(catalog.name(), renames, urls, principals());
  }

  /** Who is who; looked up once, when first asked for. */
  public synchronized Principals principals() {
    if (principals == null) {
      principals = PrincipalResolver.resolve(mapping, source, target);
    }
    return principals;
  }
}
