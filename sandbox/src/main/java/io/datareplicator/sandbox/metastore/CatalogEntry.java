package io.datareplicator.sandbox.metastore;

import java.util.Map;

/**
 * A catalog of a metastore.
 *
 * @param catalogType MANAGED_CATALOG, DELTASHARING_CATALOG or SYSTEM_CATALOG
 */
public record CatalogEntry(
    String id,
    String name,
    String catalogType,
    String comment,
    Map<String, String> properties,
    String owner,
    String storageRoot,
    String providerName,
    String shareName,
    String isolationMode,
    String enablePredictiveOptimization,
    long createdAt,
    long updatedAt) {
  public boolean readOnly() {
    return "DELTASHARING_CATALOG".equals(catalogType) || "SYSTEM_CATALOG".equals(catalogType);
  }
}
