package io.datareplicator.sandbox.files;

import io.datareplicator.sandbox.metastore.ExternalLocation;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedVolume;
import io.datareplicator.sandbox.metastore.UcException;
import java.util.List;

/** Finds the directory behind a path, as one workspace sees it. */
public final class VolumeAccess {
  private final Metastore metastore;
  private final VolumeDirectories directories;

  public VolumeAccess(Metastore metastore, VolumeDirectories directories) {
    this.metastore = metastore;
    this.directories = directories;
  }

  /** A place in a volume. */
  public record Place(ResolvedVolume volume, VolumeDirectory directory, List<String> segments) {
    /** {@code /Volumes/…} of this place, or of something in it. */
    public String path(String... names) {
      StringBuilder path =
          new StringBuilder("/Volumes/")
              .append(volume.catalog())
              .append('/')
              .append(volume.schema())
              .append('/')
              .append(volume.volume().name());
      segments.forEach(s -> path.append('/').append(s));
      for (String name : names) {
        path.append('/').append(name);
      }
      return path.toString();
    }
  }

  /** A place that is read. */
  public Place read(VolumePath path) {
    try {
      ResolvedVolume volume = metastore.volumes().get(path.catalog(), path.schema(), path.volume());
      return new Place(volume, directories.at(volume.volume().storageLocation()), path.segments());
    } catch (UcException e) {
      throw FilesErrors.of(e);
    }
  }

  /** A place that is changed. */
  public Place write(VolumePath path) {
    Place place = read(path);
    if (place.volume().readOnly()) {
      throw FilesErrors.readOnly(place.volume().fullName());
    }
    ExternalLocation location =
        metastore.external().covering(place.volume().volume().storageLocation());
    if (location != null && location.readOnly()) {
      throw FilesErrors.of(
          UcException.denied("External Location '" + location.name() + "' is read only"));
    }
    return place;
  }

  /** As {@link #read}, for a path that must be a file's. */
  public Place readFile(VolumePath path) {
    requireFile(path);
    return read(path);
  }

  /** As {@link #write}, for a path that must be a file's. */
  public Place writeFile(VolumePath path) {
    requireFile(path);
    return write(path);
  }

  private static void requireFile(VolumePath path) {
    if (path.trailingSlash()) {
      throw FilesErrors.invalidPath("a file's path does not end with a slash");
    }
    if (path.segments().isEmpty()) {
      throw FilesErrors.invalidPath("it is that of a volume, not of a file");
    }
  }
}
