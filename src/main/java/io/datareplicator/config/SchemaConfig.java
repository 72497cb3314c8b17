package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Settings in force for one schema, everything inherited. Settings may still contain {@code
 * {{table_name}}}, which {@link #table} and {@link #volume} replace.
 *
 * @param catalog target catalog
 * @param name schema
 * @param objects what is replicated
 * @param backup backup settings; null when there are none at any level
 * @param replication replication settings; null when there are none at any level
 * @param reconciliation reconciliation settings; null when there are none at any level
 * @param concurrency how much happens at once
 * @param retry attempts
 * @param tables tables named in the file; empty = all
 * @param tableFilter WHERE condition over information_schema.tables, or null
 * @param excludeTables tables left out
 * @param volumes volumes named in the file; empty = all
 * @param excludeVolumes volumes left out
 */
@RegisterForReflection
public record SchemaConfig(
    @NotBlank String catalog,
    @NotBlank String name,
    @NotNull ObjectSelection objects,
    @Valid BackupConfig backup,
    @Valid ReplicationConfig replication,
    @Valid ReconciliationConfig reconciliation,
    @NotNull @Valid Concurrency concurrency,
    @NotNull @Valid Retry retry,
    List<@Valid TableConfig> tables,
    String tableFilter,
    Set<String> excludeTables,
    List<@Valid VolumeConfig> volumes,
    Set<String> excludeVolumes) {

  private static final String BACKING_TABLE = "__materialization_mat";
  private static final String EVENT_LOG = "event_log_";

  /** Keeps its own copies. */
  public SchemaConfig {
    tables = List.copyOf(tables);
    excludeTables = Set.copyOf(excludeTables);
    volumes = List.copyOf(volumes);
    excludeVolumes = Set.copyOf(excludeVolumes);
  }

  /** The settings of a table: those named in the file, else those of this schema. */
  public TableConfig table(String table) {
    String key = table.toLowerCase(Locale.ROOT);
    for (TableConfig named : tables) {
      if (named.name().equals(key)) {
        return named;
      }
    }
    Map<String, String> values = Map.of("table_name", key);
    return new TableConfig(
        catalog,
        name,
        key,
        backup == null ? null : backup.fill(values),
        replication == null ? null : replication.fill(values),
        reconciliation == null ? null : reconciliation.fill(values),
        retry);
  }

  /** The settings of a volume: those named in the file, else those of this schema. */
  public VolumeConfig volume(String volume) {
    String key = volume.toLowerCase(Locale.ROOT);
    for (VolumeConfig named : volumes) {
      if (named.name().equals(key)) {
        return named;
      }
    }
    return new VolumeConfig(catalog, name, key, backup, replication, reconciliation, retry);
  }

  /**
   * Whether a table of this schema is selected by name. A {@code tableFilter} is a condition for
   * the server and is not looked at here.
   */
  public boolean selectsTable(String table) {
    String key = table.toLowerCase(Locale.ROOT);
    if (key.startsWith(BACKING_TABLE) || key.startsWith(EVENT_LOG)) {
      return false;
    }
    return (tables.isEmpty() || tables.stream().anyMatch(named -> named.name().equals(key)))
        && !excludeTables.contains(key);
  }

  /** Whether a volume of this schema is selected by name. */
  public boolean selectsVolume(String volume) {
    String key = volume.toLowerCase(Locale.ROOT);
    return (volumes.isEmpty() || volumes.stream().anyMatch(named -> named.name().equals(key)))
        && !excludeVolumes.contains(key);
  }
}
