package io.datareplicator.volumes;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.PartialFailure;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.sql.DaemonThreads;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** The autoloader engine as one of the engines that copy volumes. */
final class AutoloaderEngine implements VolumeCopyEngine {
  private static final Logger LOG = Logger.getLogger(AutoloaderEngine.class);
  private static final long LOOK_MILLIS = 500;

  private final AutoloaderCopy copy;
  private final Workspace target;
  private final Applier applier;
  private final Clock clock;
  private final String runId;
  private final Map<String, String> tags;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("autoloader-watch"));

  AutoloaderEngine(
      Workspace target,
      Applier applier,
      Clock clock,
      RandomGenerator random,
      String runId,
      Map<String, String> tags) {
    this.copy = new AutoloaderCopy(target, clock, random);
    this.target = target;
    this.applier = applier;
    this.clock = clock;
    this.runId = runId;
    this.tags = tags;
    looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (applier.stopReason().isPresent()) {
      copy.cancelAll();
    }
  }

  @Override
  public Map<String, Object> copy(VolumeCopy volume) {
    AutoloaderCopy.Request request =
        new AutoloaderCopy.Request(
            runId,
            volume.source().path(),
            volume.target().path(),
            volume.settings(),
            volume.log(),
            target.clusterId().orElse(null),
            tags);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("engine", "autoloader");
    details.put("source", volume.sourceRoot());
    details.put("target", volume.targetRoot());
    AutoloaderCopy.Outcome outcome;
    try {
      outcome = copy.copy(request, line -> LOG.infof("volume %s: %s", volume.target(), line));
    } catch (AutoloaderCopyException e) {
      if (e.runId() != 0) {
        details.put("job_run_id", e.runId());
      }
      e.runPageUrl().ifPresent(url -> details.put("job_run_url", url));
      throw new PartialFailure(e.getMessage(), details, e.isTransient(), e.getCause());
    } catch (CancellationException e) {
      throw new PartialFailure(
          "interrupted: " + applier.stopReason().orElse(e.getMessage()), details, null);
    } catch (ApiException e) {
      throw new PartialFailure(Failures.describe(e), details, e);
    }
    details.put("job_run_id", outcome.runId());
    if (outcome.runPageUrl() != null) {
      details.put("job_run_url", outcome.runPageUrl());
    }
    details.put("files_copied", outcome.copied());
    details.put("files_failed", outcome.failed());
    details.put("files_skipped", outcome.skipped());
    details.put("bytes_copied", outcome.bytes());
    details.put("confirmed_by", outcome.confirmedBy());
    if (outcome.state() == AutoloaderCopy.State.FILES_FAILED) {
      throw new PartialFailure(outcome.message(), details, null);
    }
    return details;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
