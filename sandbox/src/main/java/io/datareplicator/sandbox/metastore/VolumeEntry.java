package io.datareplicator.sandbox.metastore;

/**
 * What the metastore keeps about a volume; its files are on disk.
 *
 * @param volumeType MANAGED or EXTERNAL
 * @param storageLocation URI below which the files are, without a slash at its end
 */
public record VolumeEntry(
    String id,
    String name,
    String volumeType,
    String storageLocation,
    String comment,
    String owner,
    long createdAt,
    long updatedAt) {}
