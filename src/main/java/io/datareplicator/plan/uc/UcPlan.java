package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
  private final Set<String> compared = new HashSet<>();
  private final Map<String, Set<String>> differences = new HashMap<>();
  private final Set<Finding> told = new HashSet<>();

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
    compared.add(object.key());
    if (!mentioned.contains(object.key())) {
      add(Finding.unchanged(object));
    }
  }

  /**
   * Something differs for which nothing is planned, because replication leaves it as it is; for
   * those who tell differences only.
   *
   * @param words what differs, about the object
   */
  public void differs(UcName object, String words) {
    differences.computeIfAbsent(object.key(), k -> new LinkedHashSet<>()).add(words);
  }

  /** A finding that is about a difference between the sides. */
  public void differs(Finding finding, List<String> words) {
    add(finding);
    told.add(finding);
    words.forEach(w -> differs(finding.object(), w));
  }

  /** A finding whose reason says what differs. */
  public void differs(Finding finding) {
    differs(finding, List.of(finding.reason()));
  }

  /** What differs though nothing is planned for it, in words. */
  public List<String> differences(UcName object) {
    return List.copyOf(differences.getOrDefault(object.key(), Set.of()));
  }

  /** Whether what a finding says is among the {@link #differences}. */
  public boolean isDifference(Finding finding) {
    return told.contains(finding);
  }

  /** Whether an object was looked at in every way that is asked for. */
  public boolean isCompared(UcName object) {
    return compared.contains(object.key());
  }

  public List<UcAction> actions() {
    return List.copyOf(actions);
  }

  public List<Finding> findings() {
    return List.copyOf(findings);
  }
}
