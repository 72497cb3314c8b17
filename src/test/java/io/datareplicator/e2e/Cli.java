package io.datareplicator.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packaged tool as a process, in a directory of its own that is its home, its state and the
 * place of its configuration.
 */
final class Cli {
  private static final long LIMIT_SECONDS = 180;
  private static final Path BASE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
  private static final String EXECUTABLE = System.getProperty("executable", "");

  private final Path home;
  private final Map<String, String> environment;

  /**
   * @param environment variables besides those that a process cannot do without
   */
  Cli(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = Map.copyOf(environment);
  }

  /** A command that has ended. */
  record Result(int exitCode, String out, String err, double seconds) {
    /** Standard output as the JSON document that {@code --output json} promises. */
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + this, e);
      }
    }

    /** This, when it ended as expected. */
    Result exits(int expected) {
      if (exitCode != expected) {
        throw new AssertionError("exit code " + exitCode + " instead of " + expected + ": " + this);
      }
      return this;
    }

    @Override
    public String toString() {
      return "after " + seconds + " s\n--- out\n" + out + "\n--- err\n" + err;
    }
  }

  /** A command that runs. */
  record Started(
      Process process, CompletableFuture<String> out, CompletableFuture<String> err, long nanos) {
    /** Sends a signal, such as INT; {@link Process#destroy} knows one only, and closes streams. */
    void signal(String name) throws InterruptedException {
      try {
        Process kill = new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
          throw new AssertionError("process " + process.pid() + " is gone already: " + await());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Result await() {
      try {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError(
              "no end after "
                  + LIMIT_SECONDS
                  + " s\n--- out\n"
                  + out.join()
                  + "\n--- err\n"
                  + err.join());
        }
        double seconds = (System.nanoTime() - nanos) / 1e9;
        return new Result(process.exitValue(), out.join(), err.join(), seconds);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  Result run(String... arguments) {
    return start(arguments).await();
  }

  /** Runs a command that reads this text from its standard input. */
  Result runWithInput(String input, String... arguments) {
    return start(input, List.of(arguments)).await();
  }

  /** Starts a command; its working directory is the home. */
  Started start(String... arguments) {
    return start("", List.of(arguments));
  }

  /** Starts a command that reads this text from its standard input. */
  Started start(String input, List<String> arguments) {
    List<String> command = new ArrayList<>(tool());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    // A developer's own variables and proxies must not decide what a test sees.
    builder.environment().keySet().removeIf(k -> steers(k.toUpperCase(Locale.ROOT)));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("DATA_REPLICATOR_STATE_DIR", stateDir().toString());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return new Started(
          process,
          reader(process.getInputStream()),
          reader(process.getErrorStream()),
          System.nanoTime());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The native executable when one is named, else the JVM build. */
  private static List<String> tool() {
    if (!EXECUTABLE.isBlank()) {
      return List.of(executable().toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-jar",
        BASE.resolve(Path.of("target", "quarkus-app", "quarkus-run.jar")).toString());
  }

  /** The native executable, if one is named. */
  static Path executable() {
    return BASE.resolve(EXECUTABLE);
  }

  private static boolean steers(String variable) {
    return variable.startsWith("DATA")
        || variable.startsWith("XDG_")
        || variable.endsWith("_PROXY")
        || variable.equals("SSL_CERT_FILE");
  }

  private static CompletableFuture<String> reader(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(e);
              }
            },
            "output of the command");
    thread.setDaemon(true);
    thread.start();
    return text;
  }

  Path home() {
    return home;
  }

  Path stateDir() {
    return home.resolve("state");
  }

  /** The journal of one run. */
  String journal(String runId) {
    try {
      return Files.readString(stateDir().resolve(runId + ".jsonl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything in all journals. */
  String journals() {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(stateDir())) {
      for (Path file : files.sorted().toList()) {
        text.append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes a file below the home and returns its path. */
  String write(String name, String content) {
    try {
      Path file = home.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An environments.yaml.
   *
   * @param source one more key of the source with its value, or nothing; hosts and credentials come
   *     from the environment
   * @param target the same for the target
   */
  static String environments(String source, String target) {
    return """
        version: "1.0"
        environments:
          e2e:
            is_default: true
            source_databricks_connect_config:
              name: src
              %s
            target_databricks_connect_config:
              name: tgt
              %s
        """
        .formatted(source, target);
  }

  /**
   * Writes {@code environments.yaml} (hosts from the environment) and a group file; returns the
   * path of the latter.
   */
  String configure(String group) {
    write("environments.yaml", environments("", ""));
    return write("group.yaml", group);
  }

  /**
   * A group file that sets up everything for the data of these catalogs; audit table {@code
   * <audit>.audit.log}.
   */
  static String group(String audit, String more, String... catalogs) {
    StringBuilder list = new StringBuilder();
    for (String catalog : catalogs) {
      list.append("  - catalog_name: \"").append(catalog).append("\"\n");
    }
    return """
        version: "1.0"
        replication_group: e2e
        audit_config:
          audit_table: %s.audit.log
          create_audit_catalog: true
        table_types: [managed]
        backup_config:
          enabled: true
          create_recipient: true
          create_share: true
          add_to_share: true
        replication_config:
          enabled: true
          create_shared_catalog: true
          create_target_catalog: true
        retry:
          max_attempts: 3
          retry_delay_seconds: 1
        target_catalogs:
        """
            .formatted(audit)
        + list
        + more;
  }
}
