package io.datareplicator.volumes;

import static io.datareplicator.volumes.FakeJobs.RUN;
import static io.datareplicator.volumes.FakeJobs.SUCCESS;
import static io.datareplicator.volumes.FakeJobs.URL;
import static io.datareplicator.volumes.FakeJobs.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.config.Side;
import io.datareplicator.config.VolumeSettings;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.identity.Identity;
import io.datareplicator.databricks.jobs.Jobs;
import io.datareplicator.databricks.jobs.JobsApi.SubmitTask;
import io.datareplicator.databricks.workspacefiles.WorkspaceFiles;
import io.datareplicator.model.TableName;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.SomeClients;
import io.datareplicator.volumes.AutoloaderCopy.Outcome;
import io.datareplicator.volumes.AutoloaderCopy.Request;
import io.datareplicator.volumes.AutoloaderCopy.State;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The autoloader engine against a scripted Jobs service. */
@QuarkusTest
class AutoloaderCopyTest {
  private static final String RESULT =
      "AUTOLOADER_COPY_RESULT {\"copied\": 3, \"failed\": 0, \"skipped\": 1, \"bytes\": 9007199254740993,"
          + " \"failures\": []}\n";

  private final FakeJobs jobs = new FakeJobs();
  private final FakeSql sql = new FakeSql();
  private final MovableClock clock = new MovableClock();
  private final List<Long> pauses = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private AutoloaderCopy copy;

  @BeforeEach
  void open() {
    HttpPipeline http = FakeUnityCatalog.pipeline();
    Workspace target =
        new Workspace(
            Configs.side(Side.TARGET),
            http,
            SomeClients.of(
                new Jobs(jobs, http), new WorkspaceFiles(jobs, new Identity(jobs, http), http)),
            sql);
    copy =
        new AutoloaderCopy(
            target,
            clock,
            new Random(3),
            millis -> {
              pauses.add(millis);
              clock.advance(Duration.ofMillis(millis));
            });
  }

  private static Request request(String cluster, String folder, Map<String, String> options) {
    VolumeSettings settings = Configs.replication().volume();
    settings = Configs.with(settings, "folderPath", folder);
    settings = Configs.with(settings, "autoloaderOptions", options);
    return new Request(
        "run '1'",
        "/Volumes/shared/s/v",
        "/Volumes/tgt/s/v",
        settings,
        new TableName("audit", "logs", "files"),
        cluster,
        Map.of("run", "1"));
  }

  private static Request request() {
    return request(null, null, Map.of());
  }

  private Outcome run(Request request) {
    return copy.copy(request, progress::add);
  }

  private AutoloaderCopyException failure() {
    return catchThrowableOfType(AutoloaderCopyException.class, () -> run(request()));
  }

  @Test
  void copiesByAServerlessJob() throws Exception {
    jobs.states(state("PENDING", null), state("RUNNING", null), SUCCESS).prints("line\n" + RESULT);

    Outcome outcome = run(request(null, "/a b/", Map.of("modifiedAfter", "2026-01-01")));

    assertThat(outcome)
        .isEqualTo(
            new Outcome(RUN, URL, State.SUCCEEDED, 3, 0, 1, 9007199254740993L, null, "run output"));
    assertThat(jobs.files).hasSize(1);
    String path = jobs.files.keySet().iterator().next();
    assertThat(path)
        .matches(
            "/Workspace/Users/me@example\\.test/\\.data-replicator/autoloader_copy-[0-9a-f]{16}\\.py");
    assertThat(new String(jobs.files.get(path), java.nio.charset.StandardCharsets.UTF_8))
        .contains("cloudFiles");
    SubmitTask task = jobs.submitted.tasks().get(0);
    assertThat(task.sparkPythonTask().pythonFile()).isEqualTo(path);
    assertThat(task.environmentKey()).isEqualTo("default");
    assertThat(task.existingClusterId()).isNull();
    assertThat(jobs.submitted.environments()).hasSize(1);
    assertThat(jobs.submitted.idempotencyToken()).hasSize(64);
    assertThat(jobs.submitted.timeoutSeconds()).isEqualTo(3600 + 1800);
    JsonNode argument = new ObjectMapper().readTree(task.sparkPythonTask().parameters().get(0));
    assertThat(argument.get("folder").asText()).isEqualTo("/a b/");
    assertThat(argument.get("options").get("modifiedAfter").asText()).isEqualTo("2026-01-01");
    assertThat(argument.get("log_table").toString()).isEqualTo("[\"audit\",\"logs\",\"files\"]");
    assertThat(progress)
        .containsExactly(
            "job run " + RUN + " copies /Volumes/tgt/s/v/a b",
            "job run " + RUN + ": " + URL,
            "job run " + RUN + " is PENDING",
            "job run " + RUN + " is RUNNING",
            "job run " + RUN + " is TERMINATED SUCCESS");
    assertThat(jobs.calls.get(jobs.calls.size() - 1)).isEqualTo("output " + (RUN + 1));
  }

