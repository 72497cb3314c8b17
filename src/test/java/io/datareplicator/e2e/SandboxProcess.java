package io.datareplicator.e2e;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A sandbox started with {@code sandbox/run.sh}: two workspaces, their data in a directory that
 * goes with it.
 */
final class SandboxProcess implements AutoCloseable {
  private static final long READY_SECONDS = 300;
  private static final long STOP_SECONDS = 90;
  private static final String SHARED = "e2e.sandbox";

  /** Null when another one owns the process. */
  private final Process process;

  private final Path data;
  private final ClassArchive classes;
  private final Map<String, String> announced;
  private final SandboxSide source;
  private final SandboxSide target;

  private SandboxProcess(
      Process process, Path data, ClassArchive classes, Map<String, String> announced) {
    this.process = process;
    this.data = data;
    this.classes = classes;
    this.announced = announced;
    this.source = side("SOURCE");
    this.target = side("TARGET");
  }

  private SandboxSide side(String prefix) {
    return new SandboxSide(
        announced.get(prefix + "_HOST"),
        announced.get(prefix + "_TOKEN"),
        announced.get(prefix + "_WAREHOUSE_ID"));
  }

  /**
   * The sandbox of this JVM, started when there is none yet. Tests that need the framework are
   * loaded by a class loader of their own, so that a static field would not do.
   */
  static synchronized SandboxProcess shared() throws IOException, InterruptedException {
    String running = System.getProperty(SHARED);
    if (running != null) {
      return new SandboxProcess(null, null, null, parsed(running.lines().toList()));
    }
    SandboxProcess started = start("empty");
    StringBuilder lines = new StringBuilder();
    started.announced.forEach((key, value) -> lines.append(key + "=" + value + "\n"));
    System.setProperty(SHARED, lines.toString());
    return started;
  }

  private static Map<String, String> parsed(List<String> lines) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String line : lines) {
      int at = line.indexOf('=');
      pairs.put(line.substring(0, at), line.substring(at + 1));
    }
    return pairs;
  }

  /**
   * Starts a sandbox on free ports and waits until it is ready; what it wrote is shown when it is
   * not.
   */
  static SandboxProcess start(String seed) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("sandbox-e2e");
    Path err = Files.createTempFile("sandbox-e2e", ".err");
    Path sandbox = Path.of(System.getProperty("basedir", "."), "sandbox").toAbsolutePath();
    ClassArchive classes = ClassArchive.of(sandbox);
    ProcessBuilder builder =
        new ProcessBuilder(
                sandbox.resolve("run.sh").toString(), "--seed", seed, "--data", data.toString())
            .redirectError(err.toFile());
    String maven = System.getProperty("maven.home");
    if (maven != null) {
      builder.environment().put("MVN", Path.of(maven, "bin", "mvn").toString());
    }
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // Small data: the optimizing compiler would take more time than it gives. Without it the JVM
    // keeps too little room for compiled code, and Spark does not survive when that is full.
    builder
        .environment()
        .putIfAbsent(
            "SANDBOX_JAVA_OPTS",
            "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -Dsandbox.sample.rows=20000 "
                + classes.options());
    Process process = builder.start();
    CompletableFuture<Map<String, String>> ready =
        CompletableFuture.supplyAsync(() -> announcement(process));
    try {
      return new SandboxProcess(process, data, classes, ready.get(READY_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      return fail("the sandbox did not become ready; it wrote:\n" + Files.readString(err), e);
    }
  }

  private static Map<String, String> announcement(Process process) {
    List<String> lines = new ArrayList<>();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals("READY")) {
          return parsed(lines);
        }
        lines.add(line);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("it ended after printing " + parsed(lines).keySet());
  }

  SandboxSide source() {
    return source;
  }

  SandboxSide target() {
    return target;
  }

  List<SandboxSide> sides() {
    return List.of(source, target);
  }

  /** A value that the sandbox printed, such as {@code SOURCE_CLIENT_ID}. */
  String announced(String name) {
    return announced.get(name);
  }

  /** Every credential of both sides: none of them may be seen anywhere. */
  List<String> secrets() {
    return announced.entrySet().stream()
        .filter(e -> e.getKey().endsWith("_TOKEN") || e.getKey().endsWith("_SECRET"))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The environment variables by which the tool finds both sides with tokens and warehouses. */
  Map<String, String> environment() {
    return pick("HOST", "TOKEN", "WAREHOUSE_ID");
  }

  /** As {@link #environment}, for some of what was announced. */
  Map<String, String> pick(String... suffixes) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String side : List.of("SOURCE_", "TARGET_")) {
      for (String suffix : suffixes) {
        variables.put("DATA_REPLICATOR_" + side + suffix, announced.get(side + suffix));
      }
    }
    return variables;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (process == null) {
      return;
    }
    System.clearProperty(SHARED);
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    classes.keep();
    deleteTree(data);
  }

  private static void deleteTree(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(root)) {
      walk.forEach(files::add);
    }
    for (int i = files.size() - 1; i >= 0; i--) {
      Files.deleteIfExists(files.get(i));
    }
  }
}
