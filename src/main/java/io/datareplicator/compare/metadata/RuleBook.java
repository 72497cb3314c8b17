package io.datareplicator.compare.metadata;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.Side;
import io.datareplicator.config.VolumeSettings;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.plan.uc.Principals;
import io.datareplicator.plan.uc.UcRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a run's configuration says of names, places and principals on the target. */
public final class RuleBook {
  private final Map<String, String> renames = new HashMap<>();
  private final Map<String, String> mapping;
  private final Set<TableName> toolTables;
  private final UrlMapping urls;
  private final Workspace source;
  private final Workspace target;
  private Principals principals;

  public RuleBook(RunConfig config, Workspace source, Workspace target) {
    this.mapping = config.principalMapping();
    this.toolTables = toolTables(config);
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

  private static Set<TableName> toolTables(RunConfig config) {
    Set<TableName> tables = new HashSet<>();
    if (config.audit().loggingWorkspace() == Side.TARGET) {
      tables.add(
          new TableName(
              config.audit().auditCatalog(),
              config.audit().auditSchema(),
              config.audit().auditTable()));
    }
    for (CatalogConfig catalog : config.catalogs()) {
      ReconciliationConfig outputs = catalog.reconciliation();
      if (outputs != null) {
        for (String table :
            List.of(outputs.reconSchemaCheckTable(), outputs.reconMissingDataTable())) {
          tables.add(
              new TableName(outputs.reconOutputsCatalog(), outputs.reconOutputsSchema(), table));
        }
      }
      if (catalog.replication() != null) {
        VolumeSettings log = catalog.replication().volume();
        tables.add(
            new TableName(
                log.fileIngestionLoggingCatalog(),
                log.fileIngestionLoggingSchema(),
                log.fileIngestionLoggingTable()));
      }
    }
    return Set.copyOf(tables);
  }

  /** Data is read from a share, whose catalog has no name of the source. */
  private static String sourceOf(CatalogConfig catalog) {
    if (catalog.objects().kind() == ObjectSelection.Kind.METADATA) {
      return catalog.replication() == null ? null : catalog.replication().sourceCatalog();
    }
    return catalog.backup() == null ? null : catalog.backup().sourceCatalog();
  }

  /** Tables of the target that this tool keeps itself: they are on no other side. */
  public Set<TableName> toolTables() {
    return toolTables;
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
