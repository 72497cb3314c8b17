package io.datareplicator.plan.uc;

import static io.datareplicator.plan.uc.Metas.column;
import static io.datareplicator.plan.uc.Metas.masked;
import static io.datareplicator.plan.uc.Metas.notNull;
import static io.datareplicator.plan.uc.Metas.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.SetMasks;
import io.datareplicator.plan.uc.Change.SetRowFilter;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Row filters and column masks. */
class GuardPlannerTest {
  private static final UcName NAME = UcName.of(UcKind.TABLE, "tgt", "s", "t");
  private static final UcName FUNCTION = UcName.of(UcKind.FUNCTION, "tgt", "s", "f");
  private static final Set<UcObjectType> GUARDS =
      Set.of(UcObjectType.ROW_FILTER, UcObjectType.COLUMN_MASK);
  private static final Set<UcObjectType> DEFINED =
      Set.of(UcObjectType.TABLE, UcObjectType.ROW_FILTER, UcObjectType.COLUMN_MASK);
  private static final String BY_HAND = "change it by hand if that is not wanted";
  private static final ColumnMeta ID = column("id", "int");

  private static RelationMeta filtered(RelationMeta table, String function, String... columns) {
    return Configs.with(table, "rowFilter", new FunctionUse(function, List.of(columns)));
  }

  private static Planning plan(
      Set<UcObjectType> types, RelationMeta from, RelationMeta to, Object... settings) {
    return TablePlannerTest.plan(types, from, to, settings);
  }

  @Test
  void missingProtectionIsSetWithTheFunctionOfTheTarget() {
    RelationMeta from = filtered(table("src.s.t", masked(ID, "src.s.F", "id")), "SRC.s.f", "id");
    Planning planning = plan(GUARDS, from, table("tgt.s.t", ID));
    UcAction filter = planning.action(SetRowFilter.class);
    assertThat(filter.change())
        .isEqualTo(new SetRowFilter(new FunctionUse("tgt.s.f", List.of("id"))));
    assertThat(filter.needs()).containsExactlyInAnyOrder(NAME.key(), FUNCTION.key());
    assertThat(filter.reason()).isEqualTo("missing at the target");
    UcAction masks = planning.action(SetMasks.class);
    assertThat(((SetMasks) masks.change()).masks())
        .isEqualTo(Map.of("id", new FunctionUse("tgt.s.f", List.of("id"))));
    assertThat(masks.needs()).containsExactlyInAnyOrder(NAME.key(), FUNCTION.key());
    assertThat(masks.reason()).isEqualTo("masks differ on id");
  }

  @Test
  void newTablesAreProtectedToo() {
    RelationMeta from = filtered(table("src.s.t", masked(ID, "src.s.f")), "src.s.f", "id");
    assertThat(plan(DEFINED, from, null).changes(NAME)).hasSize(3);
  }

