package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.config.Side;
import io.datareplicator.config.VolumeSettings;
import io.datareplicator.databricks.Clients;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RestClients;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.sql.RestSqlEngine;
import io.datareplicator.databricks.sql.StatementApi;
import io.datareplicator.model.TableName;
import io.datareplicator.testkit.Configs;
import io.datareplicator.volumes.AutoloaderCopy;
import io.datareplicator.volumes.AutoloaderCopy.Outcome;
import io.datareplicator.volumes.AutoloaderCopy.Request;
import io.datareplicator.volumes.AutoloaderCopy.State;
import io.datareplicator.volumes.AutoloaderCopyException;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The autoloader engine: its job runs in the sandbox and copies a shared volume. */
@QuarkusTest
@Tag("jvm")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoloaderCopyIT {
  private static final TableName LOG = new TableName("autoload_log", "default", "files");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final List<String> NAMES =
      List.of(
          "plain.csv",
          "dir with space/ü码🙂 100%.bin",
          "a%20b",
          "it's \"odd\" `#?&=+;.x",
          "..two..dots",
          "[x]{y}*(z)",
          "back\\slash",
          "_underscore/.hidden");

  private SandboxSide source;
  private SandboxSide target;
  private Workspace workspace;
  private AutoloaderCopy copy;
  private int volumes;
  private String volume;
  private final List<String> progress = new ArrayList<>();

  @BeforeAll
  void begin(SandboxProcess sandbox) {
    source = sandbox.source();
    target = sandbox.target();
    source.run(
        "CREATE CATALOG autoload_src",
        "CREATE SCHEMA autoload_src.s",
        "CREATE SHARE autoload_share",
        "ALTER SHARE autoload_share ADD SCHEMA autoload_src.s",
        "CREATE RECIPIENT IF NOT EXISTS autoload_recipient USING ID '"
            + target.value("SELECT current_metastore()")
            + "'",
        "GRANT SELECT ON SHARE autoload_share TO RECIPIENT autoload_recipient");
    JsonNode providers =
        target.call("GET", SandboxSide.UNITY + "/providers?max_results=0", null).get("providers");
    target.run(
        "CREATE CATALOG autoload_shared USING SHARE `"
            + providers.get(0).get("name").asText()
            + "`.autoload_share",
        "CREATE CATALOG autoload_tgt",
        "CREATE SCHEMA autoload_tgt.s",
        "CREATE CATALOG autoload_log",
        "CREATE TABLE autoload_log.default.files (run_id STRING, source_path STRING, target_path"
            + " STRING, ingestion_time TIMESTAMP, length BIGINT, file_modification_time TIMESTAMP,"
            + " status STRING, error_msg STRING, batch_id BIGINT)");
    HttpPipeline http =
        new HttpPipeline(
            URI.create(target.host()),
            Network.DIRECT,
            new TestTokens(target.token()),
            new RetryPolicy(
                4, Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(5)),
            new RetryBudget(),
            new Random(9),
            8);
    Clock clock = Clock.systemUTC();
    RestClients clients =
        new RestClients(URI.create(target.host()), "autoload/1", Network.DIRECT, clock);
    workspace =
        new Workspace(
            Configs.side(Side.TARGET),
            http,
            Clients.of(clients, http, clock),
            new RestSqlEngine(
                clients.authenticated(StatementApi.class, http),
                http,
                sandbox.announced("TARGET_WAREHOUSE_ID"),
                clock));
    control(Map.of("start_delay_ms", 100));
  }

  @BeforeEach
  void newVolume() {
    copy = new AutoloaderCopy(workspace, Clock.systemUTC(), new Random());
    volume = "v" + volumes++;
    source.run("CREATE VOLUME autoload_src.s." + volume);
    target.run("CREATE VOLUME autoload_tgt.s." + volume);
  }

  @AfterEach
  void defaults() {
    control(Map.of("run_delay_ms", 0));
  }

  private void control(Map<String, Object> settings) {
    target.call("POST", "/sandbox/jobs", settings);
  }

  private Request request(String run, String cluster, Map<String, Object> changes) {
    VolumeSettings settings = Configs.replication().volume();
    for (Map.Entry<String, Object> change : changes.entrySet()) {
      settings = Configs.with(settings, change.getKey(), change.getValue());
    }
    return new Request(
        volume + " " + run,
        "/Volumes/autoload_shared/s/" + volume,
        "/Volumes/autoload_tgt/s/" + volume,
        settings,
        LOG,
        cluster,
        Map.of());
  }

  private Outcome run(String run) {
    return copy.copy(request(run, null, Map.of()), progress::add);
  }

  private static String encoded(String path) {
    return Arrays.stream(path.split("/"))
        .map(s -> URLEncoder.encode(s, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  private static byte[] files(SandboxSide side, String method, String path, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(side.host() + "/api/2.0/fs/files" + encoded(path)))
            .header("Authorization", "Bearer " + side.token())
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build();
    try {
      var answer = CLIENT.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(method + " " + path).isBetween(200, 299);
      return answer.body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void put(String name, String content) {
    files(
        source,
        "PUT",
        "/Volumes/autoload_src/s/" + volume + "/" + name,
        content.getBytes(StandardCharsets.UTF_8));
  }

  private String read(String name) {
    return new String(
        files(target, "GET", "/Volumes/autoload_tgt/s/" + volume + "/" + name, null),
        StandardCharsets.UTF_8);
  }

  private List<List<String>> log(String columns, String run) {
    return target.sql(
        "SELECT "
            + columns
            + " FROM autoload_log.default.files WHERE run_id = '"
            + volume
            + " "
            + run
            + "' ORDER BY source_path");
  }

  @Test
  void copiesNewAndChangedFilesAndLogsThem() {
    for (String name : NAMES) {
      put(name, "content of " + name);
    }

    Outcome first = run("1");

    long bytes =
        NAMES.stream()
            .mapToLong(n -> ("content of " + n).getBytes(StandardCharsets.UTF_8).length)
            .sum();
    assertThat(first.state()).isEqualTo(State.SUCCEEDED);
    assertThat(first.copied()).isEqualTo(NAMES.size());
    assertThat(first.bytes()).isEqualTo(bytes);
    assertThat(first.confirmedBy()).isEqualTo("run output");
    assertThat(first.runId()).isGreaterThan(1L << 53);
    assertThat(first.runPageUrl()).contains("/run/" + first.runId());
    assertThat(progress).anyMatch(l -> l.endsWith("is RUNNING")).anyMatch(l -> l.contains("#job/"));
    for (String name : NAMES) {
      assertThat(read(name)).isEqualTo("content of " + name);
    }
    List<List<String>> rows =
        log(
            "source_path, target_path, status, error_msg, length > 0, ingestion_time IS NOT NULL,"
                + " file_modification_time <= ingestion_time",
            "1");
    assertThat(rows).hasSize(NAMES.size());
    assertThat(rows.stream().map(r -> r.get(1)))
        .containsExactlyInAnyOrderElementsOf(
            NAMES.stream().map(n -> "/Volumes/autoload_tgt/s/" + volume + "/" + n).toList());
    assertThat(rows.stream().map(r -> r.subList(2, 7)).distinct())
        .containsExactly(Arrays.asList("success", null, "true", "true", "true"));

    assertThat(run("2").copied()).isZero();
    put(NAMES.get(1), "changed");
    put("new", "n");
    assertThat(run("3").copied()).isEqualTo(2);
    assertThat(read(NAMES.get(1))).isEqualTo("changed");
    assertThat(
            target
                .call(
                    "GET",
                    "/api/2.0/workspace/list?path=/Users/"
                        + encoded(
                            target
                                .call("GET", "/api/2.0/preview/scim/v2/Me", null)
                                .get("userName")
                                .asText())
                        + "/.data-replicator",
                    null)
                .get("objects"))
        .hasSize(1);
  }

  @Test
  void aFolderOnAClusterIsReloaded() {
    put("in/a", "1");
    put("out/b", "2");
    Map<String, Object> folder = Map.of("folderPath", "in");
    files(target, "PUT", "/Volumes/autoload_tgt/s/" + volume + "/in/old", new byte[] {1});
    files(target, "PUT", "/Volumes/autoload_tgt/s/" + volume + "/keep", new byte[] {1});

    String cluster = target.clusterId();
    assertThat(copy.copy(request("1", cluster, folder), progress::add).copied()).isEqualTo(1);
    assertThat(copy.copy(request("2", cluster, folder), progress::add).copied()).isZero();
    Outcome again =
        copy.copy(
            request("3", cluster, Map.of("folderPath", "in", "deleteAndReload", true)),
            progress::add);

    assertThat(again.copied()).isEqualTo(1);
    assertThat(read("in/a")).isEqualTo("1");
    assertThat(read("keep")).isNotEmpty();
    List<String> names = new ArrayList<>();
    target
        .call("GET", "/api/2.0/fs/directories/Volumes/autoload_tgt/s/" + volume + "/in", null)
        .get("contents")
        .forEach(c -> names.add(c.get("name").asText()));
    assertThat(names).containsExactly("a");
  }

  @Test
  void optionsForAutoLoaderReachIt() {
    put("a.csv", "1");
    put("b.txt", "2");

    Outcome filtered =
        copy.copy(
            request("1", null, Map.of("autoloaderOptions", Map.of("pathGlobFilter", "*.csv"))),
            progress::add);
    assertThat(filtered.copied()).isEqualTo(1);
    Request late =
        request(
            "2", null, Map.of("autoloaderOptions", Map.of("modifiedAfter", "2099-01-01T00:00:00")));
    assertThat(copy.copy(late, progress::add).copied()).isZero();
    AutoloaderCopyException unknown =
        catchThrowableOfType(
            AutoloaderCopyException.class,
            () ->
                copy.copy(
                    request("3", null, Map.of("autoloaderOptions", Map.of("cloudFiles.x", "1"))),
                    progress::add));
    assertThat(unknown)
        .hasMessageContaining("unknown option")
        .hasMessageContaining("/Volumes/autoload_tgt/s/" + volume)
        .hasMessageContaining("#job/");
    assertThat(unknown.isTransient()).isFalse();
  }

  @Test
  void aFileThatFailsIsToldAndTriedAgain() {
    put("good", "1");
    put("x/file", "22");
    files(target, "PUT", "/Volumes/autoload_tgt/s/" + volume + "/x", new byte[] {1});

    Outcome first = run("1");

    assertThat(first.state()).isEqualTo(State.FILES_FAILED);
    assertThat(first.copied()).isEqualTo(1);
    assertThat(first.failed()).isEqualTo(1);
    assertThat(first.message()).contains("1 of 2 files", "x/file", LOG.fullName(), "#job/");
    assertThat(log("status, error_msg IS NOT NULL", "1"))
        .containsExactly(List.of("success", "false"), List.of("failed", "true"));
    files(target, "DELETE", "/Volumes/autoload_tgt/s/" + volume + "/x", null);
    Outcome second = run("2");
    assertThat(second.state()).isEqualTo(State.SUCCEEDED);
    assertThat(second.copied()).isEqualTo(1);
    assertThat(read("x/file")).isEqualTo("22");
  }

  @Test
  void lostAnswersAndUnavailableServicesMakeNoSecondRun() {
    put("a", "1");
    long before = runs();
    String runs = "/api/2.2/jobs/runs";
    target.faults(
        List.of(
            SandboxSide.fault(
                "POST", runs + "/submit", Map.of("reset", true, "after_effect", true, "times", 1)),
            SandboxSide.fault("GET", runs + "/get", Map.of("status", 503, "times", 3)),
            SandboxSide.fault("GET", runs + "/get-output", Map.of("status", 429, "times", 1))));

    Outcome outcome = run("1");

    assertThat(outcome.copied()).isEqualTo(1);
    assertThat(runs()).isEqualTo(before + 1);
  }

  private long runs() {
    return target.call("GET", "/api/2.2/jobs/runs/list", null).path("runs").size();
  }

  @Test
  void withoutOutputTheIngestionLogIsCounted() {
    put("a", "12345");
    target.faults(
        List.of(SandboxSide.fault("GET", "/api/2.2/jobs/runs/get-output", Map.of("status", 403))));

    Outcome outcome = run("1");

    assertThat(outcome.confirmedBy()).isEqualTo("ingestion log");
    assertThat(outcome.copied()).isEqualTo(1);
    assertThat(outcome.bytes()).isEqualTo(5);
  }

  @Test
  void aRunThatTheServiceFailsMayBeTriedAgain() {
    control(
        Map.of(
            "end_next",
            Map.of("life_cycle_state", "INTERNAL_ERROR", "state_message", "no capacity")));

    AutoloaderCopyException e = catchThrowableOfType(AutoloaderCopyException.class, () -> run("1"));

    assertThat(e).hasMessageContaining("no capacity");
    assertThat(e.isTransient()).isTrue();
  }

  @Test
  void cancellingStopsTheJob() {
    put("a", "1");
    control(Map.of("run_delay_ms", 60_000));

    assertThatThrownBy(
            () ->
                copy.copy(
                    request("1", null, Map.of()),
                    line -> {
                      progress.add(line);
                      if (line.endsWith("RUNNING")) {
                        copy.cancelAll();
                      }
                    }))
        .isInstanceOf(CancellationException.class);

    JsonNode run = target.call("GET", "/api/2.2/jobs/runs/list?limit=1", null).at("/runs/0/state");
    assertThat(run.path("life_cycle_state").asText() + run.path("result_state").asText())
        .isIn("TERMINATING", "TERMINATEDCANCELED");
  }
}
