package io.datareplicator.sandbox.jobs;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** What a task at work may do to its workspace, opened by a secret. Thread-safe. */
public final class TaskSession implements AutoCloseable {
  private static final int SECRET_BYTES = 24;
  private static final long CLOSE_MILLIS = 10_000;

  /** The sessions of one workspace, by secret. */
  public static final class All {
    private final Map<String, TaskSession> open = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /**
     * @param output gets the failure that the task tells
     */
    TaskSession open(String user, TaskOutput output) {
      byte[] secret = new byte[SECRET_BYTES];
      random.nextBytes(secret);
      TaskSession session = new TaskSession(this, HexFormat.of().formatHex(secret), user, output);
      open.put(session.secret, session);
      return session;
    }

    /** The session, or null. */
    public TaskSession find(String secret) {
      return open.get(secret);
    }
  }

  private final All all;
  private final String secret;
  private final String user;
  private final TaskOutput output;
  private final Set<Thread> calls = new HashSet<>();
  private boolean closed;

  private TaskSession(All all, String secret, String user, TaskOutput output) {
    this.all = all;
    this.secret = secret;
    this.user = user;
    this.output = output;
  }

  public String secret() {
    return secret;
  }

  /** Whom the task acts for. */
  public String user() {
    return user;
  }

  public TaskOutput output() {
    return output;
  }

  /** Does something for the task, which is interrupted when the session closes. */
  public <T> T during(Callable<T> call) throws Exception {
    synchronized (this) {
      if (closed) {
        throw new InterruptedException();
      }
      calls.add(Thread.currentThread());
    }
    try {
      return call.call();
    } finally {
      synchronized (this) {
        calls.remove(Thread.currentThread());
        // The thread serves others afterwards.
        if (Thread.interrupted()) {
          System.getLogger(TaskSession.class.getName())
              .log(System.Logger.Level.DEBUG, "A call of a task was interrupted");
        }
        notifyAll();
      }
    }
  }

  /** Interrupts the calls under way and waits for their ends. */
  @Override
  public synchronized void close() {
    closed = true;
    all.open.remove(secret);
    calls.forEach(Thread::interrupt);
    long deadline = System.currentTimeMillis() + CLOSE_MILLIS;
    boolean interrupted = false;
    while (!calls.isEmpty() && System.currentTimeMillis() < deadline) {
      try {
        wait(100);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
