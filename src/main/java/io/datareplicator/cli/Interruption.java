package io.datareplicator.cli;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C and SIGTERM while something runs: it is told to stop, and ends the process itself once its
 * statements are cancelled and what finished is recorded. The process ends at once on a second
 * signal, and when that takes too long. The signals are taken from the framework meanwhile: it
 * would shut its HTTP clients down, and the exit code would depend on which thread is faster.
 */
@Singleton
@Unremovable
class Interruption {
  private static final Logger LOG = Logger.getLogger(Interruption.class);
  private static final long GRACE_SECONDS = 30;
  private static final int SIGNALLED = 128;

  private final Map<Signal, SignalHandler> before = new HashMap<>();
  private Runnable running;
  private ClassLoader classes;
  private CountDownLatch over = new CountDownLatch(0);
  private int exitCode = ExitCode.INTERRUPTED;

  /** From now on a signal calls {@code cancel}. */
  synchronized void cancels(Runnable cancel) {
    running = cancel;
    classes = Thread.currentThread().getContextClassLoader();
    over = new CountDownLatch(1);
    for (String name : new String[] {"INT", "TERM"}) {
      Signal signal = new Signal(name);
      try {
        before.put(signal, Signal.handle(signal, this::received));
      } catch (IllegalArgumentException e) {
        LOG.debugf("the signal %s will not be noticed: %s", name, e.getMessage());
      }
    }
  }

  /** It is over by itself, or because it was told to stop. */
  synchronized void over() {
    running = null;
    over.countDown();
    before.forEach(Signal::handle);
    before.clear();
  }

  /** What an interrupted process ends with: 128 and the number of the signal. */
  synchronized int exitCode() {
    return exitCode;
  }

  private void received(Signal signal) {
    int code = SIGNALLED + signal.getNumber();
    Runnable cancel;
    CountDownLatch end;
    ClassLoader loader;
    synchronized (this) {
      if (running == null) {
        Runtime.getRuntime().halt(code);
      }
      exitCode = code;
      cancel = running;
      end = over;
      loader = classes;
      running = null;
    }
    // This is a thread of the JVM, with its class loader; requests need the tool's own.
    Thread.currentThread().setContextClassLoader(loader);
    cancel.run();
    try {
      if (!end.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
