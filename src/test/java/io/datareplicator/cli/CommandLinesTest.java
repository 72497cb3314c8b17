package io.datareplicator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which command lines are answered before the framework starts. */
class CommandLinesTest {
  private static boolean needsFramework(String line) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ");
    return CommandLines.needsFramework(CommandLines.create(), args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--help",
        "-h",
        "--version",
        "run.yaml --version",
        "run.yaml --validate-only",
        "-v run.yaml -tc sales",
        "config",
        "config --help",
        "config schema",
        "config schema --file group",
        "config show run.yaml",
        "config show",
        "--no-such-option",
        "run.yaml --output xml",
        "config nothing"
      })
  void atOnce(String line) {
    assertThat(needsFramework(line)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run.yaml", "run.yaml -tc sales", "run.yaml --output json", "config.yaml"})
  void withTheFramework(String line) {
    assertThat(needsFramework(line)).isTrue();
  }
}
