package io.datareplicator.sandbox.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.InvalidParameterValue;
import com.databricks.sdk.core.error.platform.ResourceDoesNotExist;
import com.databricks.sdk.service.compute.Environment;
import com.databricks.sdk.service.jobs.BaseRun;
import com.databricks.sdk.service.jobs.CancelRun;
import com.databricks.sdk.service.jobs.GetRunOutputRequest;
import com.databricks.sdk.service.jobs.GetRunRequest;
import com.databricks.sdk.service.jobs.JobEnvironment;
import com.databricks.sdk.service.jobs.ListRunsRequest;
import com.databricks.sdk.service.jobs.QueueSettings;
import com.databricks.sdk.service.jobs.RunLifeCycleState;
import com.databricks.sdk.service.jobs.RunLifecycleStateV2State;
import com.databricks.sdk.service.jobs.RunOutput;
import com.databricks.sdk.service.jobs.RunResultState;
import com.databricks.sdk.service.jobs.SparkPythonTask;
import com.databricks.sdk.service.jobs.SubmitRun;
import com.databricks.sdk.service.jobs.SubmitTask;
import com.databricks.sdk.service.jobs.TerminationCodeCode;
import com.databricks.sdk.service.workspace.Import;
import com.databricks.sdk.service.workspace.ImportFormat;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One-time runs by the unmodified SDK and by hand; Python tasks without SQL. */
class JobsApiTest {
  private static final Settings QUICK =
      new Settings(2, 50, 3_600_000, 4_000, 64L << 20, 60_000, 3_600, 2, false, false);
  private static final String SUBMIT = "/api/2.2/jobs/runs/submit";
  private static final String ENVIRONMENTS =
      "\"environments\":[{\"environment_key\":\"e\",\"spec\":{\"environment_version\":\"3\"}}]";
  @TempDir static Path data;
  private static TestSandbox box;
  private static WorkspaceClient sdk;
  private static Http http;

