package io.datareplicator.reconcile;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.PartialFailure;
import io.datareplicator.config.ReconciliationConfig;
import java.util.List;
import java.util.Map;

/** A pair was compared and differs. */
final class Mismatch {
  private static final int MOST_SHOWN = 10;

  private Mismatch() {}

  static String label(boolean equal) {
    return equal ? OperationResult.MATCH : OperationResult.MISMATCH;
  }

  /** The failure that ends an attempt; another one would find the same. */
  static PartialFailure of(
      List<String> said,
      long recorded,
      ReconciliationConfig settings,
      Map<String, Object> details) {
    details.put(OperationResult.OUTCOME, OperationResult.MISMATCH);
    String where = recorded == 0 ? "" : " (see " + Outputs.missingData(settings).fullName() + ")";
    return new PartialFailure(sentence(said) + where, details, null);
  }

  /** The first differences in words. */
  static String sentence(List<String> said) {
    String shown = String.join("; ", said.subList(0, Math.min(MOST_SHOWN, said.size())));
    return said.size() <= MOST_SHOWN
        ? shown
        : shown + "; and " + (said.size() - MOST_SHOWN) + " more";
  }
}
