package io.datareplicator.setup;

import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.config.ReplicationConfig;

/**
 * A catalog of the target through which a share of the source is read.
 *
 * @param name catalog
 * @param share share behind it
 * @param create whether it may be created
 * @param createKey setting that allows it, for messages
 * @param nameKey setting that names the catalog, for messages
 */
public record SharedCatalog(
    String name, String share, boolean create, String createKey, String nameKey) {

  /** Of the source catalog itself. */
  public static SharedCatalog ofSource(ReplicationConfig config) {
    return new SharedCatalog(
        config.sourceCatalog(),
        config.shareName(),
        config.createSharedCatalog(),
        "replication_config.create_shared_catalog",
        "source_catalog");
  }

  /** Of the source catalog, for comparisons. */
  public static SharedCatalog ofReconciliation(ReconciliationConfig config) {
    return new SharedCatalog(
        config.sourceCatalog(),
        config.shareName(),
        config.createSharedCatalog(),
        "reconciliation_config.create_shared_catalog",
        "source_catalog");
  }

  /** Of the copies of legacy backing tables. */
  public static SharedCatalog ofBackup(ReplicationConfig config) {
    return new SharedCatalog(
        config.backupCatalog(),
        config.backupShareName(),
        config.createBackupSharedCatalog(),
        "replication_config.create_backup_shared_catalog",
        "backup_catalog");
  }

  /** Of backing tables of the dpm kind. */
  public static SharedCatalog ofDpmBackingTables(ReplicationConfig config) {
    return new SharedCatalog(
        config.dpmBackingTableCatalog(),
        config.dpmBackingTableShareName(),
        config.createDpmBackingTableSharedCatalog(),
        "replication_config.create_dpm_backing_table_shared_catalog",
        "dpm_backing_table_catalog");
  }
}
