package io.datareplicator.volumes;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.CallKind;
import io.datareplicator.databricks.http.RetryRules;
import io.datareplicator.databricks.jobs.JobRun;
import io.datareplicator.databricks.jobs.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Follows one run to its end, and ends it when it takes too long or nobody wants it any more. */
final class AutoloaderCopyWatch {
  /** Longest wait for a run to start, on top of its time. */
  static final Duration WAIT_FOR_COMPUTE = Duration.ofMinutes(30);

  private static final Logger LOG = Logger.getLogger(AutoloaderCopyWatch.class);
  private static final long[] POLL_MILLIS = {1000, 1000, 2000, 3000, 5000, 10_000};
  private static final Duration WAIT_FOR_CANCEL = Duration.ofSeconds(60);

  /** A run may be unknown for a moment after its submission. */
  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(60);

  private final AutoloaderCopy copy;
  private final Jobs jobs;
  private final Clock clock;
  private final AutoloaderCopy.Pause pause;
  private final AutoloaderCopy.Request request;
  private final long id;
  private final Consumer<String> progress;
  private final Instant submitted;
  private Instant started;
  private Instant cancelledForTime;
  private JobRun last;
  private int polls;

  AutoloaderCopyWatch(
      AutoloaderCopy copy,
      Jobs jobs,
      Clock clock,
      AutoloaderCopy.Pause pause,
      AutoloaderCopy.Request request,
      long id,
      Consumer<String> progress) {
    this.copy = copy;
    this.jobs = jobs;
    this.clock = clock;
    this.pause = pause;
    this.request = request;
    this.id = id;
    this.progress = progress;
    this.submitted = clock.instant();
  }

  /** The run in its last state. */
  JobRun await() {
    while (true) {
      if (copy.isCancelled()) {
        throw interrupted();
      }
      try {
        Optional<JobRun> run = look();
        if (run.isPresent() && run.get().state().terminal()) {
          return ended(run.get());
        }
        endWhenOverTime();
        pause.millis(POLL_MILLIS[Math.min(polls++, POLL_MILLIS.length - 1)]);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw interrupted();
      } catch (CancellationException e) {
        throw interrupted();
      }
    }
  }

  private JobRun ended(JobRun run) {
    if (cancelledForTime != null && run.state() == JobRun.State.CANCELED) {
      throw overTime("it was cancelled");
    }
    return run;
  }

  private Optional<JobRun> look() {
    Optional<JobRun> run;
    try {
      run = jobs.find(id);
    } catch (ApiException e) {
      if (RetryRules.judge(CallKind.READ, e) != RetryRules.Verdict.FAIL) {
        // The run goes on without us: giving up now would leave it running unseen.
        LOG.warnf("%s cannot be asked for its state: %s", name(), e.getMessage());
        return Optional.empty();
      }
      tellToStop();
      throw e;
    }
    if (run.isEmpty()) {
      if (clock.instant().isAfter(submitted.plus(UNKNOWN_FOR))) {
        throw failure(
            name() + " is not known to the workspace any more; what it did is unknown: run again",
            JobRun.State.UNKNOWN_END);
      }
      return run;
    }
    note(run.get());
    return run;
  }

  private void note(JobRun run) {
    if (started == null && run.state() == JobRun.State.RUNNING) {
      started = clock.instant();
    }
    boolean first = last == null;
    String before = first ? "" : last.stateText();
    last = run;
    if (first && run.pageUrl() != null) {
      progress.accept("job run " + id + ": " + run.pageUrl());
    }
    if (!before.equals(run.stateText())) {
      progress.accept("job run " + id + " is " + run.stateText());
    }
  }

  private void endWhenOverTime() {
    Instant now = clock.instant();
    if (cancelledForTime != null) {
      if (now.isAfter(cancelledForTime.plus(WAIT_FOR_CANCEL))) {
        throw overTime("it was told to stop and is still " + state());
      }
      return;
    }
    Duration limit = Duration.ofSeconds(request.settings().streamingTimeoutSeconds());
    Instant end =
        started != null ? started.plus(limit) : submitted.plus(limit).plus(WAIT_FOR_COMPUTE);
    if (now.isAfter(end)) {
      cancelledForTime = now;
      polls = 0;
      tellToStop();
    }
  }

  private CancellationException interrupted() {
    // The request itself would give up at once in an interrupted thread.
    boolean flag = Thread.interrupted();
    tellToStop();
    if (flag) {
      Thread.currentThread().interrupt();
    }
    return new CancellationException("interrupted; " + name() + " was told to stop");
  }

  private void tellToStop() {
    try {
      jobs.cancel(id);
    } catch (ApiException e) {
      LOG.warnf("%s could not be cancelled: %s", name(), e.getMessage());
    }
  }

  private AutoloaderCopyException overTime(String then) {
    return failure(
        "the copy of "
            + request.sourceVolumePath()
            + " to "
            + request.targetRoot()
            + " timed out after "
            + request.settings().streamingTimeoutSeconds()
            + " s; "
            + then
            + "; "
            + name()
            + "; the next run goes on from there; raise streaming_timeout_seconds if it needs longer",
        JobRun.State.TIMED_OUT);
  }

  private AutoloaderCopyException failure(String message, JobRun.State state) {
    return new AutoloaderCopyException(
        message, id, last == null ? null : last.pageUrl(), state, null);
  }

  private String name() {
    return AutoloaderCopyMessages.name(id, last == null ? null : last.pageUrl());
  }

  private String state() {
    return last == null ? "unknown" : last.stateText();
  }
}
