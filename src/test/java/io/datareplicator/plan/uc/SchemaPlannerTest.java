package io.datareplicator.plan.uc;

import static io.datareplicator.plan.uc.Metas.column;
import static io.datareplicator.plan.uc.Metas.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.TableConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of a schema is looked at; the parts have tests of their own. */
class SchemaPlannerTest {
  private static final Inventory SOURCE =
      new Inventory()
          .add(Metas.catalog("src"))
          .add(Metas.schema("src", "s"))
          .add(table("src.s.b", column("v", "int")))
          .add(table("src.s.a", column("v", "int")))
          .add(table("src.s.__materialization_mat_x", column("v", "int")))
          .add(table("src.s.event_log_x", column("v", "int")));
  private static final Inventory TARGET =
      new Inventory().add(Metas.catalog("tgt")).add(Metas.schema("tgt", "s"));

  private static List<String> names(UcPlan plan) {
    return plan.actions().stream().map(a -> a.object().object()).toList();
  }

  @Test
  void tablesOfTheServersOwnAreLeftAloneAndTheOrderIsThatOfNames() {
    Planning planning =
        Planning.of(SOURCE, TARGET, Metas.config(Set.of(UcObjectType.TABLE)), Metas.RULES);
    assertThat(planning.actions.stream().map(a -> a.object().object())).containsExactly("a", "b");
    assertThat(planning.findings).isEmpty();
  }

  @Test
  void filtersDecideWhichTablesAreLookedAt() {
    CatalogConfig config = Metas.config(Set.of(UcObjectType.TABLE));
    UcPlan plan = new UcPlan();
    new SchemaPlanner(
            Metas.RULES,
            Scope.of(config.schema("s"), t -> t.equals(Metas.name("src.s.b"))),
            SOURCE.governance(),
            TARGET.governance(),
            id -> false,
            plan)
        .plan(SOURCE.contents("s"), TARGET.contents("s"), false);
    assertThat(names(plan)).containsExactly("b");
  }

  @Test
  void settingsOfATableComeBeforeThoseOfItsSchema() {
    CatalogConfig config = Metas.config(Set.of(UcObjectType.TABLE), "createOrReplaceTable", false);
    SchemaConfig schema = Configs.schema(config, "s", "a", "b");
    TableConfig a = schema.tables().get(0);
    a = Configs.with(a, "replication", Configs.with(a.replication(), "createOrReplaceTable", true));
    schema = Configs.with(schema, "tables", List.of(a, schema.tables().get(1)));
    Inventory target =
        new Inventory()
            .add(Metas.catalog("tgt"))
            .add(Metas.schema("tgt", "s"))
            .add(table("tgt.s.a", column("v", "string")))
            .add(table("tgt.s.b", column("v", "string")));
    Planning planning =
        Planning.of(SOURCE, target, Configs.with(config, "schemas", List.of(schema)), Metas.RULES);
    assertThat(planning.action(Change.CreateTable.class).object().object()).isEqualTo("a");
    assertThat(planning.finding(UcName.of(UcKind.TABLE, "tgt", "s", "b")).advice())
        .startsWith("set create_or_replace_table: true");
  }

  @Test
  void catalogsThatKeepTheirNameAreComparedAsTheyAre() {
    UcRules same = new UcRules("src", Map.of(), Metas.RULES.urls(), Principals.SAME);
    Inventory target =
        new Inventory()
            .add(Metas.catalog("src"))
            .add(Metas.schema("src", "s"))
            .add(table("src.s.a", column("v", "int")));
    Planning planning = Planning.of(SOURCE, target, Metas.config(Set.of(UcObjectType.TABLE)), same);
    assertThat(planning.actions.stream().map(UcAction::object))
        .containsExactly(UcName.of(UcKind.TABLE, "src", "s", "b"));
    assertThat(planning.findings)
        .containsExactly(Finding.unchanged(UcName.of(UcKind.TABLE, "src", "s", "a")));
  }

  @Test
  void aSchemaThatIsNotAskedForAndIsMissingFails() {
    Planning planning =
        Planning.of(
            SOURCE,
            new Inventory().add(Metas.catalog("tgt")),
            Metas.config(Set.of(UcObjectType.SCHEMA_TAG)),
            Metas.RULES);
    assertThat(planning.findings)
        .containsExactly(
            Finding.failed(
                UcName.of(UcKind.SCHEMA, "tgt", "s"),
                "schema",
                "it is not on the target, and nothing of this run makes it",
                "add schema to uc_object_types"));
  }

  @Test
  void aConstraintIsPlannedOnce() {
    UcPlan plan = new UcPlan();
    UcName name = UcName.of(UcKind.TABLE, "tgt", "s", "t");
    plan.add(name, UcObjectType.TABLE, new Change.DropConstraint("c", false), "first");
    plan.add(name, UcObjectType.TABLE, new Change.DropConstraint("c", false), "second");
    plan.add(name, UcObjectType.TABLE, new Change.SetComment("c"), "third");
    plan.add(name, UcObjectType.TABLE, new Change.SetComment("c"), "fourth");
    assertThat(plan.actions().stream().map(UcAction::reason))
        .containsExactly("first", "third", "fourth");
    plan.compared(name);
    assertThat(plan.findings()).isEmpty();
  }
}
