package io.datareplicator.plan;

import java.util.Comparator;

/**
 * How much work a clone is expected to be, from the last one of the same table.
 *
 * @param seconds how long that took
 * @param bytes how large the source table was
 */
public record Expected(double seconds, long bytes) {
  /** Of a table that was never cloned: it may be the largest of all. */
  public static final Expected UNKNOWN = new Expected(Double.MAX_VALUE, Long.MAX_VALUE);

  /** Most work first, so that no big table starts at the end. */
  public static final Comparator<Expected> LONGEST_FIRST =
      Comparator.comparingDouble(Expected::seconds).thenComparingLong(Expected::bytes).reversed();

  static Expected of(LastClone last) {
    return last == null ? UNKNOWN : new Expected(last.seconds(), last.bytes());
  }
}
