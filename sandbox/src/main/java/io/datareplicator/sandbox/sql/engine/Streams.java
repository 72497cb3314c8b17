package io.datareplicator.sandbox.sql.engine;

import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Spark's structured streaming, as far as streaming tables need it. */
public final class Streams {
  private Streams() {}

  /** Makes a Delta table readable as a stream under a name. */
  public static void register(StatementSession session, String view, String location) {
    session.spark().readStream().format("delta").load(location).createOrReplaceTempView(view);
  }

  /**
   * Appends what a streaming query has not delivered yet, then returns.
   *
   * @param location of the Delta table to append to; columns go by position
   * @param checkpoint where the query remembers how far it came
   * @throws InterruptedException when the calling thread is interrupted; what was committed stays
   */
  public static void append(
      StatementSession session, String query, String location, String checkpoint)
      throws InterruptedException {
    SparkSession spark = session.spark();
    StructType target = spark.read().format("delta").load(location).schema();
    Dataset<Row> rows = spark.sql(query);
    String[] names = rows.columns();
    Dataset<Row> numbered = rows.toDF(numbers(names.length));
    Column[] columns = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      StructField field = target.fields()[i];
      columns[i] = functions.col("c" + i).cast(field.dataType()).as(field.name());
    }
    StreamingQuery running = null;
    try {
      running =
          numbered
              .select(columns)
              .writeStream()
              .format("delta")
              .outputMode("append")
              .option("checkpointLocation", checkpoint)
              .trigger(Trigger.AvailableNow())
              .start(location);
      running.awaitTermination();
    } catch (StreamingQueryException e) {
      throw new IllegalStateException(e);
    } finally {
      stop(running);
    }
  }

  private static String[] numbers(int count) {
    String[] numbers = new String[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = "c" + i;
    }
    return numbers;
  }

  private static void stop(StreamingQuery query) {
    if (query == null || !query.isActive()) {
      return;
    }
    // stop() waits and would not wait in an interrupted thread.
    boolean interrupted = Thread.interrupted();
    try {
      query.stop();
    } catch (TimeoutException e) {
      throw new IllegalStateException("The stream does not stop", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
