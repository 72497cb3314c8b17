package io.datareplicator.sandbox;

import io.datareplicator.sandbox.Options.UsageException;
import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sql.SqlEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * One run of the sandbox from command line to exit code, apart from the choice of the SQL engine.
 */
final class Program {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** How statements are run, and what a new source workspace is filled with. */
  interface Engines {
    SqlEngine open(World world, Workspace workspace);

    /** Fills the source workspace of a new data directory. */
    void seed(SqlEngine source, Workspace workspace) throws InterruptedException;

    /** Adds to that in both workspaces; engines by role. */
    void seedMore(World world, Map<String, SqlEngine> engines) throws InterruptedException;
  }

  private final PrintStream out;
  private final PrintStream err;
  private final Engines engines;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private volatile Thread seeding;

  Program(PrintStream out, PrintStream err, Engines engines) {
    this.out = out;
    this.err = err;
    this.engines = engines;
  }

  /** Runs until {@link #requestStop} is called; returns the exit code. */
  int run(List<String> arguments) {
    try {
      if (arguments.contains("--help")) {
        out.print(Options.USAGE);
        return OK;
      }
      return serve(Options.parse(arguments));
    } catch (UsageException e) {
      err.println("run.sh: " + e.getMessage());
      err.print(Options.USAGE);
      return USAGE;
    } catch (IllegalArgumentException | IllegalStateException e) {
      err.println("run.sh: " + e.getMessage());
      return USAGE;
    } catch (UncheckedIOException e) {
      err.println("run.sh: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      return stopRequested.getCount() == 0 ? OK : FAILED;
    }
  }

  /** Asks a running program, or one that still starts, to stop; returns at once. */
  void requestStop() {
    stopRequested.countDown();
    Thread seeder = seeding;
    if (seeder != null) {
      seeder.interrupt();
    }
  }

  private int serve(Options options) throws InterruptedException {
    Settings settings = Settings.fromSystemProperties();
    Path directory = options.data() == null ? temporary() : options.data();
    Path marker = directory.resolve("seeding");
    boolean fresh = !World.exists(directory);
    if (Files.exists(marker)) {
      throw new IllegalStateException(
          "Filling " + directory + " with sample data was broken off; remove it and start again");
    }
    try (World world = World.open(directory, options.sharedMetastore())) {
      Map<String, Integer> ports =
          Map.of("source", options.sourcePort(), "target", options.targetPort());
      Map<String, SqlEngine> opened = new HashMap<>();
      try (Sandbox sandbox =
          Sandbox.start(
              world,
              ports,
              workspace -> {
                SqlEngine engine = engines.open(world, workspace);
                opened.put(workspace.role(), engine);
                return engine;
              },
              settings)) {
        if (options.sampleData() && fresh) {
          seed(marker, world, opened, options.extraData());
        }
        announce(world, sandbox);
        stopRequested.await();
      }
    } finally {
      if (options.data() == null) {
        delete(directory);
      }
    }
    return OK;
  }

  /** The marker stays behind when the filling does not come to its end. */
  private void seed(Path marker, World world, Map<String, SqlEngine> opened, boolean more)
      throws InterruptedException {
    try {
      Files.createFile(marker);
      seeding = Thread.currentThread();
      if (stopRequested.getCount() > 0) {
        engines.seed(opened.get("source"), world.workspace("source"));
        if (more) {
          engines.seedMore(world, opened);
        }
      }
      Files.delete(marker);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + marker, e);
    } finally {
      seeding = null;
    }
  }

  private void announce(World world, Sandbox sandbox) {
    for (Workspace workspace : world.workspaces()) {
      String prefix = workspace.role().toUpperCase(Locale.ROOT);
      out.println(prefix + "_HOST=" + sandbox.baseUrl(workspace.role()));
      out.println(prefix + "_TOKEN=" + workspace.token());
      out.println(prefix + "_WAREHOUSE_ID=" + workspace.warehouseId());
      out.println(prefix + "_CLUSTER_ID=" + workspace.clusterId());
      out.println(prefix + "_CLUSTER_HTTP_PATH=" + workspace.clusterHttpPath());
      out.println(prefix + "_CLIENT_ID=" + workspace.clientId());
      out.println(prefix + "_CLIENT_SECRET=" + workspace.clientSecret());
    }
    out.println("READY");
    out.flush();
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("data-replicator-sandbox");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create a temporary directory", e);
    }
  }

  private static void delete(Path directory) {
    try {
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
              if (failure != null) {
                throw failure;
              }
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + directory, e);
    }
  }
}
