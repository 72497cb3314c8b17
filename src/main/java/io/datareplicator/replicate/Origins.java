package io.datareplicator.replicate;

import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.SchemaConfig;
import java.util.function.Predicate;

/**
 * Which catalog of the source the data comes from. Over a share it is the one that the backup
 * shares; within one metastore, where the source catalog is read directly, that catalog itself
 * unless the backup names another.
 */
final class Origins {
  private final Predicate<String> isShared;

  /**
   * @param isShared whether a catalog of the target reads a share
   */
  Origins(Predicate<String> isShared) {
    this.isShared = isShared;
  }

  String ofCatalog(CatalogConfig catalog) {
    return of(catalog.name(), catalog.backup(), catalog.replication());
  }

  String of(SchemaConfig schema) {
    return of(schema.catalog(), schema.backup(), schema.replication());
  }

  private String of(String target, BackupConfig backup, ReplicationConfig replication) {
    if (isShared.test(replication.sourceCatalog())) {
      return backup == null ? target : backup.sourceCatalog();
    }
    return backup == null || backup.sourceCatalog().equalsIgnoreCase(target)
        ? replication.sourceCatalog()
        : backup.sourceCatalog();
  }
}
