package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.UcName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One change of one object.
 *
 * @param object on the target
 * @param type what of the configuration asked for it
 * @param reason why, for the audit row
 * @param needs {@link UcName#key keys} of objects that must have been defined before
 * @param unsure whether the text of the object may need more than {@code needs} names
 * @param warnings what the user should look at, though nothing failed
 */
public record UcAction(
    UcName object,
    UcObjectType type,
    Change change,
    String reason,
    Set<String> needs,
    boolean unsure,
    List<String> warnings) {
  public UcAction {
    needs = Set.copyOf(needs);
    warnings = List.copyOf(warnings);
  }

  public static UcAction of(
      UcName object, UcObjectType type, Change change, String reason, String... needs) {
    return new UcAction(
        object, type, change, reason, new LinkedHashSet<>(List.of(needs)), false, List.of());
  }

  /** The same with other needs. */
  public UcAction needing(Set<String> more, boolean stillUnsure) {
    Set<String> all = new LinkedHashSet<>(needs);
    all.addAll(more);
    all.remove(object.key());
    return new UcAction(object, type, change, reason, all, stillUnsure, warnings);
  }

  /** The same with warnings. */
  public UcAction warning(List<String> said) {
    return new UcAction(object, type, change, reason, needs, unsure, said);
  }
}
