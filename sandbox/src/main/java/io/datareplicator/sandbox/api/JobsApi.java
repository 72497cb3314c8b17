package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.cluster.Clusters;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.jobs.Run;
import io.datareplicator.sandbox.jobs.RunEnd;
import io.datareplicator.sandbox.jobs.RunSpec.TaskSpec;
import io.datareplicator.sandbox.jobs.Runs;
import io.datareplicator.sandbox.jobs.TaskOutput;
import io.datareplicator.sandbox.metastore.Workspace;
import java.util.List;
import java.util.Map;

/** One-time runs of jobs (reference §7), in versions 2.1 and 2.2. */
public final class JobsApi {
  private static final List<String> VERSIONS = List.of("2.1", "2.2");

  /** Tasks of a page of runs/get. */
  private static final int TASK_PAGE = 100;

  private static final String TASK_TOKEN = "tasks-";

  private final Workspace workspace;
  private final Runs runs;
  private final RunRequest requests;
  private final Paging paging;
  private final String baseUrl;

  public JobsApi(Workspace workspace, Runs runs, Clusters clusters, Paging paging, String baseUrl) {
    this.workspace = workspace;
    this.runs = runs;
    this.requests = new RunRequest(clusters);
    this.paging = paging;
    this.baseUrl = baseUrl;
  }

  public void register(Router router) {
    for (String version : VERSIONS) {
      String root = "/api/" + version + "/jobs/runs";
      router
          .add("POST", root + "/submit", this::submit)
          .add("GET", root + "/get", this::get)
          .add("GET", root + "/get-output", this::output)
          .add("GET", root + "/list", this::list)
          .add("POST", root + "/cancel", this::cancel);
    }
    router.open("GET", "/sandbox/jobs", r -> Response.ok(runs.control().describe()));
    router.open("POST", "/sandbox/jobs", this::control);
  }

  private Response control(Request request) {
    runs.control().change(request.json());
    return Response.ok(runs.control().describe());
  }

  private Response submit(Request request) {
    Run run = runs.submit(requests.read(request.json(), request.user()));
    return Response.ok(Json.body().with("run_id", run.id()));
  }

  private Response get(Request request) {
    Run run = runs.get(id(request));
    List<Run.Task> tasks = run.tasks();
    int from = offset(request.query("page_token"));
    int to = Math.min(from + TASK_PAGE, tasks.size());
    List<Json.Body> page =
        from >= tasks.size()
            ? List.of()
            : tasks.subList(from, to).stream().map(this::task).toList();
    return Response.ok(
        render(run)
            .with("tasks", page.isEmpty() ? null : page)
            .with("next_page_token", to < tasks.size() ? TASK_TOKEN + to : null));
  }

  private static int offset(String token) {
    if (token == null || token.isEmpty()) {
      return 0;
    }
    try {
      if (token.startsWith(TASK_TOKEN)) {
        return Integer.parseUnsignedInt(token.substring(TASK_TOKEN.length()));
      }
    } catch (NumberFormatException e) {
      throw ApiException.invalid("Invalid page_token");
    }
    throw ApiException.invalid("Invalid page_token");
  }

  private static long id(Request request) {
    String text = request.requiredQuery("run_id");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiException.malformed("run_id must be a whole number, got " + text);
    }
  }

  private Response list(Request request) {
    List<Run> all = runs.all();
    if (request.flag("active_only")) {
      all.removeIf(r -> r.end() != null);
    }
    if (request.flag("completed_only")) {
      all.removeIf(r -> r.end() == null);
    }
    // The newest comes first.
    return paging.page(
        request, "runs", "limit", all, r -> Long.toString(Long.MAX_VALUE - r.id()), this::render);
  }

  private Response cancel(Request request) {
    long id = request.json().number("run_id", 0);
    if (id == 0) {
      throw ApiException.invalid("Missing required field: run_id");
    }
    runs.cancel(id, request.user());
    return Response.empty();
  }

  private Response output(Request request) {
    Run.Task task = runs.task(id(request));
    TaskOutput output = task.output();
    String logs = output.logs();
    return Response.ok(
        Json.body()
            .with("metadata", task(task).with("job_id", task.run().jobId()))
            .with("logs", logs)
            .with("logs_truncated", logs == null ? null : output.truncated())
            .with("error", output.error())
            .with("error_trace", output.trace()));
  }

  private Json.Body render(Run run) {
    long end = run.endedAt();
    return Json.body()
        .with("job_id", run.jobId())
        .with("run_id", run.id())
        .with("number_in_job", run.id())
        .with("creator_user_name", run.spec().user())
        .with("run_name", run.spec().name())
        .with("run_page_url", page(run.jobId(), run.id()))
        .with("run_type", "SUBMIT_RUN")
        .with("format", "MULTI_TASK")
        .with("state", state(run.lifeCycleState(), run.end()))
        .with("status", status(run.lifeCycleState(), run.end()))
        .with("start_time", run.createdAt())
        .with("end_time", end == 0 ? null : end)
        .with("setup_duration", 0)
        .with("execution_duration", end == 0 ? 0 : end - run.createdAt())
        .with("cleanup_duration", 0);
  }

  private Json.Body task(Run.Task task) {
    TaskSpec spec = task.spec();
    long end = task.endedAt();
    return Json.body()
        .with("run_id", task.id())
        .with("task_key", spec.key())
        .with(
            "depends_on",
            spec.dependsOn().isEmpty()
                ? null
                : spec.dependsOn().stream().map(k -> Map.of("task_key", k)).toList())
        .with(
            "spark_python_task",
            Json.body()
                .with("python_file", spec.pythonFile())
                .with("parameters", spec.parameters()))
        .with("existing_cluster_id", spec.clusterId())
        .with("run_page_url", page(task.run().jobId(), task.id()))
        .with("state", state(task.lifeCycleState(), task.end()))
        .with("status", status(task.lifeCycleState(), task.end()))
        .with("attempt_number", 0)
        .with("start_time", task.startedAt() == 0 ? null : task.startedAt())
        .with("end_time", end == 0 ? null : end);
  }

  private String page(long jobId, long runId) {
    return baseUrl + "/?o=" + workspace.id() + "#job/" + jobId + "/run/" + runId;
  }

  private static Json.Body state(String lifeCycle, RunEnd end) {
    return Json.body()
        .with("life_cycle_state", lifeCycle)
        .with("result_state", end == null ? null : end.resultState())
        .with("state_message", end == null ? "" : end.message())
        .with("user_cancelled_or_timedout", end != null && end.cancelledOrTimedOut());
  }

  private static Json.Body status(String lifeCycle, RunEnd end) {
    return Json.body()
        .with("state", end == null ? lifeCycle : "TERMINATED")
        .with(
            "termination_details",
            end == null
                ? null
                : Json.body()
                    .with("code", end.code())
                    .with("type", end.type())
                    .with("message", end.message()));
  }
}
