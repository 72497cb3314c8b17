package io.datareplicator.sandbox.sql.delta;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a {@code _delta_log} directory on the local file system. */
final class LogFiles {
  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");

  private LogFiles() {}

  /** The directory of a {@code file:} URI or plain path. */
  static Path directory(String location) {
    if (!location.startsWith("file:")) {
      return Path.of(location);
    }
    String path = URI.create(location.replace(" ", "%20")).getPath();
    return Path.of(path);
  }

  /** Commit files by version; empty when there is no table. */
  static TreeMap<Long, Path> commits(Path table) throws IOException {
    TreeMap<Long, Path> commits = new TreeMap<>();
    try (var entries = Files.newDirectoryStream(table.resolve("_delta_log"), "*.json")) {
      for (Path entry : entries) {
        Matcher name = COMMIT.matcher(entry.getFileName().toString());
        if (name.matches()) {
          commits.put(Long.parseLong(name.group(1)), entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return commits;
    }
    return commits;
  }

  static Optional<Long> latestVersion(Path table) throws IOException {
    TreeMap<Long, Path> commits = commits(table);
    return commits.isEmpty() ? Optional.empty() : Optional.of(commits.lastKey());
  }

  /**
   * Writes a commit unless the version exists.
   *
   * @return false when somebody else has written this version
   */
  static boolean putIfAbsent(Path table, long version, String actions) throws IOException {
    Path log = Files.createDirectories(table.resolve("_delta_log"));
    Path temporary = log.resolve("." + UUID.randomUUID() + ".tmp");
    try {
      Files.writeString(temporary, actions, StandardCharsets.UTF_8);
      // A hard link appears at once and complete, and fails when the name is taken.
      Files.createLink(log.resolve(String.format("%020d.json", version)), temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
