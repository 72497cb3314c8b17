package io.datareplicator.sandbox.files;

import io.datareplicator.sandbox.metastore.CloudStorage;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where volumes lie on this machine, whichever metastore they belong to. Thread-safe. */
public final class VolumeDirectories {
  private final CloudStorage storage;
  private final Map<Path, VolumeDirectory> directories = new ConcurrentHashMap<>();
  private final Map<String, Path> paths = new ConcurrentHashMap<>();

  public VolumeDirectories(CloudStorage storage) {
    this.storage = storage;
  }

  /**
   * @param location cloud URL or {@code file:} URI
   */
  VolumeDirectory at(String location) {
    Path path = paths.computeIfAbsent(location, this::path);
    return directories.computeIfAbsent(path, VolumeDirectory::new);
  }

  private Path path(String location) {
    Path path =
        CloudStorage.isCloud(location)
            ? storage.directory(location)
            : Path.of(URI.create(location.replace(" ", "%20")));
    return path.toAbsolutePath().normalize();
  }
}
