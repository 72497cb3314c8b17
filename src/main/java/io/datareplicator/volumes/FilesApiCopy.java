package io.datareplicator.volumes;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.PartialFailure;
import io.datareplicator.compare.volumes.FileFilter;
import io.datareplicator.compare.volumes.Stop;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.databricks.files.FileTransfer;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.DaemonThreads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The files_api engine: lists both volumes, compares, and copies file by file through this process
 * (operations.md, "Volume files").
 */
final class FilesApiCopy implements VolumeCopyEngine {
  private static final Logger LOG = Logger.getLogger(FilesApiCopy.class);
  private static final int LISTINGS_AT_ONCE = 8;
  private static final long LOOK_MILLIS = 200;
  private static final long END_SECONDS = 20;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final Files files;
  private final FileTransfer transfer;
  private final Function<VolumeCopy, IngestionLog> logs;
  private final Applier applier;
  private final Clock clock;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("volume-watch"));
  private final Set<String> warned = ConcurrentHashMap.newKeySet();
  private final Set<String> emptied = ConcurrentHashMap.newKeySet();

  /**
   * @param files of the workspace that sees both volumes
   * @param logs gives the ingestion log of a volume, which exists
   * @param applier says when the run is to end
   */
  FilesApiCopy(
      Files files,
      FileTransfer transfer,
      Function<VolumeCopy, IngestionLog> logs,
      Applier applier,
      Clock clock) {
    this.files = files;
    this.transfer = transfer;
    this.logs = logs;
    this.applier = applier;
    this.clock = clock;
  }

  @Override
  public Map<String, Object> copy(VolumeCopy volume) {
    volume.check();
    FileFilter filter = FileFilter.of(volume.settings().autoloaderOptions());
    warn(filter);
    CopyCounts counts = new CopyCounts();
    Stop stop =
        new Stop(
            applier,
            clock,
            Duration.ofSeconds(volume.settings().streamingTimeoutSeconds()),
            "(volume_config.streaming_timeout_seconds); the next run goes on from here");
    ExecutorService listers = Executors.newCachedThreadPool(DaemonThreads.named("listing"));
    Trace trace = Trace.current();
    FileCopies copies =
        new FileCopies(files, transfer, logs.apply(volume), volume, counts, stop, clock, trace);
    Progress progress = new Progress(volume, counts);
    Future<?> work =
        listers.submit(
            () ->
                trace.during(
                    () -> {
                      new VolumeComparison(
                              files, listers, LISTINGS_AT_ONCE, logs.apply(volume), volume, filter)
                          .run(counts, stop, copies, emptied);
                      return null;
                    }));
    ScheduledFuture<?> watch =
        looks.scheduleWithFixedDelay(
            () -> {
              progress.line();
              if (stop.reason().isPresent()) {
                work.cancel(true);
                copies.breakOff();
              }
            },
            LOOK_MILLIS,
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS);
    boolean interrupted = false;
    try {
      await(work, stop);
    } catch (InterruptedException e) {
      interrupted = true;
      stop.because("interrupted", null);
    }
    watch.cancel(false);
    work.cancel(true);
    listers.shutdownNow();
    copies.breakOff();
    try {
      copies.awaitEnd();
      if (!listers.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        stop.because("listings that were broken off did not end in time", null);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    flush(volume, stop);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result(volume, counts, stop);
  }

  private void warn(FileFilter filter) {
    List<String> unknown = filter.unknown();
    if (!unknown.isEmpty() && warned.add(String.join(",", unknown))) {
      LOG.warnf(
          "autoloader_options %s have no effect with copy_engine: files_api, which knows"
              + " modifiedAfter, modifiedBefore and pathGlobFilter",
          unknown);
    }
  }

  /** Waits for the comparison, which waits for the copies. */
  private static void await(Future<?> work, Stop stop) throws InterruptedException {
    try {
      work.get();
    } catch (CancellationException e) {
      stop.because("broken off", null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CancellationException || e.getCause() instanceof Error) {
        stop.because(String.valueOf(e.getCause().getMessage()), null);
      } else if (e.getCause() instanceof RuntimeException failure) {
        stop.because(Failures.describe(failure), failure);
      } else {
        stop.because(
            String.valueOf(e.getCause().getMessage()), new IllegalStateException(e.getCause()));
      }
    }
  }

  private void flush(VolumeCopy volume, Stop stop) {
    try {
      logs.apply(volume).flush();
    } catch (RuntimeException e) {
      stop.because(Failures.describe(e), e);
    }
  }

  private static Map<String, Object> result(VolumeCopy volume, CopyCounts counts, Stop stop) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("engine", "files_api");
    details.put("source", volume.sourceRoot());
    details.put("target", volume.targetRoot());
    details.putAll(counts.details());
    Optional<String> reason = stop.reason();
    if (reason.isPresent()) {
      throw new PartialFailure(
          reason.get() + " (" + counts.progress() + ")", details, stop.cause().orElse(null));
    }
    if (counts.failed.sum() > 0) {
      throw new PartialFailure(
          counts.failed.sum()
              + " of "
              + counts.listed.sum()
              + " files could not be copied, first "
              + counts.firstFailure(),
          details,
          null);
    }
    return details;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }

  /** Lines of the log that tell how far a volume is. */
  private final class Progress {
    private final VolumeCopy volume;
    private final CopyCounts counts;
    private Instant next = clock.instant().plus(BETWEEN_LINES);

    Progress(VolumeCopy volume, CopyCounts counts) {
      this.volume = volume;
      this.counts = counts;
    }

    void line() {
      Instant now = clock.instant();
      if (!now.isBefore(next)) {
        next = now.plus(BETWEEN_LINES);
        LOG.infof("volume %s: %s", volume.target(), counts.progress());
      }
    }
  }
}
