package io.datareplicator.databricks.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Jobs REST API, as far as this tool uses it. Ids are int64 beyond 2^53. */
@Path("/api/2.2/jobs/runs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public interface JobsApi {
  @POST
  @Path("/submit")
  Submitted submit(SubmitRun request);

  @GET
  @Path("/get")
  RunInfo get(@QueryParam("run_id") long runId, @QueryParam("page_token") String pageToken);

  @GET
  @Path("/get-output")
  RunOutput output(@QueryParam("run_id") long taskRunId);

  @POST
  @Path("/cancel")
  Done cancel(CancelRun request);

  /**
   * A one-time run; without {@code existing_cluster_id} its tasks run on serverless compute.
   *
   * @param idempotencyToken at most 64 characters; sending it again answers with the run that is
   *     there
   * @param timeoutSeconds null = none
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SubmitRun(
      String runName,
      List<SubmitTask> tasks,
      List<Environment> environments,
      String idempotencyToken,
      Integer timeoutSeconds,
      Queue queue) {}

  /** A task that runs a Python file: on a cluster, or in one of the run's environments. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SubmitTask(
      String taskKey,
      SparkPythonTask sparkPythonTask,
      String environmentKey,
      String existingClusterId) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record SparkPythonTask(String pythonFile, List<String> parameters) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Environment(String environmentKey, EnvironmentSpec spec) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record EnvironmentSpec(String environmentVersion) {}

  /** Whether the run waits, rather than being skipped, when the workspace runs too many. */
  @RegisterForReflection
  record Queue(boolean enabled) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Submitted(Long runId) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record CancelRun(long runId) {}

  /** The empty answer to a cancellation. */
  @RegisterForReflection
  record Done() {}

  /** One page of a run: everything but {@code tasks} is the same on each. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record RunInfo(
      Long runId,
      String runPageUrl,
      RunState state,
      RunStatus status,
      List<TaskInfo> tasks,
      Long endTime,
      String nextPageToken) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TaskInfo(Long runId, String taskKey, RunState state, RunStatus status) {}

  /** The older form of a state; {@code resultState} is there only when it is TERMINATED. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record RunState(String lifeCycleState, String resultState, String stateMessage) {}

  /** The newer form of a state. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record RunStatus(String state, TerminationDetails terminationDetails) {}

  @RegisterForReflection
  record TerminationDetails(String code, String type, String message) {}

  /** What a task left behind; {@code logs} holds the end of what it printed. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record RunOutput(String logs, Boolean logsTruncated, String error, String errorTrace) {}
}
