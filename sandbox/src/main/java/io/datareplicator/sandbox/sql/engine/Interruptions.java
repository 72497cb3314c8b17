package io.datareplicator.sandbox.sql.engine;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/** Recognises a cancelled statement, however deep Spark, Hadoop or Delta buried the cause. */
public final class Interruptions {
  private Interruptions() {}

  /** Whether the calling thread was interrupted, or the failure comes from an interruption. */
  public static boolean caused(Throwable thrown) {
    if (Thread.currentThread().isInterrupted()) {
      return true;
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof InterruptedException
          || t instanceof ClosedByInterruptException
          || t instanceof InterruptedIOException) {
        return true;
      }
    }
    return false;
  }
}
