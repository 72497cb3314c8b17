package io.datareplicator.sandbox.metastore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** The two workspaces, their metastores and everything durable about them, in one directory. */
public final class World implements AutoCloseable {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Cell> cells = new LinkedHashMap<>();
  private final Map<String, Metastore> metastores = new LinkedHashMap<>();
  private final Map<String, SecretStore> secrets = new LinkedHashMap<>();
  private final Map<String, WarehouseStore> warehouses = new LinkedHashMap<>();
  private final Map<String, WorkspaceObjects> objects = new LinkedHashMap<>();
  private final List<Workspace> workspaces;
  private final CloudStorage storage;
  private final FileChannel lockFile;

  private World(Path directory, FileChannel lockFile, Identity identity) {
    this.lockFile = lockFile;
    this.workspaces = identity.workspaces();
    this.storage = new CloudStorage(directory.toAbsolutePath().resolve("storage"));
    for (Workspace workspace : workspaces) {
      StateFile file =
          new StateFile(directory.resolve("metastore-" + workspace.metastoreId() + ".json"));
      if (!cells.containsKey(workspace.metastoreId())) {
        Cell cell = new Cell(file, file.read(MetastoreState.class));
        cells.put(workspace.metastoreId(), cell);
        metastores.put(workspace.metastoreId(), new UnityMetastore(this, cell));
      }
      secrets.put(
          workspace.role(),
          new SecretStore(
              new StateFile(directory.resolve("secrets-" + workspace.role() + ".json"))));
      warehouses.put(
          workspace.role(),
          new WarehouseStore(
              new StateFile(directory.resolve("warehouses-" + workspace.role() + ".json")),
              workspace));
      objects.put(
          workspace.role(),
          new WorkspaceObjects(
              new StateFile(directory.resolve("workspace-" + workspace.role() + ".json")),
              workspace));
    }
  }

  /** Whether the directory already holds workspaces. */
  public static boolean exists(Path directory) {
    return identityFile(directory).exists();
  }

  private static StateFile identityFile(Path directory) {
    return new StateFile(directory.resolve("identity.json"));
  }

  /**
   * Opens a data directory, or fills a new one.
   *
   * @throws IllegalStateException when another process uses the directory, or it was made with the
   *     other setting of {@code sharedMetastore}
   * @throws UncheckedIOException when the directory cannot be read or written
   */
  public static World open(Path directory, boolean sharedMetastore) {
    FileChannel lockFile = null;
    try {
      Files.createDirectories(directory);
      lockFile =
          FileChannel.open(
              directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock(directory, lockFile);
      StateFile identityFile = identityFile(directory);
      // The identity is written last, so a start that was killed half-way begins anew.
      Identity identity =
          identityFile.exists()
              ? identityFile.read(Identity.class)
              : create(directory.toAbsolutePath(), sharedMetastore, identityFile);
      if (identity.sharedMetastore() != sharedMetastore) {
        throw new IllegalStateException(
            directory
                + " was created "
                + (identity.sharedMetastore() ? "with" : "without")
                + " a shared metastore");
      }
      return new World(directory, lockFile, identity);
    } catch (IOException e) {
      release(lockFile);
      throw new UncheckedIOException("Cannot use " + directory, e);
    } catch (RuntimeException e) {
      release(lockFile);
      throw e;
    }
  }

  private static void lock(Path directory, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IllegalStateException(directory + " is in use by another sandbox");
    }
  }

