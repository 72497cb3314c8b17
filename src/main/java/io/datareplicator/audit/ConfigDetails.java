package io.datareplicator.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.config.CatalogConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings in force for a catalog, for the summary rows; connection settings, and so secrets' names, are not part of it. */
public final class ConfigDetails {
  private static final ObjectMapper JSON =
      new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

  private ConfigDetails() {}

  /** JSON text. */
  public static String of(CatalogConfig catalog) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("catalog_name", catalog.name());
    view.put("objects", catalog.objects());
    view.put("backup_config", catalog.backup());
    view.put("replication_config", catalog.replication());
    view.put("concurrency", catalog.concurrency());
    view.put("retry", catalog.retry());
    try {
      return JSON.writeValueAsString(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings cannot be written as JSON", e);
    }
  }
}
