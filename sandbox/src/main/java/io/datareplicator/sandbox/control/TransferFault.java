package io.datareplicator.sandbox.control;

/**
 * What goes wrong with the bytes of one call; -1 (or 0 for the rate) where nothing does.
 *
 * @param cutResponseAfter bytes of the answer's body after which the connection is closed
 * @param cutRequestAfter bytes of the request's body after which the connection is closed
 * @param storeOnly bytes that an upload keeps, although it answers that it kept all
 * @param bytesPerSecond rate of both bodies
 */
public record TransferFault(
    long cutResponseAfter, long cutRequestAfter, long storeOnly, long bytesPerSecond) {
  static final TransferFault NONE = new TransferFault(-1, -1, -1, 0);

  /** Whether a body of this size does not come through. */
  public boolean cuts(long requestBytes) {
    return cutRequestAfter >= 0 && requestBytes > cutRequestAfter;
  }
}
