package io.datareplicator.apply;

import io.datareplicator.config.Retry;
import io.datareplicator.databricks.http.Trace;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Work on one object that may be attempted several times.
 *
 * @param attempt starts one attempt; the future ends with details for the audit row, or with the
 *     failure
 */
public record WorkUnit(
    String operationType,
    String catalog,
    String schema,
    String object,
    String objectType,
    Retry retry,
    Function<Trace, CompletableFuture<Map<String, Object>>> attempt) {
  /** Stable within a run: the journal finds intent and outcome by it. */
  public String id() {
    return String.join(
        "/", operationType, catalog, schema == null ? "" : schema, objectType, object);
  }
}
