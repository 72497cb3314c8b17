package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvnw} with stand-ins for Maven, downloads and broken machines; needs no network. */
@EnabledOnOs(OS.LINUX)
class MavenWrapperIT {
  @TempDir Path dir;

  @Test
  void itsOwnTestsPass() throws IOException, InterruptedException {
    Path output = dir.resolve("output");
    Process tests =
        new ProcessBuilder("bash", ".ci/test-mvnw.sh")
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
