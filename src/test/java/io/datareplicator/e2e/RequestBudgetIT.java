package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.e2e.SandboxSide.Requests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Remote calls of a run over many tables, by the request logs of both sides: calls per page and
 * batch, not per table.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class RequestBudgetIT {
  private static final String CATALOG = "it_budget";
  private static final int SCHEMAS = 4;
  private static final int TABLES_PER_SCHEMA = 50;
  private static final int TABLES = SCHEMAS * TABLES_PER_SCHEMA;
  private static final int CHANGED = 20;
  private static final int BUDGET = 10 + TABLES / 50 + 3 * SCHEMAS;

  private SandboxProcess sandbox;
  private Cli cli;
  private String group;

  @BeforeAll
  void replicateOnce(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    sandbox.source().run("CREATE CATALOG it_budget");
    List<String> scripts = new ArrayList<>();
    for (int schema = 0; schema < SCHEMAS; schema++) {
      sandbox.source().run("CREATE SCHEMA it_budget.s" + schema);
      for (int table = 0; table < TABLES_PER_SCHEMA; table++) {
        scripts.add(
            "CREATE TABLE it_budget.s" + schema + ".t" + table + " (id BIGINT, text STRING)");
      }
    }
    sandbox.source().runScripts(scripts);
    // The budget is for what was selected; the schema that every catalog is born with is not.
    StringBuilder schemas = new StringBuilder("    target_schemas:\n");
    for (int schema = 0; schema < SCHEMAS; schema++) {
      schemas.append("      - schema_name: s").append(schema).append('\n');
    }
    cli = new Cli(home, sandbox.environment());
    group = cli.configure(Cli.group("it_budget_audit", schemas.toString(), CATALOG));
    cli.run(group).exits(0);
  }

  private long requestsOfOneRun(String runId) {
    sandbox.sides().forEach(SandboxSide::clearRequests);
    cli.run(group, "--run-id", runId).exits(0);
    return sandbox.sides().stream()
        .map(SandboxSide::requests)
        .mapToLong(Requests::withoutPolls)
        .sum();
  }

  private String seen() {
    return "source "
        + sandbox.source().requests().counts()
        + " target "
        + sandbox.target().requests().counts();
  }

  @Test
  @Order(1)
  void unchanged() {
    long requests = requestsOfOneRun("it-budget-unchanged");
    assertThat(requests).as(this::seen).isLessThanOrEqualTo(BUDGET);
    assertThat(sandbox.target().requests().clones()).isEmpty();
    assertThat(AuditRows.of(sandbox.target(), "it_budget_audit", "it-budget-unchanged").tables())
        .hasSize(TABLES)
        .allSatisfy(row -> assertThat(row.get("status")).isEqualTo("skipped"));
  }

  @Test
  @Order(2)
  void changed() {
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < CHANGED; i++) {
      changes.add("INSERT INTO it_budget.s" + i % SCHEMAS + ".t" + i + " VALUES (1, 'x')");
    }
    sandbox.source().runScripts(changes);
    long requests = requestsOfOneRun("it-budget-changed");
    assertThat(requests).as(this::seen).isLessThanOrEqualTo(BUDGET + CHANGED);
    assertThat(sandbox.target().requests().clones()).hasSize(CHANGED).doesNotHaveDuplicates();
    assertThat(AuditRows.of(sandbox.target(), "it_budget_audit", "it-budget-changed").tables())
        .filteredOn(row -> row.get("status").equals("success"))
        .hasSize(CHANGED);
  }
}
