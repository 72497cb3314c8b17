package io.datareplicator.model.uc;

import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.VolumeName;

/** A volume, without its files. */
public record VolumeMeta(
    VolumeName name, VolumeKind kind, String comment, String owner, String location) {
  public UcName ucName() {
    return UcName.of(UcKind.VOLUME, name.catalog(), name.schema(), name.volume());
  }
}
