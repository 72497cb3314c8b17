package io.datareplicator.apply;

/** The run cannot be done or go on. The message says why and what to do. */
public final class StopRun extends RuntimeException {
  public StopRun(String message, Throwable cause) {
    super(message, cause);
  }
}
