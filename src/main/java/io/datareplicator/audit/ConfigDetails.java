package io.datareplicator.audit;

import io.datareplicator.config.CatalogConfig;

/** The settings in force for a catalog, for the summary rows. */
public final class ConfigDetails {
  private ConfigDetails() {}

  /** JSON text without secrets. */
  public static String of(CatalogConfig catalog) {
    return Json.write(catalog.redactedView());
  }
}
