package io.datareplicator.databricks.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.databricks.auth.StaticToken;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RestClients;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.http.ScriptedServer;
import io.datareplicator.databricks.http.ScriptedServer.Answer;
import io.datareplicator.databricks.identity.Identity;
import io.datareplicator.databricks.identity.ScimApi;
import io.datareplicator.databricks.jobs.JobsApi.Environment;
import io.datareplicator.databricks.jobs.JobsApi.EnvironmentSpec;
import io.datareplicator.databricks.jobs.JobsApi.Queue;
import io.datareplicator.databricks.jobs.JobsApi.SparkPythonTask;
import io.datareplicator.databricks.jobs.JobsApi.SubmitRun;
import io.datareplicator.databricks.jobs.JobsApi.SubmitTask;
import io.datareplicator.databricks.workspacefiles.WorkspaceFiles;
import io.datareplicator.databricks.workspacefiles.WorkspaceFilesApi;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of jobs and workspace files over the wire. */
@QuarkusTest
class JobsTest {
  private static final String RUNS = "/api/2.2/jobs/runs";
  private static final long RUN = 900000000000001L;

  private ScriptedServer server;
  private Jobs jobs;
  private WorkspaceFiles files;

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    HttpPipeline http =
        new HttpPipeline(
            server.host(),
            Network.DIRECT,
            new StaticToken("jobs-token"),
            new RetryPolicy(3, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(2)),
            new RetryBudget(),
            new Random(5),
            2);
    RestClients clients =
        new RestClients(server.host(), "data-replicator/0.1.0", Network.DIRECT, Clock.systemUTC());
    jobs = new Jobs(clients.authenticated(JobsApi.class, http), http);
    files =
        new WorkspaceFiles(
            clients.authenticated(WorkspaceFilesApi.class, http),
            new Identity(clients.authenticated(ScimApi.class, http), http),
            http);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String fixture(String name) throws IOException {
    try (InputStream in = JobsTest.class.getResourceAsStream("/wire/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static SubmitRun run(String token) {
    return new SubmitRun(
        "repl",
        List.of(
            new SubmitTask(
                "copy", new SparkPythonTask("/Workspace/x.py", List.of("{}")), "default", null)),
        List.of(new Environment("default", new EnvironmentSpec("3"))),
        token,
        3600,
        new Queue(true));
  }

  private JobRun looked(String body) {
    server.then(Answer.ok(body));
    return jobs.find(RUN).orElseThrow();
  }

  @Test
  void submissionIsWrittenAsTheReferenceSays() throws IOException {
    server.then(Answer.ok(fixture("runs_submit")));

    assertThat(jobs.submit(run("token-1"))).isEqualTo(RUN);

    assertThat(server.lines()).containsExactly("POST " + RUNS + "/submit");
    assertThat(server.asked().get(0).body())
        .isEqualTo(
            "{\"run_name\":\"repl\",\"tasks\":[{\"task_key\":\"copy\",\"spark_python_task\":"
                + "{\"python_file\":\"/Workspace/x.py\",\"parameters\":[\"{}\"]},"
                + "\"environment_key\":\"default\"}],\"environments\":[{\"environment_key\":\"default\","
                + "\"spec\":{\"environment_version\":\"3\"}}],\"idempotency_token\":\"token-1\","
                + "\"timeout_seconds\":3600,\"queue\":{\"enabled\":true}}");
  }

  @Test
  void lostAnswersAreAskedForAgainWithTheSameToken() throws IOException {
    server
        .then(Answer.hangUp())
        .then(Answer.json(503, "{\"error_code\":\"TEMPORARILY_UNAVAILABLE\",\"message\":\"no\"}"))
        .then(Answer.ok(fixture("runs_submit")));

    assertThat(jobs.submit(run("token-1"))).isEqualTo(RUN);

    assertThat(server.asked()).hasSize(3);
    assertThat(server.asked()).allSatisfy(a -> assertThat(a.body()).contains("token-1"));
  }

  @Test
  void throttledRequestsAreRepeated() throws IOException {
    server
        .then(Answer.json(429, fixture("err_429")).with("Retry-After", "0"))
        .then(Answer.ok(fixture("run_get")));

    assertThat(jobs.find(RUN)).isPresent();
  }

  @Test
  void submissionsWithoutATokenOrAnIdAreErrors() {
    assertThatThrownBy(() -> jobs.submit(run(null))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> jobs.submit(run("x".repeat(65))))
        .isInstanceOf(IllegalArgumentException.class);
    server.then(Answer.ok("{}"));
    assertThatThrownBy(() -> jobs.submit(run("x")))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("holds no run id");
  }

  @Test
  void recordedRunAndOutputAreUnderstood() throws IOException {
    JobRun run = looked(fixture("run_get"));

    assertThat(run.state()).isEqualTo(JobRun.State.SUCCEEDED);
    assertThat(run.pageUrl()).endsWith("#job/800000000000001/run/900000000000001");
    assertThat(run.tasks())
        .containsExactly(new JobRun.Task(900000000000002L, "t", JobRun.State.SUCCEEDED));
    assertThat(server.lines()).containsExactly("GET " + RUNS + "/get?run_id=" + RUN);
    server.then(Answer.ok(fixture("run_output")));
    assertThat(jobs.output(900000000000002L))
        .isEqualTo(new JobsApi.RunOutput(null, null, null, null));
  }

  @Test
  void tasksOfAllPagesAreRead() {
    server
        .then(
            Answer.ok(
                "{\"run_page_url\":\"u\",\"tasks\":[{\"run_id\":9007199254740993,\"task_key\":\"a\"}],"
                    + "\"next_page_token\":\"p2\"}"))
        .then(Answer.ok("{\"next_page_token\":\"p3\"}"))
        .then(
            Answer.ok("{\"tasks\":[{\"run_id\":\"9007199254740995\"},{\"task_key\":\"no id\"}]}"));

    JobRun run = jobs.find(1).orElseThrow();

    assertThat(run.pageUrl()).isEqualTo("u");
    assertThat(run.tasks())
        .extracting(JobRun.Task::id)
        .containsExactly(9007199254740993L, 9007199254740995L);
    assertThat(server.lines().get(2)).isEqualTo("GET " + RUNS + "/get?run_id=1&page_token=p3");
  }

  @Test
  void anUnknownRunIsNoRun() {
    server
        .then(
            Answer.json(
                400,
                "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"Run 5 does not exist.\"}"))
        .then(
            Answer.json(
                400, "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"bad token\"}"));

    assertThat(jobs.find(5)).isEmpty();
    assertThatThrownBy(() -> jobs.find(5)).isInstanceOf(ApiException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING,,WAITING",
    "QUEUED,,WAITING",
    "BLOCKED,,WAITING",
    "WAITING_FOR_RETRY,,WAITING",
    "RUNNING,,RUNNING",
    "TERMINATING,,RUNNING",
    "SOMETHING_NEW,,UNKNOWN",
    "TERMINATED,SUCCESS,SUCCEEDED",
    "TERMINATED,FAILED,FAILED",
    "TERMINATED,SUCCESS_WITH_FAILURES,FAILED",
    "TERMINATED,TIMEDOUT,TIMED_OUT",
    "TERMINATED,CANCELED,CANCELED",
    "TERMINATED,UPSTREAM_CANCELED,CANCELED",
    "TERMINATED,SOMETHING_NEW,UNKNOWN_END",
    "TERMINATED,,UNKNOWN_END",
    "SKIPPED,,SKIPPED",
    "INTERNAL_ERROR,,INTERNAL_ERROR",
    "INTERNAL_ERROR,FAILED,INTERNAL_ERROR"
  })
  void olderStates(String lifeCycle, String result, JobRun.State expected) {
    String more = result == null ? "" : ",\"result_state\":\"" + result + "\"";

    JobRun run = looked("{\"state\":{\"life_cycle_state\":\"" + lifeCycle + "\"" + more + "}}");

    assertThat(run.state()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "WAITING,,WAITING",
    "RUNNING,,RUNNING",
    "TERMINATED,SUCCESS,SUCCEEDED",
    "TERMINATED,USER_CANCELED,CANCELED",
    "TERMINATED,RUN_EXECUTION_ERROR,FAILED",
    "TERMINATED,SOMETHING_NEW,FAILED",
    "TERMINATED,,UNKNOWN_END"
  })
  void newerStatesAlone(String state, String code, JobRun.State expected) {
    String details =
        code == null
            ? ""
            : ",\"termination_details\":{\"code\":\"" + code + "\",\"message\":\"why\"}";

    JobRun run = looked("{\"status\":{\"state\":\"" + state + "\"" + details + "}}");

    assertThat(run.state()).isEqualTo(expected);
    assertThat(run.message()).isEqualTo(code == null ? "" : "why");
  }

  @Test
  void anEndInAStateThatNobodyKnowsIsNoSuccess() {
    JobRun run = looked("{\"status\":{\"state\":\"ARCHIVED\"},\"end_time\":1767225601000}");

    assertThat(run.state()).isEqualTo(JobRun.State.UNKNOWN_END);
    assertThat(run.stateText()).isEqualTo("ARCHIVED");
    assertThat(looked("{}").state()).isEqualTo(JobRun.State.UNKNOWN);
  }

  @Test
  void cancellationToleratesAnEmptyAnswer() {
    server.then(new Answer(200, java.util.Map.of(), new byte[0]));

    jobs.cancel(RUN);

    assertThat(server.asked().get(0).line()).isEqualTo("POST " + RUNS + "/cancel");
    assertThat(server.asked().get(0).body()).isEqualTo("{\"run_id\":" + RUN + "}");
  }

  @Test
  void filesAreUploadedWithTheirFoldersAndLookedFor() throws IOException {
    server
        .then(Answer.ok(fixture("scim_me")))
        .then(Answer.ok("{}"))
        .then(Answer.ok("{}"))
        .then(Answer.ok("{\"path\":\"x\",\"object_type\":\"FILE\",\"object_id\":1}"));

    String path = files.home() + "/a b/c.py";
    files.upload(path, "print(1)".getBytes(StandardCharsets.UTF_8));

    assertThat(path).isEqualTo("/Workspace/Users/ana.ops@example.test/a b/c.py");
    assertThat(server.asked().get(1).body())
        .isEqualTo("{\"path\":\"/Workspace/Users/ana.ops@example.test/a b\"}");
    assertThat(server.asked().get(2).body())
        .isEqualTo(
            "{\"path\":\""
                + path
                + "\",\"format\":\"RAW\",\"content\":\"cHJpbnQoMSk=\",\"overwrite\":true}");
    assertThat(server.lines().get(3))
        .isEqualTo(
            "GET /api/2.0/workspace/get-status?path="
                + "%2FWorkspace%2FUsers%2Fana.ops%40example.test%2Fa+b%2Fc.py");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOTEBOOK", "DIRECTORY", ""})
  void anUploadThatIsNoFileAfterwardsIsAnError(String type) {
    server
        .then(Answer.ok("{}"))
        .then(Answer.ok("{}"))
        .then(Answer.ok("{\"object_type\":\"" + type + "\"}"));

    assertThatThrownBy(() -> files.upload("/Workspace/x.py", new byte[] {1}))
        .hasMessageContaining("no file /Workspace/x.py");
  }

  @Test
  void missingFilesAreMissingAndRefusalsAreErrors() {
    server
        .then(
            Answer.json(
                404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"Path (x) …\"}"))
        .then(Answer.json(403, "{\"error_code\":\"PERMISSION_DENIED\",\"message\":\"no\"}"));

    assertThat(files.isFile("/x")).isFalse();
    assertThatThrownBy(() -> files.isFile("/x")).isInstanceOf(ApiException.class);
  }
}
