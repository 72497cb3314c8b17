package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Requests of a run over a thousand tables of which nothing changed. */
@ExtendWith(SandboxExtension.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class MetadataBudgetIT {
  private static final String CATALOG = "it_md_bulk";
  private static final int BUDGET = 60;

  @Test
  void aThousandTablesOfTwentyColumns(SandboxProcess sandbox, @TempDir Path home) {
    Principals.add(sandbox.source(), Principals.SOURCE_ROBOT);
    Principals.add(sandbox.target(), Principals.TARGET_ROBOT);
    for (SandboxSide side : sandbox.sides()) {
      BulkCatalog.seed(side, CATALOG, 4, 250, 20);
    }
    Cli cli = new Cli(home, sandbox.environment());
    String group =
        cli.configure(
            """
            version: "1.0"
            replication_group: e2e
            audit_config:
              audit_table: it_md_bulk_audit.audit.log
              create_audit_catalog: true
            target_catalogs:
              - catalog_name: it_md_bulk
                uc_object_types: [all]
                replication_config:
                  enabled: true
            """);
    cli.run(group).exits(0);
    sandbox.sides().forEach(SandboxSide::clearRequests);
    Result result = cli.run(group, "--output", "json").exits(0);
    long requests =
        sandbox.sides().stream()
            .map(SandboxSide::requests)
            .mapToLong(r -> r.counts().values().stream().mapToLong(Number::longValue).sum())
            .sum();
    assertThat(requests)
        .as(
            () ->
                "source "
                    + sandbox.source().requests().counts()
                    + " target "
                    + sandbox.target().requests().counts())
        .isLessThanOrEqualTo(BUDGET);
    assertThat(Writes.of(sandbox.target(), "it_md_bulk_audit")).isEmpty();
    int unchanged = 0;
    for (JsonNode r : result.json().path("results")) {
      unchanged += "unchanged".equals(r.path("details").path("reason").asText()) ? 1 : 0;
    }
    assertThat(unchanged).isGreaterThanOrEqualTo(1000);
    sandbox.sides().forEach(side -> BulkCatalog.drop(side, CATALOG));
  }
}
