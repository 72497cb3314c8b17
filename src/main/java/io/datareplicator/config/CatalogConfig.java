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
 * Settings in force for one target catalog, everything inherited. Settings may still contain {@code
 * {{schema_name}}} and {@code {{table_name}}}, which {@link #schema} and {@link SchemaConfig#table}
 * replace.
 *
 * @param name target catalog
 * @param objects what is replicated
 * @param backup backup settings; null when there are none
 * @param replication replication settings; null when there are none
 * @param reconciliation reconciliation settings; null when there are none
 * @param concurrency how much happens at once
 * @param retry attempts
 * @param schemaTableFilter WHERE condition over information_schema.tables, or null
 * @param schemas schemas named in the file; empty = all
 * @param excludeSchemas schemas left out
 */
@RegisterForReflection
public record CatalogConfig(
    @NotBlank String name,
    @NotNull ObjectSelection objects,
    @Valid BackupConfig backup,
    @Valid ReplicationConfig replication,
    @Valid ReconciliationConfig reconciliation,
    @NotNull @Valid Concurrency concurrency,
    @NotNull @Valid Retry retry,
    String schemaTableFilter,
    List<@Valid SchemaConfig> schemas,
    Set<String> excludeSchemas) {

  private static final String INFORMATION_SCHEMA = "information_schema";

  /** Keeps its own copies. */
  public CatalogConfig {
    schemas = List.copyOf(schemas);
    excludeSchemas = Set.copyOf(excludeSchemas);
  }

  /** The settings of a schema: those named in the file, else those of this catalog. */
  public SchemaConfig schema(String schema) {
    String key = schema.toLowerCase(Locale.ROOT);
    for (SchemaConfig named : schemas) {
      if (named.name().equals(key)) {
        return named;
      }
    }
    Map<String, String> values = Map.of("schema_name", key);
    return new SchemaConfig(
        name,
        key,
        objects,
        backup == null ? null : backup.fill(values),
        replication == null ? null : replication.fill(values),
        reconciliation == null ? null : reconciliation.fill(values),
        concurrency,
        retry,
        List.of(),
        null,
        Set.of(),
        List.of(),
        Set.of());
  }

  /**
   * Whether a schema of this catalog is selected by name. A {@code schemaTableFilter} is a
   * condition for the server and is not looked at here.
   */
  public boolean selects(String schema) {
    String key = schema.toLowerCase(Locale.ROOT);
    if (key.equals(INFORMATION_SCHEMA)) {
      return false;
    }
    return (schemas.isEmpty() || schemas.stream().anyMatch(named -> named.name().equals(key)))
        && !excludeSchemas.contains(key);
  }

  /** The settings as plain maps for the audit table, in the spelling of the files, no secrets. */
  public Map<String, Object> redactedView() {
    return SettingsView.of(this);
  }

  /** Whether an operation is configured and enabled here. */
  public boolean enabled(Operation operation) {
    return switch (operation) {
      case BACKUP -> backup != null && backup.enabled();
      case REPLICATION -> replication != null && replication.enabled();
      case RECONCILIATION -> reconciliation != null && reconciliation.enabled();
    };
  }
}
