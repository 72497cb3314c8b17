package io.datareplicator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.load.BadConfiguration;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What users see of a wrong configuration: exit code 2 and a message with line, key and mend. */
class BadConfigurationExitTest {
  @TempDir Path dir;

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.datareplicator.config.load.BadConfiguration#all")
  void endsWithTwoAndSaysWhereAndHow(BadConfiguration bad) throws IOException {
    Path group = Files.writeString(dir.resolve("group.yaml"), bad.group());
    Files.writeString(dir.resolve("environments.yaml"), bad.environments());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        new CommandLine(new ReplicateCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));

    int exitCode = command.execute(group.toString());

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("error: " + dir.resolve(bad.file()) + ":" + bad.line() + ":")
        .contains(bad.key())
        .contains(bad.says())
        .contains("nothing was done");
  }
}
