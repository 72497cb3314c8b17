package io.datareplicator.volumes;

import io.datareplicator.compare.volumes.SourceVolume;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.VolumeType;
import io.datareplicator.databricks.catalog.Catalogs;
import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.VolumeName;
import io.datareplicator.plan.UrlMapping;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a volume is, or is to be made, on the target. Decides; {@link #ensure} carries it out. */
final class VolumePlace {
  private final VolumeName target;
  private final VolumeInfo there;
  private final String location;
  private final String comment;
  private final String refusal;
  private final String warning;

  private VolumePlace(
      VolumeName target,
      VolumeInfo there,
      String location,
      String comment,
      String refusal,
      String warning) {
    this.target = target;
    this.there = there;
    this.location = location;
    this.comment = comment;
    this.refusal = refusal;
    this.warning = warning;
  }

  /**
   * Decides about one volume.
   *
   * @param there the volume that the target has, or null
   * @param types types that are selected
   */
  static VolumePlace of(
      SourceVolume volume,
      VolumeName target,
      VolumeInfo there,
      ReplicationConfig settings,
      Set<VolumeType> types,
      UrlMapping mapping) {
    boolean external = volume.kind() == VolumeKind.EXTERNAL && !settings.replicateAsManaged();
    Optional<String> mapped =
        external && volume.location() != null ? mapping.map(volume.location()) : Optional.empty();
    if (there != null) {
      return new VolumePlace(target, there, null, null, null, elsewhere(there, mapped));
    }
    String refusal = null;
    String warning = null;
    if (volume.kind() == VolumeKind.OTHER) {
      refusal =
          "the source calls it neither managed nor external; create it on the target yourself";
    } else if (external && mapped.isEmpty()) {
      refusal =
          "the external volume lies at "
              + volume.location()
              + ", which no prefix of cloud_url_mapping covers; add one, or set"
              + " replication_config.replicate_as_managed: true";
    } else if (!volume.kindKnown() && !settings.replicateAsManaged()) {
      if (types.contains(VolumeType.MANAGED)) {
        warning =
            "made as a managed volume; whether it is external only the source knows, which cannot"
                + " be reached";
      } else {
        refusal =
            "where an external volume lies only the source knows, which cannot be reached; create"
                + " it on the target yourself, or set replication_config.replicate_as_managed: true";
      }
    }
    return new VolumePlace(target, null, mapped.orElse(null), volume.comment(), refusal, warning);
  }

  private static String elsewhere(VolumeInfo there, Optional<String> mapped) {
    if (mapped.isEmpty() || UrlMapping.same(mapped.get(), there.storageLocation())) {
      return null;
    }
    return "the volume lies at "
        + there.storageLocation()
        + " on the target, not at "
        + mapped.get()
        + " as cloud_url_mapping has it; it is written where it is";
  }

  /** Why nothing can be done; empty when something can. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  Optional<String> warning() {
    return Optional.ofNullable(warning);
  }

  boolean isMissing() {
    return there == null;
  }

  /**
   * Makes the volume when it is missing.
   *
   * @return details of the audit row; empty when it was there
   */
  Map<String, Object> ensure(Catalogs catalogs) {
    if (there != null) {
      return Map.of();
    }
    VolumeInfo made = catalogs.createVolume(target, location, comment);
    boolean external = VolumeKind.fromApi(made.volumeType()) == VolumeKind.EXTERNAL;
    if (external != (location != null)
        || (external && !UrlMapping.same(location, made.storageLocation()))) {
      throw new IllegalStateException(
          "a volume that is "
              + (external ? "external, at " + made.storageLocation() : "managed")
              + " was made meanwhile, not one that is "
              + (location == null ? "managed" : "external, at " + location));
    }
    return Map.of("action", location == null ? "created" : "created at " + location);
  }
}
