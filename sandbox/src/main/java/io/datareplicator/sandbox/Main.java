package io.datareplicator.sandbox;

import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sample.ExtraData;
import io.datareplicator.sandbox.sample.SampleData;
import io.datareplicator.sandbox.sql.SparkSqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.engine.SparkRuntime;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import sun.misc.Signal;

/** Starts the sandbox with Spark as its engine. */
public final class Main {
  private static final String DEFAULT_CATALOG = "main";

  private Main() {}

  /** Exit codes: 0 stopped by SIGTERM or SIGINT, 1 could not run, 2 wrong options or directory. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    // Libraries that print must not get between the lines a caller reads.
    System.setOut(System.err);
    Program program = new Program(out, System.err, new SparkEngines());
    // A handler rather than a shutdown hook: after a signal the JVM would not exit with 0.
    for (String name : List.of("TERM", "INT")) {
      Signal.handle(new Signal(name), signal -> program.requestStop());
    }
    int code = program.run(List.of(arguments));
    SparkRuntime.stop();
    System.exit(code);
  }

  private static final class SparkEngines implements Program.Engines {
    @Override
    public SqlEngine open(World world, Workspace workspace) {
      return new SparkSqlEngine(world.metastore(workspace), DEFAULT_CATALOG);
    }

    @Override
    public void seed(SqlEngine source, Workspace workspace) throws InterruptedException {
      SampleData.load(source, workspace.user());
    }

    @Override
    public void seedMore(World world, Map<String, SqlEngine> engines) throws InterruptedException {
      ExtraData.load(world, engines);
    }
  }
}
