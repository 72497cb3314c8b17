package io.datareplicator.databricks.sql;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Chooses compute only when the first statement needs it: a workspace that is only asked over REST
 * needs no warehouse.
 */
public final class LazySqlEngine implements SqlEngine {
  private final Supplier<SqlEngine> factory;
  private final Runnable afterwards;
  private SqlEngine engine;
  private boolean closed;

  /**
   * @param afterwards cleans up after the engine is closed
   */
  public LazySqlEngine(Supplier<SqlEngine> factory, Runnable afterwards) {
    this.factory = factory;
    this.afterwards = afterwards;
  }

  @Override
  public CompletableFuture<StatementResult> submit(Statement statement) {
    return engine().submit(statement);
  }

  private synchronized SqlEngine engine() {
    if (closed) {
      throw new IllegalStateException("the SQL engine is closed");
    }
    if (engine == null) {
      engine = factory.get();
    }
    return engine;
  }

  @Override
  public synchronized void cancelAll() {
    if (engine != null) {
      engine.cancelAll();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (engine != null) {
      engine.close();
    }
    afterwards.run();
  }
}
