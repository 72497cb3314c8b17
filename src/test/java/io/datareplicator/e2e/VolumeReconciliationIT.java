package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files of volumes are compared: what is replicated matches, what differs is named. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class VolumeReconciliationIT {
  private static final String AUDIT = "it_rv_audit";
  private static final String PATH = "/Volumes/it_rv/s/";
  private static final String FILES = "/api/2.0/fs/files" + PATH;
  private static final String OPTIONS =
      "{\"pathGlobFilter\": \"*.csv\", \"modifiedBefore\": \"2500-01-01\"}";

  private SandboxProcess sandbox;
  private VolumeFiles source;
  private VolumeFiles target;
  private Cli cli;
  private String group;
  private Map<String, JsonNode> names;
  private Map<String, JsonNode> contents;

  @BeforeAll
  void replicateThenChangeAndCompare(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    source = new VolumeFiles(sandbox.source());
    target = new VolumeFiles(sandbox.target());
    sandbox.source().run("CREATE CATALOG it_rv", "CREATE SCHEMA it_rv.s", "CREATE SCHEMA it_rv.t");
    for (String volume : List.of("same", "hostile", "size", "content", "lost", "extra", "gone")) {
      source.volume("it_rv", "s", volume, null);
    }
    source.volume("it_rv", "t", "empty", null);
    source.generate(PATH + "same", Map.of("count", 30, "directories", 5, "seed", 1));
    source.generate(
        PATH + "hostile", Map.of("count", 20, "directories", 3, "hostile", true, "seed", 2));
    for (String volume : List.of("size", "content", "lost", "extra", "gone")) {
      source.generate(PATH + volume + "/in", Map.of("count", 25, "sizes", List.of(100), "seed", 3));
    }
    cli = new Cli(home, sandbox.environment());
    group = cli.configure(group(""));
    String hashed = cli.write("hashed.yaml", group("  hash_volume_files: true\n"));
    cli.run(group, "-o", "backup,replication").exits(0);

    Map<String, JsonNode> first = reconcile(0, hashed);
    assertThat(first).hasSize(8);
    first.forEach(
        (volume, r) ->
            assertThat(r.path("details").path("outcome").asText())
                .as(r.toString())
                .isEqualTo("match"));

    target.generate(PATH + "size/in", Map.of("count", 2, "sizes", List.of(101), "seed", 3));
    target.generate(PATH + "content/in", Map.of("count", 1, "sizes", List.of(100), "seed", 99));
    for (int i = 0; i < 23; i++) {
      sandbox.target().call("DELETE", FILES + "lost/in/f-0000%02d.bin".formatted(i), null);
    }
    target.generate(PATH + "extra/more", Map.of("count", 22, "sizes", List.of(1), "seed", 5));
    target.generate(PATH + "extra/_checkpoints", Map.of("count", 2, "seed", 6));
    sandbox.target().run("DROP VOLUME it_rv.s.gone", "CREATE SCHEMA it_rv.u");
    target.volume("it_rv", "s", "only", null);
    target.volume("it_rv", "u", "alone", null);
    names = reconcile(4, group);
    contents = reconcile(4, hashed);
  }

  private static String group(String more) {
    return Cli.group(
            AUDIT,
            "reconciliation_config:\n  enabled: true\n  create_shared_catalog: true\n" + more,
            "it_rv")
        .replace("table_types: [managed]", "volume_types: [all]");
  }

  /** Results by schema and volume, and nothing was written. */
  private Map<String, JsonNode> reconcile(int exitCode, String... arguments) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-o", "reconciliation", "--output", "json"));
    Result result = cli.run(all.toArray(String[]::new)).exits(exitCode);
    for (SandboxSide side : sandbox.sides()) {
      assertThat(Writes.of(side, AUDIT)).isEmpty();
      assertThat(side.requests().counts().keySet())
          .noneMatch(call -> call.matches("(PUT|DELETE|POST) /api/2.0/fs/.*"));
    }
    Map<String, JsonNode> results = new TreeMap<>();
    for (JsonNode r : result.json().path("results")) {
      if (!r.path("object_type").asText().equals("summary")) {
        String name = r.path("schema_name").asText() + "." + r.path("object_name").asText();
        assertThat(r.path("object_type").asText()).as(r.toString()).isEqualTo("volume");
        assertThat(r.path("operation_type").asText()).isEqualTo("reconciliation");
        assertThat(results.put(name, r)).as("one result for each volume").isNull();
      }
    }
    return results;
  }

  private static JsonNode details(JsonNode result) {
    return result.path("details");
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(t -> texts.add(t.asText()));
    return texts;
  }

  private static void mismatch(JsonNode result, String error, Map<String, Integer> counts) {
    assertThat(result.path("status").asText()).isEqualTo("failed");
    assertThat(details(result).path("outcome").asText()).isEqualTo("mismatch");
    assertThat(result.path("error_message").asText()).contains(error);
    for (String count :
        List.of("missing_in_target", "missing_in_source", "size_differs", "content_differs")) {
      assertThat(details(result).path(count).asInt(0))
          .as(count)
          .isEqualTo(counts.getOrDefault(count, 0));
    }
  }

  @Test
  void equalVolumesMatchWhateverTheirNames() {
    for (String volume : List.of("s.same", "s.hostile", "t.empty")) {
      for (Map<String, JsonNode> results : List.of(names, contents)) {
        JsonNode result = results.get(volume);
        assertThat(result.path("status").asText()).as(result.toString()).isEqualTo("success");
        assertThat(details(result).path("outcome").asText()).isEqualTo("match");
      }
    }
    Map<String, String> there = source.manifest(PATH + "hostile");
    assertThat(details(names.get("s.hostile")).path("files").asInt()).isEqualTo(there.size());
    assertThat(details(names.get("s.hostile")).path("bytes").asLong())
        .isEqualTo(there.values().stream().mapToLong(v -> Long.parseLong(v.split(" ")[0])).sum());
    assertThat(details(names.get("s.hostile")).path("hashed").asBoolean()).isFalse();
    assertThat(details(contents.get("s.hostile")).path("hashed").asBoolean()).isTrue();
  }

  @Test
  void otherSizesAreNamed() {
    JsonNode result = names.get("s.size");
    mismatch(result, "2 files have another size on the target", Map.of("size_differs", 2));
    assertThat(texts(details(result).path("examples").path("size_differs")))
        .containsExactly("in/f-000000.bin", "in/f-000001.bin");
  }

  @Test
  void onlyHashesTellOtherContent() {
    assertThat(details(names.get("s.content")).path("outcome").asText()).isEqualTo("match");
    JsonNode result = contents.get("s.content");
    mismatch(
        result,
        "1 file has another content on the target (in/f-000000.bin)",
        Map.of("content_differs", 1));
  }

  @Test
  void missingFilesAreCountedAndTheFirstNamed() {
    JsonNode result = names.get("s.lost");
    mismatch(
        result, "23 files of the source are not on the target", Map.of("missing_in_target", 23));
    assertThat(texts(details(result).path("examples").path("missing_in_target")))
        .hasSize(20)
        .isSorted()
        .startsWith("in/f-000000.bin");
  }

  @Test
  void filesThatOnlyTheTargetHasAreCountedButForCheckpoints() {
    JsonNode result = names.get("s.extra");
    mismatch(
        result, "22 files of the target are not at the source", Map.of("missing_in_source", 22));
    assertThat(texts(details(result).path("examples").path("missing_in_source")))
        .hasSize(20)
        .allMatch(path -> path.startsWith("more/"));
  }

  @Test
  void volumesOfOneSideAreNamed() {
    mismatch(names.get("s.gone"), "missing on the target", Map.of());
    mismatch(names.get("s.only"), "only on the target", Map.of());
    mismatch(names.get("u.alone"), "only on the target", Map.of());
    assertThat(names).hasSize(10);
  }

  @Test
  void aThresholdForgivesFew() {
    String lax = cli.write("lax.yaml", group("  threshold: 90\n"));
    Map<String, JsonNode> results =
        reconcile(0, lax, "-tc", "it_rv", "-ts", "s", "-tv", "size,same");
    assertThat(details(results.get("s.size")).path("outcome").asText()).isEqualTo("match");
    assertThat(details(results.get("s.size")).path("size_differs").asInt()).isEqualTo(2);
  }

  @Test
  void whatIsNotCopiedIsNotCompared() {
    Map<String, JsonNode> filtered =
        reconcile(
            0,
            group,
            "-tc",
            "it_rv",
            "-ts",
            "s",
            "-tv",
            "lost,extra",
            "--volume-autoloader-options",
            OPTIONS);
    assertThat(details(filtered.get("s.extra")).path("files").asInt(-1)).isZero();
    assertThat(
            details(filtered.get("s.extra")).path("not_compared").path(0).path("reason").asText())
        .contains("autoloader_options");
    Map<String, JsonNode> folder =
        reconcile(
            0, group, "-tc", "it_rv", "-ts", "s", "-tv", "extra", "--volume-folder-path", "in");
    assertThat(details(folder.get("s.extra")).path("files").asInt()).isEqualTo(25);
  }

  @Test
  void aListingThatFailsIsAnErrorAndNoDifference() {
    sandbox
        .target()
        .faults(
            List.of(
                Map.of(
                    "method",
                    "GET",
                    "path",
                    "^/api/2\\.0/fs/directories/Volumes/it_rv/s/lost/in",
                    "times",
                    100,
                    "status",
                    403,
                    "body",
                    Map.of("error_code", "PERMISSION_DENIED", "message", "no"))));
    Map<String, JsonNode> results =
        reconcile(3, group, "-tc", "it_rv", "-ts", "s", "-tv", "lost,none");
    sandbox.target().clearFaults();
    for (String volume : List.of("s.lost", "s.none")) {
      assertThat(results.get(volume).path("status").asText()).isEqualTo("failed");
      assertThat(details(results.get(volume)).path("outcome").isMissingNode()).isTrue();
    }
    assertThat(results.get("s.lost").path("error_message").asText())
        .contains("cannot be listed", "PERMISSION_DENIED");
    assertThat(results.get("s.none").path("error_message").asText()).contains("no such volume");
  }
}
