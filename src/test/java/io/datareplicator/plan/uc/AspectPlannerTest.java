package io.datareplicator.plan.uc;

import static io.datareplicator.plan.uc.Metas.column;
import static io.datareplicator.plan.uc.Metas.commented;
import static io.datareplicator.plan.uc.Metas.name;
import static io.datareplicator.plan.uc.Metas.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.SetColumnComments;
import io.datareplicator.plan.uc.Change.SetColumnTags;
import io.datareplicator.plan.uc.Change.SetComment;
import io.datareplicator.plan.uc.Change.SetGrants;
import io.datareplicator.plan.uc.Change.SetOwner;
import io.datareplicator.plan.uc.Change.SetTags;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tags, comments, grants and owners of a table, a view, a volume, a schema and a catalog. */
class AspectPlannerTest {
  private static final UcName TABLE = UcName.of(UcKind.TABLE, "tgt", "s", "t");
  private static final UcName VIEW = UcName.of(UcKind.VIEW, "tgt", "s", "v");

  private Inventory source;
  private FakeMetastore target;

  @BeforeEach
  void bothSides() {
    source = new Inventory().add(Metas.catalog("src")).add(Metas.schema("src", "s"));
    source.add(table("src.s.t", column("Id", "int"), column("v", "int")));
    source.add(Metas.view("src.s.v", "SELECT 1", column("n", "int")));
    source.add(Metas.volume("src.s.vol", VolumeKind.MANAGED, "s3://m"));
    source.add(Metas.function("src.s.f", "x"));
    source.add(Metas.model("src.s.m", null));
    target = new FakeMetastore(Metas.RULES);
    target.add(Metas.catalog("tgt")).add(Metas.schema("tgt", "s"));
    target.add(table("tgt.s.t", column("ID", "int"), column("v", "int")));
    target.add(Metas.view("tgt.s.v", "SELECT 1", column("N", "int")));
    target.add(Metas.volume("tgt.s.vol", VolumeKind.MANAGED, "s3://m"));
    target.add(Metas.function("tgt.s.f", "x"));
    target.add(Metas.model("tgt.s.m", null));
  }

  private Planning plan(Set<UcObjectType> types, Object... settings) {
    return Planning.of(source, target, Metas.config(types, settings), Metas.RULES);
  }

  private Planning plan(UcObjectType type, Object... settings) {
    return plan(Set.of(type), settings);
  }

  private UcName inSource(UcName object) {
    return object.in("src");
  }

  @Test
  void tagsOfAllKindsOfObjects() {
    Map<UcObjectType, UcName> objects =
        Map.of(
            UcObjectType.CATALOG_TAG, UcName.of(UcKind.CATALOG, "tgt"),
            UcObjectType.SCHEMA_TAG, UcName.of(UcKind.SCHEMA, "tgt", "s"),
            UcObjectType.TABLE_TAG, TABLE,
            UcObjectType.VOLUME_TAG, UcName.of(UcKind.VOLUME, "tgt", "s", "vol"));
    objects.values().forEach(o -> source.tag(inSource(o), "it's", "\u4e2d \"x\""));
    objects.forEach(
        (type, object) -> {
          UcAction action = plan(type).action(SetTags.class);
          assertThat(action.object()).isEqualTo(object);
          assertThat(action.type()).isEqualTo(type);
          assertThat(action.needs()).containsExactly(object.key());
          assertThat(action.change())
              .isEqualTo(new SetTags(new TreeMap<>(Map.of("it's", "\u4e2d \"x\"")), Set.of()));
          assertThat(action.reason()).isEqualTo("sets it's");
        });
    source.tag(inSource(VIEW), "k", "v");
    assertThat(plan(UcObjectType.TABLE_TAG).changes(VIEW)).hasSize(1);
  }

  @Test
  void columnsAreTaggedByTheTargetsSpelling() {
    source.tagColumn(name("src.s.t"), "id", "pii", "yes");
    target.tagColumn(name("tgt.s.t"), "v", "own", "x");
    UcAction action = plan(UcObjectType.COLUMN_TAG).action(SetColumnTags.class);
    SetColumnTags change = (SetColumnTags) action.change();
    assertThat(change.columns().keySet()).containsExactly("ID", "v");
    assertThat(change.columns().get("ID").set()).isEqualTo(Map.of("pii", "yes"));
    assertThat(change.columns().get("v").unset()).containsExactly("own");
    assertThat(action.reason()).isEqualTo("tags differ on ID, v");
    assertThat(
            plan(UcObjectType.COLUMN_TAG, "overwriteTags", false)
                .the(SetColumnTags.class)
                .columns())
        .containsOnlyKeys("ID");
  }

