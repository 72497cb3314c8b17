package io.datareplicator.plan.uc;

import static io.datareplicator.plan.uc.Metas.column;
import static io.datareplicator.plan.uc.Metas.name;
import static io.datareplicator.plan.uc.Metas.notNull;
import static io.datareplicator.plan.uc.Metas.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.AddConstraint;
import io.datareplicator.plan.uc.Change.DropConstraint;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConstraintPlannerTest {
  private static final UcName PARENT = UcName.of(UcKind.TABLE, "tgt", "s", "parent");
  private static final UcName CHILD = UcName.of(UcKind.TABLE, "tgt", "s", "child");

  private Inventory source;
  private FakeMetastore target;

  @BeforeEach
  void twoTables() {
    source = new Inventory().add(Metas.catalog("src")).add(Metas.schema("src", "s"));
    target = new FakeMetastore(Metas.RULES);
    target.add(Metas.catalog("tgt")).add(Metas.schema("tgt", "s"));
    for (String table : List.of("parent", "child")) {
      source.add(table("src.s." + table, notNull("Id", "bigint"), notNull("k", "string")));
      target.add(table("tgt.s." + table, notNull("id", "bigint"), notNull("K", "string")));
    }
  }

  private Planning plan(Object... settings) {
    return Planning.of(
        source, target, Metas.config(Set.of(UcObjectType.TABLE), settings), Metas.RULES);
  }

  private static KeyConstraint primary(String name, String... columns) {
    return new KeyConstraint(name, List.of(columns), null, List.of());
  }

  private static KeyConstraint foreign(String name, String parent, String... columns) {
    return new KeyConstraint(name, List.of(columns), name(parent), List.of(columns));
  }

  private void check(Inventory side, String table, String condition) {
    side.add(
        Configs.with(
            side.relations.get(name(table)),
            "properties",
            Map.of("delta.constraints.positive", condition)));
  }

  private void carriedOut(Planning planning) {
    assertThat(planning.carryOut(target).refused).isEmpty();
    assertThat(plan().actions).isEmpty();
  }

  @Test
  void missingKeysAreAddedParentsFirst() {
    source.key(name("src.s.parent"), primary("pk", "id"));
    source.key(name("src.s.child"), foreign("fk", "src.s.parent", "id"));
    Planning planning = plan();
    UcAction foreign = planning.actions.get(0);
    assertThat(foreign.change())
        .isEqualTo(new AddConstraint("fk", foreign("fk", "tgt.s.parent", "id"), null));
    assertThat(foreign.reason()).isEqualTo("foreign key fk");
    assertThat(foreign.needs()).containsExactlyInAnyOrder(CHILD.key(), PARENT.key());
    UcAction primary = planning.actions.get(1);
    assertThat(primary.change()).isEqualTo(new AddConstraint("pk", primary("pk", "id"), null));
    assertThat(primary.reason()).isEqualTo("primary key pk");
    carriedOut(planning);
  }

  @Test
  void aTableMayReferToItself() {
    source.key(name("src.s.parent"), primary("pk", "id"));
    source.key(name("src.s.parent"), foreign("fk", "src.s.parent", "id"));
    carriedOut(plan());
    assertThat(target.keys.get(name("tgt.s.parent"))).hasSize(2);
  }

  @Test
  void keysToOtherCatalogsFollowTheirRenaming() {
    source.key(name("src.s.child"), foreign("fk", "other.s.parent", "id"));
    assertThat(plan().the(AddConstraint.class).key().parent()).isEqualTo(name("other.s.parent"));
  }

  @Test
  void namesOfKeysAndTheCaseOfColumnsDoNotMatter() {
    source.key(name("src.s.parent"), primary("pk", "ID"));
    source.key(name("src.s.child"), foreign("fk", "src.s.parent", "ID"));
    target.key(name("tgt.s.parent"), primary("parent_pk", "id"));
    target.key(name("tgt.s.child"), foreign("child_fk", "tgt.s.parent", "id"));
    assertThat(plan().actions).isEmpty();
  }

  @Test
  void aPrimaryKeyThatDiffersTakesItsForeignKeysAlong() {
    source.key(name("src.s.parent"), primary("pk", "id", "k"));
    source.key(name("src.s.child"), foreign("FK", "src.s.parent", "id", "k"));
    target.key(name("tgt.s.parent"), primary("old", "id"));
    target.key(name("tgt.s.child"), foreign("fk", "tgt.s.parent", "id"));
    Planning planning = plan();
    assertThat(planning.waves.stream().map(w -> w.get(0).change()))
        .containsExactly(
            new DropConstraint("fk", false),
            new DropConstraint("old", true),
            new AddConstraint("pk", primary("pk", "id", "k"), null),
            new AddConstraint("FK", foreign("FK", "tgt.s.parent", "id", "k"), null));
    assertThat(planning.actions.get(0).reason()).isEqualTo("differs: fk");
    carriedOut(planning);
  }

  @Test
  void aForeignKeyThatDoesNotDifferIsMadeAgainWithThePrimaryKey() {
    source.key(name("src.s.parent"), primary("pk", "id", "k"));
    source.key(name("src.s.child"), foreign("fk", "src.s.parent", "id", "k"));
    target.key(name("tgt.s.parent"), primary("pk", "id"));
    target.key(name("tgt.s.child"), foreign("fk", "tgt.s.parent", "id", "k"));
    Planning planning = plan();
    assertThat(planning.changes(CHILD)).hasSize(2);
    carriedOut(planning);
  }

  @Test
  void aPrimaryKeyStaysWhereForeignKeysThatAreNotOursNeedIt() {
    source.key(name("src.s.parent"), primary("pk", "id", "k"));
    target.key(name("tgt.s.parent"), primary("pk", "id"));
    target.key(name("tgt.s.child"), foreign("own", "tgt.s.parent", "id"));
    Planning planning = plan();
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .contains(
            Finding.notReplicated(
                PARENT,
                "table_constraint",
                "constraints cannot be made as the table is on the target: primary key pk, as the"
                    + " one there is referred to by foreign key own of tgt.s.child",
                "make its definition there that of the source first"));
  }

  @Test
  void keysThatOnlyTheTargetHasStay() {
    target.key(name("tgt.s.parent"), primary("pk", "id"));
    target.key(name("tgt.s.child"), foreign("fk", "tgt.s.parent", "id"));
    check(target, "tgt.s.child", "id > 0");
    assertThat(plan().actions).isEmpty();
  }

  @Test
  void checksAreAddedAndChanged() {
    check(source, "src.s.child", "Id > 0");
    check(source, "src.s.parent", "Id > 1");
    check(target, "tgt.s.parent", "id > 0");
    Planning planning = plan();
    assertThat(planning.changes(CHILD))
        .containsExactly(new AddConstraint("positive", null, "Id > 0"));
    assertThat(planning.changes(PARENT))
        .containsExactly(
            new DropConstraint("positive", false), new AddConstraint("positive", null, "Id > 1"));
    assertThat(planning.actions.get(0).reason()).isEqualTo("CHECK constraint positive");
    carriedOut(planning);
    check(target, "tgt.s.parent", "id  >  1 -- same");
    assertThat(plan().actions).isEmpty();
  }

  @Test
  void constraintsOnWhatTheTargetLacksAreListed() {
    source.add(
        table(
            "src.s.child",
            notNull("id", "bigint"),
            notNull("k", "string"),
            notNull("fresh", "string")));
    check(source, "src.s.child", "fresh > 0");
    source.key(name("src.s.child"), primary("pk", "id", "fresh"));
    source.key(name("src.s.child"), foreign("fk", "src.s.parent", "fresh"));
    Planning planning = plan();
    assertThat(planning.actions).isEmpty();
    assertThat(planning.finding(CHILD, "table_constraint").reason())
        .isEqualTo(
            "constraints cannot be made as the table is on the target: CHECK constraint positive,"
                + " primary key pk on id, fresh, foreign key fk on fresh");
    assertThat(planning.finding(CHILD).reason()).contains("'fresh' is missing");
  }

  @Test
  void aPrimaryKeyNeedsColumnsThatAreNotNull() {
    source.key(name("src.s.child"), primary("pk", "id"));
    target.add(table("tgt.s.child", column("id", "bigint"), notNull("k", "string")));
    assertThat(plan().finding(CHILD, "table_constraint").reason()).endsWith("primary key pk on id");
  }

  @Test
  void aReplacedTableGetsAllOfThemAnew() {
    source.key(name("src.s.child"), primary("pk", "id"));
    check(source, "src.s.child", "id > 0");
    target.add(table("tgt.s.child", column("id", "bigint")));
    target.key(name("tgt.s.child"), primary("pk", "id"));
    check(target, "tgt.s.child", "id > 0");
    Planning planning = plan("createOrReplaceTable", true);
    assertThat(planning.changes(CHILD)).hasSize(3);
    carriedOut(planning);
    assertThat(target.keys.get(name("tgt.s.child"))).containsExactly(primary("pk", "id"));
  }
}
