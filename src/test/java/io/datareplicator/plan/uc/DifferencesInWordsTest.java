package io.datareplicator.plan.uc;

import static io.datareplicator.plan.uc.Metas.column;
import static io.datareplicator.plan.uc.Metas.commented;
import static io.datareplicator.plan.uc.Metas.masked;
import static io.datareplicator.plan.uc.Metas.notNull;
import static io.datareplicator.plan.uc.Metas.table;
import static io.datareplicator.plan.uc.Metas.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcContents;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.testkit.Configs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** {@link Differences}, {@link OnlyOnTarget} and what planners say without planning anything. */
class DifferencesInWordsTest {
  private static final UcName TABLE = UcName.of(UcKind.TABLE, "tgt", "s", "t");
  private static final ColumnMeta ID = notNull("id", "bigint");

  private final Inventory source =
      new Inventory().add(Metas.catalog("src")).add(Metas.schema("src", "s"));
  private final Inventory target =
      new Inventory().add(Metas.catalog("tgt")).add(Metas.schema("tgt", "s"));

  /** As a comparison plans: nothing is replaced, everything counts. */
  private static CatalogConfig strict(Set<UcObjectType> types) {
    return Metas.config(
        types,
        "createOrReplaceTable",
        false,
        "createOrReplaceView",
        false,
        "createOrReplaceMaterializedView",
        false,
        "createOrReplaceStreamingTable",
        false,
        "overwriteTags",
        true,
        "overwriteComments",
        true,
        "overwriteGrants",
        true,
        "replicateEnablePredictiveOptimization",
        true);
  }

  private static Set<UcObjectType> types() {
    return Metas.everythingBut(UcObjectType.OWNER);
  }

  private static UcPlan plan(
      Inventory source, Inventory target, CatalogConfig config, UcRules rules, String schema) {
    UcPlan plan = new UcPlan();
    new SchemaPlanner(
            rules,
            Scope.of(config.schema(schema), t -> true),
            source.governance(),
            target.governance(),
            id -> false,
            plan)
        .plan(source.contents(schema), target.contents(schema), false);
    return plan;
  }

  private static List<String> differences(UcName object, UcPlan plan, Differences words) {
    Set<String> all = new LinkedHashSet<>();
    plan.actions().stream()
        .filter(a -> a.object().key().equals(object.key()))
        .forEach(a -> all.addAll(words.of(a)));
    all.addAll(plan.differences(object));
    return List.copyOf(all);
  }

  private Differences words() {
    return new Differences(
        target.catalog,
        target.contents("s"),
        target.governance(),
        principal -> principal.equals("nobody@x.com"));
  }

  private List<String> differences(UcName object) {
    return differences(object, plan(source, target, strict(types()), Metas.RULES, "s"), words());
  }

  private List<String> tables(RelationMeta from, RelationMeta to) {
    source.add(from);
    target.add(to);
    return differences(TABLE);
  }

  @Test
  void equalTablesDifferInNothing() {
    assertThat(tables(table("src.s.t", ID), table("tgt.s.t", ID))).isEmpty();
  }

  @Test
  void aMissingTableIsMissingAndNothingElseIsWorthSaying() {
    source.add(table("src.s.t", ID)).tag(UcName.of(UcKind.TABLE, "src", "s", "t"), "a", "b");
    assertThat(differences(TABLE)).contains(Differences.MISSING);
  }

  @Test
  void commentsOfTablesAndColumns() {
    RelationMeta from =
        Configs.with(
            table("src.s.t", commented(ID, "key"), commented(column("v", "string"), "a")),
            "comment",
            "it's one");
    RelationMeta to =
        Configs.with(
            table("tgt.s.t", ID, commented(column("V", "string"), "b")),
            "comment",
            "x".repeat(300));
    assertThat(tables(from, to))
        .containsExactly(
            "its comment differs: source 'it's one', target '" + "x".repeat(120) + "…'",
            "the comment of column 'V' differs: source 'a', target 'b'",
            "the comment of column 'id' differs: source 'key', target ''");
  }

