package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * Where results are recorded.
 *
 * @param auditCatalog first part of {@code audit_table}, lower case
 * @param auditSchema second part
 * @param auditTable third part
 * @param loggingWorkspace side that holds the table
 * @param createAuditCatalog create the catalog when it is missing
 * @param auditCatalogLocation storage root of a created catalog; null = the metastore's default
 */
@RegisterForReflection
public record AuditConfig(
    @NotBlank String auditCatalog,
    @NotBlank String auditSchema,
    @NotBlank String auditTable,
    @NotNull Side loggingWorkspace,
    boolean createAuditCatalog,
    String auditCatalogLocation) {

  /** The name as one writes it in the file, {@code catalog.schema.table}. */
  public String fullName() {
    return auditCatalog + "." + auditSchema + "." + auditTable;
  }
}
