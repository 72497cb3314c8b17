package io.datareplicator.sandbox;

/**
 * What of the sandbox's behaviour may be tuned, so that tests reach in seconds what takes a
 * workspace hours or gigabytes.
 *
 * @param slots statements that run at once on a warehouse; the others are PENDING
 * @param startMillis time a stopped warehouse needs until it runs
 * @param statementMillis time after its end for which a statement can be asked for
 * @param chunkBytes size from which on a result is cut into chunks
 * @param retainedBytes results kept for readers; beyond it the oldest ones are given up
 * @param linkMillis life of a pre-signed URL
 * @param tokenSeconds life of an OAuth token
 * @param pageSize entries of a page when the caller leaves it to the server
 * @param firstPageEmpty whether each paged listing begins with an empty page
 * @param emptyPageHasArray whether an empty page has {@code []} rather than no array at all
 */
public record Settings(
    int slots,
    long startMillis,
    long statementMillis,
    long chunkBytes,
    long retainedBytes,
    long linkMillis,
    long tokenSeconds,
    int pageSize,
    boolean firstPageEmpty,
    boolean emptyPageHasArray) {

  /**
   * Reads the system properties {@code sandbox.*}; what is not set has the value Databricks
   * documents, where it does.
   */
  public static Settings fromSystemProperties() {
    return new Settings(
        (int) number("sandbox.warehouse.slots", 10),
        number("sandbox.warehouse.start-ms", 2_000),
        number("sandbox.statement.expiry-ms", 12 * 3_600_000L),
        number("sandbox.chunk.bytes", 2L << 20),
        number("sandbox.results.retained-bytes", 256L << 20),
        number("sandbox.link.expiry-ms", 899_000),
        number("sandbox.token.expiry-s", 3_600),
        (int) number("sandbox.page.size", 100),
        Boolean.getBoolean("sandbox.page.first-empty"),
        Boolean.getBoolean("sandbox.page.empty-array"));
  }

  private static long number(String property, long otherwise) {
    String value = System.getProperty(property);
    if (value == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          property + " must be a whole number above 0, got " + value, e);
    }
    throw new IllegalArgumentException(property + " must be above 0, got " + value);
  }
}
