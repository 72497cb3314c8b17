package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.e2e.Cli.Result;
import io.datareplicator.e2e.SqlCommandIT.Way;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Backup and replication with all SQL through JDBC; the rows are those that REST brings. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class JdbcReplicationIT {
  @Test
  void allEnginesBringTheSame(SandboxProcess sandbox, @TempDir Path directory) {
    for (String catalog : List.of("it_jdbc", "it_thrift", "it_norest")) {
      sandbox
          .source()
          .run(
              "CREATE CATALOG " + catalog,
              "CREATE SCHEMA " + catalog + ".s",
              "CREATE TABLE "
                  + catalog
                  + ".s.types AS SELECT id, concat('ä\\'', id) AS t, CAST(id AS DECIMAL(20,4)) AS d,"
                  + " TIMESTAMP'2026-03-29 01:30:00Z' AS ts, array(id, NULL) AS a FROM range(500)",
              "CREATE TABLE " + catalog + ".s.`odd-name` AS SELECT 1 AS `a-b`",
              "CREATE TABLE " + catalog + ".s.empty (id BIGINT)");
    }
    Result jdbc = replicate(sandbox, directory, "it_jdbc", Way.HTTP_PATH);
    Result cluster = replicate(sandbox, directory, "it_thrift", Way.CLUSTER);
    Result rest = replicate(sandbox, directory, "it_norest", Way.REST);
    for (Result driven : List.of(jdbc, cluster)) {
      assertThat(driven.json().path("requests").path("target").has("JDBC statement")).isTrue();
      assertThat(driven.json().path("requests").path("target").has("POST statement")).isFalse();
    }
    assertThat(rest.json().path("requests").path("target").has("POST statement")).isTrue();

    String rows = "SELECT * FROM it_%s.s.types ORDER BY id";
    for (String catalog : List.of("jdbc", "thrift")) {
      assertThat(new SameCatalog(sandbox, "it_" + catalog).assertSame("s")).isEqualTo(3);
      assertThat(sandbox.target().sql(rows.formatted(catalog)))
          .isEqualTo(sandbox.target().sql(rows.formatted("norest")));
    }
    assertThat(details(jdbc, "types")).isEqualTo(details(rest, "types"));
    assertThat(details(cluster, "types")).isEqualTo(details(rest, "types"));
  }

  private static String details(Result result, String table) {
    for (var one : result.json().path("results")) {
      if (one.path("object_name").asText().equals(table)
          && one.path("operation_type").asText().equals("replication")) {
        return one.path("details").path("metrics").toString();
      }
    }
    throw new AssertionError("no result of " + table + ": " + result);
  }

  /** The first run, after which a second one has found nothing to do and a third what changed. */
  private static Result replicate(SandboxProcess sandbox, Path directory, String catalog, Way way) {
    Cli cli = new Cli(directory.resolve(catalog), sandbox.pick("HOST", "TOKEN"));
    cli.write("environments.yaml", way.environments(sandbox));
    String group = cli.write("group.yaml", Cli.group(catalog + "_audit", "", catalog));
    Result first = cli.run(group, "--output", "json").exits(0);
    sandbox.target().clearRequests();
    Result second = cli.run(group, "--output", "json").exits(0);
    assertThat(sandbox.target().requests().clones()).isEmpty();
    assertThat(second.json().path("results").toString()).contains("unchanged");
    sandbox.source().run("INSERT INTO " + catalog + ".s.empty VALUES (1)");
    cli.run(group, "--output", "json").exits(0);
    assertThat(sandbox.target().requests().clones()).hasSize(1);
    return first;
  }
}
