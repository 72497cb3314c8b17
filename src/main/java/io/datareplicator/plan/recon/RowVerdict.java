package io.datareplicator.plan.recon;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the rows of both sides agree well enough. The threshold is the percentage of the source's
 * rows that must be on the target; no more rows than the rest may be on the target only.
 *
 * @param sourceRows rows of the source
 * @param targetRows rows of the target
 * @param missingInTarget rows, with their multiplicity, that only the source has; null when rows
 *     were not compared
 * @param missingInSource rows that only the target has; null when rows were not compared
 * @param threshold percent
 */
public record RowVerdict(
    long sourceRows,
    long targetRows,
    Long missingInTarget,
    Long missingInSource,
    double threshold) {

  /** How many rows may differ. */
  public long allowed() {
    return BigDecimal.valueOf(100)
        .subtract(BigDecimal.valueOf(threshold))
        .multiply(BigDecimal.valueOf(sourceRows))
        .divide(BigDecimal.valueOf(100), 0, RoundingMode.FLOOR)
        .longValueExact();
  }

  /** Percent of the source's rows that are on the target; 100 when there are none. */
  public double presentPercent() {
    if (sourceRows == 0) {
      return 100;
    }
    long missing = missingInTarget == null ? Math.max(0, sourceRows - targetRows) : missingInTarget;
    return 100.0 * (sourceRows - missing) / sourceRows;
  }

  public boolean countsMatch() {
    return Math.abs(sourceRows - targetRows) <= allowed();
  }

  /** Whether the rows match; true when they were not compared. */
  public boolean rowsMatch() {
    long most = allowed();
    return (missingInTarget == null || missingInTarget <= most)
        && (missingInSource == null || missingInSource <= most);
  }

  /** What differs, in words; empty when nothing does. */
  public List<String> describe() {
    List<String> said = new ArrayList<>();
    if (!countsMatch()) {
      said.add(sourceRows + " rows at the source, " + targetRows + " on the target");
    }
    if (!rowsMatch()) {
      said.add(missingInTarget + " rows of the source are not on the target");
      said.add(missingInSource + " rows of the target are not at the source");
    }
    return said;
  }
}
