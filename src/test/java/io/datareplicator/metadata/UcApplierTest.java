package io.datareplicator.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change;
import io.datareplicator.plan.uc.Change.Settings;
import io.datareplicator.plan.uc.Finding;
import io.datareplicator.plan.uc.Planning;
import io.datareplicator.plan.uc.UcAction;
import io.datareplicator.plan.uc.World;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UcApplierTest {
  private static final UcName SCHEMA = UcName.of(UcKind.SCHEMA, "tgt", "s");
  private static final UcName TABLE = UcName.of(UcKind.TABLE, "tgt", "s", "t");
  private static final UcName V1 = UcName.of(UcKind.VIEW, "tgt", "s", "v1");
  private static final UcName V2 = UcName.of(UcKind.VIEW, "tgt", "s", "v2");
  private static final UcName OTHER = UcName.of(UcKind.VIEW, "tgt", "s", "other");
  private static final UcName FUNCTION = UcName.of(UcKind.FUNCTION, "tgt", "s", "f");

  private Results results = new Results();
  private final List<UcAction> begun = Collections.synchronizedList(new ArrayList<>());

  private void run(List<Finding> findings, List<UcAction> actions, Predicate<UcAction> fails)
      throws InterruptedException {
    MovableClock clock = new MovableClock();
    try (Applier applier = new Applier(clock, results)) {
      UcApplier apply = new UcApplier(applier, results, clock, Configs.QUICK, "group1");
      apply.record(findings);
      apply.run(actions, 4, (action, trace) -> start(action, fails, trace));
    }
  }

  private CompletableFuture<Map<String, Object>> start(
      UcAction action, Predicate<UcAction> fails, Trace trace) {
    begun.add(action);
    return fails.test(action)
        ? CompletableFuture.failedFuture(new IllegalStateException("no " + trace.retries()))
        : CompletableFuture.completedFuture(Map.of("extra", "x"));
  }

  private static UcAction define(UcName name, UcName... needs) {
    Change change =
        switch (name.kind()) {
          case SCHEMA -> new Change.CreateSchema(null, null, Settings.NOTHING);
          case FUNCTION ->
              new Change.CreateFunction(
                  new FunctionMeta(
                      name, List.of(), "int", List.of(), "SQL", "1", true, null, null, null),
                  "1",
                  false,
                  false);
          default -> new Change.CreateDataset(relation(name), false);
        };
    UcObjectType type = UcObjectType.valueOf(name.kind().name());
    return UcAction.of(name, type, change, "missing at the target", keys(needs));
  }

  private static RelationMeta relation(UcName name) {
    return new RelationMeta(
        new TableName(name.catalog(), name.schema(), name.object()),
        TableKind.VIEW,
        "VIEW",
        null,
        null,
        null,
        null,
        "q",
        null,
        null,
        Map.of(),
        List.of());
  }

  private static UcAction tags(UcName name) {
    return UcAction.of(
        name,
        UcObjectType.TABLE_TAG,
        new Change.SetTags(new TreeMap<>(Map.of("k", "v")), Set.of()),
        "sets k",
        name.key());
  }

  private static UcAction grants(UcName name) {
    return UcAction.of(
        name,
        name.kind() == UcKind.FUNCTION ? UcObjectType.FUNCTION_GRANT : UcObjectType.TABLE_GRANT,
        new Change.SetGrants(List.of()),
        "grants",
        name.key());
  }

  private static String[] keys(UcName... names) {
    return Arrays.stream(names).map(UcName::key).toArray(String[]::new);
  }

  private static boolean defines(UcAction action, UcName object) {
    return action.change().defines() && action.object().equals(object);
  }

  @Test
  void changesAreResultsWithTheirReasons() throws InterruptedException {
    run(List.of(), List.of(define(V1), tags(V1)), a -> false);
    assertThat(results.lines()).containsExactly("view v1 success", "table_tag v1 success");
    OperationResult result = results.the("view", "v1");
    assertThat(result.operationType()).isEqualTo("uc_replication");
    assertThat(result.catalog()).isEqualTo("tgt");
    assertThat(result.schema()).isEqualTo("s");
    assertThat(result.details())
        .containsEntry("reason", "missing at the target")
        .containsEntry("extra", "x");
  }

  @Test
  void dependentsOfAFailureAreSkippedNamingItsRoot() throws InterruptedException {
    run(
        List.of(),
        List.of(
            define(V2, FUNCTION),
            define(FUNCTION, V1),
            define(V1, TABLE, SCHEMA),
            define(OTHER),
            tags(V2),
            tags(OTHER)),
        a -> defines(a, V1));
    assertThat(results.lines())
        .containsExactlyInAnyOrder(
            "view v1 failed",
            "view other success",
            "function f skipped",
            "view v2 skipped",
            "table_tag v2 skipped",
            "table_tag other success");
    for (String object : List.of("f", "v2")) {
      OperationResult skipped = results.the(object.equals("f") ? "function" : "view", object);
      assertThat(skipped.details())
          .containsEntry("reason", "it depends on view tgt.s.v1, which could not be replicated")
          .containsEntry("advice", "mend that and run again")
          .containsEntry("not_replicated", true);
      assertThat(skipped.error()).isNull();
    }
    assertThat(results.the("table_tag", "v2").details().get("reason").toString())
        .contains("view tgt.s.v1");
    assertThat(results.the("view", "v1").error()).isEqualTo("no []");
    assertThat(begun.stream().map(UcAction::object)).doesNotContain(FUNCTION, V2);
  }

  @Test
  void nothingIsMadeInASchemaThatCouldNotBeMade() throws InterruptedException {
    run(
        List.of(),
        List.of(define(SCHEMA), define(V1, SCHEMA), grants(V1)),
        a -> defines(a, SCHEMA));
    assertThat(results.lines())
        .containsExactly("schema s failed", "view v1 skipped", "table_grant v1 skipped");
    assertThat(results.the("table_grant", "v1").details().get("reason"))
        .isEqualTo("it depends on schema tgt.s, which could not be replicated");
  }

  @Test
  void settingsThatFailStopNothing() throws InterruptedException {
    UcAction settings =
        UcAction.of(
            SCHEMA, UcObjectType.SCHEMA, new Settings("c", null, null, null), "differs in comment");
    run(List.of(), List.of(settings, define(V1, SCHEMA)), a -> a.equals(settings));
    assertThat(results.lines()).containsExactly("schema s failed", "view v1 success");
  }

  @Test
  void aFailingTagLeavesGrantsAndDependentsAlone() throws InterruptedException {
    run(
        List.of(),
        List.of(define(V1), tags(V1), grants(V1), define(V2, V1)),
        a -> a.type() == UcObjectType.TABLE_TAG);
    assertThat(results.lines())
        .containsExactly(
            "view v1 success", "view v2 success", "table_tag v1 failed", "table_grant v1 success");
  }

  @Test
  void findingsBecomeResults() throws InterruptedException {
    run(
        List.of(
            Finding.unchanged(SCHEMA),
            Finding.notReplicated(TABLE, "table", "it is foreign", "exclude it"),
            Finding.failed(V1, "view", "it is broken", "mend it"),
            Finding.failed(V2, "view", "it is odd", null)),
        List.of(),
        a -> false);
    OperationResult unchanged = results.the("schema", "s");
    assertThat(unchanged.status()).isEqualTo(Status.SKIPPED);
    assertThat(unchanged.details()).isEqualTo(Map.of("reason", "unchanged"));
    OperationResult left = results.the("table", "t");
    assertThat(left.status()).isEqualTo(Status.SKIPPED);
    assertThat(left.details())
        .isEqualTo(
            Map.of("reason", "it is foreign", "advice", "exclude it", "not_replicated", true));
    OperationResult failed = results.the("view", "v1");
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.error()).isEqualTo("it is broken: mend it");
    assertThat(failed.details()).isEmpty();
    assertThat(results.the("view", "v2").error()).isEqualTo("it is odd");
  }

  @Test
  void findingsThatFailStopWhatHangsOnTheObject() throws InterruptedException {
    run(
        List.of(
            Finding.failed(V1, "view", "it is broken", "mend it"),
            Finding.failed(TABLE, "row_filter", "no such column", "add it")),
        List.of(define(V2, V1), tags(V1), tags(TABLE), define(OTHER, TABLE)),
        a -> false);
    assertThat(results.the("view", "v2").details().get("reason").toString())
        .contains("view tgt.s.v1");
    assertThat(results.the("table_tag", "v1").status()).isEqualTo(Status.SKIPPED);
    assertThat(results.the("table_tag", "t").status()).isEqualTo(Status.SUCCESS);
    assertThat(results.the("view", "other").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void whatIsLeftOutStopsNothing() throws InterruptedException {
    run(
        List.of(Finding.notReplicated(V1, "view", "it differs", "allow it")),
        List.of(define(V2, V1), tags(V1)),
        a -> false);
    assertThat(results.lines())
        .containsExactly("view v1 skipped", "view v2 success", "table_tag v1 success");
  }

  @Test
  void circlesFailAndWhatHangsOnThemIsSkipped() throws InterruptedException {
    run(
        List.of(),
        List.of(define(V1, FUNCTION), define(FUNCTION, V1), tags(V1), define(OTHER)),
        a -> false);
    assertThat(results.lines())
        .containsExactlyInAnyOrder(
            "view v1 failed", "function f failed", "view other success", "table_tag v1 skipped");
    assertThat(results.the("view", "v1").error())
        .isEqualTo(
            "it and what it refers to refer to each other: tgt.s.v1 -> tgt.s.f -> tgt.s.v1: break"
                + " the circle at the source");
  }

  @Test
  void constraintsOwnersAndModelsHaveTypesOfTheirOwn() throws InterruptedException {
    UcName model = UcName.of(UcKind.REGISTERED_MODEL, "tgt", "s", "m");
    KeyConstraint key = new KeyConstraint("pk", List.of("id"), null, List.of());
    run(
        List.of(),
        List.of(
            UcAction.of(TABLE, UcObjectType.TABLE, new Change.AddConstraint("pk", key, null), "r"),
            UcAction.of(TABLE, UcObjectType.TABLE, new Change.DropConstraint("pk", true), "r"),
            UcAction.of(TABLE, UcObjectType.OWNER, new Change.SetOwner("o"), "r"),
            UcAction.of(model, UcObjectType.FUNCTION_GRANT, new Change.SetGrants(List.of()), "r")),
        a -> false);
    assertThat(results.lines())
        .containsExactly(
            "dropped_table_constraint t.pk success",
            "table_constraint t.pk success",
            "registered_model_grant m success",
            "table_owner t success");
  }

  @Test
  void objectsOfTheMetastoreAreBookedOnTheGroup() throws InterruptedException {
    run(List.of(Finding.unchanged(UcName.of(UcKind.TAG_POLICY, "pii"))), List.of(), a -> false);
    OperationResult result = results.the("tag_policy", "pii");
    assertThat(result.catalog()).isEqualTo("group1");
    assertThat(result.schema()).isNull();
  }

  @Property(tries = 100)
  void resultsHaveIdsOfTheirOwn(@ForAll long seed) throws InterruptedException {
    Planning planning = new World(seed).plan();
    results = new Results();
    run(planning.findings, planning.actions, a -> a.hashCode() % 7 == 0);
    assertThat(results.all().stream().map(UcApplierTest::id)).doesNotHaveDuplicates();
    assertThat(results.all()).hasSize(planning.actions.size() + planning.findings.size());
  }

  /** As {@link io.datareplicator.apply.WorkUnit#id} makes it. */
  private static String id(OperationResult result) {
    return String.join(
        "/",
        result.operationType(),
        result.catalog(),
        String.valueOf(result.schema()),
        result.objectType(),
        result.object());
  }
}
