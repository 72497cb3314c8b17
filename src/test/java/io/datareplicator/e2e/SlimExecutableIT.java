package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The executable without the JDBC driver. */
@Tag("slim")
@EnabledIfSystemProperty(
    named = "executable",
    matches = ".*slim",
    disabledReason = "another build is what runs")
@ExtendWith(SandboxExtension.class)
class SlimExecutableIT {
  private static final long MAX_BYTES = 60_000_000;

  @TempDir Path home;

  private String configure(Cli cli, String compute) {
    cli.write("environments.yaml", Cli.environments(compute, ""));
    return cli.write("group.yaml", Cli.group("it_slim_audit", "", "it_slim"));
  }

  @Test
  void isSmall() throws IOException {
    assertThat(Files.size(Cli.executable())).isBetween(1_000_000L, MAX_BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cluster_id: 1234-567890-abcde123", "http_path: /sql/1.0/warehouses/0123456789ab"})
  void saysAtValidationThatTheFullBuildIsNeeded(String compute, SandboxProcess sandbox) {
    Cli cli = new Cli(home, sandbox.pick("HOST", "TOKEN"));
    String group = configure(cli, compute);
    assertThat(cli.run(group, "--validate-only").exits(2).err())
        .contains("environments.yaml:7:7", compute.substring(0, 9), "slim", "full");
    assertThat(cli.run(group).exits(2).err()).contains("slim");
  }

  @Test
  void replicatesOverRest(SandboxProcess sandbox) {
    sandbox
        .source()
        .run(
            "CREATE CATALOG it_slim",
            "CREATE SCHEMA it_slim.s",
            "CREATE TABLE it_slim.s.t AS SELECT id FROM range(100)");
    Cli cli = new Cli(home, Map.copyOf(sandbox.environment()));
    cli.run(configure(cli, "")).exits(0);
    assertThat(new SameCatalog(sandbox, "it_slim").assertSame("s")).isEqualTo(1);
  }
}
