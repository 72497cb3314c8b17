package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mvnw} and {@code native-build.sh} with stand-ins for what they call; need no network. */
@Tag("jvm")
@EnabledOnOs(OS.LINUX)
class ShellScriptsIT {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {".ci/test-mvnw.sh", ".ci/test-native-build.sh"})
  void passTheirTests(String script) throws IOException, InterruptedException {
    Path output = dir.resolve("output");
    Process tests =
        new ProcessBuilder("bash", script)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    tests.getOutputStream().close();

    boolean ended = tests.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      tests.destroyForcibly();
    }

    assertThat(ended).as("ended in time").isTrue();
    assertThat(tests.exitValue()).as(Files.readString(output)).isZero();
    assertThat(Files.readString(output)).containsPattern("[1-9][0-9]+ passed, 0 failed");
  }
}
