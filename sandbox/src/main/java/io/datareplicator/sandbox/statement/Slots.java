package io.datareplicator.sandbox.statement;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A bounded number of statements at once and a bounded queue before them. Thread-safe. */
public final class Slots implements AutoCloseable {
  private static final int QUEUE = 1000;

  private final ThreadPoolExecutor threads;

  /**
   * @param count statements that run at once
   * @param name of the threads, which get a number behind it
   */
  public Slots(int count, String name) {
    AtomicLong number = new AtomicLong();
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            60,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            r -> new Thread(r, name + "-" + number.incrementAndGet()));
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * @throws RejectedExecutionException when the queue is full
   */
  public Future<?> submit(Callable<?> work) {
    return threads.submit(work);
  }

  /** Interrupts what runs and drops what waits. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
