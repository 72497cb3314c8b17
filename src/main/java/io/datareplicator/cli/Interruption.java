package io.datareplicator.cli;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/**
 * Ctrl-C and SIGTERM: what runs is told to stop, and the process waits a while for it to cancel its
 * statements and record what finished; a second signal ends it at once. Listens to the framework's
 * own shutdown, because HTTP clients work only until that has passed.
 */
@Singleton
class Interruption {
  private static final Logger LOG = Logger.getLogger(Interruption.class);
  private static final long GRACE_SECONDS = 30;

  private Runnable running;
  private CountDownLatch over = new CountDownLatch(0);

  /** From now on the end of the process calls {@code cancel} first, and waits for the end. */
  synchronized void cancels(Runnable cancel) {
    running = cancel;
    over = new CountDownLatch(1);
  }

  /** It is over by itself. */
  synchronized void over() {
    running = null;
    over.countDown();
  }

  void onStop(@Observes ShutdownEvent event) throws InterruptedException {
    Runnable cancel;
    CountDownLatch end;
    synchronized (this) {
      cancel = running;
      end = over;
    }
    if (cancel != null) {
      endAtOnceOn("INT");
      endAtOnceOn("TERM");
      cancel.run();
      end.await(GRACE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void endAtOnceOn(String signal) {
    try {
      Signal.handle(
          new Signal(signal), again -> Runtime.getRuntime().halt(128 + again.getNumber()));
    } catch (IllegalArgumentException e) {
      LOG.debugf("a second %s signal will not be noticed: %s", signal, e.getMessage());
    }
  }
}
