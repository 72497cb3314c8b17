package io.datareplicator.databricks.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A directory for what the driver reads from files; only its owner can look into it. */
public final class DriverFiles {
  private static final Logger LOG = Logger.getLogger(DriverFiles.class);

  private Path directory;

  /** The directory, made when it is first asked for. */
  public synchronized Path directory() {
    if (directory == null) {
      try {
        directory = Files.createTempDirectory("data-replicator");
      } catch (IOException e) {
        throw new UncheckedIOException(
            "no directory for temporary files could be made in "
                + System.getProperty("java.io.tmpdir"),
            e);
      }
    }
    return directory;
  }

  /** Deletes the directory, if there is one, with everything in it. */
  public synchronized void delete() {
    if (directory == null) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : List.copyOf(files.toList())) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      LOG.warnf("temporary files of the JDBC driver remain in %s: %s", directory, e.getMessage());
    }
    directory = null;
  }
}
