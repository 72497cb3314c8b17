package io.datareplicator.metadata;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.Operation;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.plan.uc.MetastoreRules;
import java.util.EnumSet;
import java.util.Set;

/**
 * What of a configuration concerns objects above catalogs. The group asks by its own settings,
 * catalogs ask as far as replication is enabled there; the first that asks lends its settings.
 *
 * @param owned types whose owners are asked for where the type itself is
 * @param settings null when nothing is asked for
 */
record MetastoreDemand(
    Set<UcObjectType> types, Set<UcObjectType> owned, ReplicationConfig settings) {
  static MetastoreDemand of(RunConfig config) {
    Set<UcObjectType> types = EnumSet.noneOf(UcObjectType.class);
    Set<UcObjectType> owned = EnumSet.noneOf(UcObjectType.class);
    ReplicationConfig settings = null;
    if (config.operations().contains(Operation.REPLICATION)) {
      ReplicationConfig group = config.replication();
      if (group != null && group.enabled() && add(config.objects().ucObjectTypes(), types, owned)) {
        settings = group;
      }
      for (CatalogConfig catalog : config.catalogs()) {
        if (catalog.enabled(Operation.REPLICATION)
            && add(catalog.objects().ucObjectTypes(), types, owned)
            && settings == null) {
          settings = catalog.replication();
        }
      }
    }
    return new MetastoreDemand(types, owned, settings);
  }

  private static boolean add(
      Set<UcObjectType> asked, Set<UcObjectType> types, Set<UcObjectType> owned) {
    Set<UcObjectType> mine = EnumSet.copyOf(MetastoreRules.TYPES);
    mine.retainAll(asked);
    types.addAll(mine);
    if (asked.contains(UcObjectType.OWNER)) {
      owned.addAll(mine);
    }
    return !mine.isEmpty();
  }

  boolean isEmpty() {
    return types.isEmpty();
  }
}