  @Test
  void everythingOfADefinitionIsToldThoughItCannotBeChangedInPlace() {
    RelationMeta from =
        Configs.with(
            table("src.s.t", ID, column("v", "string"), Metas.withDefault("d", "int", "7")),
            "properties",
            Map.of("team", "a", "tier", "1", "clusteringColumns", "[[\"id\"]]"));
    RelationMeta to =
        Configs.with(
            table("tgt.s.t", ID, column("v", "int"), column("own", "int")),
            "properties",
            Map.of("team", "b"));
    assertThat(tables(from, to))
        .containsExactlyInAnyOrder(
            "column 'v' is string at the source and int at the target",
            "column 'own' exists only at the target",
            "column 'd' is missing on the target",
            "property 'team' is 'a' at the source and 'b' at the target",
            "property 'tier' ('1') is missing on the target",
            "its clustering differs");
  }

  @Test
  void nullabilityAndDefaults() {
    assertThat(
            tables(
                table("src.s.t", column("id", "bigint"), Metas.withDefault("d", "int", "7")),
                table("tgt.s.t", ID, Metas.withDefault("d", "int", "8"))))
        .containsExactly(
            "column 'id' may be NULL at the source only",
            "the default of column 'd' differs: '7' at the source");
  }

  @Test
  void tagsOfTablesAndColumns() {
    UcName from = UcName.of(UcKind.TABLE, "src", "s", "t");
    source.tag(from, "pii", "a").tag(from, "new", "").tag(from, "same", "1");
    target.tag(TABLE, "pii", "b").tag(TABLE, "own", "x").tag(TABLE, "same", "1");
    source.tagColumn(Metas.name("src.s.t"), "id", "k", "1");
    target.tagColumn(Metas.name("tgt.s.t"), "id", "k", "2");
    assertThat(tables(table("src.s.t", ID), table("tgt.s.t", ID)))
        .containsExactly(
            "tag 'new' ('') is missing on the target",
            "tag 'pii' is 'a' at the source and 'b' at the target",
            "tag 'own' exists only at the target",
            "tag 'k' of column 'id' is '1' at the source and '2' at the target");
  }

  @Test
  void grantsInBothDirectionsAndPrincipalsThatNobodyKnows() {
    UcName from = UcName.of(UcKind.TABLE, "src", "s", "t");
    source.grant(from, "ann@x.com", "SELECT", "MODIFY").grant(from, "nobody@x.com", "SELECT");
    target.grant(TABLE, "ann@x.com", "SELECT", "MANAGE").grant(TABLE, "bob@x.com", "SELECT");
    assertThat(tables(table("src.s.t", ID), table("tgt.s.t", ID)))
        .containsExactly(
            "grant of MODIFY to `ann@x.com` is missing on the target",
            "grant of MANAGE to `ann@x.com` exists only at the target",
            "grant of SELECT to `bob@x.com` exists only at the target",
            "grant of SELECT to `nobody@x.com` is missing on the target, whose workspace does not"
                + " list that principal");
  }

  @Test
  void constraintsInBothDirections() {
    source.key(Metas.name("src.s.t"), new KeyConstraint("pk", List.of("id"), null, List.of()));
    target.key(Metas.name("tgt.s.t"), new KeyConstraint("pk", List.of("v"), null, List.of()));
    RelationMeta from = table("src.s.t", ID, notNull("v", "int"));
    RelationMeta to = table("tgt.s.t", ID, notNull("v", "int"));
    assertThat(
            tables(
                Configs.with(from, "properties", Map.of("delta.constraints.c", "id > 0")),
                Configs.with(
                    to,
                    "properties",
                    Map.of("delta.constraints.c", "id > 1", "delta.constraints.d", "id > 2"))))
        .containsExactly(
            "CHECK constraint c differs: source 'id > 0', target 'id > 1'",
            "primary key pk on id is missing on the target",
            "CHECK constraint d exists only at the target",
            "primary key pk on v exists only at the target");
  }

  /** A primary key cannot go while others refer to it; those are the same as before. */
  @Test
  void keysThatAreMadeAnewForOthersAreNoDifference() {
    source.add(table("src.s.child", notNull("p", "bigint")));
    target.add(table("tgt.s.child", notNull("p", "bigint")));
    source.key(Metas.name("src.s.t"), new KeyConstraint("pk", List.of("id"), null, List.of()));
    target.key(Metas.name("tgt.s.t"), new KeyConstraint("pk", List.of("v"), null, List.of()));
    source.key(
        Metas.name("src.s.child"),
        new KeyConstraint("fk", List.of("p"), Metas.name("src.s.t"), List.of("id")));
    target.key(
        Metas.name("tgt.s.child"),
        new KeyConstraint("fk", List.of("p"), Metas.name("tgt.s.t"), List.of("id")));
    List<String> parent =
        tables(
            table("src.s.t", ID, notNull("v", "int")), table("tgt.s.t", ID, notNull("v", "int")));
    assertThat(parent).contains("primary key pk on id is missing on the target");
    assertThat(differences(UcName.of(UcKind.TABLE, "tgt", "s", "child"))).isEmpty();
  }