  @Test
  void tagsOfColumnsThatTheTargetLacksAreTold() {
    source.add(table("src.s.t", column("id", "int"), column("v", "int"), column("w", "int")));
    source.tagColumn(name("src.s.t"), "w", "pii", "yes");
    String said = "the target lacks columns that have tags at the source: w";
    assertThat(plan(UcObjectType.COLUMN_TAG).actions).isEmpty();
    assertThat(plan(UcObjectType.COLUMN_TAG).findings)
        .contains(
            Finding.notReplicated(
                TABLE, "column_tag", said, "make its definition there that of the source first"));
    source.tagColumn(name("src.s.t"), "v", "pii", "no");
    UcAction action = plan(UcObjectType.COLUMN_TAG).action(SetColumnTags.class);
    assertThat(((SetColumnTags) action.change()).columns()).containsOnlyKeys("v");
    assertThat(action.warnings()).containsExactly(said);
    // Where this run adds the column, its tags come with it.
    SetColumnTags added =
        plan(Set.of(UcObjectType.TABLE, UcObjectType.COLUMN_TAG)).the(SetColumnTags.class);
    assertThat(added.columns()).containsOnlyKeys("v", "w");
  }

  @Test
  void commentsOfTablesAndColumns() {
    source.add(Configs.with(table("src.s.t", commented(column("Id", "int"), "i")), "comment", "c"));
    Planning planning = plan(Set.of(UcObjectType.TABLE_COMMENT, UcObjectType.COLUMN_COMMENT));
    assertThat(planning.the(SetComment.class)).isEqualTo(new SetComment("c"));
    assertThat(planning.action(SetComment.class).reason()).isEqualTo("its comment differs");
    assertThat(planning.the(SetColumnComments.class).comments()).isEqualTo(Map.of("ID", "i"));
    assertThat(planning.action(SetColumnComments.class).reason())
        .isEqualTo("comments differ on ID");
    assertThat(plan(UcObjectType.TABLE_COMMENT).actions).hasSize(1);
    assertThat(plan(UcObjectType.COLUMN_COMMENT).actions).hasSize(1);
  }

  @Test
  void anEmptyCommentClearsOnlyWhenOverwriting() {
    target.add(Configs.with(table("tgt.s.t", commented(column("id", "int"), "i")), "comment", "c"));
    Set<UcObjectType> types = Set.of(UcObjectType.TABLE_COMMENT, UcObjectType.COLUMN_COMMENT);
    assertThat(plan(types).the(SetComment.class).comment()).isEmpty();
    assertThat(plan(types).the(SetColumnComments.class).comments()).isEqualTo(Map.of("id", ""));
    assertThat(plan(types, "overwriteComments", false).actions).isEmpty();
    source.add(Configs.with(table("src.s.t", commented(column("id", "int"), "j")), "comment", "d"));
    assertThat(plan(types, "overwriteComments", false).actions).isEmpty();
  }

  @Test
  void whatIsMadeHasItsCommentsAlready() {
    source.add(Configs.with(table("src.s.t", commented(column("id", "int"), "i")), "comment", "c"));
    target.relations.remove(name("tgt.s.t"));
    Planning planning =
        plan(Set.of(UcObjectType.TABLE, UcObjectType.TABLE_COMMENT, UcObjectType.COLUMN_COMMENT));
    assertThat(planning.changes(TABLE)).singleElement().isInstanceOf(Change.CreateTable.class);
  }

