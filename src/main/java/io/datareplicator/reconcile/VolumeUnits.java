package io.datareplicator.reconcile;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.PartialFailure;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.compare.volumes.FileFilter;
import io.datareplicator.compare.volumes.Stop;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.DaemonThreads;
import io.datareplicator.model.VolumeName;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Units of work that compare one volume each, broken off when their time is over. */
final class VolumeUnits implements AutoCloseable {
  private static final long LOOK_MILLIS = 200;

  private final Files files;
  private final Applier applier;
  private final Clock clock;
  private final ThreadFactory threads = DaemonThreads.named("volume");
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("volume-watch"));

  /**
   * @param files of the workspace that sees both volumes
   */
  VolumeUnits(Files files, Applier applier, Clock clock) {
    this.files = files;
    this.applier = applier;
    this.clock = clock;
  }

  /** Work on one volume that both sides have. */
  WorkUnit unit(VolumeCopy volume, ReconciliationConfig settings, Duration limit) {
    VolumeName name = volume.target();
    return new WorkUnit(
        Verdicts.TYPE,
        name.catalog(),
        name.schema(),
        name.volume(),
        "volume",
        volume.retry(),
        trace -> start(volume, settings, limit, trace));
  }

  private CompletableFuture<Map<String, Object>> start(
      VolumeCopy volume, ReconciliationConfig settings, Duration limit, Trace trace) {
    CompletableFuture<Map<String, Object>> done = new CompletableFuture<>();
    Stop stop = new Stop(applier, clock, limit, "(concurrency.timeout_seconds)");
    Thread worker =
        threads.newThread(
            () -> {
              try {
                done.complete(trace.during(() -> compare(volume, settings, stop)));
              } catch (Exception | Error e) {
                done.completeExceptionally(e);
              }
            });
    worker.start();
    ScheduledFuture<?> watch =
        looks.scheduleWithFixedDelay(
            () -> {
              if (stop.reason().isPresent()) {
                worker.interrupt();
              }
            },
            LOOK_MILLIS,
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS);
    done.whenComplete((details, failure) -> watch.cancel(false));
    return done;
  }

  private Map<String, Object> compare(VolumeCopy volume, ReconciliationConfig settings, Stop stop) {
    volume.check();
    FileFilter filter = FileFilter.of(volume.settings().autoloaderOptions());
    FilesVerdict verdict;
    try (FilesComparison comparison =
        new FilesComparison(files, volume, filter, settings.hashVolumeFiles(), stop)) {
      verdict = comparison.run();
    } catch (InterruptedException | RuntimeException e) {
      // Work that is broken off fails in many ways; the reason is what counts.
      throw stop.reason().map(why -> broken(why, stop)).orElseGet(() -> unbroken(e));
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("source", volume.sourceRoot());
    details.put("target", volume.targetRoot());
    details.put("hashed", settings.hashVolumeFiles());
    details.putAll(verdict.details());
    if (verdict.countFiltered() > 0) {
      details.put(
          Verdicts.NOT_COMPARED,
          List.of(
              Map.of(
                  "what",
                  "files",
                  "reason",
                  verdict.countFiltered() + " files are left out by autoloader_options")));
    }
    if (verdict.matches(settings.threshold())) {
      Map<String, Object> all = Verdicts.match();
      all.putAll(details);
      return all;
    }
    Map<String, Object> all = Verdicts.mismatch(verdict.describe());
    all.putAll(details);
    throw new PartialFailure(Verdicts.said(verdict.describe()), all, null);
  }

  private static RuntimeException broken(String why, Stop stop) {
    return new PartialFailure(
        "not compared to the end: " + why, Map.of(), stop.cause().orElse(null));
  }

  private static RuntimeException unbroken(Exception e) {
    return e instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("interrupted: " + Failures.describe(e), e);
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
