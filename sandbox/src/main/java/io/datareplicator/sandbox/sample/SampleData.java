package io.datareplicator.sandbox.sample;

import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fills an empty workspace with a small retailer's tables. */
public final class SampleData {
  private static final String RESOURCE = "sample-data.sql";
  private static final int PARALLEL = 2;

  /** Rows of the big table; tests that are about other things do with fewer. */
  private static final String ROWS = System.getProperty("sandbox.sample.rows", "1000000");

  private SampleData() {}

  /**
   * Runs all statements of the sample.
   *
   * @throws IllegalStateException when a statement fails, for instance because the data is there
   *     already
   * @throws InterruptedException when interrupted; what was done so far stays
   */
  public static void load(SqlEngine engine, String user) throws InterruptedException {
    List<List<String>> blocks = blocks(text(RESOURCE).replace("${rows}", ROWS));
    run(engine, user, blocks.get(0));
    ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (List<String> block : blocks.subList(1, blocks.size() - 1)) {
        running.add(
            workers.submit(
                () -> {
                  run(engine, user, block);
                  return null;
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Sample data: " + e.getCause().getMessage(), e.getCause());
    } finally {
      workers.shutdownNow();
    }
    run(engine, user, blocks.get(blocks.size() - 1));
  }

  /**
   * Blocks of statements; a line {@code -- block} starts one. Statements of a block depend on each
   * other, blocks only on the first one, and the last block on all.
   */
  static List<List<String>> blocks(String text) {
    List<List<String>> blocks = new ArrayList<>();
    for (String block : text.split("(?m)^-- block.*$")) {
      List<String> statements = new ArrayList<>();
      for (String statement : block.split("(?m);[ \\t]*$")) {
        if (!statement.isBlank()) {
          statements.add(statement.strip());
        }
      }
      if (!statements.isEmpty()) {
        blocks.add(statements);
      }
    }
    return blocks;
  }

  /** A resource's text. */
  static String text(String resource) {
    try (InputStream in = SampleData.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void run(SqlEngine engine, String user, List<String> statements)
      throws InterruptedException {
    for (String statement : statements) {
      try {
        engine.execute(
            new SqlRequest(
                UUID.randomUUID().toString(), user, statement, null, null, List.of(), 0, null));
      } catch (SqlFailure e) {
        throw new IllegalStateException(e.getMessage() + "\nin " + statement, e);
      }
    }
  }
}
