package io.datareplicator.compare.volumes;

import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import java.util.List;
import java.util.Map;

/**
 * The volumes of one schema.
 *
 * @param volumes selected, and readable from the target
 * @param target volumes that the target has, by name
 * @param targetExists whether the target schema exists
 * @param unreadable selected volumes that cannot be read, with the reason
 */
public record SchemaVolumes(
    String schema,
    List<SourceVolume> volumes,
    Map<String, VolumeInfo> target,
    boolean targetExists,
    Map<String, String> unreadable) {}
