package io.datareplicator.databricks.sql;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs statements on the compute of one workspace. */
public interface SqlEngine extends AutoCloseable {
  /**
   * Starts a statement. The future ends with the result, a {@link StatementFailure}, or an {@link
   * io.datareplicator.databricks.http.ApiException} when the request itself was refused. No thread
   * waits meanwhile.
   */
  CompletableFuture<StatementResult> submit(Statement statement);

  /** Runs a statement and waits for it. */
  default StatementResult run(Statement statement) {
    try {
      return submit(statement).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Cancels everything that runs; waiting futures end with a {@link CancellationException} or a
   * failure.
   */
  void cancelAll();

  @Override
  void close();
}
