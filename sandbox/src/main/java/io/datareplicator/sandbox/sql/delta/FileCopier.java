package io.datareplicator.sandbox.sql.delta;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Copies files so that a name appears only with its whole contents, and stops when interrupted. */
final class FileCopier {
  private static final long SLICE = 4L << 20;

  private FileCopier() {}

  /**
   * Copies a file unless it is there already.
   *
   * @return whether bytes were copied
   */
  static boolean copy(Path from, Path to) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long size = Files.size(from);
    if (Files.exists(to) && Files.size(to) == size) {
      return false;
    }
    Files.createDirectories(to.getParent());
    Path temporary = to.resolveSibling("." + UUID.randomUUID() + ".copy");
    try {
      transfer(from, temporary, size);
      Files.setLastModifiedTime(temporary, Files.getLastModifiedTime(from));
      Files.move(
          temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException();
    } finally {
      Files.deleteIfExists(temporary);
    }
    return true;
  }

  private static void transfer(Path from, Path to, long size) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long done = 0;
      while (done < size) {
        long moved = in.transferTo(done, Math.min(SLICE, size - done), out);
        if (moved <= 0) {
          throw new IOException(from + " became shorter while it was copied");
        }
        done += moved;
      }
    }
  }
}
