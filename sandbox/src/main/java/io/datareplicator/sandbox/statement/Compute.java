package io.datareplicator.sandbox.statement;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** What statements run on: a SQL warehouse or a cluster. Thread-safe. */
public interface Compute {
  String id();

  /** What it is called in messages, e.g. {@code warehouse}. */
  String kind();

  /**
   * Queues work.
   *
   * @throws RejectedExecutionException when the queue is full
   */
  Future<?> submit(Runnable work);
}
