package io.datareplicator.model.uc;

import java.util.Map;

/**
 * A catalog.
 *
 * @param type catalog type, e.g. MANAGED_CATALOG; null when the API does not tell
 * @param storageRoot null = that of the metastore
 * @param isolationMode OPEN or ISOLATED
 * @param optimization predictive optimization as set here: ENABLE, DISABLE or INHERIT
 * @param effectiveOptimization as in force
 */
public record CatalogMeta(
    String name,
    String type,
    String comment,
    String owner,
    Map<String, String> properties,
    String storageRoot,
    String isolationMode,
    String optimization,
    String effectiveOptimization) {
  public CatalogMeta {
    properties = Map.copyOf(properties);
  }

  public UcName ucName() {
    return UcName.of(UcKind.CATALOG, name);
  }
}
