package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * Settings in force for one table, everything inherited.
 *
 * @param catalog target catalog
 * @param schema schema
 * @param name table
 * @param backup backup settings; null when there are none at any level
 * @param replication replication settings; null when there are none at any level
 * @param reconciliation reconciliation settings; null when there are none at any level
 * @param retry attempts
 */
@RegisterForReflection
public record TableConfig(
    @NotBlank String catalog,
    @NotBlank String schema,
    @NotBlank String name,
    @Valid BackupConfig backup,
    @Valid ReplicationConfig replication,
    @Valid ReconciliationConfig reconciliation,
    @NotNull @Valid Retry retry) {}
