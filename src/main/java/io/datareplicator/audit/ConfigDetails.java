package io.datareplicator.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.config.CatalogConfig;

/** The settings in force for a catalog, for the summary rows; connection settings, and so secrets' names, are not part of it. */
public final class ConfigDetails {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ConfigDetails() {}

  /** JSON text. */
  public static String of(CatalogConfig catalog) {
    try {
      return JSON.writeValueAsString(catalog.redactedView());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings cannot be written as JSON", e);
    }
  }
}
