package io.datareplicator.plan.uc;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.FakeMetastore.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Plans a catalog as a run does, and carries the plan out as far as it can be. */
public final class Planning {
  public final List<UcAction> actions;
  public final List<Finding> findings = new ArrayList<>();
  final List<List<UcAction>> waves;

  /** What was sent to the server. */
  final List<UcAction> done = new ArrayList<>();

  /** What the server refused, with what it said. */
  final List<String> refused = new ArrayList<>();

  private Planning(UcPlan plan, Set<String> known, Set<String> listed) {
    Dangling dangling = Dangling.check(plan.actions(), known, listed);
    findings.addAll(plan.findings());
    findings.addAll(dangling.findings());
    actions = dangling.possible();
    Waves inOrder = Waves.of(actions);
    findings.addAll(inOrder.cycles());
    waves = inOrder.waves();
  }

  static Planning of(Inventory from, Inventory to, CatalogConfig config, UcRules rules) {
    return of(from, to, config, rules, id -> false);
  }

  static Planning of(
      Inventory from,
      Inventory to,
      CatalogConfig config,
      UcRules rules,
      Predicate<String> usersPipeline) {
    UcPlan plan = new UcPlan();
    Governance here = from.governance();
    Governance there = to.governance();
    CatalogPlanner.Outcome outcome =
        CatalogPlanner.plan(from.catalog, to.catalog, config, rules, here, there, plan);
    boolean made = outcome == CatalogPlanner.Outcome.MADE;
    Set<String> listed = new HashSet<>();
    if (outcome != CatalogPlanner.Outcome.ABSENT) {
      for (String schema : from.schemas.keySet()) {
        if (config.selects(schema)) {
          Scope scope = Scope.of(config.schema(schema), t -> true);
          new SchemaPlanner(rules, scope, here, there, usersPipeline, plan)
              .plan(from.contents(schema), to.contents(schema), made);
          listed.add(Dangling.schema(UcName.of(UcKind.TABLE, rules.target(), schema, "any")));
        }
      }
    }
    return new Planning(plan, to.relationKeys(), listed);
  }

  /** Carries it out; what hangs on something that could not be defined is left. */
  Planning carryOut(FakeMetastore target) {
    Set<String> broken = new HashSet<>();
    for (Finding finding : findings) {
      if (finding.outcome() == Finding.Outcome.FAILED
          && finding.objectType().equals(finding.object().kind().objectType())) {
        broken.add(finding.object().key());
      }
    }
    for (List<UcAction> wave : waves) {
      for (UcAction action : wave) {
        boolean possible =
            action.needs().stream().noneMatch(broken::contains)
                && !broken.contains(action.object().key());
        if (possible) {
          possible = send(action, target);
        }
        if (!possible && action.change().defines()) {
          broken.add(action.object().key());
        }
      }
    }
    return this;
  }

  private boolean send(UcAction action, FakeMetastore target) {
    done.add(action);
    try {
      target.apply(action);
      return true;
    } catch (Refusal e) {
      refused.add(action.object() + " " + action.change() + ": " + e.getMessage());
      return false;
    }
  }

  /** The changes of one object, without what they are for. */
  List<Change> changes(UcName object) {
    return actions.stream().filter(a -> a.object().equals(object)).map(UcAction::change).toList();
  }

  /** The only change of that type. */
  <C extends Change> C the(Class<C> type) {
    List<C> found =
        actions.stream().map(UcAction::change).filter(type::isInstance).map(type::cast).toList();
    if (found.size() != 1) {
      throw new AssertionError(type + ": " + found + " among " + actions + " and " + findings);
    }
    return found.get(0);
  }

  /** The only action with a change of that type. */
  UcAction action(Class<? extends Change> type) {
    the(type);
    return actions.stream().filter(a -> type.isInstance(a.change())).findFirst().orElseThrow();
  }

  /** The only finding of an object and type. */
  Finding finding(UcName object, String objectType) {
    List<Finding> found =
        findings.stream()
            .filter(f -> f.object().equals(object) && f.objectType().equals(objectType))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(objectType + " " + object + ": " + found + " among " + findings);
    }
    return found.get(0);
  }

  /** The only finding about the definition of an object. */
  Finding finding(UcName object) {
    return finding(object, object.kind().objectType());
  }
}
