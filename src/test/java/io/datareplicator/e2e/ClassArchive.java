package io.datareplicator.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What the JVM of a sandbox loaded, written at its end for the sandboxes that follow: most of what
 * a new one does is to load classes, and each test class has a sandbox of its own.
 */
final class ClassArchive {
  private final Path archive;
  private final Path recording;

  private ClassArchive(Path archive, Path recording) {
    this.archive = archive;
    this.recording = recording;
  }

  /** The archive of this build of the sandbox and this Java; before it exists one is recorded. */
  static ClassArchive of(Path sandbox) throws IOException {
    Path target = sandbox.resolve("target");
    Path jar = target.resolve("data-replicator-sandbox.jar");
    long built = Files.exists(jar) ? Files.getLastModifiedTime(jar).toMillis() : 0;
    Path archive =
        target.resolve("classes-" + built + "-" + System.getProperty("java.version") + ".jsa");
    if (built == 0 || Files.exists(archive)) {
      return new ClassArchive(archive, null);
    }
    return new ClassArchive(archive, Files.createTempDirectory(target, "jsa").resolve("new"));
  }

  /** Options of the JVM. What it has to say of an archive that it cannot use is left unsaid. */
  String options() {
    return "-Xlog:disable -Xshare:auto "
        + (recording == null
            ? "-XX:SharedArchiveFile=" + archive
            : "-XX:ArchiveClassesAtExit=" + recording);
  }

  /** To be called when the JVM has ended. */
  void keep() throws IOException {
    if (recording != null) {
      if (Files.exists(recording)) {
        Files.move(recording, archive, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.deleteIfExists(recording.getParent());
    }
  }
}
