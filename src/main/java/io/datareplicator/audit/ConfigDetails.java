package io.datareplicator.audit;

import io.datareplicator.config.CatalogConfig;

/**
 * The settings in force for a catalog, for the summary rows; connection settings, and so secrets'
 * names, are not part of it.
 */
public final class ConfigDetails {
  private ConfigDetails() {}

  /** JSON text. */
  public static String of(CatalogConfig catalog) {
    return Json.write(catalog.redactedView());
  }
}
