package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import java.util.Map;

/**
 * What happens on the source (operations, section 2).
 *
 * @param enabled whether the backup operation runs here
 * @param sourceCatalog catalog that is shared
 * @param createRecipient create the recipient when it is missing
 * @param recipientName recipient that stands for the target
 * @param createShare create the share when it is missing
 * @param addToShare add schemas to the share
 * @param shareName share of the source catalog
 * @param createBackupCatalog create the catalog for backing tables when it is missing
 * @param backupCatalog catalog for copies of backing tables of streaming tables
 * @param backupCatalogLocation storage root of a created backup catalog, or null
 * @param backupSchemaPrefix prefix of schema names in the backup catalog, or null
 * @param createBackupShare create the share of the backup catalog
 * @param backupShareName share of the backup catalog
 * @param backupLegacyBackingTables copy backing tables of the legacy kind
 * @param createDpmBackingTableShare create the share of dpm backing tables
 * @param dpmBackingTableShareName share of dpm backing tables
 */
@RegisterForReflection
public record BackupConfig(
    boolean enabled,
    @NotBlank String sourceCatalog,
    boolean createRecipient,
    @NotBlank String recipientName,
    boolean createShare,
    boolean addToShare,
    @NotBlank String shareName,
    boolean createBackupCatalog,
    @NotBlank String backupCatalog,
    String backupCatalogLocation,
    String backupSchemaPrefix,
    boolean createBackupShare,
    @NotBlank String backupShareName,
    boolean backupLegacyBackingTables,
    boolean createDpmBackingTableShare,
    @NotBlank String dpmBackingTableShareName) {

  /** The same settings with substitutes replaced; others stay for the level below. */
  public BackupConfig fill(Map<String, String> substitutes) {
    BackupConfig filled =
        new BackupConfig(
            enabled,
            Placeholders.fill(sourceCatalog, substitutes),
            createRecipient,
            Placeholders.fill(recipientName, substitutes),
            createShare,
            addToShare,
            Placeholders.fill(shareName, substitutes),
            createBackupCatalog,
            Placeholders.fill(backupCatalog, substitutes),
            Placeholders.fill(backupCatalogLocation, substitutes),
            Placeholders.fill(backupSchemaPrefix, substitutes),
            createBackupShare,
            Placeholders.fill(backupShareName, substitutes),
            backupLegacyBackingTables,
            createDpmBackingTableShare,
            Placeholders.fill(dpmBackingTableShareName, substitutes));
    return filled.equals(this) ? this : filled;
  }
}
