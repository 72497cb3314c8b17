package io.datareplicator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Python file that the autoloader engine runs in the target workspace, by its own tests. */
class AutoloaderTaskTest {
  @Test
  void itsOwnTestsPass() {
    Tool.assume("python3");

    Tool.Result result =
        Tool.run(Path.of("."), List.of("python3", "src/test/python/test_autoloader_copy.py"));

    assertThat(result.output()).contains("Ran ").contains("OK");
    assertThat(result.exitCode()).isZero();
  }
}
