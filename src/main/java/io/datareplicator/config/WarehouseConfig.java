package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * A SQL warehouse to find by name, or to create.
 *
 * @param createIfNotExists value of the key, its default included
 * @param creationAllowed true only when the key itself stands in a file (or another layer) and is
 *     true; nothing may be created otherwise
 * @param name warehouse name
 * @param enableServerlessCompute serverless compute for a created warehouse
 * @param warehouseType type of a created warehouse
 * @param clusterSize size of a created warehouse
 * @param autoStopMins idle minutes after which a created warehouse stops; 0 = never
 * @param minNumClusters fewest clusters
 * @param maxNumClusters most clusters
 */
@RegisterForReflection
public record WarehouseConfig(
    boolean createIfNotExists,
    boolean creationAllowed,
    @NotBlank String name,
    boolean enableServerlessCompute,
    @NotNull WarehouseType warehouseType,
    @NotNull ClusterSize clusterSize,
    @Min(0) int autoStopMins,
    @Min(1) int minNumClusters,
    @Min(1) int maxNumClusters) {}