  @Test
  void equalProtectionIsUnchanged() {
    RelationMeta from = filtered(table("src.s.t", masked(ID, "src.s.f")), "src.s.f", "id");
    RelationMeta to =
        filtered(table("tgt.s.t", masked(column("ID", "int"), "tgt.s.F")), "tgt.S.f", "id");
    Planning planning = plan(GUARDS, from, to);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings).containsExactly(Finding.unchanged(NAME));
  }

  @Test
  void protectionThatDiffersIsChanged() {
    RelationMeta from = filtered(table("src.s.t", masked(ID, "src.s.f")), "src.s.f", "id");
    RelationMeta to = filtered(table("tgt.s.t", masked(ID, "tgt.s.g")), "tgt.s.g", "id");
    Planning planning = plan(GUARDS, from, to);
    assertThat(planning.action(SetRowFilter.class).reason()).isEqualTo("its row filter differs");
    assertThat(planning.the(SetMasks.class).masks()).containsOnlyKeys("id");
  }

  @Test
  void protectionThatIsNotAskedForIsTold() {
    RelationMeta from = filtered(table("src.s.t", masked(ID, "src.s.f")), "src.s.f", "id");
    Planning planning = plan(Set.of(UcObjectType.TABLE_TAG), from, table("tgt.s.t", ID));
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.notReplicated(
                NAME,
                "row_filter",
                "the source has a row filter; readers of the target see what it hides",
                "add row_filter to uc_object_types"),
            Finding.notReplicated(
                NAME,
                "column_mask",
                "the source has column masks on id; readers of the target see what it hides",
                "add column_mask to uc_object_types"));
    RelationMeta guarded = filtered(table("tgt.s.t", masked(ID, "tgt.s.g")), "tgt.s.g", "id");
    assertThat(plan(Set.of(UcObjectType.TABLE_TAG), from, guarded).findings)
        .containsExactly(Finding.unchanged(NAME));
  }

  @Test
  void protectionThatOnlyTheTargetHasStays() {
    RelationMeta to = filtered(table("tgt.s.t", masked(ID, "tgt.s.g")), "tgt.s.g", "id");
    Planning planning = plan(GUARDS, table("src.s.t", ID), to);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.notReplicated(
                NAME, "row_filter", "only the target has a row filter; it is kept", BY_HAND),
            Finding.notReplicated(
                NAME,
                "column_mask",
                "only the target has column masks on id; it is kept",
                BY_HAND));
    assertThat(plan(Set.of(UcObjectType.TABLE_TAG), table("src.s.t", ID), to).findings)
        .containsExactly(Finding.unchanged(NAME));
  }

  @Test
  void whatIsSaidBesidesAChangeOfMasksIsAWarningOfIt() {
    RelationMeta from =
        table(
            "src.s.t",
            masked(ID, "src.s.f"),
            column("v", "int"),
            masked(column("w", "int"), "src.s.f"));
    RelationMeta to = table("tgt.s.t", ID, masked(column("v", "int"), "tgt.s.g"));
    Planning planning = plan(GUARDS, from, to);
    assertThat(planning.the(SetMasks.class).masks()).containsOnlyKeys("id");
    assertThat(planning.action(SetMasks.class).warnings())
        .containsExactly(
            "only the target has column masks on v; it is kept",
            "the target lacks columns that are masked at the source: w");
    assertThat(planning.findings).isEmpty();
  }

  @Test
  void aFilterOverColumnsThatTheTargetLacksFails() {
    RelationMeta from =
        filtered(table("src.s.t", ID, column("region", "string")), "src.s.f", "Region");
    Planning planning = plan(GUARDS, from, table("tgt.s.t", ID));
    assertThat(planning.actions).isEmpty();
    assertThat(planning.finding(NAME, "row_filter"))
        .isEqualTo(
            Finding.failed(
                NAME,
                "row_filter",
                "the row filter tgt.s.f reads columns that the table lacks on the target: Region",
                "make its definition there that of the source first"));
    assertThat(plan(DEFINED, from, table("tgt.s.t", ID)).the(SetRowFilter.class)).isNotNull();
  }

  @Test
  void constantsCannotBeReplicated() {
    FunctionUse odd = new FunctionUse("src.s.f", List.of("id"), true);
    RelationMeta from =
        Configs.with(
            table("src.s.t", Configs.with(ID, "mask", odd), masked(column("v", "int"), "src.s.f")),
            "rowFilter",
            odd);
    Planning planning = plan(GUARDS, from, table("tgt.s.t", ID, column("v", "int")));
    assertThat(planning.finding(NAME, "row_filter"))
        .isEqualTo(
            Finding.notReplicated(
                NAME,
                "row_filter",
                "the row filter has constants among the arguments; readers of the target see what"
                    + " it hides",
                "set it on the target by hand"));
    assertThat(planning.the(SetMasks.class).masks()).containsOnlyKeys("v");
    assertThat(planning.action(SetMasks.class).warnings())
        .containsExactly(
            "the masks of id have constants among the arguments; readers of the target see what it"
                + " hides");
    FunctionUse there = new FunctionUse("tgt.s.f", List.of("id"), true);
    RelationMeta to =
        Configs.with(
            table(
                "tgt.s.t", Configs.with(ID, "mask", there), masked(column("v", "int"), "tgt.s.f")),
            "rowFilter",
            there);
    assertThat(plan(GUARDS, from, to).findings).containsExactly(Finding.unchanged(NAME));
  }

  @Test
  void aReplacedTableIsProtectedAgain() {
    RelationMeta from =
        filtered(table("src.s.t", masked(notNull("id", "int"), "src.s.f")), "src.s.f", "id");
    RelationMeta to = filtered(table("tgt.s.t", masked(ID, "tgt.s.f")), "tgt.s.f", "id");
    Planning planning = plan(DEFINED, from, to, "createOrReplaceTable", true);
    assertThat(planning.action(SetRowFilter.class).reason()).isEqualTo("set again");
    assertThat(planning.the(SetMasks.class).masks()).containsOnlyKeys("id");
  }

  @Test
  void aReplacedTableKeepsTheProtectionThatOnlyItHas() {
    RelationMeta from = table("src.s.t", notNull("id", "int"), column("v", "int"));
    RelationMeta to =
        filtered(
            table("tgt.s.t", masked(ID, "tgt.s.g"), masked(column("old", "int"), "tgt.s.g")),
            "tgt.s.g",
            "id");
    for (Set<UcObjectType> types : List.of(DEFINED, Set.of(UcObjectType.TABLE))) {
      Planning planning = plan(types, from, to, "createOrReplaceTable", true);
      assertThat(planning.the(SetRowFilter.class).filter())
          .isEqualTo(new FunctionUse("tgt.s.g", List.of("id")));
      assertThat(planning.action(SetRowFilter.class).reason())
          .isEqualTo("kept when the table is replaced");
      assertThat(planning.the(SetMasks.class).masks()).containsOnlyKeys("id");
    }
    RelationMeta lost = filtered(to, "tgt.s.g", "old");
    assertThat(
            plan(DEFINED, from, lost, "createOrReplaceTable", true)
                .finding(NAME, "row_filter")
                .outcome())
        .isEqualTo(Finding.Outcome.FAILED);
  }
}