  @Test
  void protectionInBothDirections() {
    FunctionUse f = new FunctionUse("src.s.f", List.of("id"));
    FunctionUse own = new FunctionUse("tgt.s.g", List.of("id"));
    RelationMeta from =
        Configs.with(table("src.s.t", masked(ID, "src.s.m"), column("v", "int")), "rowFilter", f);
    RelationMeta to =
        Configs.with(table("tgt.s.t", ID, masked(column("v", "int"), "tgt.s.m")), "rowFilter", own);
    assertThat(tables(from, to))
        .containsExactly(
            "its row filter is tgt.s.g(id) instead of tgt.s.f(id)",
            "the mask of column 'id' (tgt.s.m()) is missing on the target",
            "only the target has column masks on v");
  }

  @Test
  void aFilterThatOnlyTheTargetHas() {
    RelationMeta to =
        Configs.with(table("tgt.s.t", ID), "rowFilter", new FunctionUse("tgt.s.g", List.of("id")));
    assertThat(tables(table("src.s.t", ID), to))
        .containsExactly("only the target has a row filter");
  }

  @Test
  void viewsDifferInAllThatDiffers() {
    source.add(view("src.s.v", "SELECT 1 AS a FROM src.s.t", column("a", "int")));
    target.add(view("tgt.s.v", "SELECT 2 AS b FROM tgt.s.t", column("b", "int")));
    assertThat(differences(UcName.of(UcKind.VIEW, "tgt", "s", "v")))
        .containsExactly("its query differs", "its columns differ");
    source.add(view("src.s.w", "SELECT 1 AS a FROM src.s.t", column("a", "int")));
    target.add(view("tgt.s.w", "SELECT 1 AS a FROM tgt.s.t", column("a", "int")));
    assertThat(differences(UcName.of(UcKind.VIEW, "tgt", "s", "w"))).isEmpty();
  }

  @Test
  void functionsVolumesModelsAndSchemas() {
    source.add(Configs.with(Metas.function("src.s.f", "x + 1"), "comment", "one"));
    target.add(Metas.function("tgt.s.f", "x + 2"));
    assertThat(differences(UcName.of(UcKind.FUNCTION, "tgt", "s", "f")))
        .containsExactly("its body differs", "its comment differs: source 'one', target ''");
    source.add(Metas.volume("src.s.vol", VolumeKind.MANAGED, "s3://m/1"));
    target.add(Metas.volume("tgt.s.vol", VolumeKind.EXTERNAL, "s3://to/1"));
    assertThat(differences(UcName.of(UcKind.VOLUME, "tgt", "s", "vol")))
        .containsExactly("it is external at the target");
    source.add(Metas.model("src.s.m", "a"));
    target.add(Metas.model("tgt.s.m", "b"));
    assertThat(differences(UcName.of(UcKind.REGISTERED_MODEL, "tgt", "s", "m")))
        .containsExactly("its comment differs: source 'a', target 'b'");
    source.add(Configs.with(Metas.schema("src", "s"), "optimization", "ENABLE"));
    source.add(
        Configs.with(source.schemas.get("s"), "properties", Map.of("team", "x", "same", "y")));
    target.add(Configs.with(Metas.schema("tgt", "s"), "properties", Map.of("same", "y")));
    assertThat(differences(UcName.of(UcKind.SCHEMA, "tgt", "s")))
        .containsExactly(
            "property 'team' ('x') is missing on the target",
            "predictive optimization is INHERIT instead of ENABLE");
  }

  @Test
  void objectsOfAnotherKind() {
    source.add(table("src.s.t", ID));
    target.add(view("tgt.s.t", "SELECT 1 AS id", column("id", "bigint")));
    assertThat(differences(TABLE)).containsExactly("a view of that name is on the target");
  }

  @Test
  void ownersWhenAskedFor() {
    source.add(table("src.s.t", ID));
    target.add(Configs.with(table("tgt.s.t", ID), "owner", "bob@x.com"));
    assertThat(differences(TABLE)).isEmpty();
    UcPlan plan = plan(source, target, strict(Metas.everything()), Metas.RULES, "s");
    assertThat(differences(TABLE, plan, words()))
        .containsExactly("its owner is bob@x.com instead of ann@x.com");
  }

