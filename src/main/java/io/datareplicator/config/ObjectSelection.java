package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is replicated: metadata, table data or volume files. Exactly one of the sets has members.
 *
 * @param ucObjectTypes metadata types, {@code all} and aliases expanded
 * @param tableTypes table types, {@code all} expanded
 * @param volumeTypes volume types, {@code all} expanded
 */
@RegisterForReflection
public record ObjectSelection(
    Set<UcObjectType> ucObjectTypes, Set<TableType> tableTypes, Set<VolumeType> volumeTypes) {

  /** The three kinds of replication. */
  public enum Kind {
    /** Unity Catalog metadata. */
    METADATA,
    /** Data of tables. */
    TABLES,
    /** Files of volumes. */
    VOLUMES
  }

  /** Keeps its own copies, in the order of the enums. */
  public ObjectSelection {
    ucObjectTypes = copy(ucObjectTypes, UcObjectType.class);
    tableTypes = copy(tableTypes, TableType.class);
    volumeTypes = copy(volumeTypes, VolumeType.class);
  }

  /**
   * The kind that is selected.
   *
   * @throws IllegalStateException when not exactly one set has members; a loaded configuration
   *     never is in that state
   */
  public Kind kind() {
    int selected =
        (ucObjectTypes.isEmpty() ? 0 : 1)
            + (tableTypes.isEmpty() ? 0 : 1)
            + (volumeTypes.isEmpty() ? 0 : 1);
    if (selected != 1) {
      throw new IllegalStateException("exactly one kind must be selected: " + this);
    }
    if (!ucObjectTypes.isEmpty()) {
      return Kind.METADATA;
    }
    return tableTypes.isEmpty() ? Kind.VOLUMES : Kind.TABLES;
  }

  private static <E extends Enum<E>> Set<E> copy(Collection<E> values, Class<E> type) {
    EnumSet<E> set = EnumSet.noneOf(type);
    set.addAll(values);
    return Collections.unmodifiableSet(set);
  }
}
