package io.datareplicator.packaging;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of this machine, as processes. */
final class Tool {
  private static final long LIMIT_SECONDS = 60;

  private Tool() {}

  /** How a program ended; output is both streams. */
  record Result(int exitCode, String output) {}

  /** Skips the test, saying why, on a machine without these programs. */
  static void assume(String... names) {
    for (String name : names) {
      assumeTrue(find(name), name + " is not installed here: this is not checked");
    }
  }

  private static boolean find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .anyMatch(Files::isExecutable);
  }

  static Result run(Path directory, List<String> command) {
    return run(directory, Map.of(), command);
  }

  /**
   * Runs a program to its end.
   *
   * @param variables on top of this process's own, without those of the tool
   */
  static Result run(Path directory, Map<String, String> variables, List<String> command) {
    try {
      Path output = Files.createTempFile("tool", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("DATA"));
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError(command + " did not end: " + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A variable PATH with this directory in front. */
  static Map<String, String> pathWith(Path directory, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("PATH", directory + File.pathSeparator + System.getenv("PATH"));
    return variables;
  }

  /** Writes an executable shell script. */
  static Path script(Path file, String body) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\n" + body);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
