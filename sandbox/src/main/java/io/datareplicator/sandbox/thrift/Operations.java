package io.datareplicator.sandbox.thrift;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The open operations of all sessions. Thread-safe. */
final class Operations implements AutoCloseable {
  private final Map<String, Operation> open = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timeouts;

  Operations() {
    timeouts =
        new ScheduledThreadPoolExecutor(
            1,
            r -> {
              Thread thread = new Thread(r, "thrift-timeouts");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * @param timeoutSeconds 0 = none
   */
  void add(Operation operation, long timeoutSeconds) {
    open.put(operation.statement().id(), operation);
    if (timeoutSeconds > 0) {
      timeouts.schedule(operation::timeOut, timeoutSeconds, TimeUnit.SECONDS);
    }
  }

  /** The operation, or null when there never was one or it has been closed. */
  Operation find(String id) {
    return open.get(id);
  }

  /** Gives up the result; a statement that still runs is cancelled. */
  void close(Operation operation) {
    open.remove(operation.statement().id());
    operation.statement().close();
  }

  void closeAll(Predicate<Operation> which) {
    open.values().stream().filter(which).forEach(this::close);
  }

  @Override
  public void close() {
    timeouts.shutdownNow();
  }
}
