package io.datareplicator.volumes;

import io.datareplicator.compare.volumes.FileFilter;
import io.datareplicator.compare.volumes.FileIndex;
import io.datareplicator.compare.volumes.FileIndex.Answer;
import io.datareplicator.compare.volumes.Stop;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.databricks.files.FileEntry;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.files.TreeWalk;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Trace;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Finds out which files of a volume are to be copied. What the target has and what the ingestion
 * log knows is read first, side by side; then the source is listed, and a file that is new or
 * changed is handed on as soon as it is found.
 */
final class VolumeComparison {
  private final Files files;
  private final ExecutorService threads;
  private final int listingsAtOnce;
  private final IngestionLog log;
  private final VolumeCopy volume;
  private final FileFilter filter;

  VolumeComparison(
      Files files,
      ExecutorService threads,
      int listingsAtOnce,
      IngestionLog log,
      VolumeCopy volume,
      FileFilter filter) {
    this.files = files;
    this.threads = threads;
    this.listingsAtOnce = listingsAtOnce;
    this.log = log;
    this.volume = volume;
    this.filter = filter;
  }

  /**
   * Returns when every file was compared, and every one that had to be copied has ended.
   *
   * @param emptied targets that this run has emptied: another attempt goes on from there
   */
  void run(CopyCounts counts, Stop stop, FileCopies copies, Set<String> emptied)
      throws InterruptedException {
    if (!files.isDirectory(volume.sourceRoot())) {
      throw new IllegalStateException(
          volume.folder().isEmpty()
              ? "the files of volume "
                  + volume.source()
                  + " cannot be found on the target workspace"
              : "volume " + volume.source() + " has no folder '" + volume.folder() + "'");
    }
    FileIndex index = new FileIndex();
    boolean anew = volume.settings().deleteAndReload();
    if (anew && !emptied.contains(volume.targetRoot())) {
      new TargetCleaner(files, threads, listingsAtOnce, volume).empty(counts, stop);
      emptied.add(volume.targetRoot());
    } else {
      read(index, anew || volume.settings().deleteCheckpoint(), stop);
    }
    String sourceRoot = volume.sourceRoot();
    String targetRoot = volume.targetRoot();
    walk(
        sourceRoot,
        file -> {
          stop.check();
          if (file.name().startsWith(VolumeCopy.TEMPORARY)) {
            return;
          }
          counts.listed.increment();
          String targetPath = targetRoot + file.path().substring(sourceRoot.length());
          Answer answer = index.compare(targetPath, file.size(), file.modifiedMillis());
          if (!filter.takes(file.name(), file.modifiedMillis())) {
            counts.filtered.increment();
          } else if (answer == Answer.UNCHANGED) {
            counts.unchanged.increment();
          } else {
            add(copies, file, targetPath);
          }
        });
    copies.await();
    counts.onlyAtTarget(index.onlyAtTarget());
  }

  private void read(FileIndex index, boolean onlyThisRun, Stop stop) throws InterruptedException {
    Trace trace = Trace.current();
    Future<?> logged =
        threads.submit(
            () ->
                trace.during(
                    () -> {
                      log.read(volume, onlyThisRun, index);
                      return null;
                    }));
    try {
      if (files.isDirectory(volume.targetRoot())) {
        walk(
            volume.targetRoot(),
            file -> {
              stop.check();
              index.atTarget(file.path(), file.size());
            });
      }
      logged.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      logged.cancel(true);
    }
  }

  private interface Sink {
    void take(FileEntry file);
  }

  private void walk(String root, Sink sink) throws InterruptedException {
    String checkpoints = volume.folder().isEmpty() ? root + "/" + VolumeCopy.CHECKPOINTS : null;
    try {
      new TreeWalk(files, threads, listingsAtOnce)
          .run(root, directory -> !directory.path().equals(checkpoints), sink::take);
    } catch (ApiException e) {
      throw new ApiException(
          e.status(),
          e.errorCode(),
          "the files of " + root + " cannot be listed: " + e.getMessage(),
          e.requestId().orElse(null),
          e.retryAfter().orElse(null),
          e.getCause() == null ? e : e.getCause());
    }
  }

  private static void add(FileCopies copies, FileEntry file, String targetPath) {
    try {
      copies.add(file, targetPath);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }
}
