package io.datareplicator.sandbox.testkit;

import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.sql.SparkSqlEngine;
import java.nio.file.Path;

/** A sandbox whose statements run on Spark. */
public final class SparkSandbox {
  /** Chunks are small, so that a few thousand rows already need several. */
  private static final Settings SETTINGS =
      new Settings(10, 300, 3_600_000, 100_000, 256L << 20, 60_000, 3_600, 100, false, false);

  private SparkSandbox() {}

  public static TestSandbox start(Path data) {
    return TestSandbox.start(
        data,
        false,
        SETTINGS,
        (world, workspace) -> new SparkSqlEngine(world.metastore(workspace), "main"));
  }
}
