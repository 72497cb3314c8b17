package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.Map;

/**
 * What happens on the target (operations, sections 3 and 4).
 *
 * @param enabled whether the replication operation runs here
 * @param replicateEnablePredictiveOptimization copy the setting; false = switch it off on the
 *     target
 * @param createOrReplaceTable replace table definitions that differ
 * @param createOrReplaceView replace views that differ
 * @param createOrReplaceMaterializedView replace materialized views that differ
 * @param createOrReplaceStreamingTable replace streaming tables that differ
 * @param overwriteTags remove tags that only the target has
 * @param overwriteComments replace comments that the target has
 * @param overwriteGrants exact mirror: principals that only the target has lose their privileges
 * @param createTargetCatalog create the target catalog when it is missing
 * @param targetCatalogLocation storage root of a created target catalog, or null
 * @param createSharedCatalog create the shared catalog when it is missing
 * @param providerName provider of the share; null = found by the source's metastore id
 * @param shareName share behind the shared catalog
 * @param sourceCatalog data: the shared catalog; metadata: the catalog on the source
 * @param createIntermediateCatalog create the intermediate catalog when it is missing
 * @param intermediateCatalog catalog between source and target, or null
 * @param intermediateCatalogLocation storage root of a created intermediate catalog, or null
 * @param enforceSchema fail a table whose columns differ instead of warning
 * @param createBackupSharedCatalog create the shared catalog of the backup share
 * @param backupShareName share of backing tables
 * @param backupCatalog shared catalog of backing tables
 * @param createDpmBackingTableSharedCatalog create the shared catalog of dpm backing tables
 * @param dpmBackingTableShareName share of dpm backing tables
 * @param dpmBackingTableCatalog shared catalog of dpm backing tables
 * @param replicateAsManaged make managed tables of external ones
 * @param copyFiles copy the files of external tables
 * @param volume settings for files of volumes
 * @param skipUnchanged skip tables that the last run cloned at their present version
 * @param propagateDrops drop on the target what was dropped at the source
 * @param maxDropPercent most objects of a catalog that one run may drop, in percent
 * @param onCollision what to do with a target object that this tool did not create
 */
@RegisterForReflection
public record ReplicationConfig(
    boolean enabled,
    boolean replicateEnablePredictiveOptimization,
    boolean createOrReplaceTable,
    boolean createOrReplaceView,
    boolean createOrReplaceMaterializedView,
    boolean createOrReplaceStreamingTable,
    boolean overwriteTags,
    boolean overwriteComments,
    boolean overwriteGrants,
    boolean createTargetCatalog,
    String targetCatalogLocation,
    boolean createSharedCatalog,
    String providerName,
    @NotBlank String shareName,
    @NotBlank String sourceCatalog,
    boolean createIntermediateCatalog,
    String intermediateCatalog,
    String intermediateCatalogLocation,
    boolean enforceSchema,
    boolean createBackupSharedCatalog,
    @NotBlank String backupShareName,
    @NotBlank String backupCatalog,
    boolean createDpmBackingTableSharedCatalog,
    @NotBlank String dpmBackingTableShareName,
    @NotBlank String dpmBackingTableCatalog,
    boolean replicateAsManaged,
    boolean copyFiles,
    @NotNull @Valid VolumeSettings volume,
    boolean skipUnchanged,
    boolean propagateDrops,
    @Min(0) @Max(100) int maxDropPercent,
    @NotNull OnCollision onCollision) {

  /** The same settings with substitutes replaced; others stay for the level below. */
  public ReplicationConfig fill(Map<String, String> substitutes) {
    ReplicationConfig filled =
        new ReplicationConfig(
            enabled,
            replicateEnablePredictiveOptimization,
            createOrReplaceTable,
            createOrReplaceView,
            createOrReplaceMaterializedView,
            createOrReplaceStreamingTable,
            overwriteTags,
            overwriteComments,
            overwriteGrants,
            createTargetCatalog,
            Placeholders.fill(targetCatalogLocation, substitutes),
            createSharedCatalog,
            Placeholders.fill(providerName, substitutes),
            Placeholders.fill(shareName, substitutes),
            Placeholders.fill(sourceCatalog, substitutes),
            createIntermediateCatalog,
            Placeholders.fill(intermediateCatalog, substitutes),
            Placeholders.fill(intermediateCatalogLocation, substitutes),
            enforceSchema,
            createBackupSharedCatalog,
            Placeholders.fill(backupShareName, substitutes),
            Placeholders.fill(backupCatalog, substitutes),
            createDpmBackingTableSharedCatalog,
            Placeholders.fill(dpmBackingTableShareName, substitutes),
            Placeholders.fill(dpmBackingTableCatalog, substitutes),
            replicateAsManaged,
            copyFiles,
            volume.fill(substitutes),
            skipUnchanged,
            propagateDrops,
            maxDropPercent,
            onCollision);
    return filled.equals(this) ? this : filled;
  }
}
