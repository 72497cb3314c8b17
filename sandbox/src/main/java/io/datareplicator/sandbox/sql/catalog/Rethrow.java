package io.datareplicator.sandbox.sql.catalog;

/**
 * Spark's catalog exceptions are checked in Java but not declared by most of the methods that throw
 * them.
 */
final class Rethrow {
  private Rethrow() {}

  static RuntimeException unchecked(Throwable t) {
    return Rethrow.<RuntimeException>cast(t);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T cast(Throwable t) throws T {
    throw (T) t;
  }
}
