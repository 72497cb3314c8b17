package io.datareplicator.volumes;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.PartialFailure;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.config.CopyEngine;
import io.datareplicator.config.Retry;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.files.FileTransfer;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.DaemonThreads;
import io.datareplicator.model.TableName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * The engines that copy volumes, and the ingestion logs they write; each made when it is needed.
 */
final class VolumeEngines implements AutoCloseable {
  private final Workspace target;
  private final Applier applier;
  private final Clock clock;
  private final RandomGenerator random;
  private final String runId;
  private final Retry retry;
  private final Map<String, String> tags;
  private final FileTransfer.Sizes sizes;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("volume"));
  private final Map<CopyEngine, VolumeCopyEngine> engines = new EnumMap<>(CopyEngine.class);
  private final Map<TableName, IngestionLog> logs = new HashMap<>();

  /**
   * @param retry of the statements on ingestion logs
   */
  VolumeEngines(
      Workspace target,
      Applier applier,
      Clock clock,
      RandomGenerator random,
      String runId,
      Retry retry,
      Map<String, String> tags,
      FileTransfer.Sizes sizes) {
    this.target = target;
    this.applier = applier;
    this.clock = clock;
    this.random = random;
    this.runId = runId;
    this.retry = retry;
    this.tags = tags;
    this.sizes = sizes;
  }

  /** Starts one attempt at a volume; the future gives the details of the audit row. */
  CompletableFuture<Map<String, Object>> start(VolumeCopy volume, VolumePlace place, Trace trace) {
    CompletableFuture<Map<String, Object>> done = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            done.complete(trace.during(() -> copy(volume, place)));
          } catch (Exception | Error e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private Map<String, Object> copy(VolumeCopy volume, VolumePlace place) {
    Instant start = clock.instant();
    Map<String, Object> details = new LinkedHashMap<>(place.ensure(target.catalogs()));
    place.warning().ifPresent(warning -> details.put("warnings", List.of(warning)));
    log(volume);
    try {
      details.putAll(engine(volume.settings().copyEngine()).copy(volume));
      details.put("seconds", seconds(start));
      return details;
    } catch (PartialFailure e) {
      details.putAll(e.details());
      details.put("seconds", seconds(start));
      throw e.with(details);
    }
  }

  private double seconds(Instant start) {
    return Duration.between(start, clock.instant()).toMillis() / 1000.0;
  }

  private synchronized VolumeCopyEngine engine(CopyEngine kind) {
    return engines.computeIfAbsent(
        kind,
        k ->
            switch (k) {
              case FILES_API ->
                  new FilesApiCopy(
                      target.files(),
                      new FileTransfer(target.files(), target.files(), sizes),
                      this::log,
                      applier,
                      clock);
              case AUTOLOADER -> new AutoloaderEngine(target, applier, clock, random, runId, tags);
            });
  }

  /** The ingestion log of a volume, which is there once this has returned. */
  private synchronized IngestionLog log(VolumeCopy volume) {
    IngestionLog open = logs.get(volume.log());
    if (open == null) {
      open =
          new IngestionLog(
              target, volume.log(), runId, retry, clock, tags, IngestionLog.Pace.DEFAULT);
      try {
        open.open(volume.settings());
      } catch (RuntimeException e) {
        open.close();
        throw e;
      }
      logs.put(volume.log(), open);
    }
    return open;
  }

  @Override
  public void close() {
    engines.values().forEach(VolumeCopyEngine::close);
    logs.values().forEach(IngestionLog::close);
    threads.shutdownNow();
  }
}
