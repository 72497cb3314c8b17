package io.datareplicator.databricks.jobs;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import io.datareplicator.databricks.jobs.JobsApi.CancelRun;
import io.datareplicator.databricks.jobs.JobsApi.RunInfo;
import io.datareplicator.databricks.jobs.JobsApi.RunOutput;
import io.datareplicator.databricks.jobs.JobsApi.SubmitRun;
import io.datareplicator.databricks.jobs.JobsApi.TaskInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One-time runs of one workspace. */
public final class Jobs {
  /** Longest idempotency token. */
  public static final int MAX_TOKEN = 64;

  private static final Pattern UNKNOWN_RUN = Pattern.compile("Run \\d+ does not exist");

  private final JobsApi api;
  private final HttpPipeline http;

  public Jobs(JobsApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /**
   * Submits a run and gives its id. Its idempotency token makes that safe to repeat: when an answer
   * is lost, sending it again finds the run that the first request made.
   *
   * @throws IllegalArgumentException for a missing or too long token
   * @throws ApiException when it is refused, or when the answer names no run
   */
  public long submit(SubmitRun run) {
    String token = run.idempotencyToken();
    if (token == null || token.isBlank() || token.length() > MAX_TOKEN) {
      throw new IllegalArgumentException(
          "a run needs an idempotency token of 1 to " + MAX_TOKEN + " characters");
    }
    JobsApi.Submitted answer = http.change("POST run submit", () -> api.submit(run));
    if (answer == null || answer.runId() == null) {
      throw new ApiException(
          0,
          "",
          "the answer to the submission of run '" + run.runName() + "' holds no run id",
          null,
          null,
          null);
    }
    return answer.runId();
  }

  /** Where a run stands, with all its tasks; empty when there is no such run. */
  public Optional<JobRun> find(long runId) {
    List<TaskInfo> tasks = new ArrayList<>();
    RunInfo[] first = new RunInfo[1];
    try {
      Pages.forEach(
          token -> {
            RunInfo page = http.read("GET run", () -> api.get(runId, token));
            first[0] = first[0] == null ? page : first[0];
            return page;
          },
          RunInfo::tasks,
          RunInfo::nextPageToken,
          tasks::add);
    } catch (ApiException e) {
      if (isUnknownRun(e)) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(JobRun.of(runId, first[0], tasks));
  }

  /**
   * What a task printed and how it failed.
   *
   * @param taskRunId id of a task, not of its run
   */
  public RunOutput output(long taskRunId) {
    return http.read("GET run output", () -> api.output(taskRunId));
  }

  /** Asks a run to stop; does not wait for it. */
  public void cancel(long runId) {
    http.change("POST run cancel", () -> api.cancel(new CancelRun(runId)));
  }

  /** The service answers 400 for a run that it does not know, with a code that says less. */
  private static boolean isUnknownRun(ApiException e) {
    return e.isNotFound()
        || (e.errorCode().equals("INVALID_PARAMETER_VALUE")
            && UNKNOWN_RUN.matcher(e.getMessage()).find());
  }
}
