package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line by itself: help, options, checks. No workspace is needed, and none is asked. */
class CliIT {
  private static final String HOST = "https://replication.invalid";

  @TempDir Path home;

  private Cli cli;
  private String group;
  private String environments;

  @BeforeEach
  void files() {
    cli =
        new Cli(
            home, Map.of("DATA_REPLICATOR_SOURCE_HOST", HOST, "DATA_REPLICATOR_TARGET_HOST", HOST));
    group = cli.configure(Cli.group("audits", "", "sales"));
    environments = home.resolve("environments.yaml").toString();
  }

  @Test
  void helpHasGroupsAndExamples() {
    Result help = cli.run("--help").exits(0);
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("What to replicate:", "How to run:", "Workspaces:", "Volume files:", "Commands:")
        .contains("Examples:", "data-replicator configs/cross_metastore/delta_tables_defaults.yaml")
        .contains("Exit codes:");
    for (Arguments options : (Iterable<Arguments>) accepted()::iterator) {
      for (String argument : (String[]) options.get()[1]) {
        if (argument.startsWith("--")) {
          assertThat(help.out()).contains(argument);
        }
      }
    }
  }

  @Test
  void subcommandsHaveHelp() {
    assertThat(cli.run("config", "show", "--help").exits(0).out()).contains("Example:");
    assertThat(cli.run("config", "schema", "--help").exits(0).out()).contains("Example:");
  }

  @Test
  void versionIsThatOfTheProject() {
    assertThat(cli.run("--version").exits(0).out())
        .containsPattern("^data-replicator \\d+\\.\\d+\\.\\d+");
  }

