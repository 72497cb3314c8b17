package io.datareplicator.reconcile;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.CopyEngine;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.OnCollision;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.TableConfig;
import io.datareplicator.config.VolumeConfig;
import io.datareplicator.config.VolumeSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings by which replication would plan, made those of a comparison: reconciliation says
 * what is looked at, everything that differs counts as if it were overwritten, and nothing is
 * replaced, so that objects are compared as they are.
 */
final class ComparedSettings {
  private ComparedSettings() {}

  static CatalogConfig of(CatalogConfig catalog) {
    ObjectSelection.Kind kind = catalog.objects().kind();
    return new CatalogConfig(
        catalog.name(),
        catalog.objects(),
        catalog.backup(),
        of(catalog.name(), catalog.replication(), catalog.reconciliation(), kind),
        catalog.reconciliation(),
        catalog.concurrency(),
        catalog.retry(),
        catalog.schemaTableFilter(),
        catalog.schemas().stream().map(ComparedSettings::of).toList(),
        catalog.excludeSchemas());
  }

  private static SchemaConfig of(SchemaConfig schema) {
    ObjectSelection.Kind kind = schema.objects().kind();
    Set<String> noTables = new HashSet<>(schema.excludeTables());
    schema.tables().stream()
        .filter(t -> !t.reconciliation().enabled())
        .forEach(t -> noTables.add(t.name()));
    Set<String> noVolumes = new HashSet<>(schema.excludeVolumes());
    schema.volumes().stream()
        .filter(v -> !v.reconciliation().enabled())
        .forEach(v -> noVolumes.add(v.name()));
    return new SchemaConfig(
        schema.catalog(),
        schema.name(),
        schema.objects(),
        schema.backup(),
        of(schema.catalog(), schema.replication(), schema.reconciliation(), kind),
        schema.reconciliation(),
        schema.concurrency(),
        schema.retry(),
        schema.tables().stream().map(t -> of(t, kind)).toList(),
        schema.tableFilter(),
        noTables,
        schema.volumes().stream().map(v -> of(v, kind)).toList(),
        noVolumes);
  }

  private static TableConfig of(TableConfig table, ObjectSelection.Kind kind) {
    return new TableConfig(
        table.catalog(),
        table.schema(),
        table.name(),
        table.backup(),
        of(table.catalog(), table.replication(), table.reconciliation(), kind),
        table.reconciliation(),
        table.retry());
  }

  private static VolumeConfig of(VolumeConfig volume, ObjectSelection.Kind kind) {
    return new VolumeConfig(
        volume.catalog(),
        volume.schema(),
        volume.name(),
        volume.backup(),
        of(volume.catalog(), volume.replication(), volume.reconciliation(), kind),
        volume.reconciliation(),
        volume.retry());
  }

  /**
   * @param own null when nothing is replicated: then the catalog has the same name on both sides
   */
  private static ReplicationConfig of(
      String catalog,
      ReplicationConfig own,
      ReconciliationConfig reconciliation,
      ObjectSelection.Kind kind) {
    boolean metadata = kind == ObjectSelection.Kind.METADATA;
    String metadataSource = own == null ? catalog : own.sourceCatalog();
    return new ReplicationConfig(
        reconciliation.enabled(),
        own != null && own.replicateEnablePredictiveOptimization(),
        false,
        false,
        false,
        false,
        true,
        true,
        true,
        false,
        null,
        reconciliation.createSharedCatalog(),
        own == null ? null : own.providerName(),
        reconciliation.shareName(),
        metadata ? metadataSource : reconciliation.sourceCatalog(),
        false,
        null,
        null,
        true,
        false,
        own == null ? reconciliation.shareName() : own.backupShareName(),
        own == null ? reconciliation.sourceCatalog() : own.backupCatalog(),
        false,
        own == null ? reconciliation.shareName() : own.dpmBackingTableShareName(),
        own == null ? reconciliation.sourceCatalog() : own.dpmBackingTableCatalog(),
        own != null && own.replicateAsManaged(),
        false,
        own == null ? wholeVolumes(reconciliation) : own.volume(),
        false,
        false,
        0,
        OnCollision.FAIL);
  }

  private static VolumeSettings wholeVolumes(ReconciliationConfig reconciliation) {
    return new VolumeSettings(
        10,
        false,
        false,
        null,
        Map.of(),
        3600,
        false,
        reconciliation.reconOutputsCatalog(),
        null,
        reconciliation.reconOutputsSchema(),
        "detail_file_ingestion_logging",
        CopyEngine.FILES_API);
  }

  /** Names of the tables that the file asks for in a schema; empty = all. */
  static List<String> namedTables(SchemaConfig schema) {
    return schema.tables().stream().map(TableConfig::name).filter(schema::selectsTable).toList();
  }

  /** The same of volumes. */
  static List<String> namedVolumes(SchemaConfig schema) {
    return schema.volumes().stream().map(VolumeConfig::name).filter(schema::selectsVolume).toList();
  }
}
