package io.datareplicator.model.uc;

import io.datareplicator.model.SchemaName;
import java.util.Map;

/**
 * A schema.
 *
 * @param storageRoot null = that of the catalog
 * @param optimization predictive optimization as set here: ENABLE, DISABLE or INHERIT
 * @param effectiveOptimization as in force
 */
public record SchemaMeta(
    SchemaName name,
    String comment,
    String owner,
    Map<String, String> properties,
    String storageRoot,
    String optimization,
    String effectiveOptimization) {
  public SchemaMeta {
    properties = Map.copyOf(properties);
  }

  public UcName ucName() {
    return UcName.of(UcKind.SCHEMA, name.catalog(), name.schema());
  }
}
