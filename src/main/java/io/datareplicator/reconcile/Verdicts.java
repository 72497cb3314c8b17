package io.datareplicator.reconcile;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What comparing an object ends with (operations.md §5). A match and a mismatch say so under {@code
 * outcome}; an error has no outcome, and what could not be compared for a declared reason is
 * skipped.
 */
final class Verdicts {
  /** Operation type of the audit table. */
  static final String TYPE = "reconciliation";

  static final String DIFFERENCES = "differences";
  static final String NOT_COMPARED = "not_compared";

  private static final int MOST_SAID = 5;
  private static final int MOST_LISTED = 100;

  private Verdicts() {}

  /** Outcome of one check. */
  static String label(boolean equal) {
    return equal ? OperationResult.MATCH : OperationResult.MISMATCH;
  }

  /** Details of a match, to be added to. */
  static Map<String, Object> match() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put(OperationResult.OUTCOME, OperationResult.MATCH);
    return details;
  }

  /** Details of a mismatch, to be added to. */
  static Map<String, Object> mismatch(Collection<String> differences) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put(OperationResult.OUTCOME, OperationResult.MISMATCH);
    put(differences, details);
    return details;
  }

  /** The differences; the number of all when not all are listed. */
  static void put(Collection<String> differences, Map<String, Object> details) {
    List<String> all = new ArrayList<>(differences);
    details.put(DIFFERENCES, List.copyOf(all.subList(0, Math.min(MOST_LISTED, all.size()))));
    if (all.size() > MOST_LISTED) {
      details.put("differences_total", all.size());
    }
  }

  /** The error text of a mismatch. */
  static String said(Collection<String> differences) {
    List<String> all = new ArrayList<>(differences);
    String some = String.join("; ", all.subList(0, Math.min(MOST_SAID, all.size())));
    return all.size() <= MOST_SAID ? some : some + "; and " + (all.size() - MOST_SAID) + " more";
  }

  /** Records that only one side has an object, or another difference of it as a whole. */
  static void mismatch(
      SetupSteps steps, String schema, String objectType, String object, String difference) {
    List<String> differences = List.of(difference);
    steps.ended(
        schema, objectType, object, Status.FAILED, mismatch(differences), said(differences));
  }

  static void mismatch(SetupSteps steps, UcName object, String difference) {
    mismatch(steps, object.schema(), object.kind().objectType(), object.object(), difference);
  }

  /** Records that an object could not be compared. */
  static void error(SetupSteps steps, String schema, String objectType, String object, String why) {
    steps.ended(schema, objectType, object, Status.FAILED, Map.of(), why);
  }
}
