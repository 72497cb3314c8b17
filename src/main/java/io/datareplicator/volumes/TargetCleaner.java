package io.datareplicator.volumes;

import io.datareplicator.compare.volumes.Stop;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.databricks.files.FileEntry;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.files.TreeWalk;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Empties the target before everything is copied anew (delete_and_reload): the volume, or the
 * folder alone. Auto Loader's memory is left alone, unless delete_checkpoint says otherwise. What
 * will be deleted stands in the log before it is.
 */
final class TargetCleaner {
  private static final Logger LOG = Logger.getLogger(TargetCleaner.class);
  private static final int PAGE = 1000;

  private final Files files;
  private final ExecutorService threads;
  private final int atOnce;
  private final VolumeCopy volume;
  private final Trace trace = Trace.current();

  TargetCleaner(Files files, ExecutorService threads, int atOnce, VolumeCopy volume) {
    this.files = files;
    this.threads = threads;
    this.atOnce = atOnce;
    this.volume = volume;
  }

  /**
   * Deletes every file, and the directories that held them.
   *
   * @throws ApiException when something cannot be deleted: then nothing may be copied
   */
  void empty(CopyCounts counts, Stop stop) throws InterruptedException {
    clean(volume.targetRoot(), counts, stop);
    if (volume.settings().deleteCheckpoint() && !volume.folder().isEmpty()) {
      clean(
          volume.target().path() + "/" + VolumeCopy.CHECKPOINTS + "/" + volume.folder(),
          counts,
          stop);
    }
  }

  private void clean(String root, CopyCounts counts, Stop stop) throws InterruptedException {
    if (!files.isDirectory(root)) {
      return;
    }
    LongAdder found = new LongAdder();
    LongAdder bytes = new LongAdder();
    new TreeWalk(files, threads, atOnce)
        .run(
            root,
            directory -> !kept(directory.path()),
            file -> {
              stop.check();
              found.increment();
              bytes.add(file.size());
            });
    LOG.infof(
        "delete_and_reload: %d files (%s MiB) of %s are deleted now",
        found.sum(), String.format(Locale.ROOT, "%.1f", bytes.sum() / 1048576.0), root);
    empty(root, counts, stop);
  }

  private boolean kept(String path) {
    return !volume.settings().deleteCheckpoint()
        && path.equals(volume.target().path() + "/" + VolumeCopy.CHECKPOINTS);
  }

  /** Lists until nothing is left: pages may shift while what they list is deleted. */
  private void empty(String directory, CopyCounts counts, Stop stop) throws InterruptedException {
    boolean again = true;
    while (again) {
      again = false;
      List<FileEntry> page = page(directory);
      List<Future<?>> deletions = new ArrayList<>();
      try {
        for (FileEntry entry : page) {
          stop.check();
          if (!entry.directory()) {
            deletions.add(threads.submit(() -> delete(entry, counts, stop)));
            again = true;
          }
        }
        for (Future<?> deletion : deletions) {
          join(deletion);
        }
      } finally {
        deletions.forEach(d -> d.cancel(true));
      }
      for (FileEntry entry : page) {
        if (entry.directory() && !kept(entry.path())) {
          empty(entry.path(), counts, stop);
          files.deleteDirectory(entry.path());
          again = true;
        }
      }
    }
  }

  /** The first entries of a directory, at most one page. */
  private List<FileEntry> page(String directory) {
    List<FileEntry> page = new ArrayList<>();
    try {
      files.list(
          directory,
          entry -> {
            if (kept(entry.path())) {
              return;
            }
            page.add(entry);
            if (page.size() >= PAGE) {
              throw new PageIsFull();
            }
          });
    } catch (PageIsFull full) {
      LOG.tracef("%s has more entries than one page", directory);
    } catch (ApiException e) {
      // A directory may be gone with its last file.
      if (!e.isNotFound()) {
        throw e;
      }
    }
    return page;
  }

  private static final class PageIsFull extends RuntimeException {
    PageIsFull() {
      super(null, null, false, false);
    }
  }

  private Object delete(FileEntry entry, CopyCounts counts, Stop stop) throws Exception {
    return trace.during(
        () -> {
          stop.check();
          files.delete(entry.path());
          counts.deleted.increment();
          return null;
        });
  }

  private static void join(Future<?> deletion) throws InterruptedException {
    try {
      deletion.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new CancellationException(String.valueOf(e.getCause()));
    }
  }
}
