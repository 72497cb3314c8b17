package io.datareplicator.volumes;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.identity.ScimApi;
import io.datareplicator.databricks.jobs.JobsApi;
import io.datareplicator.databricks.workspacefiles.WorkspaceFilesApi;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A workspace that takes one Python task and goes through scripted states. */
final class FakeJobs implements JobsApi, WorkspaceFilesApi, ScimApi {
  static final long RUN = 9007199254740993L;
  static final String URL = "https://target.test/?o=1#job/2/run/3";
  static final RunState SUCCESS = new RunState("TERMINATED", "SUCCESS", "");

  final List<String> calls = new ArrayList<>();
  final Map<String, byte[]> files = new HashMap<>();
  final Map<String, Long> tokens = new HashMap<>();
  final Deque<Object> states = new ArrayDeque<>();
  SubmitRun submitted;
  RuntimeException refusal;
  Runnable onCancel = () -> {};
  RunOutput output = new RunOutput("", false, null, null);
  RuntimeException outputFailure;

  /** States or failures, one per look; the last one stays. */
  FakeJobs states(Object... each) {
    states.addAll(List.of(each));
    return this;
  }

  FakeJobs prints(String logs) {
    output = new RunOutput(logs, false, output.error(), output.errorTrace());
    return this;
  }

  FakeJobs error(String error) {
    output = new RunOutput(output.logs(), false, error, "Traceback …");
    return this;
  }

  static RunState state(String lifeCycle, String result) {
    return new RunState(lifeCycle, result, "");
  }

  @Override
  public synchronized Submitted submit(SubmitRun request) {
    calls.add("submit");
    if (refusal != null) {
      throw refusal;
    }
    submitted = request;
    return new Submitted(tokens.computeIfAbsent(request.idempotencyToken(), t -> RUN));
  }

  @Override
  public synchronized RunInfo get(long runId, String pageToken) {
    calls.add("get " + runId);
    Object now = states.size() > 1 ? states.poll() : states.peek();
    if (now instanceof RuntimeException failure) {
      throw failure;
    }
    RunState state = (RunState) now;
    return new RunInfo(
        runId, URL, state, null, List.of(new TaskInfo(runId + 1, "copy", state, null)), null, null);
  }

  @Override
  public synchronized RunOutput output(long taskRunId) {
    calls.add("output " + taskRunId);
    if (outputFailure != null) {
      throw outputFailure;
    }
    return output;
  }

  @Override
  public synchronized JobsApi.Done cancel(CancelRun request) {
    calls.add("cancel " + request.runId());
    onCancel.run();
    return new JobsApi.Done();
  }

  @Override
  public synchronized WorkspaceFilesApi.Done importFile(ImportFile request) {
    calls.add("import");
    files.put(request.path(), Base64.getDecoder().decode(request.content()));
    return new WorkspaceFilesApi.Done();
  }

  @Override
  public synchronized WorkspaceFilesApi.Done mkdirs(MakeDirectories request) {
    calls.add("mkdirs " + request.path());
    return new WorkspaceFilesApi.Done();
  }

  @Override
  public synchronized ObjectStatus status(String path) {
    calls.add("status");
    if (!files.containsKey(path)) {
      throw new ApiException(
          404, "RESOURCE_DOES_NOT_EXIST", "Path does not exist", null, null, null);
    }
    return new ObjectStatus(path, "FILE", 1L);
  }

  @Override
  public Me me() {
    return new Me("1", "me@example.test", "Me", true, null);
  }
}
