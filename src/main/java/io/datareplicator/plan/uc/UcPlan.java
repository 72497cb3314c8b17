package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the changes and findings of a plan; objects about which nothing is said when they are
 * {@link #compared} are unchanged.
 */
public final class UcPlan {
  private final List<UcAction> actions = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> mentioned = new LinkedHashSet<>();
  private final Set<Constraint> constraints = new HashSet<>();

  private record Constraint(String table, Change change) {}

  /** A constraint that two tables ask to have changed is changed once. */
  public void add(UcAction action) {
    Change change = action.change();
    boolean constraint =
        change instanceof Change.AddConstraint || change instanceof Change.DropConstraint;
    if (constraint && !constraints.add(new Constraint(action.object().key(), change))) {
      return;
    }
    actions.add(action);
    mentioned.add(action.object().key());
  }

  public void add(UcName object, UcObjectType type, Change change, String reason, String... needs) {
    add(UcAction.of(object, type, change, reason, needs));
  }

  public void add(Finding finding) {
    findings.add(finding);
    mentioned.add(finding.object().key());
  }

  public void notReplicated(UcName object, String reason, String advice) {
    add(Finding.notReplicated(object, object.kind().objectType(), reason, advice));
  }

  public void failed(UcName object, String reason, String advice) {
    add(Finding.failed(object, object.kind().objectType(), reason, advice));
  }

  /** The object was looked at in every way that is asked for. */
  public void compared(UcName object) {
    if (!mentioned.contains(object.key())) {
      add(Finding.unchanged(object));
    }
  }

  public List<UcAction> actions() {
    return List.copyOf(actions);
  }

  public List<Finding> findings() {
    return List.copyOf(findings);
  }
}