  @Test
  void validateOnlyTouchesNoNetwork() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String open = "http://127.0.0.1:" + listening.getLocalPort();
      Cli listened =
          new Cli(
              home,
              Map.of(
                  "DATA_REPLICATOR_SOURCE_TOKEN", "dapi-a",
                  "DATA_REPLICATOR_TARGET_TOKEN", "dapi-b"));
      assertThat(listened.run(group, "--validate-only", "-sh", open, "-th", open).exits(0).out())
          .contains("is valid");
      listening.setSoTimeout(200);
      assertThatThrownBy(listening::accept).isInstanceOf(SocketTimeoutException.class);
    }
    String closed = closedPort();
    assertThat(cli.run(group, "-v", "-sh", closed, "-th", closed).exits(0).err()).isEmpty();
  }

  private static String closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        Arguments.of(
            "long names",
            new String[] {
              "--target-catalogs",
              "sales,crm",
              "--table-types",
              "managed",
              "--operation",
              "backup,replication",
              "--concurrency",
              "4",
              "--replication-wait-secs",
              "5",
              "--run-id",
              "r1",
              "--logging-level",
              "DEBUG",
              "--environment",
              "e2e",
              "--env-path",
              "ENVIRONMENTS",
              "--profile",
              "p",
              "--source-profile",
              "s",
              "--target-profile",
              "t",
              "--source-host",
              HOST,
              "--target-host",
              HOST,
              "--validate-only"
            }),
        Arguments.of(
            "volumes",
            new String[] {
              "--target-catalog",
              "sales",
              "--target-schemas",
              "s",
              "--target-volumes",
              "v",
              "--volume-types",
              "all",
              "--volume-max-concurrent-copies",
              "3",
              "--volume-delete-and-reload",
              "true",
              "--volume-folder-path",
              "a/b",
              "--volume-delete-checkpoint",
              "false",
              "--volume-autoloader-options",
              "{\"cloudFiles.maxFilesPerTrigger\": \"10\"}",
              "--volume-streaming-timeout-secs",
              "600",
              "--operation",
              "replication",
              "--validate-only"
            }),
        Arguments.of(
            "tables",
            new String[] {
              "--target-catalogs",
              "sales",
              "--target-schemas",
              "s",
              "--target-tables",
              "a,b",
              "--validate-only"
            }),
        Arguments.of(
            "metadata",
            new String[] {
              "--uc-object-types",
              "catalog,schema_tag",
              "--operation",
              "replication",
              "--validate-only"
            }),
        Arguments.of(
            "filter",
            new String[] {
              "--target-catalogs",
              "sales",
              "--schema-table-filter-expression",
              "table_name LIKE 'a%'",
              "--validate-only"
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void everyOptionIsAccepted(String name, String[] options) {
    List<String> arguments = new ArrayList<>(List.of(group));
    Stream.of(options)
        .map(o -> o.equals("ENVIRONMENTS") ? environments : o)
        .forEach(arguments::add);
    assertThat(cli.run(arguments.toArray(String[]::new)).exits(0).out()).contains("is valid");
  }

  @Test
  void shortNamesMeanTheSame() {
    Result shown =
        cli.run(
                group,
                "-tc",
                "crm",
                "-tt",
                "external",
                "-o",
                "backup",
                "-con",
                "7",
                "-ws",
                "9",
                "-ll",
                "ERROR",
                "-env",
                "e2e",
                "-p",
                "prof",
                "-sh",
                HOST,
                "-th",
                HOST,
                "-v")
            .exits(0);
    assertThat(shown.out()).contains("operations: backup").contains("1 catalog");
    cli.run(group, "-tc", "crm", "-ts", "s", "-tv", "v", "-vt", "managed", "-v").exits(0);
    cli.run(group, "-tc", "crm", "-ts", "s", "-tb", "t", "-v").exits(0);
    cli.run(group, "-tc", "crm", "-tfe", "true", "-v").exits(0);
    cli.run(group, "-uc", "all", "-o", "replication", "-v").exits(0);
  }

  @Test
  void emptyTextsAreNotGiven() {
    List<String> arguments = new ArrayList<>(List.of(group, "--validate-only"));
    for (String name :
        List.of(
            "--target-catalogs",
            "-ts",
            "--target-tables",
            "-tv",
            "-tfe",
            "--concurrency",
            "-uc",
            "-tt",
            "-vt",
            "--logging-level",
            "--volume-max-concurrent-copies",
            "--volume-delete-and-reload",
            "--volume-folder-path",
            "--volume-delete-checkpoint",
            "--volume-autoloader-options",
            "--volume-streaming-timeout-secs",
            "--environment",
            "--env-path",
            "--profile",
            "--source-profile",
            "--target-profile",
            "--run-id",
            "--operation",
            "--replication-wait-secs",
            "--ca-file",
            "-sh",
            "--target-host")) {
      arguments.add(name);
      arguments.add("");
    }
    assertThat(cli.run(arguments.toArray(String[]::new)).exits(0).out())
        .contains("is valid")
        .contains("operations: backup, replication");
  }

  @Test
  void usageErrorsExitWith2() {
    assertThat(cli.run(group, "--target-katalogs", "x").exits(2).err())
        .contains("--target-katalogs")
        .contains("--target-catalog")
        .doesNotContain("\tat ");
    assertThat(cli.run().exits(2).err()).contains("CONFIG");
    assertThat(cli.run(home.resolve("none.yaml").toString()).exits(2).err())
        .contains("none.yaml")
        .doesNotContain("\tat ");
    assertThat(cli.run(group, "-o", "everything", "-v").exits(2).err())
        .contains("everything")
        .contains("replication");
  }

  @Test
  void aBadFileIsExplained() {
    String bad =
        cli.write(
            "bad.yaml",
            Cli.group("audits", "", "sales").replace("create_recipient", "create_recipiant"));
    assertThat(cli.run(bad).exits(2).err())
        .contains("bad.yaml:9:3")
        .contains("backup_config.create_recipiant")
        .contains("create_recipient")
        .doesNotContain("\tat ");
  }

  @Test
  void missingCredentialsAreExplained() {
    assertThat(cli.run(group).exits(2).err())
        .contains("no credential")
        .contains("DATA_REPLICATOR_TARGET_TOKEN")
        .doesNotContain("\tat ");
  }

  @Test
  void configShowTellsWhereValuesComeFrom() {
    String shown = cli.run("config", "show", group, "--concurrency", "3").exits(0).out();
    assertThat(shown)
        .containsPattern("max_workers: *3 .*(command line|option)")
        .containsPattern("create_recipient: *true .*group\\.yaml")
        .containsPattern("host: *\\S+ .*DATA_REPLICATOR_SOURCE_HOST")
        .containsPattern("timeout_seconds: *1800 .*default");
  }

  @Test
  void configSchemaIsJsonSchema() {
    JsonNode schema = cli.run("config", "schema").exits(0).json();
    assertThat(schema.path("$schema").asText()).contains("json-schema.org");
    assertThat(
            cli.run("config", "schema", "--file", "group")
                .exits(0)
                .json()
                .path("properties")
                .has("target_catalogs"))
        .isTrue();
  }
}
