package io.datareplicator.sandbox.jobs;

import io.datareplicator.sandbox.jobs.RunSpec.TaskSpec;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.metastore.WorkspaceObjects;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs Python files of the workspace in processes of their own, with a package {@code pyspark} and
 * {@code /Volumes} of this sandbox.
 */
public final class PythonTasks implements TaskRunner {
  private static final String RESOURCES = "/io/datareplicator/sandbox/python/";
  private static final List<String> FILES =
      List.of(
          "sandbox_task.py",
          "sandbox_calls.py",
          "sandbox_volumes.py",
          "pyspark/__init__.py",
          "pyspark/sql/__init__.py",
          "pyspark/sql/frames.py",
          "pyspark/sql/streams.py");
  private static final long KILL_SECONDS = 2;

  private final WorkspaceObjects objects;
  private final TaskSession.All sessions;
  private final String baseUrl;
  private final Optional<Path> python;
  private final TaskRunner withoutPython;

  /**
   * @param python the interpreter; empty = there is none
   * @param withoutPython runs tasks where there is no interpreter
   */
  public PythonTasks(
      WorkspaceObjects objects,
      TaskSession.All sessions,
      String baseUrl,
      Optional<Path> python,
      TaskRunner withoutPython) {
    this.objects = objects;
    this.sessions = sessions;
    this.baseUrl = baseUrl;
    this.python = python;
    this.withoutPython = withoutPython;
  }

  /** {@code python3} of the path, unless the property {@code sandbox.python} says otherwise. */
  public static Optional<Path> interpreter() {
    String wanted = System.getProperty("sandbox.python", "python3");
    if (wanted.equals("none")) {
      return Optional.empty();
    }
    List<Path> places = new ArrayList<>();
    if (wanted.contains(File.separator)) {
      places.add(Path.of(wanted));
    } else {
      for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
        places.add(Path.of(directory, wanted));
      }
    }
    return places.stream().filter(Files::isExecutable).findFirst();
  }

  @Override
  public RunEnd run(TaskSpec task, String user, TaskOutput output) throws InterruptedException {
    byte[] source;
    try {
      WorkspaceObjects.Entry entry = objects.get(task.pythonFile());
      if (entry.kind() != WorkspaceObjects.Kind.FILE) {
        return unreadable(task, "it is a " + entry.kind());
      }
      source = entry.bytes();
    } catch (UcException e) {
      return unreadable(task, e.getMessage());
    }
    if (python.isEmpty()) {
      return withoutPython.run(task, user, output);
    }
    try (TaskSession session = sessions.open(user, output)) {
      Path directory = Files.createTempDirectory("sandbox-task");
      try {
        return run(task, source, session, directory);
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run a Python task", e);
    }
  }

  private static RunEnd unreadable(TaskSpec task, String why) {
    return RunEnd.internal(
        "RESOURCE_NOT_FOUND", "Cannot read the python file " + task.pythonFile() + ": " + why);
  }

  private RunEnd run(TaskSpec task, byte[] source, TaskSession session, Path directory)
      throws IOException, InterruptedException {
    for (String name : FILES) {
      Path file = directory.resolve("lib").resolve(name);
      Files.createDirectories(file.getParent());
      try (InputStream in = PythonTasks.class.getResourceAsStream(RESOURCES + name)) {
        Files.copy(in, file);
      }
    }
    Path script = directory.resolve(task.pythonFile().replaceAll(".*/", ""));
    Files.write(script, source);
    List<String> command = new ArrayList<>();
    command.add(python.orElseThrow().toString());
    command.add(directory.resolve("lib/sandbox_task.py").toString());
    command.add(script.toString());
    command.addAll(task.parameters());
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PYTHON") || name.startsWith("DATA"));
    environment.put("PYTHONPATH", directory.resolve("lib").toString());
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    environment.put("PYTHONUNBUFFERED", "1");
    environment.put("PYTHONUTF8", "1");
    environment.put("SANDBOX_URL", baseUrl);
    environment.put("SANDBOX_SECRET", session.secret());
    Process process = builder.redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      Thread reader = new Thread(() -> read(process, session.output()), "task-output");
      reader.start();
      int code = process.waitFor();
      reader.join();
      return code == 0 ? RunEnd.success() : failed(session.output(), code);
    } finally {
      end(process);
    }
  }

  private static RunEnd failed(TaskOutput output, int code) {
    if (output.error() == null) {
      output.fail("The Python process exited with exit code " + code, null);
    }
    return RunEnd.failed("Workload failed, see run output for details");
  }

  private static void read(Process process, TaskOutput output) {
    char[] buffer = new char[1 << 13];
    try (Reader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (int read; (read = in.read(buffer)) >= 0; ) {
        output.print(CharBuffer.wrap(buffer, 0, read));
      }
    } catch (IOException e) {
      // The process was killed; what it printed until then is kept.
      System.getLogger(PythonTasks.class.getName())
          .log(System.Logger.Level.DEBUG, "The output of a task broke off", e);
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      all.forEach(ProcessHandle::destroyForcibly);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
