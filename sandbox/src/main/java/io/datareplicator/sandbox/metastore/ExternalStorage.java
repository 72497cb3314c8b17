package io.datareplicator.sandbox.metastore;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A metastore's storage credentials and external locations (reference §4), and the rules on which
 * cloud paths may be used. Thread-safe; changes are durable when a call returns. Locations that are
 * no cloud URL always pass.
 */
public final class ExternalStorage {
  private final World world;
  private final World.Cell cell;

  ExternalStorage(World world, World.Cell cell) {
    this.world = world;
    this.cell = cell;
  }

  private <T> T read(Function<MetastoreState, T> query) {
    return world.read(cell, query);
  }

  private <T> T write(Function<MetastoreState, T> change) {
    return world.write(cell, change);
  }

  private void check(Consumer<MetastoreState> rule) {
    read(
        s -> {
          rule.accept(s);
          return null;
        });
  }

  /**
   * Refuses a cloud path that a statement names directly: no external location covers it, it
   * belongs to managed storage, or it is written to below a read-only location.
   *
   * @throws UcException NO_PARENT_EXTERNAL_LOCATION_FOR_PATH,
   *     INVALID_PARAMETER_VALUE.LOCATION_OVERLAP or PERMISSION_DENIED
   */
  public void checkPath(String path, boolean write) {
    check(
        s -> {
          StorageRules.checkCovered(s, path, write);
          StorageRules.checkNotManaged(s, path, "CheckPathAccess");
        });
  }

  /**
   * Refuses the location of a table that is to be created: as {@link #checkPath}, and when another
   * table's location overlaps.
   */
  public void checkNewTable(String location) {
    check(s -> StorageRules.checkNewTable(s, location));
  }

  /** The external location that covers a path, or null. */
  public ExternalLocation covering(String path) {
    return CloudStorage.isCloud(path) ? read(s -> StorageRules.cover(s, path)) : null;
  }

  public List<StorageCredential> credentials() {
    return read(s -> List.copyOf(s.storageCredentials.values()));
  }

  public StorageCredential credential(String name) {
    return read(s -> CredentialRules.credential(s, name));
  }

  /** Makes a credential with the requested name, kind, identity, comment, owner and read_only. */
  public StorageCredential createCredential(StorageCredential requested) {
    return write(s -> CredentialRules.createCredential(s, requested));
  }

  /** Applies the values that are not null; null kind = same identity. */
  public StorageCredential updateCredential(
      String name, String newName, StorageCredential changes, Boolean readOnly) {
    return write(s -> CredentialRules.updateCredential(s, name, newName, changes, readOnly));
  }

  /**
   * @param force even when an external location uses it
   */
  public void dropCredential(String name, boolean force) {
    write(
        s -> {
          CredentialRules.dropCredential(s, name, force);
          return null;
        });
  }

  public List<ExternalLocation> locations() {
    return read(s -> List.copyOf(s.externalLocations.values()));
  }

  public ExternalLocation location(String name) {
    return read(s -> StorageRules.location(s, name));
  }

  /** Refused when the url overlaps with another location's, or does not suit the credential. */
  public ExternalLocation createLocation(ExternalLocation requested) {
    return write(s -> StorageRules.createLocation(s, requested));
  }

  /** Makes a location over a credential with nothing else special about it. */
  public ExternalLocation createLocation(
      String name, String url, String credential, String comment, String owner) {
    return createLocation(
        new ExternalLocation(
            name, url, credential, null, comment, false, false, true, owner, null, 0, 0));
  }

  /** Flags of a location to change; null = stay. */
  public record Flags(Boolean readOnly, Boolean fallback, Boolean enableFileEvents) {
    /** Nothing but this one. */
    public static Flags ofReadOnly(boolean readOnly) {
      return new Flags(readOnly, null, null);
    }
  }

  /** Applies the values that are not null; the flags come separately. */
  public ExternalLocation updateLocation(
      String name, String newName, ExternalLocation changes, Flags flags) {
    return write(s -> StorageRules.updateLocation(s, name, newName, changes, flags));
  }

  /**
   * @param force even when tables depend on it
   */
  public void dropLocation(String name, boolean force) {
    write(
        s -> {
          StorageRules.dropLocation(s, name, force);
          return null;
        });
  }
}
