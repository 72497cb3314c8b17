package io.datareplicator.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.Concurrency;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.tree.Problems;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the files are looked for, and the constraints on the records. */
class FilesTest {

  @TempDir Path directory;

  @Test
  void environmentsAreFoundInParentDirectories() throws IOException {
    Path deep = Files.createDirectories(directory.resolve("a/b/c"));
    Path group = Files.writeString(deep.resolve("group.yaml"), Loading.GROUP);
    Files.writeString(directory.resolve("environments.yaml"), Loading.ENVIRONMENTS);
    assertThat(load(group, CommandLineOverrides.NONE).config().source().name()).isEqualTo("src");

    Files.writeString(
        deep.resolve("environments.yaml"), Loading.ENVIRONMENTS.replace("name: src", "name: near"));
    assertThat(load(group, CommandLineOverrides.NONE).config().source().name()).isEqualTo("near");
  }

  @Test
  void environmentsCanBeNamed() throws IOException {
    Path group = Files.writeString(directory.resolve("group.yaml"), Loading.GROUP);
    Path other = Files.writeString(directory.resolve("other.yaml"), Loading.ENVIRONMENTS);
    CommandLineOverrides options =
        CommandLineOverrides.NONE.with(CommandLineOption.ENV_PATH, other.toString());
    assertThat(load(group, options).ok()).isTrue();
  }

  @Test
  void missingFilesAreProblems() throws IOException {
    Path group = directory.resolve("group.yaml");
    ConfigResult none = load(group, CommandLineOverrides.NONE);
    assertThat(Loading.text(none)).contains("there is no such file", "--env-path");

    Files.writeString(group, Loading.GROUP);
    ConfigResult wrongPath =
        load(group, CommandLineOverrides.NONE.with(CommandLineOption.ENV_PATH, "/no/such\0file"));
    assertThat(Loading.text(wrongPath)).contains("option --env-path: is not a path");
    ConfigResult missing =
        load(group, CommandLineOverrides.NONE.with(CommandLineOption.ENV_PATH, "/no/such/file"));
    assertThat(Loading.text(missing)).contains("/no/such/file: there is no such file");
  }

  @Test
  void aDirectoryIsAProblem() throws IOException {
    Files.writeString(directory.resolve("environments.yaml"), Loading.ENVIRONMENTS);
    ConfigResult result =
        load(Files.createDirectory(directory.resolve("d")), CommandLineOverrides.NONE);
    assertThat(Loading.text(result)).contains("is a directory");
  }

  @Test
  void constraintsOfTheRecordsAreChecked() {
    RunConfig good = Loading.standard().config();
    RunConfig bad =
        new RunConfig(
            good.version(),
            " ",
            good.environmentName(),
            good.source(),
            good.target(),
            good.audit(),
            good.logging(),
            new Concurrency(false, 65, 8, 1800),
            good.retry(),
            good.cloudUrlMapping(),
            good.principalMapping(),
            null,
            null,
            null,
            good.objects(),
            good.replication(),
            good.catalogs(),
            good.operations(),
            good.replicationWait(),
            null,
            null,
            null);
    Problems problems = new Problems();
    try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
      ConstraintCheck.check(factory.getValidator(), good, problems);
      assertThat(problems.errors()).isEmpty();
      ConstraintCheck.check(factory.getValidator(), bad, problems);
    }
    assertThat(problems.errors())
        .extracting("keyPath")
        .containsExactlyInAnyOrder("replication_group", "concurrency.max_workers");
  }

  @Test
  void aLargeFileLoadsInReasonableTime() {
    StringBuilder yaml = new StringBuilder(Loading.GROUP).append("    target_schemas:\n");
    for (int s = 0; s < 100; s++) {
      yaml.append("      - schema_name: s").append(s).append("\n        tables:\n");
      for (int t = 0; t < 300; t++) {
        yaml.append("          - table_name: table_").append(t).append('\n');
      }
    }
    long start = System.nanoTime();
    RunConfig config = Loading.group(yaml.toString()).config();
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    assertThat(config.catalogs().get(0).schemas()).hasSize(100);
    assertThat(config.catalogs().get(0).schema("s99").tables()).hasSize(300);
  }

  private static ConfigResult load(Path group, CommandLineOverrides options) {
    return new ConfigLoader().load(group, Map.of(), options);
  }
}
