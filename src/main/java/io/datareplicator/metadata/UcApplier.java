package io.datareplicator.metadata;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.config.Retry;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change;
import io.datareplicator.plan.uc.Finding;
import io.datareplicator.plan.uc.UcAction;
import io.datareplicator.plan.uc.Waves;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** Carries out a plan wave by wave; what hangs on an object that failed is skipped. */
final class UcApplier {
  static final String TYPE = "uc_replication";
  private static final String UNCHANGED = "unchanged";

  private final Applier applier;
  private final ResultSink sink;
  private final Clock clock;
  private final Retry retry;
  private final String group;

  /** Objects that could not be defined, by key: the one that is to blame. */
  private final Map<String, String> broken = new HashMap<>();

  /**
   * @param group what results about objects of the metastore are booked on, null for none
   */
  UcApplier(Applier applier, ResultSink sink, Clock clock, Retry retry, String group) {
    this.applier = applier;
    this.sink = sink;
    this.clock = clock;
    this.retry = retry;
    this.group = group;
  }

  /** Records what planning found out. */
  void record(Collection<Finding> findings) {
    for (Finding finding : findings) {
      boolean definition = finding.objectType().equals(finding.object().kind().objectType());
      if (definition && finding.outcome() == Finding.Outcome.FAILED) {
        broken.putIfAbsent(finding.object().key(), finding.object().toString());
      }
      Map<String, Object> details = new LinkedHashMap<>();
      String error = null;
      switch (finding.outcome()) {
        case UNCHANGED -> details.put("reason", UNCHANGED);
        case NOT_REPLICATED -> {
          details.put("reason", finding.reason());
          details.put("advice", finding.advice());
          details.put("not_replicated", true);
        }
        case FAILED ->
            error = finding.reason() + (finding.advice() == null ? "" : ": " + finding.advice());
      }
      done(
          finding.object(),
          finding.objectType(),
          finding.object().object(),
          error == null ? Status.SKIPPED : Status.FAILED,
          error,
          details);
    }
  }

  /**
   * Carries out the changes.
   *
   * @param start begins one change
   */
  void run(
      List<UcAction> actions,
      int maxWorkers,
      BiFunction<UcAction, Trace, CompletableFuture<Map<String, Object>>> start)
      throws InterruptedException {
    Waves waves = Waves.of(actions);
    record(waves.cycles());
    for (List<UcAction> wave : waves.waves()) {
      Set<UcAction> succeeded = ConcurrentHashMap.newKeySet();
      List<UcAction> tried = new ArrayList<>();
      List<WorkUnit> units = new ArrayList<>();
      for (UcAction action : wave) {
        String blame = blame(action);
        if (blame == null) {
          tried.add(action);
          units.add(unit(action, start, succeeded));
        } else {
          skip(action, blame);
        }
      }
      applier.run(units, maxWorkers);
      for (UcAction action : tried) {
        if (action.change().defines() && !succeeded.contains(action)) {
          broken.putIfAbsent(action.object().key(), action.object().toString());
        }
      }
    }
  }

  private String blame(UcAction action) {
    for (String need : action.needs()) {
      String blame = broken.get(need);
      if (blame != null) {
        return blame;
      }
    }
    return action.change().defines() ? null : broken.get(action.object().key());
  }

  private void skip(UcAction action, String blame) {
    if (action.change().defines()) {
      broken.putIfAbsent(action.object().key(), blame);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("reason", "it depends on " + blame + ", which could not be replicated");
    details.put("advice", "mend that and run again");
    details.put("not_replicated", true);
    done(action.object(), objectType(action), objectName(action), Status.SKIPPED, null, details);
  }

  private WorkUnit unit(
      UcAction action,
      BiFunction<UcAction, Trace, CompletableFuture<Map<String, Object>>> start,
      Set<UcAction> succeeded) {
    return new WorkUnit(
        TYPE,
        catalog(action.object()),
        schema(action.object()),
        objectName(action),
        objectType(action),
        retry,
        trace ->
            start
                .apply(action, trace)
                .thenApply(
                    details -> {
                      succeeded.add(action);
                      Map<String, Object> all = new LinkedHashMap<>();
                      all.put("reason", action.reason());
                      all.putAll(details);
                      return all;
                    }));
  }

  private void done(
      UcName object,
      String objectType,
      String name,
      Status status,
      String error,
      Map<String, Object> details) {
    Instant now = clock.instant();
    sink.done(
        new OperationResult(
            TYPE,
            catalog(object),
            schema(object),
            name,
            objectType,
            status,
            now,
            now,
            error,
            details,
            1,
            retry.maxAttempts()));
  }

  private String catalog(UcName object) {
    return switch (object.kind()) {
      case STORAGE_CREDENTIAL, EXTERNAL_LOCATION, TAG_POLICY, CONNECTION -> group;
      default -> object.catalog();
    };
  }

  private static String schema(UcName object) {
    return object.schema();
  }

  private static String objectName(UcAction action) {
    String name = action.object().object();
    if (action.change() instanceof Change.AddConstraint constraint) {
      return name + "." + constraint.name();
    }
    return action.change() instanceof Change.DropConstraint constraint
        ? name + "." + constraint.name()
        : name;
  }

  private static String objectType(UcAction action) {
    if (action.change() instanceof Change.AddConstraint) {
      return "table_constraint";
    }
    if (action.change() instanceof Change.DropConstraint) {
      return "dropped_table_constraint";
    }
    if (action.type() == UcObjectType.OWNER) {
      return action.object().kind().objectType() + "_owner";
    }
    boolean model = action.object().kind() == UcKind.REGISTERED_MODEL;
    return model && action.type() == UcObjectType.FUNCTION_GRANT
        ? "registered_model_grant"
        : action.type().yaml();
  }
}