  private static void release(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release the data directory", e);
    }
  }

  private static Identity create(Path directory, boolean sharedMetastore, StateFile identityFile) {
    Workspace source = workspace("source", UUID.randomUUID().toString());
    Workspace target =
        workspace("target", sharedMetastore ? source.metastoreId() : UUID.randomUUID().toString());
    newMetastore(
        directory, source, sharedMetastore ? "sandbox" : "sandbox-source", "aws", "eu-west-1");
    if (!sharedMetastore) {
      newMetastore(directory, target, "sandbox-target", "azure", "westeurope");
    }
    Identity identity = new Identity(sharedMetastore, List.of(source, target));
    identityFile.write(identity);
    return identity;
  }

  private static Workspace workspace(String role, String metastoreId) {
    SecureRandom random = new SecureRandom();
    return new Workspace(
        role,
        7_000_000_000_000_000L + random.nextLong(999_999_999_999_999L),
        metastoreId,
        role + ".admin@example.test",
        "dapi" + hex(random, 16),
        UUID.randomUUID().toString(),
        "dose" + hex(random, 16),
        hex(random, 8),
        hex(random, 32));
  }

  private static String hex(SecureRandom random, int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  private static void newMetastore(
      Path directory, Workspace workspace, String name, String cloud, String region) {
    MetastoreState state = new MetastoreState();
    state.id = workspace.metastoreId();
    state.name = name;
    state.cloud = cloud;
    state.region = region;
    state.admin = workspace.user();
    state.createdAt = System.currentTimeMillis();
    String storage = directory.resolve("storage").resolve(state.id).toUri().toString();
    state.storageRoot =
        storage.endsWith("/") ? storage.substring(0, storage.length() - 1) : storage;
    CatalogRules.create(
        state,
        UnityMetastore.requested(
            "main",
            "MANAGED_CATALOG",
            "Main catalog (auto-created)",
            null,
            null,
            null,
            null,
            state.admin));
    CatalogRules.create(
        state,
        UnityMetastore.requested(
            "system",
            "SYSTEM_CATALOG",
            "System catalog (auto-created)",
            null,
            null,
            null,
            null,
            "System user"));
    new StateFile(directory.resolve("metastore-" + state.id + ".json")).write(state);
  }

  public List<Workspace> workspaces() {
    return workspaces;
  }

  /**
   * @throws IllegalArgumentException for a role other than source and target
   */
  public Workspace workspace(String role) {
    return workspaces.stream()
        .filter(w -> w.role().equals(role))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No workspace " + role));
  }

  /** The metastore a workspace is assigned to; the same object for both when it is shared. */
  public Metastore metastore(Workspace workspace) {
    return metastores.get(workspace.metastoreId());
  }

  /** The clouds' storage, one for all metastores. */
  public CloudStorage storage() {
    return storage;
  }

  public SecretStore secrets(Workspace workspace) {
    return secrets.get(workspace.role());
  }

  public WarehouseStore warehouses(Workspace workspace) {
    return warehouses.get(workspace.role());
  }

  /** Folders, files and notebooks of a workspace. */
  public WorkspaceObjects objects(Workspace workspace) {
    return objects.get(workspace.role());
  }

  Collection<MetastoreState> states() {
    return cells.values().stream().map(c -> c.state).toList();
  }

  <T> T read(Cell cell, Function<MetastoreState, T> query) {
    lock.readLock().lock();
    try {
      return query.apply(cell.state);
    } finally {
      lock.readLock().unlock();
    }
  }

  <T> T write(Cell cell, Function<MetastoreState, T> change) {
    lock.writeLock().lock();
    try {
      T result = change.apply(cell.state);
      try {
        cell.file.write(cell.state);
      } catch (UncheckedIOException e) {
        cell.state = cell.file.read(MetastoreState.class);
        throw e;
      }
      return result;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Releases the directory for another process. */
  @Override
  public void close() {
    release(lockFile);
  }

  /** A metastore's state together with the file that holds its last durable version. */
  static final class Cell {
    final StateFile file;
    MetastoreState state;

    Cell(StateFile file, MetastoreState state) {
      this.file = file;
      this.state = state;
    }
  }

  /** What never changes in a data directory. */
  record Identity(boolean sharedMetastore, List<Workspace> workspaces) {
    Identity {
      workspaces = List.copyOf(workspaces);
    }
  }
}
