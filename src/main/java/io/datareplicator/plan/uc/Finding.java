package io.datareplicator.plan.uc;

import io.datareplicator.model.uc.UcName;

/**
 * What planning found out about an object without a change to make.
 *
 * @param object on the target; for objects that are not replicated, the name it would have
 * @param objectType audit vocabulary
 * @param reason null when nothing differs
 * @param advice what the user can do; null when there is nothing to do
 */
public record Finding(
    UcName object, String objectType, Outcome outcome, String reason, String advice) {
  /** What it means for the run. */
  public enum Outcome {
    /** Compared, and nothing to do. */
    UNCHANGED,
    /** Not replicated: part of the inventory of what was left out. */
    NOT_REPLICATED,
    /** Asked for and impossible. */
    FAILED
  }

  public static Finding unchanged(UcName object) {
    return new Finding(object, object.kind().objectType(), Outcome.UNCHANGED, null, null);
  }

  public static Finding notReplicated(
      UcName object, String objectType, String reason, String advice) {
    return new Finding(object, objectType, Outcome.NOT_REPLICATED, reason, advice);
  }

  public static Finding failed(UcName object, String objectType, String reason, String advice) {
    return new Finding(object, objectType, Outcome.FAILED, reason, advice);
  }
}
