package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import io.datareplicator.e2e.Cli.Started;
import io.datareplicator.e2e.SandboxSide.Requests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replication of the files of volumes: what arrives, what is left alone, what is recorded, and what
 * a run that dies leaves behind. Each test that changes something has a volume of its own.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class VolumesIT {
  private static final String CATALOG = "it_vol";
  private static final String SHARED = "/Volumes/it_vol_from_src_shared/s/";
  private static final String SOURCE = "/Volumes/it_vol/s/";
  private static final String TARGET = "/Volumes/it_vol/s/";
  private static final String AUDIT = "it_vol_audit";
  private static final String LOG = "it_vol_audit.audit.detail_file_ingestion_logging";
  private static final String PUT_FILE = "PUT /api/2.0/fs/files";
  private static final String GET_FILE = "GET /api/2.0/fs/files";

  private SandboxProcess sandbox;
  private VolumeFiles source;
  private VolumeFiles target;
  private Cli cli;
  private String group;
  private Result first;

  @BeforeAll
  void firstRun(SandboxProcess shared, @TempDir Path home, @TempDir Path storage) {
    sandbox = shared;
    source = new VolumeFiles(sandbox.source());
    target = new VolumeFiles(sandbox.target());
    sandbox.source().run("CREATE CATALOG it_vol", "CREATE SCHEMA it_vol.s");
    for (String volume :
        List.of("files", "changing", "reloaded", "folder", "killed", "stopped", "faulty")) {
      source.volume(CATALOG, "s", volume, null);
    }
    source.volume(CATALOG, "s", "ext", "file:" + storage + "/src/ext");
    source.generate(
        SOURCE + "files", Map.of("count", 60, "directories", 7, "hostile", true, "seed", 1));
    source.generate(SOURCE + "changing", Map.of("count", 12, "sizes", List.of(100), "seed", 2));
    source.generate(SOURCE + "reloaded", Map.of("count", 5, "seed", 3));
    source.generate(SOURCE + "folder/in/deep", Map.of("count", 6, "directories", 2, "seed", 4));
    source.generate(SOURCE + "folder/out", Map.of("count", 3, "seed", 5));
    source.generate(SOURCE + "ext", Map.of("count", 8, "directories", 3, "seed", 6));
    cli = new Cli(home, sandbox.environment());
    group =
        cli.configure(
            group(
                "cloud_url_mapping: {\"file:%1$s/src/\": \"file:%1$s/tgt/\"}".formatted(storage)));
    first =
        cli.run(
                group,
                "-tc",
                CATALOG,
                "-ts",
                "s",
                "-tv",
                "files,changing,ext,reloaded",
                "--output",
                "json")
            .exits(0);
  }

  private static String group(String more) {
    return Cli.group(AUDIT, more + "\n", CATALOG)
        .replace("table_types: [managed]", "volume_types: [all]");
  }

  private Result run(int exitCode, String volume, String... more) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    List<String> arguments =
        new ArrayList<>(
            List.of(group, "-tc", CATALOG, "-ts", "s", "-tv", volume, "--output", "json"));
    arguments.addAll(List.of(more));
    return cli.run(arguments.toArray(String[]::new)).exits(exitCode);
  }

  private static JsonNode result(Result run, String volume) {
    for (JsonNode r : run.json().path("results")) {
      if (r.path("object_type").asText().equals("volume")
          && r.path("object_name").asText().equals(volume)) {
        return r;
      }
    }
    return fail("no result of volume " + volume + ": " + run);
  }

  private static long detail(Result run, String volume, String key) {
    return result(run, volume).path("details").path(key).asLong(-1);
  }

  private long requests(String call) {
    return sandbox.target().requests().counts().entrySet().stream()
        .filter(e -> e.getKey().startsWith(call))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void assertSame(String volume) {
    Map<String, String> wanted = source.manifest(SOURCE + volume);
    assertThat(wanted).isNotEmpty();
    assertThat(target.manifest(TARGET + volume)).isEqualTo(wanted);
  }

  /** {@code status path} of the rows of a run, the path inside the volume. */
  private List<String> logged(String runId, String volume) {
    return sandbox
        .target()
        .sql(
            "SELECT status, source_path FROM "
                + LOG
                + " WHERE run_id = '"
                + runId
                + "' AND startswith(target_path, '"
                + TARGET
                + volume
                + "/')")
        .stream()
        .map(row -> row.get(0) + " " + row.get(1).substring((SHARED + volume + "/").length()))
        .sorted()
        .toList();
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("waited for a minute until " + what);
      }
      Thread.sleep(50);
    }
  }

  @Test
  void everyFileArrivesUnderItsName() {
    assertSame("files");
    assertSame("ext");
    long files = source.manifest(SOURCE + "files").size();
    assertThat(files).isGreaterThan(100);
    assertThat(detail(first, "files", "files_copied")).isEqualTo(files);
    assertThat(detail(first, "files", "files_failed")).isZero();
    String runId = first.json().path("run_id").asText();
    assertThat(logged(runId, "files"))
        .hasSize((int) files)
        .doesNotHaveDuplicates()
        .allMatch(row -> row.startsWith("success "));
    assertThat(
            sandbox
                .target()
                .value(
                    "SELECT sum(length) FROM "
                        + LOG
                        + " WHERE run_id = '"
                        + runId
                        + "' AND startswith(target_path, '"
                        + TARGET
                        + "files/')"))
        .isEqualTo(String.valueOf(detail(first, "files", "bytes_copied")));
  }

  @Test
  void theLogHasThePublicColumns() {
    assertThat(sandbox.target().sql("DESCRIBE TABLE " + LOG))
        .extracting(r -> r.get(0) + " " + r.get(1))
        .containsExactly(
            "run_id string",
            "source_path string",
            "target_path string",
            "ingestion_time timestamp",
            "length bigint",
            "file_modification_time timestamp",
            "status string",
            "error_msg string",
            "batch_id bigint");
  }

  @Test
  void externalVolumeLiesWhereTheMappingSays() {
    JsonNode made = target.describe("it_vol.s.ext");
    assertThat(made.path("volume_type").asText()).isEqualTo("EXTERNAL");
    assertThat(made.path("storage_location").asText())
        .isEqualTo(
            source
                .describe("it_vol.s.ext")
                .path("storage_location")
                .asText()
                .replace("/src/ext", "/tgt/ext"));
    assertThat(target.describe("it_vol.s.files").path("volume_type").asText()).isEqualTo("MANAGED");
  }

  @Test
  void everyVolumeHasOneAuditRow() {
    AuditRows audit = AuditRows.of(sandbox.target(), AUDIT, first.json().path("run_id").asText());
    List<Map<String, String>> volumes =
        audit.rows().stream().filter(r -> r.get("object_type").equals("volume")).toList();
    assertThat(volumes)
        .extracting(r -> r.get("object_name"))
        .containsExactlyInAnyOrder("files", "changing", "ext", "reloaded");
    assertThat(volumes)
        .allSatisfy(
            row -> {
              assertThat(row.get("operation_type")).isEqualTo("replication");
              assertThat(row.get("status")).isEqualTo("success");
              assertThat(AuditRows.details(row).path("engine").asText()).isEqualTo("files_api");
              assertThat(AuditRows.details(row).path("seconds").asDouble()).isPositive();
            });
  }

  @Test
  void secondRunCopiesNothingAndAsksLittle() {
    Result second = run(0, "files");
    Requests asked = sandbox.target().requests();
    assertThat(detail(second, "files", "files_copied")).isZero();
    assertThat(detail(second, "files", "files_unchanged"))
        .isEqualTo(source.manifest(SOURCE + "files").size());
    assertThat(requests(PUT_FILE)).isZero();
    assertThat(requests(GET_FILE)).isZero();
    // of each directory one page on both sides, and what every run asks
    long directories = 1 + 7 + 1 + 28;
    assertThat(asked.withoutPolls()).isLessThan(2 * directories + 30);
    assertThat(logged(second.json().path("run_id").asText(), "files")).isEmpty();
  }

  @Test
  void onlyWhatChangedIsCopied() {
    source.generate(SOURCE + "changing", Map.of("count", 2, "sizes", List.of(100), "seed", 77));
    source.generate(SOURCE + "changing/new", Map.of("count", 1, "seed", 78));
    Result changed = run(0, "changing", "--run-id", "it-vol-changed");
    assertThat(detail(changed, "changing", "files_copied")).isEqualTo(3);
    assertThat(detail(changed, "changing", "files_unchanged")).isEqualTo(10);
    assertThat(requests(PUT_FILE)).isEqualTo(3);
    assertSame("changing");
    assertThat(logged("it-vol-changed", "changing"))
        .containsExactly(
            "success f-000000.bin", "success f-000001.bin", "success new/f-000000.bin");
  }

  @Test
  void deleteAndReloadEmptiesTheTargetFirst() {
    target.generate(TARGET + "reloaded/old/deep", Map.of("count", 4, "seed", 9));
    target.generate(TARGET + "reloaded/_checkpoints", Map.of("count", 2, "seed", 9));
    Result kept = run(0, "reloaded");
    assertThat(detail(kept, "reloaded", "files_only_at_target")).isEqualTo(4);

    Result reloaded = run(0, "reloaded", "--volume-delete-and-reload", "true");

    assertThat(detail(reloaded, "reloaded", "files_deleted")).isEqualTo(9);
    assertThat(detail(reloaded, "reloaded", "files_copied")).isEqualTo(5);
    Map<String, String> there = target.manifest(TARGET + "reloaded");
    there.keySet().removeIf(path -> path.startsWith("_checkpoints/"));
    assertThat(there).isEqualTo(source.manifest(SOURCE + "reloaded"));
    assertThat(target.manifest(TARGET + "reloaded/_checkpoints")).hasSize(2);
  }

  @Test
  void folderAloneIsCopied() {
    Result copied = run(0, "folder", "--volume-folder-path", "in/deep");
    assertThat(detail(copied, "folder", "files_copied")).isEqualTo(6);
    assertThat(target.manifest(TARGET + "folder").keySet()).allMatch(p -> p.startsWith("in/deep/"));
    assertThat(target.manifest(TARGET + "folder/in"))
        .isEqualTo(source.manifest(SOURCE + "folder/in"));
    Result missing = run(3, "folder", "--volume-folder-path", "in/none");
    assertThat(result(missing, "folder").path("error_message").asText()).contains("in/none");
  }

  @Test
  void troubleOnTheWayIsOvercome() {
    source.generate(SOURCE + "faulty", Map.of("count", 8, "sizes", List.of(30_000), "seed", 8));
    String file = "^/api/2\\.0/fs/files/";
    sandbox
        .target()
        .faults(
            List.of(
                Map.of("method", "GET", "path", file, "nth", 2, "cut_response_after", 10_000),
                Map.of("method", "PUT", "path", file, "nth", 3, "store_only", 20_000),
                Map.of("method", "PUT", "path", file, "nth", 4, "status", 503),
                Map.of("method", "PUT", "path", file, "nth", 5, "reset", true),
                Map.of(
                    "method", "PUT", "path", file, "nth", 6, "reset", true, "after_effect", true),
                Map.of(
                    "method",
                    "GET",
                    "path",
                    "^/api/2\\.0/fs/directories/",
                    "nth",
                    1,
                    "status",
                    429,
                    "headers",
                    Map.of("Retry-After", "1"))));
    Result result = run(0, "faulty");
    assertThat(sandbox.target().faultHits()).allMatch(hits -> hits == 1);
    assertThat(detail(result, "faulty", "files_copied")).isEqualTo(8);
    assertSame("faulty");
  }

  @Test
  void largeFileGoesInParts() {
    source.volume(CATALOG, "s", "large", null);
    source.generate(SOURCE + "large", Map.of("large_sizes", List.of(104_857_601L), "seed", 10));
    Result result = run(0, "large");
    assertThat(detail(result, "large", "bytes_copied")).isEqualTo(104_857_601L);
    assertThat(requests(PUT_FILE)).isZero();
    assertThat(requests("POST /api/2.0/fs/create-upload-part-urls")).isEqualTo(4);
    assertSame("large");
  }

  /** The journal of the run is not needed: the log and the target tell what is left to do. */
  @Test
  void aRunThatWasKilledIsTakenUp() throws InterruptedException {
    source.generate(SOURCE + "killed", Map.of("count", 900, "directories", 9, "seed", 11));
    // Enough files for one batch of rows; the others take so long that no run could end meanwhile.
    String file = "^/api/2.0/fs/files/";
    sandbox
        .target()
        .faults(
            List.of(
                Map.of("method", "PUT", "path", file, "delay_ms", 50, "times", 560),
                Map.of("method", "PUT", "path", file, "delay_ms", 5000)));
    sandbox.sides().forEach(SandboxSide::clearRequests);
    Started started =
        cli.start(
            group,
            "-tc",
            CATALOG,
            "-ts",
            "s",
            "-tv",
            "killed",
            "--run-id",
            "it-vol-killed",
            "--volume-max-concurrent-copies",
            "20");
    await(
        "rows are in the log",
        () ->
            sandbox.target().requests().statements().stream()
                .anyMatch(
                    s ->
                        s.text().startsWith("MERGE INTO `it_vol_audit`.`audit`.`detail_file")
                            && s.state().equals("SUCCEEDED")));
    started.signal("KILL");
    assertThat(started.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    sandbox.target().clearFaults();
    Set<String> recorded = new HashSet<>(logged("it-vol-killed", "killed"));
    Map<String, String> arrived = target.manifest(TARGET + "killed");
    assertThat(recorded).hasSizeBetween(400, 899);
    assertThat(arrived.keySet())
        .containsAll(recorded.stream().map(r -> r.substring("success ".length())).toList());

    Result second = run(0, "killed", "--run-id", "it-vol-resumed");

    assertSame("killed");
    List<String> resumed = logged("it-vol-resumed", "killed");
    assertThat(resumed).hasSize(900 - recorded.size()).doesNotContainAnyElementsOf(recorded);
    int left = 900 - recorded.size();
    assertThat(detail(second, "killed", "files_copied")).isEqualTo(left);
    assertThat(detail(second, "killed", "files_unchanged")).isEqualTo(recorded.size());
    // What the killed run had under way may come in as late as that.
    assertThat(requests(PUT_FILE)).isBetween((long) left, left + 20L);
    Set<String> all = new HashSet<>(recorded);
    all.addAll(resumed);
    assertThat(all)
        .isEqualTo(
            source.manifest(SOURCE + "killed").keySet().stream()
                .map(p -> "success " + p)
                .collect(Collectors.toSet()));
  }

  @Test
  void aRunThatIsInterruptedRecordsWhatItCopied() throws InterruptedException {
    source.generate(SOURCE + "stopped", Map.of("count", 120, "seed", 12));
    // After some files the others take so long that the run cannot end before the signal comes.
    sandbox
        .target()
        .faults(
            List.of(
                Map.of(
                    "method",
                    "PUT",
                    "path",
                    "^/api/2.0/fs/files/",
                    "delay_ms",
                    3000,
                    "nth",
                    41,
                    "times",
                    80)));
    sandbox.sides().forEach(SandboxSide::clearRequests);
    Started started =
        cli.start(
            group, "-tc", CATALOG, "-ts", "s", "-tv", "stopped", "--run-id", "it-vol-stopped");
    await("files are copied", () -> requests(PUT_FILE) >= 30);
    started.signal("INT");
    Result stopped = started.await().exits(130);
    sandbox.target().clearFaults();
    AuditRows audit = AuditRows.of(sandbox.target(), AUDIT, "it-vol-stopped");
    Map<String, String> row =
        audit.rows().stream()
            .filter(r -> r.get("object_type").equals("volume"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(stopped));
    assertThat(row.get("status")).isEqualTo("failed");
    assertThat(row.get("error_message")).contains("interrupted");
    List<String> recorded = logged("it-vol-stopped", "stopped");
    assertThat(recorded).hasSizeBetween(15, 119).allMatch(r -> r.startsWith("success "));
    assertThat(AuditRows.details(row).path("files_copied").asInt()).isEqualTo(recorded.size());

    Result second = run(0, "stopped");
    assertThat(detail(second, "stopped", "files_unchanged")).isEqualTo(recorded.size());
    assertSame("stopped");
  }

  @Test
  void theOtherEngineCopiesAndIsFollowedByThisOne() {
    source.volume(CATALOG, "s", "engines", null);
    source.generate(SOURCE + "engines", Map.of("count", 6, "directories", 2, "seed", 13));
    String autoloader =
        cli.write(
            "autoloader.yaml",
            group("")
                .replace(
                    "create_target_catalog: true",
                    "create_target_catalog: true\n  volume_config: {copy_engine: autoloader}"));
    Result result =
        cli.run(
                autoloader,
                "-tc",
                CATALOG,
                "-ts",
                "s",
                "-tv",
                "engines",
                "--run-id",
                "it-vol-autoloader",
                "--output",
                "json")
            .exits(0);
    assertThat(result(result, "engines").path("details").path("engine").asText())
        .isEqualTo("autoloader");
    assertThat(detail(result, "engines", "files_copied")).isEqualTo(6);
    Map<String, String> there = target.manifest(TARGET + "engines");
    there.keySet().removeIf(path -> path.startsWith("_checkpoints/"));
    assertThat(there).isEqualTo(source.manifest(SOURCE + "engines"));
    assertThat(logged("it-vol-autoloader", "engines")).hasSize(6);

    Result second = run(0, "engines");

    assertThat(detail(second, "engines", "files_unchanged")).isEqualTo(6);
    assertThat(detail(second, "engines", "files_only_at_target")).isZero();
  }

  @Test
  void textSummaryCountsFiles() {
    Map<String, String> environment = new HashMap<>(sandbox.environment());
    Result text =
        new Cli(cli.home(), environment)
            .run(group, "-tc", CATALOG, "-ts", "s", "-tv", "ext")
            .exits(0);
    assertThat(text.out()).contains("Copied: 0 files, 0 B; 8 unchanged").doesNotContain("Cloned:");
  }
}
