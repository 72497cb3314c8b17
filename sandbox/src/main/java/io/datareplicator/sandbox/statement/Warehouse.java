package io.datareplicator.sandbox.statement;

import io.datareplicator.sandbox.metastore.WarehouseStore.WarehouseEntry;
import java.util.concurrent.Future;

/**
 * A SQL warehouse: a bounded number of slots, a queue before them, and a state of its own.
 * Thread-safe.
 */
public final class Warehouse implements Compute, AutoCloseable {
  private final WarehouseEntry entry;
  private final long startMillis;
  private final Slots slots;
  private boolean stopped;
  private long runningFrom;
  private long lastUsed = System.currentTimeMillis();
  private int active;

  Warehouse(WarehouseEntry entry, int slotCount, long startMillis, boolean running) {
    this.entry = entry;
    this.startMillis = startMillis;
    this.stopped = !running;
    slots = new Slots(slotCount, "warehouse-" + entry.id());
  }

  @Override
  public String id() {
    return entry.id();
  }

  @Override
  public String kind() {
    return "warehouse";
  }

  public WarehouseEntry entry() {
    return entry;
  }

  /** STOPPED, STARTING or RUNNING. */
  public synchronized String state() {
    long now = System.currentTimeMillis();
    boolean idle =
        entry.autoStopMinutes() > 0
            && active == 0
            && now - Math.max(lastUsed, runningFrom) > entry.autoStopMinutes() * 60_000L;
    if (stopped || idle) {
      stopped = true;
      return "STOPPED";
    }
    return now < runningFrom ? "STARTING" : "RUNNING";
  }

  public synchronized void start() {
    lastUsed = System.currentTimeMillis();
    if (state().equals("STOPPED")) {
      stopped = false;
      runningFrom = System.currentTimeMillis() + startMillis;
    }
  }

  public synchronized void stop() {
    stopped = true;
  }

  /** Queues work; starts the warehouse when it is stopped. */
  @Override
  public Future<?> submit(Runnable work) {
    start();
    return slots.submit(
        () -> {
          awaitRunning();
          use(1);
          try {
            work.run();
          } finally {
            use(-1);
          }
          return null;
        });
  }

  private synchronized void use(int change) {
    active += change;
    lastUsed = System.currentTimeMillis();
  }

  /** A warehouse that is stopped while statements wait starts again for them. */
  private void awaitRunning() throws InterruptedException {
    while (!state().equals("RUNNING")) {
      start();
      long wait;
      synchronized (this) {
        wait = runningFrom - System.currentTimeMillis();
      }
      if (wait > 0) {
        Thread.sleep(wait);
      }
    }
  }

  @Override
  public void close() {
    slots.close();
  }
}
