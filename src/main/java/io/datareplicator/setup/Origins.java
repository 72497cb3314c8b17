package io.datareplicator.setup;

import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import java.util.function.Predicate;

/**
 * Which catalog of the source the data comes from. Over a share it is the one that the backup
 * shares; within one metastore, where the source catalog is read directly, that catalog itself
 * unless the backup names another.
 */
public final class Origins {
  private final Predicate<String> isShared;

  /**
   * @param isShared whether a catalog of the target reads a share
   */
  public Origins(Predicate<String> isShared) {
    this.isShared = isShared;
  }

  /** Of the data that is replicated. */
  public String ofCatalog(CatalogConfig catalog) {
    return of(catalog.name(), catalog.backup(), catalog.replication().sourceCatalog());
  }

  /** Of a schema that is replicated. */
  public String of(SchemaConfig schema) {
    return of(schema.catalog(), schema.backup(), schema.replication().sourceCatalog());
  }

  /**
   * Of what is read through a catalog of the target.
   *
   * @param backup null when nothing is backed up
   */
  public String of(String target, BackupConfig backup, String readThrough) {
    if (isShared.test(readThrough)) {
      return backup == null ? target : backup.sourceCatalog();
    }
    return backup == null || backup.sourceCatalog().equalsIgnoreCase(target)
        ? readThrough
        : backup.sourceCatalog();
  }
}