  @BeforeAll
  static void start() {
    box = TestSandbox.scripted(data, QUICK);
    http = box.http(box.target());
    sdk =
        new WorkspaceClient(
            new DatabricksConfig()
                .setHost(box.url(box.target()))
                .setToken(box.target().token())
                .setAuthType("pat"));
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  @AfterEach
  void defaults() {
    control("{\"start_delay_ms\":50,\"run_delay_ms\":0}");
    box.anonymous(box.target())
        .post("/sandbox/clusters/" + box.target().clusterId(), "{\"start_delay_ms\":50}");
  }

  private static void control(String json) {
    assertThat(box.anonymous(box.target()).post("/sandbox/jobs", json).status()).isEqualTo(200);
  }

  private static String file(String name, String python) {
    String path = "/Workspace/Users/" + box.target().user() + "/" + name;
    sdk.workspace()
        .importContent(
            new Import()
                .setPath(path)
                .setFormat(ImportFormat.RAW)
                .setOverwrite(true)
                .setContent(
                    Base64.getEncoder().encodeToString(python.getBytes(StandardCharsets.UTF_8))));
    return path;
  }

  private static SubmitTask task(String key, String file, String... parameters) {
    return new SubmitTask()
        .setTaskKey(key)
        .setEnvironmentKey("e")
        .setSparkPythonTask(
            new SparkPythonTask().setPythonFile(file).setParameters(List.of(parameters)));
  }

  private static long submit(SubmitTask... tasks) {
    return submit(new SubmitRun().setTasks(List.of(tasks)));
  }

  private static long submit(SubmitRun run) {
    return sdk.jobs()
        .submit(
            run.setRunName("r")
                .setQueue(new QueueSettings().setEnabled(true))
                .setEnvironments(
                    List.of(
                        new JobEnvironment()
                            .setEnvironmentKey("e")
                            .setSpec(new Environment().setEnvironmentVersion("3")))))
        .getResponse()
        .getRunId();
  }

  private static com.databricks.sdk.service.jobs.Run ended(long id) throws InterruptedException {
    for (int i = 0; i < 1200; i++) {
      com.databricks.sdk.service.jobs.Run run = sdk.jobs().getRun(id);
      if (run.getStatus().getState() == RunLifecycleStateV2State.TERMINATED) {
        return run;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("run " + id + " does not end");
  }

  private static RunOutput output(com.databricks.sdk.service.jobs.Run run, int task) {
    return sdk.jobs()
        .getRunOutput(
            new GetRunOutputRequest()
                .setRunId(new ArrayList<>(run.getTasks()).get(task).getRunId()));
  }

  private static void assumePython() {
    assumeTrue(PythonTasks.interpreter().isPresent(), "there is no python3: this is not checked");
  }

  @Test
  void aPythonTaskRunsAndItsOutputIsKept() throws Exception {
    assumePython();
    String path =
        file(
            "hello ü.py",
            "import sys\nprint('hello', sys.argv[1:], 'ü')\n"
                + "print(__name__, file=sys.stderr)\n");

    long id = submit(task("t", path, "a b", "{\"x\": \"\\u00fc\"}"));
    com.databricks.sdk.service.jobs.Run run = ended(id);

    assertThat(id).isGreaterThan(1L << 53);
    assertThat(run.getState().getLifeCycleState()).isEqualTo(RunLifeCycleState.TERMINATED);
    assertThat(run.getState().getResultState()).isEqualTo(RunResultState.SUCCESS);
    assertThat(run.getStatus().getTerminationDetails().getCode())
        .isEqualTo(TerminationCodeCode.SUCCESS);
    assertThat(run.getCreatorUserName()).isEqualTo(box.target().user());
    assertThat(run.getRunPageUrl()).contains("#job/" + run.getJobId() + "/run/" + id);
    assertThat(run.getEndTime()).isGreaterThanOrEqualTo(run.getStartTime());
    assertThat(output(run, 0).getLogs())
        .isEqualTo("hello ['a b', '{\"x\": \"\\\\u00fc\"}'] ü\n__main__\n");
    assertThatThrownBy(() -> sdk.jobs().getRunOutput(new GetRunOutputRequest().setRunId(id)))
        .isInstanceOf(InvalidParameterValue.class)
        .hasMessageContaining("each individual task run");
  }

  @Test
  void aFailingTaskTellsItsErrorAndStopsThoseThatDependOnIt() throws Exception {
    assumePython();
    String bad = file("bad.py", "print('before')\nraise ValueError('broken: ü')\n");
    String good = file("good.py", "print('good')\n");
    String exits = file("exits.py", "import sys\nsys.exit(3)\n");

    com.databricks.sdk.service.jobs.Run run =
        ended(
            submit(
                task("after", good)
                    .setDependsOn(
                        List.of(
                            new com.databricks.sdk.service.jobs.TaskDependency()
                                .setTaskKey("bad"))),
                task("bad", bad),
                task("exits", exits)));

    assertThat(run.getState().getResultState()).isEqualTo(RunResultState.FAILED);
    assertThat(run.getTasks())
        .extracting(t -> t.getTaskKey() + " " + t.getState().getResultState())
        .containsExactly("bad FAILED", "after UPSTREAM_FAILED", "exits FAILED");
    RunOutput output = output(run, 0);
    assertThat(output.getError()).isEqualTo("ValueError: broken: ü");
    assertThat(output.getErrorTrace()).contains("Traceback", "bad.py", "line 2");
    assertThat(output.getLogs()).contains("before");
    assertThat(output(run, 2).getError()).isEqualTo("SystemExit: 3");
  }

  @Test
  void cancelAndTimeOutEndTheProcess() throws Exception {
    assumePython();
    String path = file("sleeps.py", "import time\nprint('started')\ntime.sleep(600)\n");
    long cancelled = submit(task("t", path));
    long limited = submit(new SubmitRun().setTasks(List.of(task("t", path))).setTimeoutSeconds(1L));

    while (sdk.jobs().getRun(cancelled).getState().getLifeCycleState()
        == RunLifeCycleState.PENDING) {
      Thread.sleep(20);
    }
    sdk.jobs().cancelRun(new CancelRun().setRunId(cancelled));

    com.databricks.sdk.service.jobs.Run run = ended(cancelled);
    assertThat(run.getState().getResultState()).isEqualTo(RunResultState.CANCELED);
    assertThat(run.getState().getUserCancelledOrTimedout()).isTrue();
    assertThat(run.getStatus().getTerminationDetails().getCode())
        .isEqualTo(TerminationCodeCode.USER_CANCELED);
    assertThat(ended(limited).getState().getResultState()).isEqualTo(RunResultState.TIMEDOUT);
    sdk.jobs().cancelRun(new CancelRun().setRunId(cancelled));
    assertThat(ended(cancelled).getState().getResultState()).isEqualTo(RunResultState.CANCELED);
    List<Long> active = new ArrayList<>();
    sdk.jobs()
        .listRuns(new ListRunsRequest().setActiveOnly(true))
        .forEach(r -> active.add(r.getRunId()));
    assertThat(active).doesNotContain(cancelled, limited);
  }

  @Test
  void aTokenNamesOneRun() throws Exception {
    String path = file("empty.py", "");
    SubmitRun run =
        new SubmitRun().setTasks(List.of(task("t", path))).setIdempotencyToken("x".repeat(64));

    long first = submit(run);

    assertThat(submit(run)).isEqualTo(first);
    assertThat(submit(new SubmitRun().setTasks(List.of(task("t", path))))).isNotEqualTo(first);
    ended(first);
    assertThat(submit(run)).isEqualTo(first);
  }

  @Test
  void statesAreGoneThroughAndListedNewestFirst() throws Exception {
    control("{\"start_delay_ms\":60000}");
    long first = submit(task("t", "/Workspace/Shared/none.py"));
    com.databricks.sdk.service.jobs.Run run = sdk.jobs().getRun(first);
    assertThat(run.getState().getLifeCycleState()).isEqualTo(RunLifeCycleState.PENDING);
    assertThat(run.getStatus().getState()).isEqualTo(RunLifecycleStateV2State.PENDING);
    assertThat(run.getState().getResultState()).isNull();
    assertThat(run.getEndTime()).isNull();
    sdk.jobs().cancelRun(new CancelRun().setRunId(first));
    assertThat(ended(first).getState().getResultState()).isEqualTo(RunResultState.CANCELED);

    control("{\"start_delay_ms\":1,\"run_delay_ms\":60000}");
    long second = submit(task("t", "/Workspace/Shared/none.py"));
    do {
      run = sdk.jobs().getRun(second);
    } while (run.getState().getLifeCycleState() == RunLifeCycleState.PENDING);
    assertThat(run.getState().getLifeCycleState()).isEqualTo(RunLifeCycleState.RUNNING);
    assertThat(run.getStatus().getState()).isEqualTo(RunLifecycleStateV2State.RUNNING);
    sdk.jobs().cancelRun(new CancelRun().setRunId(second));

    control("{\"start_delay_ms\":1,\"run_delay_ms\":0}");
    run = ended(submit(task("t", "/Workspace/Shared/none.py")));
    assertThat(run.getState().getLifeCycleState()).isEqualTo(RunLifeCycleState.INTERNAL_ERROR);
    assertThat(run.getState().getStateMessage()).contains("Cannot read the python file");
    List<Long> listed = new ArrayList<>();
    for (BaseRun each : sdk.jobs().listRuns(new ListRunsRequest().setLimit(2L))) {
      listed.add(each.getRunId());
    }
    assertThat(listed).containsSubsequence(second, first).doesNotHaveDuplicates();
  }

  @Test
  void aTerminatedClusterIsStartedAndItsEndEndsTheRun() throws Exception {
    assumePython();
    String cluster = box.target().clusterId();
    String path = file("long.py", "import time\ntime.sleep(600)\n");
    Http control = box.anonymous(box.target());
    control.post("/sandbox/clusters/" + cluster, "{\"terminate\":true}");

    long id = submit(task("t", path).setEnvironmentKey(null).setExistingClusterId(cluster));
    while (sdk.jobs().getRun(id).getState().getLifeCycleState() != RunLifeCycleState.RUNNING) {
      Thread.sleep(20);
    }
    control.post("/sandbox/clusters/" + cluster, "{\"terminate\":true}");

    com.databricks.sdk.service.jobs.Run run = ended(id);
    assertThat(run.getState().getLifeCycleState()).isEqualTo(RunLifeCycleState.INTERNAL_ERROR);
    assertThat(run.getStatus().getTerminationDetails().getCode())
        .isEqualTo(TerminationCodeCode.CLUSTER_ERROR);
    control.post("/sandbox/clusters/" + cluster, "{\"start_delay_ms\":0}");
    sdk.clusters().start(cluster);
  }

  @Test
  void endsThatTestsAskFor() {
    control(
        "{\"end_next\":{\"life_cycle_state\":\"SKIPPED\",\"state_message\":\"too many runs\"}}");
    Answer answer =
        http.get("/api/2.1/jobs/runs/get?run_id=" + submit(task("t", "/Workspace/Shared/none.py")));

    assertThat(answer.json().at("/state/life_cycle_state").asText()).isEqualTo("SKIPPED");
    assertThat(answer.json().at("/state").has("result_state")).isFalse();
    assertThat(answer.json().at("/state/state_message").asText()).isEqualTo("too many runs");
  }

  @Test
  void manyTasksComeInPages() {
    control("{\"end_next\":{\"life_cycle_state\":\"SKIPPED\"}}");
    SubmitTask[] tasks = new SubmitTask[230];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = task("t" + i, "/Workspace/Shared/none.py");
    }
    long id = submit(tasks);

    List<Long> ids = new ArrayList<>();
    String next = null;
    do {
      com.databricks.sdk.service.jobs.Run page =
          sdk.jobs().getRun(new GetRunRequest().setRunId(id).setPageToken(next));
      page.getTasks().forEach(t -> ids.add(t.getRunId()));
      next = page.getNextPageToken();
    } while (next != null);
    assertThat(ids).hasSize(230).doesNotHaveDuplicates();
    Answer first = http.get("/api/2.2/jobs/runs/get?run_id=" + id);
    assertThat(first.json().get("tasks")).hasSize(100);
    String token = first.json().get("next_page_token").asText();
    assertThat(
            http.get("/api/2.2/jobs/runs/get?run_id=" + id + "&page_token=" + token)
                .json()
                .at("/tasks/0/task_key")
                .asText())
        .isEqualTo("t100");
    assertThat(http.get("/api/2.2/jobs/runs/get?run_id=" + id + "&page_token=x").status())
        .isEqualTo(400);
  }

  @Test
  void unknownRuns() {
    assertThatThrownBy(() -> sdk.jobs().getRun(5)).isInstanceOf(ResourceDoesNotExist.class);
    for (String path :
        List.of(
            "/api/2.2/jobs/runs/get?run_id=9100000000000005",
            "/api/2.2/jobs/runs/get-output?run_id=9100000000000005")) {
      Answer answer = http.get(path);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
      assertThat(answer.json().get("message").asText())
          .isEqualTo("Run 9100000000000005 does not exist.");
    }
    assertThat(http.post("/api/2.2/jobs/runs/cancel", "{\"run_id\":5}").errorCode())
        .isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(http.post("/api/2.2/jobs/runs/cancel", "{}").status()).isEqualTo(400);
    assertThat(http.get("/api/2.2/jobs/runs/get?run_id=x").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{} | at least one task",
        "{'tasks':[{'spark_python_task':{'python_file':'/x'}}],E} | task_key",
        "{'tasks':[T,T],E} | Duplicate task key",
        "{'tasks':[{'task_key':'a b','environment_key':'e','spark_python_task':{'python_file':'/x'}}],E}"
            + " | task_key must be",
        "{'tasks':[{'task_key':'t','environment_key':'e','spark_python_task':{}}],E} | python_file",
        "{'tasks':[{'task_key':'t','environment_key':'e','spark_python_task':{'python_file':'x.py'}}],E}"
            + " | Invalid python file reference",
        "{'tasks':[{'task_key':'t','environment_key':'e'}],E} | must define what it runs",
        "{'tasks':[T]} | unknown environment e",
        "{'tasks':[{'task_key':'t','spark_python_task':{'python_file':'/x'}}],E}"
            + " | an environment is required",
        "{'tasks':[{'task_key':'t','existing_cluster_id':'0101-010101-abcdefgh',"
            + "'spark_python_task':{'python_file':'/x'}}]} | Cluster 0101-010101-abcdefgh does not exist",
        "{'tasks':[{'task_key':'t','environment_key':'e','existing_cluster_id':'c',"
            + "'spark_python_task':{'python_file':'/x'}}],E} | both existing_cluster_id and environment_key",
        "{'tasks':[T],'environments':[{'environment_key':'e','spec':{}}]} | environment_version",
        "{'tasks':[T],'environments':[{'environment_key':'e'}]} | spec",
        "{'tasks':[{'task_key':'t','environment_key':'e','depends_on':[{'task_key':'u'}],"
            + "'spark_python_task':{'python_file':'/x'}}],E} | depends on an unknown task",
        "{'tasks':[{'task_key':'t','environment_key':'e','depends_on':[{'task_key':'t'}],"
            + "'spark_python_task':{'python_file':'/x'}}],E} | in a circle",
        "{'tasks':[{'task_key':'t','environment_key':'e','spark_python_task':{'python_file':'/x',"
            + "'parameters':['\u00fc']}}],E} | ASCII",
        "{'tasks':[T],'timeout_seconds':-1,E} | timeout_seconds",
        "{'tasks':[T],'idempotency_token':'LONG',E} | idempotency_token",
        "{'tasks':[{'task_key':'t','notebook_task':{'notebook_path':'/x'}}]} | notebook_task"
      })
  void whatDatabricksWouldRefuse(String body, String message) {
    String task =
        "{\"task_key\":\"t\",\"environment_key\":\"e\","
            + "\"spark_python_task\":{\"python_file\":\"/x\"}}";
    String json =
        body.replace("'", "\"")
            .replace("[T", "[" + task)
            .replace(",T]", "," + task + "]")
            .replace(",E}", "," + ENVIRONMENTS + "}")
            .replace("LONG", "x".repeat(65));

    Answer answer = http.post(SUBMIT, json);

    assertThat(answer.status()).isIn(400, 501);
    assertThat(answer.json().get("message").asText()).contains(message);
  }

  @Test
  void tooLongParametersAreRefused() {
    String json =
        "{\"tasks\":[{\"task_key\":\"t\",\"environment_key\":\"e\",\"spark_python_task\":"
            + "{\"python_file\":\"/x\",\"parameters\":[\""
            + "x".repeat(10_000)
            + "\"]}}],"
            + ENVIRONMENTS
            + "}";

    assertThat(http.post(SUBMIT, json).json().get("message").asText()).contains("10000 bytes");
  }

  @Test
  void taskCallsNeedTheirSecret() {
    Http anybody = box.anonymous(box.target());

    assertThat(anybody.post("/sandbox/tasks/x/sql", "{\"statement\":\"SELECT 1\"}").status())
        .isEqualTo(403);
    assertThat(anybody.send("PUT", "/sandbox/task-files/x/Volumes/a/b/c/d", "x").status())
        .isEqualTo(403);
  }
}
