package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The sample configuration that a newcomer runs first, on the sample data, as it stands in the repository. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class SamplesIT {
  private static final String SAMPLE =
      Path.of(System.getProperty("basedir", "."), "configs", "cross_metastore", "delta_tables_defaults.yaml")
          .toAbsolutePath()
          .toString();

  private static List<JsonNode> tables(JsonNode document) {
    List<JsonNode> tables = new ArrayList<>();
    for (JsonNode result : document.path("results")) {
      if (result.path("operation_type").asText().equals("replication") && result.path("object_type").asText().equals("table")) {
        tables.add(result);
      }
    }
    return tables;
  }

  @Test
  void deltaTablesWithDefaults(@TempDir Path home) throws IOException, InterruptedException {
    try (SandboxProcess sandbox = SandboxProcess.start("sample")) {
      Cli cli = new Cli(home, sandbox.environment());
      List<JsonNode> first = tables(cli.run(SAMPLE, "--output", "json").exits(0).json());
      assertThat(first)
          .hasSizeGreaterThanOrEqualTo(40)
          .allSatisfy(t -> assertThat(t.path("status").asText()).isEqualTo("success"));
      int compared =
          new SameCatalog(sandbox, "retail", "primary").assertSame("sales", "customers", "products")
              + new SameCatalog(sandbox, "retail-ops", "primary").assertSame("logistics", "finance", "select");
      assertThat(compared).isEqualTo(first.size());

      sandbox.sides().forEach(SandboxSide::clearRequests);
      List<JsonNode> second = tables(cli.run(SAMPLE, "--output", "json").exits(0).json());
      assertThat(second)
          .hasSameSizeAs(first)
          .allSatisfy(t -> assertThat(t.path("details").path("reason").asText()).isEqualTo("unchanged"));
      assertThat(sandbox.target().requests().clones()).isEmpty();
    }
  }
}
