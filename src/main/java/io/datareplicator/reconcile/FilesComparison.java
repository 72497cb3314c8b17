package io.datareplicator.reconcile;

import io.datareplicator.apply.Failures;
import io.datareplicator.compare.volumes.FileFilter;
import io.datareplicator.compare.volumes.FileIndex;
import io.datareplicator.compare.volumes.FileIndex.Answer;
import io.datareplicator.compare.volumes.Stop;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.databricks.files.FileEntry;
import io.datareplicator.databricks.files.FilePath;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.files.TreeWalk;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.DaemonThreads;
import io.datareplicator.reconcile.FilesVerdict.Difference;
import java.security.MessageDigest;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Compares the files of two volumes by name and size, and by content when asked. The target is
 * listed first and kept as hashes of its names; then the source is listed and nothing of it is
 * kept.
 */
final class FilesComparison implements AutoCloseable {
  private static final int LISTINGS_AT_ONCE = 8;

  /** Enough names were seen. */
  private static final class Enough extends RuntimeException {
    Enough() {
      super(null, null, false, false);
    }
  }

  private final Files files;
  private final VolumeCopy volume;
  private final FileFilter filter;
  private final boolean hash;
  private final Stop stop;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("compare"));
  private final int hashesAtOnce;
  private final Semaphore free;
  private final FilesVerdict verdict = new FilesVerdict();
  private final FileIndex index = new FileIndex();
  private final Trace trace = Trace.current();

  /**
   * @param files of the workspace that sees both volumes
   * @param filter which files count
   */
  FilesComparison(Files files, VolumeCopy volume, FileFilter filter, boolean hash, Stop stop) {
    this.files = files;
    this.volume = volume;
    this.filter = filter;
    this.hash = hash;
    this.stop = stop;
    this.hashesAtOnce = volume.settings().maxConcurrentCopies();
    this.free = new Semaphore(hashesAtOnce);
  }

  /**
   * Compares everything.
   *
   * @throws ApiException when a listing or a content cannot be read: then nothing is known
   * @throws CancellationException when it has to end before
   */
  FilesVerdict run() throws InterruptedException {
    if (!files.isDirectory(volume.sourceRoot())) {
      throw missing(volume.source().toString());
    }
    if (files.isDirectory(volume.targetRoot())) {
      walk(
          volume.targetRoot(),
          file -> {
            if (isNamed(file)) {
              verdict.target();
              index.atTarget(file.path(), file.size());
            }
          });
    } else if (volume.folder().isEmpty()) {
      throw missing(volume.target().toString());
    }
    walk(volume.sourceRoot(), this::compare);
    free.acquire(hashesAtOnce);
    free.release(hashesAtOnce);
    stop.check();
    onlyAtTarget();
    return verdict;
  }

  private IllegalStateException missing(String name) {
    return new IllegalStateException(
        volume.folder().isEmpty()
            ? "the files of volume " + name + " cannot be found on the target workspace"
            : "volume " + name + " has no folder '" + volume.folder() + "'");
  }

  /** Times of the target are those of the copy, so that only names can leave its files out. */
  private boolean isNamed(FileEntry file) {
    if (file.name().startsWith(VolumeCopy.TEMPORARY)) {
      return false;
    }
    if (filter.glob() != null && !filter.glob().matches(file.name())) {
      verdict.filtered();
      return false;
    }
    return true;
  }

  private void compare(FileEntry file) {
    if (!isNamed(file)) {
      return;
    }
    String path = file.path().substring(volume.sourceRoot().length() + 1);
    String there = volume.targetRoot() + "/" + path;
    Answer answer = index.compareSize(there, file.size());
    if (!filter.takes(file.name(), file.modifiedMillis())) {
      verdict.filtered();
      return;
    }
    verdict.source(file.size());
    switch (answer) {
      case NEW -> verdict.differs(Difference.MISSING_IN_TARGET, path);
      case CHANGED -> verdict.differs(Difference.SIZE_DIFFERS, path);
      case UNCHANGED -> {
        if (hash) {
          hash(file.path(), there, path);
        }
      }
    }
  }

  private void hash(String here, String there, String path) {
    if (!FilePath.isAddressable(here)) {
      throw new IllegalStateException(
          "the content of "
              + here
              + " cannot be read: a path with such a segment cannot be asked for");
    }
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
    threads.execute(
        () -> {
          try {
            if (stop.reason().isEmpty() && !same(here, there)) {
              verdict.differs(Difference.CONTENT_DIFFERS, path);
            }
          } catch (RuntimeException e) {
            stop.because(
                "the content of " + path + " cannot be compared: " + Failures.describe(e), e);
          } finally {
            free.release();
          }
        });
  }

  private boolean same(String here, String there) {
    try {
      return trace.during(() -> MessageDigest.isEqual(files.sha256(here), files.sha256(there)));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Names of files were not kept: they are listed again, until there are enough. */
  private void onlyAtTarget() throws InterruptedException {
    long count = index.onlyAtTarget();
    if (count == 0) {
      return;
    }
    verdict.onlyAtTarget(count);
    try {
      walk(
          volume.targetRoot(),
          file -> {
            boolean only =
                !file.name().startsWith(VolumeCopy.TEMPORARY)
                    && (filter.glob() == null || filter.glob().matches(file.name()))
                    && !index.isSeen(file.path());
            if (only
                && !verdict.example(
                    Difference.MISSING_IN_SOURCE,
                    file.path().substring(volume.targetRoot().length() + 1))) {
              throw new Enough();
            }
          });
    } catch (Enough enough) {
      // More names would not be told.
    }
  }

  private void walk(String root, Consumer<FileEntry> sink) throws InterruptedException {
    String checkpoints = volume.folder().isEmpty() ? root + "/" + VolumeCopy.CHECKPOINTS : null;
    try {
      new TreeWalk(files, threads, LISTINGS_AT_ONCE)
          .run(
              root,
              directory -> !directory.path().equals(checkpoints),
              file -> {
                stop.check();
                sink.accept(file);
              });
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

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
