package io.datareplicator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.cli.ReplicateCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The completion script, in a real bash. */
class CompletionTest {
  @TempDir Path directory;

  private Path script;

  @BeforeEach
  void generate() throws IOException {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new ReplicateCommand())
            .setOut(new PrintWriter(out))
            .execute("generate-completion");
    assertThat(exitCode).isZero();
    script = Files.writeString(directory.resolve("completion.bash"), out.toString());
  }

  private String bash(String program) {
    Tool.assume("bash");
    Tool.Result result =
        Tool.run(
            directory,
            List.of("bash", "--norc", "-c", "source \"$0\"; " + program, script.toString()));
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output().strip();
  }

  @Test
  void itIsRegisteredForTheCommand() {
    Tool.assume("bash");
    assertThat(Tool.run(directory, List.of("bash", "-n", script.toString())))
        .isEqualTo(new Tool.Result(0, ""));
    assertThat(bash("complete -p data-replicator")).endsWith(" data-replicator");
  }

  @ParameterizedTest
  @CsvSource({
    "data-replicator, --val, --validate-only",
    "data-replicator, --target-h, --target-host",
    "data-replicator, conf, config",
    "data-replicator, gen, generate-completion",
    "data-replicator config, sch, schema",
    "data-replicator config show, --environ, --environment",
    "data-replicator --output, js, json"
  })
  void itCompletes(String before, String word, String expected) {
    int position = before.split(" ").length;
    String program =
        """
        compopt() { :; }
        spec=($(complete -p data-replicator))
        for ((i = 0; i < ${#spec[@]}; i++)); do [ "${spec[i]}" = -F ] && handler=${spec[i+1]}; done
        COMP_WORDS=(%s %s)
        COMP_CWORD=%d
        "$handler" data-replicator
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(before, word, position);
    assertThat(bash(program).lines().map(String::strip)).contains(expected);
  }

  @Test
  void helpExplainsTheCommandWithAnExample() {
    String usage =
        new CommandLine(new ReplicateCommand())
            .getSubcommands()
            .get("generate-completion")
            .getUsageMessage();
    assertThat(usage).contains("bash and zsh", "source <(data-replicator generate-completion)");
  }
}
