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
  private static final String SAMPLE = sample("delta_tables_defaults.yaml");

  private static String sample(String name) {
    return Path.of(System.getProperty("basedir", "."), "configs", "cross_metastore", name)
        .toAbsolutePath()
        .toString();
  }

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
      seedForReconciliation(sandbox.source());
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
      reconcileDefaults(cli, first);
      reconcileCustom(cli, sandbox.target());
    }
  }

  /** Tables that {@code recon_custom.yaml} speaks of and the sample data lacks. */
  private static void seedForReconciliation(SandboxSide source) {
    source.run(
        "CREATE TABLE retail.sales.fact_day AS SELECT id, current_timestamp() AS loaded_at FROM"
            + " range(2000)",
        "CREATE SCHEMA `retail-ops`.stock",
        "CREATE TABLE `retail-ops`.stock.movements AS SELECT id, date_sub(current_date(),"
            + " CAST(id AS INT)) AS moved_on FROM range(-5, 30)");
  }

  private static void reconcileDefaults(Cli cli, List<JsonNode> replicated) {
    JsonNode document =
        cli.run(
                sample("recon_tables_defaults.yaml"),
                "--target-catalogs",
                "retail,retail-ops",
                "--operation",
                "reconciliation",
                "--output",
                "json")
            .exits(0)
            .json();
    List<JsonNode> compared = reconciled(document);
    assertThat(compared)
        .hasSameSizeAs(replicated)
        .allSatisfy(t -> assertThat(t.path("details").path("outcome").asText()).isEqualTo("match"));
  }

  /** Differences below the threshold, in a column left out and in rows that a filter leaves out. */
  private static void reconcileCustom(Cli cli, SandboxSide target) {
    for (String catalog : List.of("retail", "retail-ops")) {
      target.run(
          "CREATE CATALOG `%1$s_of_primary` USING SHARE `sandbox-source`.`%1$s_to_standby_share`"
              .formatted(catalog));
    }
    target.run(
        "UPDATE retail.sales.fact_day SET loaded_at = TIMESTAMP'2026-01-01 00:00:00'",
        "DELETE FROM retail.sales.fact_day WHERE id < 2",
        "DELETE FROM `retail-ops`.stock.movements WHERE moved_on >= current_date()");
    String[] command = {
      sample("recon_custom.yaml"), "--operation", "reconciliation", "--output", "json"
    };
    List<JsonNode> compared = reconciled(cli.run(command).exits(0).json());
    assertThat(compared)
        .extracting(t -> t.path("object_name").asText())
        .containsExactlyInAnyOrder("fact_day", "movements");

    target.run("DELETE FROM retail.sales.fact_day WHERE id = 2");
    assertThat(reconciled(cli.run(command).exits(4).json()))
        .filteredOn(t -> t.path("status").asText().equals("failed"))
        .extracting(t -> t.path("object_name").asText())
        .containsExactly("fact_day");
    assertThat(
            target.value(
                "SELECT count(*) FROM data_quality.replication.recon_missing_data WHERE NOT"
                    + " map_contains_key(data, 'loaded_at')"))
        .isEqualTo("5");
  }

  private static List<JsonNode> reconciled(JsonNode document) {
    List<JsonNode> tables = new ArrayList<>();
    for (JsonNode result : document.path("results")) {
      if (result.path("operation_type").asText().equals("reconciliation")
          && result.path("object_type").asText().equals("table")) {
        tables.add(result);
      }
    }
    return tables;
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
