package io.datareplicator.volumes;

import io.datareplicator.apply.Failures;
import io.datareplicator.compare.volumes.Stop;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.databricks.files.FileEntry;
import io.datareplicator.databricks.files.FilePath;
import io.datareplicator.databricks.files.FileTransfer;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.files.Files.Head;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.DaemonThreads;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The copies of one volume that are under way, and the few that wait for their turn. A file is
 * recorded as copied only after the target was asked for its length.
 */
final class FileCopies {
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
  private static final int MOST_SECOND_LOOKS = 100;
  private static final long END_SECONDS = 20;

  private final Files files;
  private final FileTransfer transfer;
  private final IngestionLog log;
  private final VolumeCopy volume;
  private final CopyCounts counts;
  private final Stop stop;
  private final Clock clock;
  private final Trace trace;
  private final RetryPolicy patience;
  private final int room;
  private final Semaphore free;
  private final ExecutorService workers;
  private final AtomicInteger secondLooks = new AtomicInteger();

  FileCopies(
      Files files,
      FileTransfer transfer,
      IngestionLog log,
      VolumeCopy volume,
      CopyCounts counts,
      Stop stop,
      Clock clock,
      Trace trace) {
    this.files = files;
    this.transfer = transfer;
    this.log = log;
    this.volume = volume;
    this.counts = counts;
    this.stop = stop;
    this.clock = clock;
    this.trace = trace;
    this.patience =
        new RetryPolicy(
            volume.retry().maxAttempts(),
            volume.retry().delay(),
            LONGEST_DELAY,
            RetryPolicy.DEFAULT.maxServerDelay());
    int atOnce = volume.settings().maxConcurrentCopies();
    this.room = 2 * atOnce;
    this.free = new Semaphore(room);
    this.workers = Executors.newFixedThreadPool(atOnce, DaemonThreads.named("copy"));
  }

  /** Takes a file on; waits when too many wait already. */
  void add(FileEntry file, String targetPath) throws InterruptedException {
    free.acquire();
    boolean taken = false;
    try {
      stop.check();
      workers.execute(
          () -> {
            try {
              trace.during(
                  () -> {
                    copy(file, targetPath);
                    return null;
                  });
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } catch (Exception | Error e) {
              stop.because("the copy of " + file.path() + " broke: " + e, new RuntimeException(e));
            } finally {
              free.release();
            }
          });
      taken = true;
    } finally {
      if (!taken) {
        free.release();
      }
    }
  }

  /** Waits until every file that was taken on has ended. */
  void await() throws InterruptedException {
    free.acquire(room);
    free.release(room);
  }

  /** Ends the copies that are under way; those that wait are not begun. */
  void breakOff() {
    workers.shutdownNow();
  }

  /** After {@link #breakOff}: waits until nothing is written any more. */
  void awaitEnd() throws InterruptedException {
    if (!workers.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
      stop.because("copies that were broken off did not end in time", null);
    }
  }

  private void copy(FileEntry file, String targetPath) throws InterruptedException {
    if (stop.reason().isPresent()) {
      return;
    }
    if (!FilePath.isAddressable(file.path())) {
      failed(file, targetPath, "a path with such a segment cannot be asked for");
      return;
    }
    long sent;
    try {
      sent =
          files.http().repeat("copy of " + file.path(), patience, () -> verified(file, targetPath));
    } catch (FileTransfer.NotReadable e) {
      notReadable(file, targetPath, e);
      return;
    } catch (CancellationException e) {
      return;
    } catch (RuntimeException e) {
      // Copies that are broken off fail in many ways; none of them says anything about the file.
      if (stop.reason().isPresent()) {
        return;
      }
      if (Failures.stopsRun(e)) {
        stop.because(Failures.describe(e), e);
      }
      failed(file, targetPath, Failures.describe(e));
      return;
    }
    counts.copied.increment();
    counts.bytes.add(sent);
    record(
        new IngestionRow(
            file.path(), targetPath, clock.instant(), sent, file.modifiedMillis(), null));
  }

  private long verified(FileEntry file, String targetPath) {
    long sent = transfer.copy(file.path(), targetPath, file.size());
    Optional<Head> there = files.head(targetPath);
    if (there.isPresent() && there.get().length() == sent) {
      return sent;
    }
    String what =
        there
            .map(head -> "the target has " + head.length() + " bytes of it")
            .orElse("the target has not got it");
    String removed = "";
    if (there.isPresent()) {
      files.delete(targetPath);
      removed = ", and it was removed there";
    }
    // A cause of this kind lets the copy be tried again.
    throw new ApiException(
        0,
        "",
        "after " + sent + " bytes were sent " + what + removed,
        null,
        null,
        new IOException("length differs"));
  }

  /** A file that was removed since it was listed is nothing to copy; one that is there is. */
  private void notReadable(FileEntry file, String targetPath, ApiException refusal)
      throws InterruptedException {
    boolean listed = true;
    if (secondLooks.incrementAndGet() <= MOST_SECOND_LOOKS) {
      try {
        listed = files.isListed(file.path());
      } catch (CancellationException e) {
        return;
      } catch (ApiException e) {
        failed(file, targetPath, Failures.describe(e));
        return;
      }
    }
    if (listed) {
      failed(file, targetPath, "it is listed but cannot be read: " + Failures.describe(refusal));
    } else {
      counts.vanished.increment();
    }
  }

  private void failed(FileEntry file, String targetPath, String why) throws InterruptedException {
    String said = Redactor.redact(why);
    counts.failed(file.path(), said);
    record(
        new IngestionRow(
            file.path(), targetPath, clock.instant(), file.size(), file.modifiedMillis(), said));
  }

  private void record(IngestionRow row) throws InterruptedException {
    try {
      log.add(row);
    } catch (RuntimeException e) {
      stop.because(Failures.describe(e), e);
    }
  }
}
