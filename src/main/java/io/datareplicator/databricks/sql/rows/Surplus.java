package io.datareplicator.databricks.sql.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * A row that one side has more copies of, by its digest.
 *
 * @param copies how many more the source has; negative = the target has them
 */
public record Surplus(long h1, long h2, long copies) {
  /**
   * As many of one side as give so many rows, in the given order.
   *
   * @param sign 1 = rows of the source, -1 = of the target
   */
  static List<Surplus> first(List<Surplus> all, int sign, int rows) {
    List<Surplus> first = new ArrayList<>();
    long copies = 0;
    for (Surplus one : all) {
      if (copies < rows && Long.signum(one.copies()) == sign) {
        first.add(one);
        copies += Math.abs(one.copies());
      }
    }
    return first;
  }
}