  @Test
  void whatOnlyTheTargetHasIsFoundAsFarAsItIsSelected() {
    source.add(table("src.s.excluded", ID));
    for (String name : List.of("excluded", "extra", "event_log_1", "__materialization_mat_x")) {
      target.add(table("tgt.s." + name, ID));
    }
    target.add(view("tgt.s.v", "SELECT 1 AS a", column("a", "int")));
    target.add(Metas.function("tgt.s.f", "1"));
    target.add(Metas.volume("tgt.s.vol", VolumeKind.MANAGED, "s3://m/1"));
    target.add(Metas.model("tgt.s.m", null));
    assertThat(extra(strict(types())))
        .containsExactly(
            "table tgt.s.extra",
            "function tgt.s.f",
            "registered model tgt.s.m",
            "view tgt.s.v",
            "volume tgt.s.vol");
    assertThat(extra(strict(Set.of(UcObjectType.VIEW, UcObjectType.TABLE_TAG))))
        .containsExactly("view tgt.s.v");
  }

  private List<String> extra(CatalogConfig config) {
    return OnlyOnTarget.of(
            source.contents("s"),
            target.contents("s"),
            "src",
            Scope.of(config.schema("s"), t -> true),
            t -> true)
        .stream()
        .map(UcName::toString)
        .toList();
  }

  /** Whatever the settings keep: without a word about an object, both sides are the same. */
  @Property(tries = 150)
  void everyPlannedChangeHasWordsOrIsOnlyAConsequence(@ForAll long seed) {
    World world = new World(seed);
    CatalogConfig config = strict(world.types);
    for (String schema : world.source.schemas.keySet()) {
      UcPlan plan = plan(world.source, world.target, config, world.rules, schema);
      UcContents there = world.target.contents(schema);
      Differences words =
          new Differences(world.target.catalog, there, world.target.governance(), p -> false);
      Set<String> silent = new HashSet<>();
      for (UcAction action : plan.actions()) {
        boolean key =
            action.change() instanceof Change.AddConstraint
                || action.change() instanceof Change.DropConstraint;
        List<String> said = words.of(action);
        assertThat(said).as("%s", action).doesNotContain("").doesNotContainNull();
        if (said.isEmpty() && !key) {
          silent.add(action.toString());
        }
      }
      assertThat(silent).isEmpty();
    }
  }

  /** What is equal after replication has nothing to be told, but for what replication leaves. */
  @Property(tries = 150)
  void replicationLeavesOnlyWhatItSaysItLeaves(@ForAll long seed) {
    World world = new World(seed);
    Planning.of(world.source, world.target, all(world.types), world.rules).carryOut(world.target);
    CatalogConfig config = strict(world.types);
    Planning second = Planning.of(world.source, world.target, all(world.types), world.rules);
    // Nothing is made in a catalog that cannot be made.
    Assume.that(world.target.catalog != null);
    Set<String> left = new HashSet<>();
    second.findings.stream()
        .filter(f -> f.outcome() != Finding.Outcome.UNCHANGED)
        .forEach(f -> left.add(f.object().key()));
    second.actions.forEach(a -> left.add(a.object().key()));
    for (String schema : world.source.schemas.keySet()) {
      UcPlan plan = plan(world.source, world.target, config, world.rules, schema);
      Differences words =
          new Differences(
              world.target.catalog,
              world.target.contents(schema),
              world.target.governance(),
              p -> false);
      List<UcName> objects = new ArrayList<>();
      plan.actions().forEach(a -> objects.add(a.object()));
      plan.findings().forEach(f -> objects.add(f.object()));
      for (UcName object : objects) {
        List<String> said = new ArrayList<>(differences(object, plan, words));
        said.removeIf(w -> w.endsWith(" exists only at the target") && w.contains("constraint"));
        said.removeIf(w -> w.endsWith(" exists only at the target") && w.contains(" key "));
        if (!left.contains(object.key())) {
          assertThat(said).as("%s", object).isEmpty();
        }
      }
    }
  }

  private static CatalogConfig all(Set<UcObjectType> types) {
    return Metas.config(
        types,
        "createOrReplaceTable",
        true,
        "createOrReplaceStreamingTable",
        true,
        "overwriteGrants",
        true,
        "replicateEnablePredictiveOptimization",
        true);
  }
}
