package io.datareplicator.reconcile;

import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Differences;
import io.datareplicator.plan.uc.Finding;
import io.datareplicator.plan.uc.UcAction;
import io.datareplicator.plan.uc.UcPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a plan that nobody carries out into one result for each object it is about. */
record ObjectVerdicts(SetupSteps steps) {
  private static final String NOTHING_SELECTED = "uc_object_types selects nothing of it";

  /** What is known about one object. */
  private static final class Verdict {
    private final UcName object;
    private final Set<String> differences = new LinkedHashSet<>();
    private final Set<String> errors = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final List<Map<String, String>> notCompared = new ArrayList<>();

    Verdict(UcName object) {
      this.object = object;
    }

    void add(Finding finding) {
      String advice = finding.advice() == null ? "" : ": " + finding.advice();
      switch (finding.outcome()) {
        case UNCHANGED -> {
          // Being compared says it.
        }
        case NOT_REPLICATED ->
            notCompared.add(Map.of("what", finding.objectType(), "reason", finding.reason()));
        case FAILED -> errors.add(finding.reason() + advice);
      }
    }

    void end(boolean compared, SetupSteps steps) {
      if (differences.contains(Differences.MISSING)) {
        differences.clear();
        differences.add(Differences.MISSING);
      }
      Map<String, Object> details = new LinkedHashMap<>();
      Status status = Status.FAILED;
      String error = null;
      if (!errors.isEmpty()) {
        error = String.join("; ", errors);
        if (!differences.isEmpty()) {
          Verdicts.put(differences, details);
        }
      } else if (!differences.isEmpty()) {
        details.putAll(Verdicts.mismatch(differences));
        error = Verdicts.said(differences);
      } else if (compared) {
        details.putAll(Verdicts.match());
        status = Status.SUCCESS;
      } else {
        details.put(
            "reason", notCompared.isEmpty() ? NOTHING_SELECTED : notCompared.get(0).get("reason"));
        status = Status.SKIPPED;
      }
      if (!notCompared.isEmpty()) {
        details.put(Verdicts.NOT_COMPARED, List.copyOf(notCompared));
      }
      if (!warnings.isEmpty()) {
        details.put("warnings", List.copyOf(warnings));
      }
      steps.ended(
          object.schema(), object.kind().objectType(), object.object(), status, details, error);
    }
  }

  /** Records the results, in the order of the plan. */
  void record(UcPlan plan, Differences differences) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    for (UcAction action : plan.actions()) {
      Verdict verdict = of(action.object(), verdicts);
      verdict.differences.addAll(differences.of(action));
      verdict.warnings.addAll(action.warnings());
    }
    for (Finding finding : plan.findings()) {
      Verdict verdict = of(finding.object(), verdicts);
      if (!plan.isDifference(finding)) {
        verdict.add(finding);
      }
    }
    for (Verdict verdict : verdicts.values()) {
      verdict.differences.addAll(plan.differences(verdict.object));
      verdict.end(plan.isCompared(verdict.object), steps);
    }
  }

  private static Verdict of(UcName object, Map<String, Verdict> verdicts) {
    return verdicts.computeIfAbsent(object.key(), k -> new Verdict(object));
  }
}
