package io.datareplicator.model;

import java.util.Locale;

/** Who owns the storage of a volume. */
public enum VolumeKind {
  MANAGED,
  EXTERNAL,
  /** A type that is not known yet. */
  OTHER;

  /** From {@code volume_type} of the volumes API. */
  public static VolumeKind fromApi(String volumeType) {
    return switch (volumeType == null ? "" : volumeType.toUpperCase(Locale.ROOT)) {
      case "MANAGED" -> MANAGED;
      case "EXTERNAL" -> EXTERNAL;
      default -> OTHER;
    };
  }
}