  @Test
  void grantsOnAllKindsOfObjects() {
    Map<UcName, UcObjectType> objects = new TreeMap<>();
    objects.put(UcName.of(UcKind.CATALOG, "tgt"), UcObjectType.CATALOG_GRANT);
    objects.put(UcName.of(UcKind.SCHEMA, "tgt", "s"), UcObjectType.SCHEMA_GRANT);
    objects.put(TABLE, UcObjectType.TABLE_GRANT);
    objects.put(VIEW, UcObjectType.TABLE_GRANT);
    objects.put(UcName.of(UcKind.VOLUME, "tgt", "s", "vol"), UcObjectType.VOLUME_GRANT);
    objects.put(UcName.of(UcKind.FUNCTION, "tgt", "s", "f"), UcObjectType.FUNCTION_GRANT);
    objects.forEach(
        (object, type) -> {
          source.grants.clear();
          source.grant(inSource(object), "readers", "SELECT");
          UcAction action = plan(type).action(SetGrants.class);
          assertThat(action.object()).isEqualTo(object);
          assertThat(action.type()).isEqualTo(type);
          assertThat(action.reason()).isEqualTo("grants SELECT to readers");
        });
    UcName model = UcName.of(UcKind.REGISTERED_MODEL, "tgt", "s", "m");
    source.grant(inSource(model), "readers", "EXECUTE");
    assertThat(
            plan(Set.of(UcObjectType.REGISTERED_MODEL, UcObjectType.FUNCTION_GRANT)).changes(model))
        .hasSize(1);
  }

  @Test
  void ownersOfAllKindsOfObjects() {
    source.catalog = Configs.with(source.catalog, "owner", "bob");
    source.add(Configs.with(source.schemas.get("s"), "owner", "bob"));
    source.relations.replaceAll((n, r) -> Configs.with(r, "owner", "bob"));
    source.volumes.replaceAll((n, v) -> Configs.with(v, "owner", "bob"));
    source.functions.replaceAll((n, f) -> Configs.with(f, "owner", "bob"));
    source.models.replaceAll((n, m) -> Configs.with(m, "owner", "bob"));
    UcRules mapped =
        new UcRules(
            "tgt",
            Metas.RULES.renames(),
            Metas.RULES.urls(),
            new Principals(Map.of("bob", "bert")));
    Set<UcObjectType> types = Set.of(UcObjectType.OWNER, UcObjectType.REGISTERED_MODEL);
    Planning planning = Planning.of(source, target, Metas.config(types), mapped);
    assertThat(planning.actions).hasSize(7);
    assertThat(planning.actions)
        .allMatch(a -> a.change().equals(new SetOwner("bert")))
        .allMatch(a -> a.type() == UcObjectType.OWNER)
        .allMatch(a -> a.needs().equals(Set.of(a.object().key())))
        .allMatch(a -> a.reason().equals("owned by ann@x.com"));
    assertThat(planning.carryOut(target).refused).isEmpty();
    assertThat(Planning.of(source, target, Metas.config(types), mapped).actions).isEmpty();
  }

  @Test
  void anOwnerIsSetOnWhatIsMadeAndLeftWhereTheSourceTellsNone() {
    target.relations.clear();
    Planning planning = plan(Set.of(UcObjectType.OWNER, UcObjectType.TABLE));
    assertThat(planning.changes(TABLE)).contains(new SetOwner(Metas.OWNER));
    assertThat(planning.action(SetOwner.class).reason()).isEqualTo("owned by whoever makes it");
    source.relations.replaceAll((n, r) -> Configs.with(r, "owner", null));
    assertThat(plan(Set.of(UcObjectType.OWNER, UcObjectType.TABLE)).changes(TABLE)).hasSize(1);
  }

  @Test
  void missingObjectsWhoseTagsAreAskedForFail() {
    target.relations.clear();
    Planning planning = plan(UcObjectType.TABLE_TAG);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.failed(
                TABLE,
                "table",
                "it is not on the target, and nothing of this run makes it",
                "add table to uc_object_types, or replicate its data"),
            Finding.failed(
                VIEW,
                "view",
                "it is not on the target, and nothing of this run makes it",
                "add view to uc_object_types, or replicate its data"));
  }

  @Test
  void protectionOfTablesIsNothingForViews() {
    target.relations.clear();
    Planning planning = plan(Set.of(UcObjectType.ROW_FILTER, UcObjectType.COLUMN_MASK));
    assertThat(planning.findings.stream().map(Finding::object)).containsExactly(TABLE);
  }

  @Test
  void excludedTablesAndVolumesAreNotMentioned() {
    var config = Metas.config(Metas.everythingBut(UcObjectType.OWNER));
    config =
        Configs.with(
            config, "schemas", List.of(Metas.without(Configs.schema(config, "s"), "t", "vol")));
    source.tag(inSource(TABLE), "k", "v");
    Planning planning = Planning.of(source, target, config, Metas.RULES);
    assertThat(planning.findings.stream().map(f -> f.object().object()))
        .contains("v", "f", "m")
        .doesNotContain("t", "vol");
    assertThat(planning.changes(TABLE)).isEmpty();
  }
}
