package io.datareplicator.metadata;

import io.datareplicator.apply.Failures;
import io.datareplicator.config.Side;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.inventory.MetastoreReader;
import io.datareplicator.model.uc.MetastoreContents;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.UcPlan;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Reads what the sides have above their catalogs, as far as planning needs it. A type that one side
 * does not tell fails once, and the others go on.
 */
final class MetastoreReading {
  private final Set<UcObjectType> types;
  private final boolean buckets;
  private final UcPlan plan;
  private final Set<UcObjectType> refused = EnumSet.noneOf(UcObjectType.class);

  /**
   * @param types what is replicated
   * @param buckets whether credentials need to know the locations that use them
   * @param plan learns of the types that cannot be read
   */
  MetastoreReading(Set<UcObjectType> types, boolean buckets, UcPlan plan) {
    this.types = Set.copyOf(types);
    this.buckets = buckets;
    this.plan = plan;
  }

  /**
   * @throws io.datareplicator.apply.StopRun when the workspace refuses the credential
   */
  MetastoreContents of(Workspace workspace) {
    boolean target = workspace.side() == Side.TARGET;
    boolean credentials = types.contains(UcObjectType.STORAGE_CREDENTIAL);
    boolean locations = types.contains(UcObjectType.EXTERNAL_LOCATION);
    return new MetastoreContents(
        read(
            workspace,
            UcObjectType.STORAGE_CREDENTIAL,
            credentials || (locations && target),
            MetastoreReader::credentials),
        read(
            workspace,
            UcObjectType.EXTERNAL_LOCATION,
            locations || (credentials && buckets && !target),
            MetastoreReader::locations),
        read(
            workspace,
            UcObjectType.TAG_POLICY,
            types.contains(UcObjectType.TAG_POLICY),
            MetastoreReader::tagPolicies),
        read(
            workspace,
            UcObjectType.CONNECTION,
            types.contains(UcObjectType.CONNECTION),
            MetastoreReader::connections));
  }

  private <T> SortedMap<UcName, T> read(
      Workspace workspace,
      UcObjectType type,
      boolean needed,
      Function<Workspace, SortedMap<UcName, T>> listing) {
    if (!needed || refused.contains(type)) {
      return null;
    }
    try {
      return listing.apply(workspace);
    } catch (RuntimeException e) {
      MetastoreReplication.stopIfHopeless(e);
      refused.add(type);
      // Else it only helps with another type, which does without.
      if (types.contains(type)) {
        plan.failed(
            MetastoreReplication.every(type),
            "the objects of type "
                + type.yaml()
                + " of the "
                + workspace.label()
                + " cannot be listed: "
                + Failures.describe(e),
            "grant the caller what that needs, or leave "
                + type.yaml()
                + " out of uc_object_types");
      }
      return null;
    }
  }
}
