package io.datareplicator.compare.volumes;

import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.VolumeName;

/**
 * A selected volume of the source.
 *
 * @param readable as the target workspace sees it
 * @param kind as the source knows it; a share shows every volume as managed
 * @param kindKnown whether the source could be asked
 * @param location of an external volume at the source, else null
 */
public record SourceVolume(
    VolumeName readable, VolumeKind kind, boolean kindKnown, String location, String comment) {}
