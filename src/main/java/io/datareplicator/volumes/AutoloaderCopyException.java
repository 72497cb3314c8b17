package io.datareplicator.volumes;

import io.datareplicator.databricks.jobs.JobRun;
import java.util.Optional;

/** A run of the autoloader engine that did not come to its end; says what to do about it. */
public final class AutoloaderCopyException extends RuntimeException {
  private final long runId;
  private final String runPageUrl;
  private final JobRun.State state;

  /**
   * @param runId 0 when no run was made
   * @param runPageUrl may be null
   * @param state may be null
   */
  AutoloaderCopyException(
      String message, long runId, String runPageUrl, JobRun.State state, Throwable cause) {
    super(message, cause);
    this.runId = runId;
    this.runPageUrl = runPageUrl;
    this.state = state;
  }

  /** The run, 0 when none was made. */
  public long runId() {
    return runId;
  }

  public Optional<String> runPageUrl() {
    return Optional.ofNullable(runPageUrl);
  }

  public boolean isTimeOut() {
    return state == JobRun.State.TIMED_OUT;
  }

  /**
   * Whether a new run may succeed without anything being mended: the service failed, or was full.
   */
  public boolean isTransient() {
    return state == JobRun.State.INTERNAL_ERROR || state == JobRun.State.SKIPPED;
  }
}
