package io.datareplicator.databricks.identity;

/** Several principals have the name that was to mean one. */
public final class AmbiguousNameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AmbiguousNameException(String message) {
    super(message);
  }
}
