package io.datareplicator.apply;

/**
 * A set-up step failed: nothing more can be done for this catalog, others go on. The message says
 * what to do.
 */
public final class StopCatalog extends RuntimeException {
  public StopCatalog(String message) {
    super(message);
  }

  public StopCatalog(String message, Throwable cause) {
    super(message, cause);
  }
}
