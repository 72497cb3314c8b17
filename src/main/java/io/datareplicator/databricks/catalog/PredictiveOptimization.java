package io.datareplicator.databricks.catalog;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Predictive optimization as it applies to a catalog, schema or table.
 *
 * @param value ENABLE or DISABLE
 * @param inheritedFromType METASTORE, CATALOG or SCHEMA; null when set on the object itself
 * @param inheritedFromName its full name
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record PredictiveOptimization(
    String value, String inheritedFromType, String inheritedFromName) {}
