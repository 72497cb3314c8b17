package io.datareplicator.sandbox.metastore;

import java.util.Map;

/** A schema of a catalog; {@code name} is lower case. */
public record SchemaEntry(
    String id,
    String catalogName,
    String name,
    String comment,
    Map<String, String> properties,
    String owner,
    String storageRoot,
    String enablePredictiveOptimization,
    long createdAt,
    long updatedAt) {}
