package io.datareplicator.sqltext;

/** A statement that cannot be read; the message says why, not to which object it belongs. */
public final class SqlTextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SqlTextException(String message) {
    super(message);
  }
}
