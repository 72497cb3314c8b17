package io.datareplicator.sandbox.cluster;

import io.datareplicator.sandbox.statement.Compute;
import io.datareplicator.sandbox.statement.Slots;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

/** An all-purpose cluster. Thread-safe; its state does not outlive the process. */
public final class Cluster implements Compute, AutoCloseable {
  /** States of the Clusters API that the sandbox goes through. */
  public enum State {
    PENDING,
    RUNNING,
    TERMINATED
  }

  private final String id;
  private final String name;
  private final String creator;
  private final Slots slots;
  private final List<Runnable> terminationListeners = new CopyOnWriteArrayList<>();
  private long startMillis;
  private boolean terminated;
  private long startedAt = System.currentTimeMillis();
  private long terminatedAt;
  private long runningFrom = startedAt;

  Cluster(String id, String name, String creator, int slotCount, long startMillis) {
    this.id = id;
    this.name = name;
    this.creator = creator;
    this.startMillis = startMillis;
    this.slots = new Slots(slotCount, "cluster-" + id);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String kind() {
    return "cluster";
  }

  public String name() {
    return name;
  }

  public String creator() {
    return creator;
  }

  public synchronized State state() {
    if (terminated) {
      return State.TERMINATED;
    }
    return System.currentTimeMillis() < runningFrom ? State.PENDING : State.RUNNING;
  }

  /** Epoch milliseconds of the last start. */
  public synchronized long startedAt() {
    return startedAt;
  }

  /** Epoch milliseconds, 0 = it was never terminated. */
  public synchronized long terminatedAt() {
    return terminatedAt;
  }

  /** Milliseconds until it runs; 0 when it does, or when nobody has started it. */
  public synchronized long millisUntilRunning() {
    return terminated ? 0 : Math.max(0, runningFrom - System.currentTimeMillis());
  }

  /** Starts a terminated cluster; false when it is not terminated. */
  public synchronized boolean start() {
    if (!terminated) {
      return false;
    }
    terminated = false;
    startedAt = System.currentTimeMillis();
    runningFrom = startedAt + startMillis;
    return true;
  }

  /** Terminates at once, together with all statements and sessions on it. */
  public void terminate() {
    synchronized (this) {
      if (terminated) {
        return;
      }
      terminated = true;
      terminatedAt = System.currentTimeMillis();
    }
    terminationListeners.forEach(Runnable::run);
  }

  /** Sets how many milliseconds the next start takes. */
  public synchronized void startMillis(long millis) {
    startMillis = millis;
  }

  /** Calls {@code listener} at each termination. */
  public void onTermination(Runnable listener) {
    terminationListeners.add(listener);
  }

  @Override
  public Future<?> submit(Runnable work) {
    return slots.submit(
        () -> {
          work.run();
          return null;
        });
  }

  @Override
  public void close() {
    slots.close();
  }
}
