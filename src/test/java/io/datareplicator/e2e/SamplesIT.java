package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample configuration that a newcomer runs first, on the sample data, as it stands in the
 * repository.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class SamplesIT {
  private static final long LIMIT_MINUTES = 20;
  private static final String SAMPLE =
      Path.of(
              System.getProperty("basedir", "."),
              "configs",
              "cross_metastore",
              "delta_tables_defaults.yaml")
          .toAbsolutePath()
          .toString();

  private static List<JsonNode> tables(JsonNode document) {
    List<JsonNode> tables = new ArrayList<>();
    for (JsonNode result : document.path("results")) {
      if (result.path("operation_type").asText().equals("replication")
          && result.path("object_type").asText().equals("table")) {
        tables.add(result);
      }
    }
    return tables;
  }

  private static String rowCounts(List<JsonNode> tables) {
    return tables.stream()
        .map(
            t ->
                Stream.of("catalog_name", "schema_name", "object_name")
                    .map(part -> SameCatalog.quote(t.path(part).asText()))
                    .collect(Collectors.joining(".")))
        .map(name -> "SELECT '" + name + "' AS name, count(*) AS n FROM " + name)
        .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY name"));
  }

  @Test
  void deltaTablesWithDefaults(@TempDir Path home) throws IOException, InterruptedException {
    try (SandboxProcess sandbox = SandboxProcess.start("sample")) {
      Cli cli = new Cli(home, sandbox.environment());
      List<JsonNode> first = tables(cli.run(SAMPLE, "--output", "json").exits(0).json());
      assertThat(first)
          .hasSizeGreaterThanOrEqualTo(40)
          .allSatisfy(t -> assertThat(t.path("status").asText()).isEqualTo("success"));
      String counts = rowCounts(first);
      assertThat(sandbox.target().sql(counts))
          .hasSameSizeAs(first)
          .isEqualTo(sandbox.source().sql(counts));

      sandbox.sides().forEach(SandboxSide::clearRequests);
      List<JsonNode> second = tables(cli.run(SAMPLE, "--output", "json").exits(0).json());
      assertThat(second)
          .hasSameSizeAs(first)
          .allSatisfy(
              t -> assertThat(t.path("details").path("reason").asText()).isEqualTo("unchanged"));
      assertThat(sandbox.target().requests().clones()).isEmpty();
    }
  }

  /** The script compares both sides itself, and fails when they differ. */
  @Test
  void streamingExternalAndVolumeSamples(@TempDir Path log)
      throws IOException, InterruptedException {
    Path base = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    List<String> command =
        new ArrayList<>(List.of(base.resolve("sandbox/try.sh").toString(), "--all"));
    if (!System.getProperty("executable", "").isBlank()) {
      command.add("--native");
    }
    Path output = log.resolve("try.log");
    ProcessBuilder script =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .directory(base.toFile());
    script.environment().keySet().removeIf(name -> name.startsWith("DATA_REPLICATOR_"));
    script.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = script.start();
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroy();
    }
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    assertThat(output)
        .content()
        .contains("all_tables_defaults.yaml", "volume_defaults.yaml", "single_metastore/", "Done");
  }
}