  @Test
  void aClusterTakesTheJobWhereOneIsConfigured() {
    jobs.states(SUCCESS).prints(RESULT);

    run(request("0101-1", null, Map.of()));

    assertThat(jobs.submitted.environments()).isNull();
    assertThat(jobs.submitted.tasks().get(0).existingClusterId()).isEqualTo("0101-1");
    assertThat(jobs.submitted.tasks().get(0).environmentKey()).isNull();
  }

  @Test
  void theFileIsUploadedOnce() {
    jobs.states(SUCCESS).prints(RESULT);

    run(request());
    run(request());

    assertThat(jobs.calls.stream().filter(c -> c.equals("import"))).hasSize(1);
    assertThat(jobs.tokens).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ü码🙂", "{{job.run_id}}", "{{{x}}}", "a\"b\\c\nd", "'; DROP", "</script>"})
  void hostileFoldersArriveAsTheyAre(String folder) throws Exception {
    String json = AutoloaderCopyArguments.json(request(null, folder, Map.of("o", folder)));

    assertThat(json).matches("\\p{ASCII}*").doesNotContain("{{");
    JsonNode read = new ObjectMapper().readTree(json);
    assertThat(read.get("folder").asText()).isEqualTo(folder);
    assertThat(read.get("options").get("o").asText()).isEqualTo(folder);
  }

  @Test
  void settingsTooLongForAJobAreRefusedBeforeAnythingIsSent() {
    Request huge = request(null, null, Map.of("x", "y".repeat(10_000)));

    assertThatThrownBy(() -> run(huge))
        .isInstanceOf(AutoloaderCopyException.class)
        .hasMessageContaining("shorten autoloader_options");
    assertThat(jobs.submitted).isNull();
  }

  @Test
  void failedFilesAreAnOutcome() {
    jobs.states(state("TERMINATED", "FAILED"))
        .prints(
            "AUTOLOADER_COPY_RESULT {\"copied\": 1, \"failed\": 2, \"bytes\": 5, \"failures\":"
                + " [\"/Volumes/shared/s/v/x: gone\"]}")
        .error("CopyError: 2 of 3 files");

    Outcome outcome = run(request());

    assertThat(outcome.state()).isEqualTo(State.FILES_FAILED);
    assertThat(outcome.copied()).isEqualTo(1);
    assertThat(outcome.failed()).isEqualTo(2);
    assertThat(outcome.message())
        .contains("2 of 3 files", "/Volumes/tgt/s/v", "x: gone", URL, "audit.logs.files")
        .contains("next run tries them again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no result here",
        "AUTOLOADER_COPY_RESULT {\"copied\": 1",
        "AUTOLOADER_COPY_RESULT {}",
        "AUTOLOADER_COPY_RESULT {\"copied\": \"many\", \"failed\": 0, \"bytes\": 0}",
        "AUTOLOADER_COPY_RESULT"
      })
  void withoutAResultTheIngestionLogIsCounted(String logs) {
    jobs.states(SUCCESS).prints(logs);
    sql.otherwise(
        text ->
            FakeSql.rows(
                List.of("status", "files", "bytes"),
                List.of("success", "4", "40"),
                java.util.Arrays.asList("failed", "1", null)));

    Outcome outcome = run(request());

    assertThat(outcome.state()).isEqualTo(State.FILES_FAILED);
    assertThat(outcome.confirmedBy()).isEqualTo("ingestion log");
    assertThat(outcome.copied()).isEqualTo(4);
    assertThat(outcome.bytes()).isEqualTo(40);
    assertThat(sql.texts().get(0))
        .contains("FROM `audit`.`logs`.`files` WHERE run_id = 'run \\'1\\''")
        .contains("startswith(target_path, '/Volumes/tgt/s/v/')");
  }

  @Test
  void aRunWithoutTasksOrOutputIsCountedInTheIngestionLogToo() {
    jobs.states(SUCCESS);
    jobs.outputFailure = new ApiException(403, "PERMISSION_DENIED", "no", null, null, null);
    sql.otherwise(text -> FakeSql.rows(List.of("status", "files", "bytes")));

    assertThat(run(request()).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void aSuccessThatCannotBeConfirmedIsNone() {
    jobs.states(SUCCESS);
    sql.otherwise(
        text -> {
          throw FakeSql.failure("[TABLE_OR_VIEW_NOT_FOUND]");
        });

    assertThatThrownBy(() -> run(request())).hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
  }

  @Test
  void aFailedTaskTellsItsErrorTheObjectAndThePage() {
    jobs.states(state("TERMINATED", "FAILED")).error("AnalysisException: [X] nope");

    AutoloaderCopyException e = failure();

    assertThat(e)
        .hasMessage(
            "the copy of /Volumes/shared/s/v to /Volumes/tgt/s/v failed: AnalysisException: [X]"
                + " nope; job run "
                + RUN
                + " ("
                + URL
                + "); the run's page has the whole output");
    assertThat(e.runId()).isEqualTo(RUN);
    assertThat(e.isTransient()).isFalse();
  }

  @Test
  void missingPrivilegesAreNamed() {
    jobs.states(state("TERMINATED", "FAILED"))
        .error("PermissionError: [Errno 13] Permission denied");

    assertThat(failure()).hasMessageContaining("READ VOLUME").hasMessageContaining("WRITE VOLUME");
  }

  @Test
  void everyOtherEndIsAFailureWithAMend() {
    jobs.states(state("SKIPPED", null));
    AutoloaderCopyException skipped = failure();
    assertThat(skipped).hasMessageContaining("not started").hasMessageContaining("too many jobs");
    assertThat(skipped.isTransient()).isTrue();

    jobs.states.clear();
    jobs.states(state("INTERNAL_ERROR", "FAILED"));
    AutoloaderCopyException internal = failure();
    assertThat(internal).hasMessageContaining("set cluster_id of the target");
    assertThat(internal.isTransient()).isTrue();

    jobs.states.clear();
    jobs.states(state("TERMINATED", "TIMEDOUT"));
    assertThat(failure()).hasMessageContaining("raise streaming_timeout_seconds");

    jobs.states.clear();
    jobs.states(state("TERMINATED", "CANCELED"));
    assertThat(failure()).hasMessageContaining("somebody cancelled it");

    jobs.states.clear();
    jobs.states(state("TERMINATED", "BRAND_NEW"));
    AutoloaderCopyException unknown = failure();
    assertThat(unknown).hasMessageContaining("unknown state TERMINATED BRAND_NEW");
    assertThat(unknown.isTransient()).isFalse();
  }

  @Test
  void aRunOverItsTimeIsCancelled() {
    jobs.states(state("RUNNING", null));
    jobs.onCancel =
        () -> {
          jobs.states.clear();
          jobs.states(state("TERMINATING", null), state("TERMINATED", "CANCELED"));
        };

    AutoloaderCopyException e = failure();

    assertThat(e.isTimeOut()).isTrue();
    assertThat(e)
        .hasMessageContaining("timed out after 3600 s; it was cancelled")
        .hasMessageContaining(URL);
    assertThat(jobs.calls.stream().filter(c -> c.startsWith("cancel"))).hasSize(1);
    assertThat(clock.instant())
        .isBetween(MovableClock.START.plusSeconds(3600), MovableClock.START.plusSeconds(3620));
    assertThat(pauses.subList(0, 8))
        .containsExactly(1000L, 1000L, 2000L, 3000L, 5000L, 10_000L, 10_000L, 10_000L);
  }

  @Test
  void aRunThatDoesNotStopIsReportedAsSuch() {
    jobs.states(state("RUNNING", null));

    assertThat(failure()).hasMessageContaining("told to stop and is still RUNNING");
  }

  @Test
  void theWaitForComputeDoesNotCountButEnds() {
    jobs.states(state("PENDING", null));

    assertThat(failure().isTimeOut()).isTrue();
    assertThat(clock.instant()).isAfter(MovableClock.START.plusSeconds(3600 + 1800));
  }

  @Test
  void anEndThatWasReachedJustBeforeTheCancellationCounts() {
    jobs.states(state("RUNNING", null)).prints(RESULT);
    jobs.onCancel =
        () -> {
          jobs.states.clear();
          jobs.states(SUCCESS);
        };

    assertThat(run(request()).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void anInterruptedRunIsCancelledInTheWorkspace() {
    jobs.states(state("RUNNING", null));
    jobs.onCancel = () -> {};
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> run(request())).isInstanceOf(CancellationException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void cancellingStopsTheRunAndAllLaterOnes() {
    jobs.states(state("RUNNING", null));
    List<String> seen = new ArrayList<>();

    assertThatThrownBy(
            () ->
                copy.copy(
                    request(),
                    line -> {
                      seen.add(line);
                      if (line.contains("RUNNING")) {
                        copy.cancelAll();
                      }
                    }))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("job run " + RUN);

    assertThat(jobs.calls).contains("cancel " + RUN);
    jobs.calls.clear();
    assertThatThrownBy(() -> run(request())).isInstanceOf(CancellationException.class);
    assertThat(jobs.calls).isEmpty();
  }

  @Test
  void aWorkspaceThatCannotBeReachedForAWhileIsAskedAgain() {
    ApiException away = new ApiException(503, "", "away", null, null, null);
    jobs.states(state("RUNNING", null), away, away, away, away, SUCCESS).prints(RESULT);

    assertThat(run(request()).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void aRefusedLookStopsTheRun() {
    jobs.states(
        state("RUNNING", null), new ApiException(403, "PERMISSION_DENIED", "no", null, null, null));

    assertThatThrownBy(() -> run(request())).isInstanceOf(ApiException.class);

    assertThat(jobs.calls).contains("cancel " + RUN);
  }

  @Test
  void aRunMayBeUnknownForAMomentButNotForGood() {
    ApiException unknown =
        new ApiException(400, "INVALID_PARAMETER_VALUE", "Run 9 does not exist.", null, null, null);
    jobs.states(unknown, unknown, SUCCESS).prints(RESULT);
    assertThat(run(request()).state()).isEqualTo(State.SUCCEEDED);

    jobs.states.clear();
    jobs.states(unknown);
    assertThat(failure()).hasMessageContaining("not known to the workspace any more");
  }

  @Test
  void aRefusedSubmissionSaysWhatToDo() {
    jobs.refusal =
        new ApiException(
            400, "INVALID_PARAMETER_VALUE", "serverless is not enabled", null, null, null);
    assertThat(failure())
        .hasMessageContaining("serverless is not enabled")
        .hasMessageContaining("set cluster_id of the target");

    jobs.refusal = new ApiException(403, "PERMISSION_DENIED", "no", null, null, null);
    assertThatThrownBy(() -> run(request())).isInstanceOf(ApiException.class);
  }
}
