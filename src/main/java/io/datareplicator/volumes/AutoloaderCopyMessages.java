package io.datareplicator.volumes;

import io.datareplicator.databricks.jobs.JobRun;
import java.util.Locale;

/** What people are told about a run of the autoloader engine. */
final class AutoloaderCopyMessages {
  private static final int MAX_ERROR = 2000;

  private AutoloaderCopyMessages() {}

  static String name(long runId, String pageUrl) {
    return "job run " + runId + (pageUrl == null ? "" : " (" + pageUrl + ")");
  }

  static String filesFailed(
      AutoloaderCopy.Request request, JobRun run, AutoloaderCopyCounts counts) {
    String first =
        counts.failures().isEmpty() ? "" : ", first: " + String.join("; ", counts.failures());
    return counts.failed()
        + " of "
        + (counts.failed() + counts.copied())
        + " files could not be copied to "
        + request.targetRoot()
        + first
        + "; "
        + name(run.id(), run.pageUrl())
        + "; all are in "
        + request.ingestionLog().fullName()
        + " where run_id = '"
        + request.runId()
        + "' and status = 'failed', and the next run tries them again";
  }

  /**
   * @param error of the task, or null
   */
  static String failed(AutoloaderCopy.Request request, JobRun run, String error) {
    String why = error == null || error.isBlank() ? run.message() : error.strip();
    if (why.isBlank()) {
      why = "the workspace gives no reason" + (run.code().isEmpty() ? "" : " but " + run.code());
    }
    return "the copy of "
        + request.sourceVolumePath()
        + " to "
        + request.targetRoot()
        + " "
        + verb(run)
        + ": "
        + cut(why)
        + "; "
        + name(run.id(), run.pageUrl())
        + "; "
        + mend(request, run, why);
  }

  private static String verb(JobRun run) {
    return switch (run.state()) {
      case CANCELED -> "was cancelled";
      case TIMED_OUT -> "was ended by the workspace, because it took too long";
      case SKIPPED -> "was not started by the workspace";
      case INTERNAL_ERROR -> "failed inside the workspace (" + run.stateText() + ")";
      case UNKNOWN_END -> "ended in the unknown state " + run.stateText();
      default -> "failed";
    };
  }

  private static String mend(AutoloaderCopy.Request request, JobRun run, String why) {
    String text = why.toLowerCase(Locale.ROOT);
    if (text.contains("permission") || text.contains("not authorized")) {
      return "the caller needs READ VOLUME on the source, WRITE VOLUME on the target and MODIFY on "
          + request.ingestionLog().fullName();
    }
    return switch (run.state()) {
      case CANCELED -> "somebody cancelled it: run again";
      case TIMED_OUT -> "raise streaming_timeout_seconds";
      case SKIPPED -> "the workspace may run too many jobs: run again later";
      case INTERNAL_ERROR ->
          request.clusterId() == null
              ? "run again; where serverless jobs are not to be had, set cluster_id of the target"
              : "run again; if it stays so, look at cluster " + request.clusterId();
      default -> "the run's page has the whole output";
    };
  }

  private static String cut(String text) {
    return text.length() <= MAX_ERROR ? text : text.substring(0, MAX_ERROR) + " …";
  }
}
