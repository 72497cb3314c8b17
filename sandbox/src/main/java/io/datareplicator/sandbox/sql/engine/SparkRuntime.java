package io.datareplicator.sandbox.sql.engine;

import io.datareplicator.sandbox.sql.catalog.MetastoreFunctions;
import io.datareplicator.sandbox.sql.delta.LocalFiles;
import io.datareplicator.sandbox.sql.delta.UserLogStore;
import io.datareplicator.sandbox.sql.functions.FunctionExtension;
import java.util.Map;
import org.apache.spark.sql.classic.SparkSession;

/** Owner of the JVM's only Spark context, which every workspace shares. */
public final class SparkRuntime {
  /** Settings that make small statements fast on a small machine, and Delta behave as measured. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("spark.ui.enabled", "false"),
          Map.entry("spark.ui.showConsoleProgress", "false"),
          Map.entry("spark.ui.retainedExecutions", "1"),
          Map.entry("spark.sql.ui.retainedExecutions", "1"),
          Map.entry("spark.eventLog.enabled", "false"),
          Map.entry("spark.driver.host", "127.0.0.1"),
          Map.entry("spark.driver.bindAddress", "127.0.0.1"),
          Map.entry("spark.driver.maxResultSize", "512m"),
          Map.entry("spark.default.parallelism", "1"),
          Map.entry("spark.rdd.compress", "false"),
          Map.entry("spark.shuffle.compress", "false"),
          Map.entry(
              "spark.sql.extensions",
              "io.delta.sql.DeltaSparkSessionExtension,"
                  + MetastoreFunctions.class.getName()
                  + ","
                  + FunctionExtension.class.getName()),
          Map.entry(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog"),
          Map.entry("spark.sql.catalogImplementation", "in-memory"),
          Map.entry("spark.sql.sources.default", "delta"),
          Map.entry("spark.sql.session.timeZone", "UTC"),
          Map.entry("spark.sql.shuffle.partitions", "1"),
          Map.entry("spark.sql.adaptive.enabled", "false"),
          Map.entry("spark.sql.codegen.wholeStage", "false"),
          Map.entry("spark.sql.codegen.factoryMode", "NO_CODEGEN"),
          Map.entry("spark.sql.sources.parallelPartitionDiscovery.parallelism", "1"),
          Map.entry("spark.sql.datetime.java8API.enabled", "true"),
          // Without it Delta's parser leaves :markers unbound.
          Map.entry("spark.sql.legacy.parameterSubstitution.constantsOnly", "true"),
          Map.entry("spark.delta.logStore.file.impl", UserLogStore.class.getName()),
          Map.entry("spark.hadoop.fs.file.impl", LocalFiles.class.getName()),
          // A tenth of the time of a small commit; Delta can do without.
          Map.entry("spark.databricks.delta.writeChecksumFile.enabled", "false"),
          Map.entry("spark.databricks.delta.snapshotPartitions", "1"),
          Map.entry("spark.databricks.delta.stateReconstructionValidation.enabled", "false"));

  private static SparkSession root;

  private SparkRuntime() {}

  /** A session with no state of any workspace; starts Spark on the first call. */
  public static synchronized SparkSession newSession() {
    if (root == null) {
      int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
      var builder =
          org.apache.spark.sql.SparkSession.builder()
              .master("local[" + cores + "]")
              .appName("sandbox");
      // A benchmark may want code generation and more partitions: -Dspark.sql.…
      SETTINGS.forEach((key, value) -> builder.config(key, System.getProperty(key, value)));
      root = (SparkSession) builder.getOrCreate();
    }
    return (SparkSession) root.newSession();
  }

  /** Stops Spark; the next {@link #newSession()} starts it anew. */
  public static synchronized void stop() {
    if (root != null) {
      root.stop();
      root = null;
    }
  }
}
