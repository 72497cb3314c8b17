package io.datareplicator.sandbox.metastore;

/**
 * A volume as a workspace sees it.
 *
 * @param readOnly whether it belongs to a shared catalog
 */
public record ResolvedVolume(String catalog, String schema, VolumeEntry volume, boolean readOnly) {
  /** {@code catalog.schema.volume}, lower case. */
  public String fullName() {
    return catalog + "." + schema + "." + volume.name();
  }
}
