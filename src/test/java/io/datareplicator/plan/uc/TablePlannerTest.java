package io.datareplicator.plan.uc;

import static io.datareplicator.plan.uc.Metas.column;
import static io.datareplicator.plan.uc.Metas.notNull;
import static io.datareplicator.plan.uc.Metas.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.uc.Clustering;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.AlterTable;
import io.datareplicator.plan.uc.Change.CreateTable;
import io.datareplicator.testkit.Configs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePlannerTest {
  private static final UcName NAME = UcName.of(UcKind.TABLE, "tgt", "s", "t");
  private static final ColumnMeta ID = notNull("id", "bigint");
  private static final String DIFFERS = "its definition differs and cannot be changed in place: ";
  private static final String REPLACE =
      "set create_or_replace_table: true to replace it without its data, or clone it";

  static Planning plan(RelationMeta from, RelationMeta to, Object... settings) {
    return plan(Set.of(UcObjectType.TABLE), from, to, settings);
  }

  static Planning plan(
      Set<UcObjectType> types, RelationMeta from, RelationMeta to, Object... settings) {
    Inventory source = new Inventory().add(Metas.catalog("src")).add(Metas.schema("src", "s"));
    Inventory target = new Inventory().add(Metas.catalog("tgt")).add(Metas.schema("tgt", "s"));
    source.add(from);
    if (to != null) {
      target.add(to);
    }
    return Planning.of(source, target, Metas.config(types, settings), Metas.RULES);
  }

  private static RelationMeta with(RelationMeta table, String component, Object value) {
    return Configs.with(table, component, value);
  }

  @Test
  void aMissingTableIsMade() {
    RelationMeta from =
        with(
            table("src.s.t", ID, column("v", "string")),
            "properties",
            Map.of(
                "team", "x",
                "delta.minReaderVersion", "3",
                "delta.feature.deletionVectors", "supported",
                "delta.constraints.c", "id > 0",
                "clusteringColumns", "[[\"id\"]]"));
    Planning planning = plan(from, null);
    UcAction action = planning.action(CreateTable.class);
    assertThat(action.change())
        .isEqualTo(
            new CreateTable(
                from, false, null, Map.of("team", "x"), Clustering.by(List.of(List.of("id")))));
    assertThat(action.object()).isEqualTo(NAME);
    assertThat(action.reason()).isEqualTo("missing at the target");
    assertThat(action.needs()).containsExactly(UcName.of(UcKind.SCHEMA, "tgt", "s").key());
    assertThat(planning.findings).isEmpty();
  }

  @Test
  void defaultsNeedTheFeature() {
    Planning planning = plan(table("src.s.t", Metas.withDefault("v", "int", "7")), null);
    assertThat(planning.the(CreateTable.class).properties())
        .isEqualTo(Map.of("delta.feature.allowColumnDefaults", "supported"));
  }

  @Test
  void equalTablesAreUnchangedWhateverTheCaseOfNames() {
    Planning planning =
        plan(table("src.s.T", notNull("ID", "bigint")), table("tgt.S.t", notNull("id", "BIGINT")));
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings).containsExactly(Finding.unchanged(NAME));
  }

  @ParameterizedTest
  @CsvSource({
    "FOREIGN, FOREIGN, it is a foreign table: its data is in another system",
    "OTHER, SOMETHING_NEW, tables of type SOMETHING_NEW are not replicated",
    "MANAGED, MANAGED_SHALLOW_CLONE, it is a shallow clone: its files belong to another table",
    "EXTERNAL, EXTERNAL_SHALLOW_CLONE, it is a shallow clone: its files belong to another table"
  })
  void someKindsAreNotReplicated(TableKind kind, String type, String reason) {
    RelationMeta from = with(with(table("src.s.t", ID), "kind", kind), "tableType", type);
    Planning planning = plan(from, null);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.notReplicated(
                NAME, "table", reason, "replicate it in another way, or exclude it"));
  }

  @Test
  void otherFormatsAndTablesWithoutColumnsAreNotReplicated() {
    assertThat(plan(with(table("src.s.t", ID), "format", "CSV"), null).finding(NAME).reason())
        .isEqualTo("its format is CSV, whose reader options the API does not show");
    assertThat(plan(table("src.s.t"), null).finding(NAME).reason())
        .isEqualTo("the API shows no columns of it");
  }

  @Test
  void whatHangsOnATableThatIsNotReplicatedIsComparedWhereItIsThere() {
    RelationMeta from = with(with(table("src.s.t", ID), "format", "CSV"), "comment", "new");
    Planning planning =
        plan(Set.of(UcObjectType.TABLE, UcObjectType.TABLE_COMMENT), from, table("tgt.s.t", ID));
    assertThat(planning.the(Change.SetComment.class).comment()).isEqualTo("new");
    assertThat(planning.finding(NAME).outcome()).isEqualTo(Finding.Outcome.NOT_REPLICATED);
  }

  @Test
  void externalTablesGoWhereTheMappingSays() {
    RelationMeta from = Metas.external("src.s.t", "s3://from/x/t", ID);
    assertThat(plan(from, null).the(CreateTable.class).location()).isEqualTo("s3://to/x/t");
    assertThat(plan(from, null, "replicateAsManaged", true).the(CreateTable.class).location())
        .isNull();
    assertThat(plan(from, Metas.external("tgt.s.t", "s3://to/x/t/", ID)).actions).isEmpty();
  }

  @Test
  void anExternalTableWithoutMappingFails() {
    Planning planning = plan(Metas.external("src.s.t", "s3://fro/t", ID), null);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.failed(
                NAME,
                "table",
                "no prefix of cloud_url_mapping covers s3://fro/t",
                "add one, or set replicate_as_managed: true"));
  }

  @Test
  void aTableAtAnotherPlaceIsNeverReplaced() {
    RelationMeta from = Metas.external("src.s.t", "s3://from/t", ID);
    Planning moved =
        plan(from, Metas.external("tgt.s.t", "s3://to/u", ID), "createOrReplaceTable", true);
    assertThat(moved.actions).isEmpty();
    assertThat(moved.findings)
        .containsExactly(
            Finding.notReplicated(
                NAME,
                "table",
                DIFFERS + "it lies at s3://to/u instead of s3://to/t",
                "drop it there to have it made anew"));
    assertThat(plan(from, table("tgt.s.t", ID)).finding(NAME).reason())
        .isEqualTo(DIFFERS + "it is managed at the target");
    RelationMeta managed = table("src.s.t", ID, column("v", "int"));
    Planning external =
        plan(managed, Metas.external("tgt.s.t", "s3://to/t", column("id", "bigint")));
    assertThat(external.finding(NAME).reason())
        .isEqualTo(
            DIFFERS + "it is external at the target, column 'id' may be NULL at the target only");
  }

  @Test
  void whatCanBeChangedInPlaceIs() {
    RelationMeta from =
        with(
            table(
                "src.s.t",
                column("Id", "bigint"),
                Metas.withDefault("a", "int", "2"),
                column("b", "int"),
                Metas.withDefault("New", "int", "1")),
            "properties",
            Map.of("team", "x", "same", "1", "clusterByAuto", "true"));
    RelationMeta to =
        with(
            table(
                "tgt.s.t",
                notNull("ID", "bigint"),
                Metas.withDefault("A", "int", "1"),
                Metas.withDefault("b", "int", "1")),
            "properties",
            Map.of("same", "1", "own", "2"));
    UcAction action = plan(from, to).action(AlterTable.class);
    AlterTable change = (AlterTable) action.change();
    assertThat(change.addColumns()).containsExactly(Metas.withDefault("New", "int", "1"));
    assertThat(change.dropNotNull()).containsExactly("ID");
    assertThat(change.defaults()).containsEntry("A", "2").containsEntry("b", null).hasSize(2);
    assertThat(change.properties()).isEqualTo(Map.of("team", "x"));
    assertThat(change.clustering()).isEqualTo(Clustering.AUTO);
    assertThat(action.reason())
        .isEqualTo(
            "differs in missing columns New; NOT NULL of ID; defaults of A, b; properties team;"
                + " clustering");
  }

  @Test
  void columnsThatThePlatformChoseDoNotDiffer() {
    Map<String, String> auto = Map.of("clusterByAuto", "true");
    RelationMeta from =
        with(
            table("src.s.t", ID),
            "properties",
            Map.of("clusterByAuto", "true", "clusteringColumns", "[[\"id\"]]"));
    assertThat(plan(from, with(table("tgt.s.t", ID), "properties", auto)).actions).isEmpty();
    AlterTable change =
        plan(
                with(table("src.s.t", ID), "properties", Map.of()),
                with(table("tgt.s.t", ID), "properties", auto))
            .the(AlterTable.class);
    assertThat(change.clustering()).isEqualTo(Clustering.NONE);
  }

  private static final List<ColumnMeta> KINDS =
      List.of(
          column("v", "string"),
          notNull("v", "int"),
          column("v", "int", "{\"delta.generationExpression\":\"id\"}"),
          column("v", "bigint", "{\"delta.identity.start\":1,\"delta.identity.step\":1}"));

  @Test
  void whatCannotBeChangedInPlaceIsSaidOrReplaced() {
    List<String> said = new ArrayList<>();
    for (ColumnMeta wanted : KINDS) {
      Planning kept = plan(table("src.s.t", ID, wanted), table("tgt.s.t", ID, column("v", "int")));
      assertThat(kept.actions).isEmpty();
      assertThat(kept.finding(NAME).advice()).isEqualTo(REPLACE);
      assertThat(kept.finding(NAME).outcome()).isEqualTo(Finding.Outcome.NOT_REPLICATED);
      said.add(kept.finding(NAME).reason());
      UcAction replaced =
          plan(
                  table("src.s.t", ID, wanted),
                  table("tgt.s.t", ID, column("v", "int")),
                  "createOrReplaceTable",
                  true)
              .action(CreateTable.class);
      assertThat(((CreateTable) replaced.change()).replace()).isTrue();
      assertThat(replaced.reason()).startsWith("replaced: column 'v'");
    }
    assertThat(said)
        .containsExactly(
            DIFFERS + "column 'v' is string at the source and int at the target",
            DIFFERS + "column 'v' may be NULL at the target only",
            DIFFERS + "column 'v' is generated in another way",
            DIFFERS + "column 'v' is bigint at the source and int at the target");
  }

  @Test
  void columnsThatCannotBeAddedAndPartitionsNeedANewTable() {
    for (ColumnMeta wanted : KINDS.subList(1, KINDS.size())) {
      assertThat(plan(table("src.s.t", ID, wanted), table("tgt.s.t", ID)).finding(NAME).reason())
          .isEqualTo(
              DIFFERS + "column 'v' is missing at the target and can only be made with its table");
    }
    ColumnMeta partition = Configs.with(ID, "partitionIndex", 0);
    assertThat(plan(table("src.s.t", partition), table("tgt.s.t", ID)).finding(NAME).reason())
        .isEqualTo(DIFFERS + "it is partitioned by id at the source and by nothing at the target");
    assertThat(
            plan(table("src.s.t", ID), table("tgt.s.t", ID, column("Old", "int")))
                .finding(NAME)
                .reason())
        .isEqualTo(DIFFERS + "column 'Old' exists only at the target");
  }

  @Test
  void aDefinitionThatCannotBeReadIsAFindingOfThatTableOnly() {
    ColumnMeta odd = Configs.with(column("v", "int"), "typeJson", "{\"name\":");
    Inventory source = new Inventory().add(Metas.catalog("src")).add(Metas.schema("src", "s"));
    source.add(table("src.s.t", ID, odd)).add(table("src.s.u", ID));
    Inventory target = new Inventory().add(Metas.catalog("tgt")).add(Metas.schema("tgt", "s"));
    Planning planning =
        Planning.of(source, target, Metas.config(Set.of(UcObjectType.TABLE)), Metas.RULES);
    Finding finding = planning.finding(NAME);
    assertThat(finding.outcome()).isEqualTo(Finding.Outcome.FAILED);
    assertThat(finding.reason()).startsWith("the definition of column 'v' cannot be read: ");
    assertThat(finding.advice()).isEqualTo("report it with this message");
    assertThat(planning.action(CreateTable.class).object().object()).isEqualTo("u");
    RelationMeta unclear =
        with(table("src.s.t", ID), "properties", Map.of("clusteringColumns", "oops"));
    assertThat(plan(unclear, null).finding(NAME).reason()).contains("clusteringColumns");
  }

  @Test
  void aReplacedTableKeepsCommentsUnlessTheyAreOverwritten() {
    RelationMeta from =
        with(table("src.s.t", Metas.commented(notNull("v", "int"), "src")), "comment", "src");
    RelationMeta to =
        with(table("tgt.s.t", Metas.commented(column("V", "int"), "tgt")), "comment", "tgt");
    for (boolean overwrite : List.of(true, false)) {
      Planning planning =
          plan(
              Set.of(UcObjectType.TABLE, UcObjectType.TABLE_COMMENT, UcObjectType.COLUMN_COMMENT),
              from,
              to,
              "createOrReplaceTable",
              true,
              "overwriteComments",
              overwrite);
      RelationMeta made = planning.the(CreateTable.class).source();
      assertThat(made.comment()).isEqualTo(overwrite ? "src" : "tgt");
      assertThat(made.columns().get(0).comment()).isEqualTo(overwrite ? "src" : "tgt");
      assertThat(planning.actions).hasSize(1);
    }
  }

  @Test
  void anotherKindOfThatNameIsAFailure() {
    Planning planning = plan(table("src.s.t", ID), Metas.view("tgt.s.t", "SELECT 1"));
    assertThat(planning.findings)
        .containsExactly(
            Finding.failed(
                NAME, "table", "a view of that name is on the target", "drop or rename it there"));
    assertThat(planning.actions).isEmpty();
  }
}
