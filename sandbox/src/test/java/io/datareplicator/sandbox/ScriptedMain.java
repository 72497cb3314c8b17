package io.datareplicator.sandbox;

import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.testkit.ScriptedEngine;
import java.util.List;

/** The program without Spark, as a process of its own that a test may kill. */
final class ScriptedMain {
  private ScriptedMain() {}

  public static void main(String[] arguments) {
    Program.Engines engines =
        new Program.Engines() {
          @Override
          public SqlEngine open(World world, Workspace workspace) {
            return new ScriptedEngine();
          }

          @Override
          public void seed(SqlEngine source, Workspace workspace) {
            throw new IllegalStateException("nothing to fill in");
          }

          @Override
          public void seedMore(World world, java.util.Map<String, SqlEngine> engines) {}
        };
    System.exit(new Program(System.out, System.err, engines).run(List.of(arguments)));
  }
}
