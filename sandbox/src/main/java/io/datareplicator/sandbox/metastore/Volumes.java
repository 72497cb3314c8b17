package io.datareplicator.sandbox.metastore;

import java.util.List;
import java.util.Map;

/**
 * The volumes of one metastore, under the rules of {@link Metastore}: thread-safe, durable,
 * refusals are {@link UcException}s.
 */
public interface Volumes {
  /** Volumes of a schema; for a shared catalog, live from the share (all show as MANAGED there). */
  List<ResolvedVolume> list(String catalog, String schema);

  ResolvedVolume get(String catalog, String schema, String volume);

  /**
   * Creates a volume.
   *
   * @param volumeType MANAGED or EXTERNAL
   * @param storageLocation for EXTERNAL, and only for it; slashes at its end are dropped
   */
  ResolvedVolume create(
      String catalog,
      String schema,
      String name,
      String volumeType,
      String storageLocation,
      String comment,
      String owner);

  /** Applies {@code new_name}, {@code owner} and {@code comment}, as far as they are given. */
  ResolvedVolume update(String catalog, String schema, String volume, Map<String, Object> changes);

  /** Forgets the volume; its files stay on disk, out of reach when it was a managed one. */
  void drop(String catalog, String schema, String volume);
}
