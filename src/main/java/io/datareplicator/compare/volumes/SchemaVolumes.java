package io.datareplicator.compare.volumes;

import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The volumes of one schema.
 *
 * @param volumes selected, and readable from the target
 * @param target volumes that the target has, by name
 * @param targetExists whether the target schema exists
 * @param unreadable selected volumes that cannot be read, with the reason
 * @param known volumes that the source has, selected or not
 */
public record SchemaVolumes(
    String schema,
    List<SourceVolume> volumes,
    Map<String, VolumeInfo> target,
    boolean targetExists,
    Map<String, String> unreadable,
    Set<String> known) {}
