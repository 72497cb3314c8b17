package io.datareplicator.sandbox.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files of one volume on disk. Thread-safe: the file system is the only state. Operations that
 * fail on disk end with {@link UncheckedIOException}.
 */
public final class VolumeDirectory {
  private static final int ATTEMPTS = 10;

  private final Path root;
  private final Path uploads;
  private final AtomicLong number = new AtomicLong();
  private final String process = UUID.randomUUID().toString().substring(0, 8);

  /** Removes what uploads of an earlier process left behind. */
  VolumeDirectory(Path root) {
    this.root = root;
    this.uploads = root.resolve(DiskNames.INTERNAL + "uploads");
    try {
      removeTree(uploads);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file or directory.
   *
   * @param lastModified epoch milliseconds
   */
  public record Stat(boolean directory, long size, long lastModified) {}

  private Path path(List<String> segments) {
    Path path = root;
    for (String segment : segments) {
      path = DiskNames.resolve(path, segment);
    }
    if (!path.normalize().startsWith(root)) {
      throw new IllegalStateException("A path leads out of its volume");
    }
    return path;
  }

  /** What is there, or null. The volume itself is always there. */
  public Stat stat(List<String> segments) {
    Stat found = stat(path(segments));
    return found == null && segments.isEmpty() ? new Stat(true, 0, 0) : found;
  }

  private static Stat stat(Path path) {
    try {
      BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stat(a.isDirectory(), a.size(), a.lastModifiedTime().toMillis());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().contains("Not a directory")) {
        return null;
      }
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a file; null when there is none. */
  public FileContent open(List<String> segments) {
    Path path = path(segments);
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        Stat stat = stat(path);
        if (stat == null || stat.directory()) {
          return null;
        }
        FileContent content = new FileContent(path, stat.lastModified());
        // Otherwise the file was replaced in between.
        if (content.length() == stat.size() && stat.equals(stat(path))) {
          return content;
        }
        content.close();
      }
      throw new IOException(path + " is replaced all the time");
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names in a directory, sorted; empty when it does not exist. */
  public List<String> names(List<String> segments) {
    List<String> names = new ArrayList<>();
    try {
      collect(path(segments), "", names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    names.sort(null);
    return names;
  }

  private static void collect(Path directory, String before, List<String> names)
      throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (DiskNames.continues(name)) {
          collect(entry, before + DiskNames.piece(name), names);
        } else if (!DiskNames.internal(name)) {
          names.add(DiskNames.decode(before, name));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // It was removed meanwhile, or never there: nothing is in it.
    }
  }

  /** Makes a directory and those above it. */
  public void makeDirectory(List<String> segments) {
    try {
      Files.createDirectories(path(segments));
    } catch (FileAlreadyExistsException e) {
      throw FilesErrors.kindConflict("There is a file where a directory is to be.");
    } catch (IOException e) {
      throw conflictOr(e);
    }
  }

  /** A place for bytes that belong to no visible file yet. */
  public Path temporary() {
    try {
      ensure(uploads);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return uploads.resolve(process + "-" + number.incrementAndGet());
  }

  /**
   * Makes a temporary file visible under its name, with the directories above it; afterwards the
   * temporary file is gone, whatever happened.
   *
   * @param overwrite false = a file that exists stays: 409
   */
  public void publish(Path temporary, List<String> segments, boolean overwrite) {
    Path target = path(segments);
    boolean moved = false;
    try {
      for (int i = 1; ; i++) {
        try {
          ensure(target.getParent());
          place(temporary, target, overwrite);
          moved = overwrite;
          return;
        } catch (NoSuchFileException e) {
          // The directory was removed between the two steps.
          if (i == ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw target.toString().equals(e.getFile())
          ? FilesErrors.fileExists()
          : FilesErrors.kindConflict("There is a file where a directory is to be.");
    } catch (IOException e) {
      throw conflictOr(e);
    } finally {
      if (!moved) {
        discard(temporary);
      }
    }
  }

  private static void ensure(Path directory) throws IOException {
    // The usual case first: to try and fail costs much more.
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
  }

  private static void place(Path temporary, Path target, boolean overwrite) throws IOException {
    if (Files.isDirectory(target)) {
      throw FilesErrors.kindConflict("There is a directory where a file is to be.");
    }
    if (overwrite) {
      try {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        throw new IOException("The directory of a volume spans two file systems", e);
      }
    } else {
      // Unlike a move, a link never replaces anything.
      Files.createLink(target, temporary);
    }
  }

  private static RuntimeException conflictOr(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Not a directory") || message.contains("Is a directory")
        ? FilesErrors.kindConflict("There is a file where a directory is to be.")
        : new UncheckedIOException(e);
  }

  public void discard(Path temporary) {
    try {
      removeTree(temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeTree(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path entry : entries) {
          removeTree(entry);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  /**
   * Removes a file.
   *
   * @param prune whether directories that become empty go too
   */
  public void deleteFile(List<String> segments, boolean prune) {
    Path path = path(segments);
    Stat stat = stat(path);
    if (stat == null || stat.directory()) {
      throw FilesErrors.noFile();
    }
    try {
      Files.delete(path);
      removeParents(path, prune);
    } catch (NoSuchFileException e) {
      throw FilesErrors.noFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void deleteDirectory(List<String> segments) {
    Path path = path(segments);
    Stat stat = stat(path);
    if (stat == null || !stat.directory()) {
      throw FilesErrors.noDirectory();
    }
    if (!names(segments).isEmpty()) {
      throw FilesErrors.notEmpty();
    }
    try {
      Files.delete(path);
      removeParents(path, false);
    } catch (NoSuchFileException e) {
      throw FilesErrors.noDirectory();
    } catch (DirectoryNotEmptyException e) {
      throw FilesErrors.notEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Directories that only continue a long name go with it. */
  private void removeParents(Path removed, boolean all) throws IOException {
    for (Path p = removed.getParent(); !p.equals(root); p = p.getParent()) {
      if (!all && !DiskNames.continues(p.getFileName().toString())) {
        return;
      }
      try {
        Files.deleteIfExists(p);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }

  public void lastModified(List<String> segments, long millis) {
    Path path = path(segments);
    if (stat(path) == null) {
      throw FilesErrors.noFile();
    }
    try {
      Files.setLastModifiedTime(path, FileTime.fromMillis(millis));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
