package io.datareplicator.report;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What reconciliation found, in numbers. What was not compared is neither a match nor a difference.
 *
 * @param match objects that are equal
 * @param mismatch objects that differ
 * @param error objects that could not be compared
 * @param unchanged objects that were equal before and have not changed
 * @param skipped other objects that were left out
 */
record Compared(long match, long mismatch, long error, long unchanged, long skipped) {
  private static final String OPERATION = "reconciliation";

  static boolean isComparison(OperationResult r) {
    return r.operationType().equals(OPERATION);
  }

  static Compared of(List<OperationResult> results) {
    long match = 0;
    long mismatch = 0;
    long error = 0;
    long unchanged = 0;
    long skipped = 0;
    for (OperationResult r : results) {
      if (!isComparison(r)) {
        continue;
      }
      if (r.differs()) {
        mismatch++;
      } else if (r.failed()) {
        error++;
      } else if (OperationResult.MATCH.equals(r.details().get(OperationResult.OUTCOME))
          && r.status() == Status.SUCCESS) {
        match++;
      } else if ("unchanged".equals(r.details().get("reason"))) {
        unchanged++;
      } else if (r.status() == Status.SKIPPED) {
        skipped++;
      }
    }
    return new Compared(match, mismatch, error, unchanged, skipped);
  }

  boolean isEmpty() {
    return match + mismatch + error + unchanged + skipped == 0;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "Compared: %d equal, %d different, %d could not be compared; %d unchanged, %d left out%n",
        match,
        mismatch,
        error,
        unchanged,
        skipped);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("match", match);
    json.put("mismatch", mismatch);
    json.put("error", error);
    json.put("unchanged", unchanged);
    json.put("skipped", skipped);
    return json;
  }
}
