package io.datareplicator.sandbox.sql.delta;

import io.datareplicator.sandbox.metastore.UcException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import io.delta.kernel.internal.SnapshotImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An incremental deep clone: new data files are copied, then one commit makes the target equal to
 * the source's snapshot. Files that both sides have are left alone.
 */
public final class DeepClone {
  private static final int ATTEMPTS = 4;

  /**
   * What to clone.
   *
   * @param sourceName as it appears in the history
   * @param version of the source, or null
   * @param timestamp of the source in epoch milliseconds, or null
   * @param mayExist whether a target with commits is replaced; otherwise it is an error
   */
  public record Request(
      String sourceName,
      String sourceLocation,
      Long version,
      Long timestamp,
      String targetLocation,
      Map<String, String> properties,
      String user,
      boolean mayExist) {}

  private final Request request;
  private final Path sourceRoot;
  private final Path targetRoot;

  public DeepClone(Request request) {
    this.request = request;
    this.sourceRoot = LogFiles.directory(request.sourceLocation());
    this.targetRoot = LogFiles.directory(request.targetLocation());
  }

  /**
   * Runs the clone.
   *
   * @throws InterruptedException before the commit; the target is then unchanged
   * @throws UcException with a Delta error class
   */
  public CloneMetrics run() throws IOException, InterruptedException {
    SnapshotImpl source = source();
    List<DataFile> sourceFiles = Snapshots.files(source);
    Set<String> copied = new HashSet<>();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      SnapshotImpl target = target();
      CloneMetrics metrics = new CloneMetrics();
      metrics.add("sourceNumOfFiles", sourceFiles.size());
      var commit = new CloneCommit(request, source, target);
      apply(sourceFiles, target, commit, metrics, copied);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (LogFiles.putIfAbsent(targetRoot, commit.version(), commit.text(metrics))) {
        return metrics;
      }
      if (target == null && !request.mayExist()) {
        throw exists();
      }
    }
    throw new UcException(
        409,
        "DELTA_CONCURRENT_WRITE",
        "ConcurrentWriteException: A concurrent transaction has written new data since the current"
            + " transaction read the table. Please try the operation again.");
  }

  private SnapshotImpl source() {
    try {
      if (request.version() != null) {
        return Snapshots.at(request.sourceLocation(), request.version());
      }
      if (request.timestamp() != null) {
        return Snapshots.atTimestamp(request.sourceLocation(), request.timestamp());
      }
      return Snapshots.latest(request.sourceLocation());
    } catch (TableNotFoundException e) {
      throw unsupportedSource("is not a Delta table");
    } catch (UnsupportedTableFeatureException | UnsupportedProtocolVersionException e) {
      throw new UcException(
          400,
          "DELTA_UNSUPPORTED_FEATURES_FOR_READ",
          "Unsupported Delta read feature: table \""
              + request.sourceName()
              + "\" requires reader table feature(s) that are unsupported by this version of"
              + " Databricks: "
              + unknown(e)
              + ".");
    } catch (KernelException e) {
      throw unreadable(e);
    }
  }

  private static String unknown(KernelException e) {
    return e instanceof UnsupportedTableFeatureException features
        ? String.join(", ", features.getUnsupportedFeatures())
        : e.getMessage();
  }

  private UcException unreadable(KernelException e) {
    String table = request.sourceName();
    if (request.version() != null) {
      return new UcException(
          400,
          "DELTA_VERSION_NOT_FOUND",
          "Cannot time travel Delta table " + table + " to version " + request.version());
    }
    if (request.timestamp() != null) {
      return new UcException(
          400,
          "DELTA_TIMESTAMP_INVALID",
          "The provided timestamp is outside of the history of table " + table);
    }
    return new UcException(
        400,
        "DELTA_LOG_FILE_NOT_FOUND",
        "Unable to retrieve the delta log files to construct table "
            + table
            + ": "
            + e.getMessage());
  }

  private UcException unsupportedSource(String why) {
    return new UcException(
        400,
        "DELTA_CLONE_UNSUPPORTED_SOURCE",
        "Unsupported DEEP clone source '" + request.sourceName() + "', which " + why + ".");
  }

  private SnapshotImpl target() throws IOException {
    if (LogFiles.latestVersion(targetRoot).isEmpty()) {
      return null;
    }
    if (!request.mayExist()) {
      throw exists();
    }
    return Snapshots.latest(request.targetLocation());
  }

  private UcException exists() {
    return new UcException(
        400,
        "TABLE_ALREADY_EXISTS",
        "Cannot create table or view because a Delta table already exists at "
            + request.targetLocation());
  }

  private void apply(
      List<DataFile> sourceFiles,
      SnapshotImpl target,
      CloneCommit commit,
      CloneMetrics metrics,
      Set<String> copiedBefore)
      throws IOException, InterruptedException {
    Map<String, DataFile> old = new LinkedHashMap<>();
    if (target != null) {
      Snapshots.files(target).forEach(f -> old.put(f.key(), f));
    }
    Map<String, DataFile> wanted = new HashMap<>();
    List<DataFile> added = new ArrayList<>();
    for (DataFile file : sourceFiles) {
      metrics.add("sourceTableSize", file.size());
      DataFile local = localised(file);
      wanted.put(local.key(), local);
      if (!old.containsKey(local.key())) {
        added.add(local);
        copy(file, local, metrics, copiedBefore);
      }
    }
    for (DataFile file : old.values()) {
      if (!wanted.containsKey(file.key())) {
        metrics.add("numRemovedFiles", 1);
        metrics.add("removedFilesSize", file.size());
        commit.remove(file);
      }
    }
    added.forEach(commit::add);
  }

  /** A shallow-cloned source points elsewhere; the deep clone holds the file itself. */
  private static DataFile localised(DataFile file) {
    if (!file.isAbsolute()) {
      return file;
    }
    String path = file.path();
    return new DataFile(
        file.add().deepCopy().put("path", path.substring(path.lastIndexOf('/') + 1)));
  }

  private void copy(DataFile from, DataFile to, CloneMetrics metrics, Set<String> copiedBefore)
      throws IOException, InterruptedException {
    try {
      boolean now = FileCopier.copy(from.resolve(sourceRoot), to.resolve(targetRoot));
      // A lost race repeats the plan, not the copying, but what it copied still counts.
      if (now || copiedBefore.contains(to.path())) {
        copiedBefore.add(to.path());
        metrics.add("numCopiedFiles", 1);
        metrics.add("copiedFilesSize", to.size());
      }
      String vector = from.relativeVectorFile();
      if (vector != null) {
        FileCopier.copy(sourceRoot.resolve(vector), targetRoot.resolve(vector));
      }
    } catch (NoSuchFileException e) {
      throw new UcException(
          400,
          "FAILED_READ_FILE.DBR_FILE_NOT_EXIST",
          "Error while reading file "
              + e.getFile()
              + ". [DELTA_FILE_NOT_FOUND_DETAILED] File "
              + e.getFile()
              + " referenced in the transaction log cannot be found. This occurs when data has been"
              + " manually deleted from the file system rather than using the table `DELETE`"
              + " statement.");
    }
  }

  /** Removes everything below a location that never became a table. */
  public static void discard(String location) throws IOException {
    Path root = LogFiles.directory(location);
    if (!Files.isDirectory(root)) {
      return;
    }
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Whether a location holds a Delta table. */
  public static boolean isTable(String location) {
    try {
      return LogFiles.latestVersion(LogFiles.directory(location)).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException("The directory " + location + " cannot be read", e);
    }
  }
}
