package io.datareplicator.plan.uc;

import static io.datareplicator.plan.uc.Metas.column;
import static io.datareplicator.plan.uc.Metas.relation;
import static io.datareplicator.plan.uc.Metas.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.CreateDataset;
import io.datareplicator.plan.uc.Change.CreateView;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewPlannerTest {
  private static final Set<UcObjectType> DEFINITIONS =
      Set.of(UcObjectType.VIEW, UcObjectType.MATERIALIZED_VIEW, UcObjectType.STREAMING_TABLE);
  private static final UcName VIEW = UcName.of(UcKind.VIEW, "tgt", "s", "v");
  private static final UcName MV = UcName.of(UcKind.MATERIALIZED_VIEW, "tgt", "s", "v");
  private static final UcName ST = UcName.of(UcKind.STREAMING_TABLE, "tgt", "s", "v");

  private static Planning plan(RelationMeta from, RelationMeta to, Object... settings) {
    return plan(Metas.config(DEFINITIONS, settings), from, to);
  }

  private static Planning plan(CatalogConfig config, RelationMeta from, RelationMeta to) {
    Inventory source = new Inventory().add(Metas.catalog("src")).add(Metas.schema("src", "s"));
    Inventory target = new Inventory().add(Metas.catalog("tgt")).add(Metas.schema("tgt", "s"));
    source.add(from);
    // What the queries are about.
    target.add(Metas.table("tgt.s.t", column("a", "int")));
    if (to != null) {
      target.add(to);
    }
    return Planning.of(source, target, config, Metas.RULES, "theirs"::equals);
  }

  private static RelationMeta with(RelationMeta relation, String component, Object value) {
    return Configs.with(relation, component, value);
  }

  @Test
  void aMissingViewIsMadeWithTheNamesOfTheTarget() {
    RelationMeta from =
        with(
            view("src.s.v", "SELECT src.s.f(a) FROM `SRC`.s.T -- src.s.t", column("A", "int")),
            "properties",
            Map.of("team", "x", "view.sqlConfig.x", "y"));
    UcAction action = plan(from, null).action(CreateView.class);
    assertThat(action.change())
        .isEqualTo(
            new CreateView(
                from,
                "SELECT tgt.s.f(a) FROM `tgt`.s.T -- src.s.t",
                Map.of("team", "x"),
                false,
                false));
    assertThat(action.reason()).isEqualTo("missing at the target");
    assertThat(action.unsure()).isFalse();
    assertThat(action.needs())
        .containsExactlyInAnyOrder(
            UcName.of(UcKind.SCHEMA, "tgt", "s").key(),
            UcName.of(UcKind.TABLE, "tgt", "s", "t").key(),
            UcName.of(UcKind.FUNCTION, "tgt", "s", "f").key());
  }

  @Test
  void namesWithoutCatalogAreCompletedByTheSchema() {
    Planning planning = plan(view("src.s.v", "SELECT * FROM t"), null);
    assertThat(planning.the(CreateView.class).context()).isTrue();
    assertThat(planning.actions.get(0).needs())
        .contains(UcName.of(UcKind.TABLE, "tgt", "s", "t").key());
    assertThat(plan(view("src.s.v", "SELECT 1"), null).the(CreateView.class).context()).isFalse();
  }

  @Test
  void doubtsAreWarnings() {
    UcAction action =
        plan(view("src.s.v", "SELECT * FROM IDENTIFIER('src.s' || '.t')"), null)
            .action(CreateView.class);
    assertThat(action.unsure()).isTrue();
    assertThat(action.warnings())
        .singleElement()
        .asString()
        .startsWith("left as it is at position 14: ")
        .contains("made at run time");
  }

  @Test
  void equalViewsAreUnchanged() {
    Planning planning =
        plan(
            view("src.s.v", "SELECT a FROM src.s.t", column("A", "int")),
            view("tgt.s.V", "select A\n from `tgt`.s.t;", column("a", "int")));
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings).containsExactly(Finding.unchanged(VIEW));
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT b FROM tgt.s.t, a, x, its query differs",
    "SELECT a FROM tgt.s.t, b, x, its columns differ",
    "SELECT a FROM tgt.s.t, a, y, its properties differ"
  })
  void viewsThatDifferAreReplacedWhenAllowed(
      String query, String column, String team, String reason) {
    RelationMeta from =
        with(
            view("src.s.v", "SELECT a FROM src.s.t", column("a", "int")),
            "properties",
            Map.of("team", "x"));
    RelationMeta to =
        with(view("tgt.s.v", query, column(column, "int")), "properties", Map.of("team", team));
    UcAction action = plan(from, to).action(CreateView.class);
    assertThat(((CreateView) action.change()).replace()).isTrue();
    assertThat(action.reason()).isEqualTo(reason);
    Planning kept = plan(from, to, "createOrReplaceView", false);
    assertThat(kept.actions).isEmpty();
    assertThat(kept.findings)
        .containsExactly(
            Finding.notReplicated(VIEW, "view", reason, "set create_or_replace_view: true"));
  }

  @Test
  void aViewWithoutAVisibleQueryFails() {
    for (RelationMeta to : new RelationMeta[] {null, view("tgt.s.v", "SELECT 1")}) {
      Planning planning = plan(view("src.s.v", null), to);
      assertThat(planning.actions).isEmpty();
      assertThat(planning.findings)
          .containsExactly(
              Finding.failed(
                  VIEW,
                  "view",
                  "the source does not show its query",
                  "grant the run's principal SELECT"));
    }
    assertThat(
            plan(relation("src.s.v", TableKind.MATERIALIZED_VIEW, null), null)
                .finding(MV)
                .outcome())
        .isEqualTo(Finding.Outcome.FAILED);
  }

  @Test
  void metricViewsAreNotReplicated() {
    Planning planning =
        plan(with(view("src.s.v", "version: 0.1"), "tableType", "METRIC_VIEW"), null);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.notReplicated(
                VIEW,
                "view",
                "metric views are not replicated",
                "create it on the target from its definition"));
  }

  @Test
  void datasetsOfPipelinesAreLeftToThem() {
    RelationMeta from =
        with(relation("src.s.v", TableKind.MATERIALIZED_VIEW, "SELECT 1"), "pipelineId", "theirs");
    Planning planning = plan(from, null);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.notReplicated(
                MV,
                "materialized_view",
                "pipeline theirs defines it",
                "deploy that pipeline on the target's workspace; it makes the object"));
    assertThat(plan(with(from, "pipelineId", "own"), null).the(CreateDataset.class).replace())
        .isFalse();
  }

  @Test
  void datasetsAreMadeAfterWhatTheyRead() {
    RelationMeta from = relation("src.s.v", TableKind.MATERIALIZED_VIEW, "SELECT * FROM src.s.t");
    UcAction action = plan(from, null).action(CreateDataset.class);
    assertThat(action.change()).isEqualTo(new CreateDataset(from, false));
    assertThat(action.type()).isEqualTo(UcObjectType.MATERIALIZED_VIEW);
    assertThat(action.needs()).contains(UcName.of(UcKind.TABLE, "tgt", "s", "t").key());
    assertThat(action.unsure()).isFalse();
  }

  @Test
  void aStreamingTableWithoutAVisibleQueryIsMadeButItsNeedsAreUnsure() {
    UcAction action =
        plan(relation("src.s.v", TableKind.STREAMING_TABLE, null), null)
            .action(CreateDataset.class);
    assertThat(action.object()).isEqualTo(ST);
    assertThat(action.unsure()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "MATERIALIZED_VIEW, createOrReplaceMaterializedView, create_or_replace_materialized_view",
    "STREAMING_TABLE, createOrReplaceStreamingTable, create_or_replace_streaming_table"
  })
  void datasetsThatDifferAreReplacedWhenAllowed(TableKind kind, String setting, String key) {
    RelationMeta from = relation("src.s.v", kind, "SELECT 1 FROM src.s.t");
    RelationMeta to = relation("tgt.s.v", kind, "SELECT 2 FROM tgt.s.t");
    UcAction action = plan(from, to, setting, true).action(CreateDataset.class);
    assertThat(action.change()).isEqualTo(new CreateDataset(from, true));
    assertThat(action.reason()).isEqualTo("its query differs");
    Planning kept = plan(from, to, setting, false);
    assertThat(kept.actions).isEmpty();
    assertThat(kept.finding(from.ucName().in("tgt")).advice()).isEqualTo("set " + key + ": true");
    RelationMeta same = relation("tgt.s.v", kind, "SELECT 1 FROM tgt.s.t");
    assertThat(plan(from, same, setting, true).actions).isEmpty();
    // Queries that cannot be compared are no difference.
    assertThat(plan(with(from, "definition", null), to, setting, true).actions).isEmpty();
  }

  @Test
  void aReplacedViewKeepsCommentsUnlessTheyAreOverwritten() {
    RelationMeta from =
        with(
            view("src.s.v", "SELECT 1", Metas.commented(column("A", "int"), "src")),
            "comment",
            "src");
    RelationMeta to =
        with(
            view("tgt.s.v", "SELECT 2", Metas.commented(column("a", "int"), "tgt")),
            "comment",
            "tgt");
    CreateView kept = plan(from, to, "overwriteComments", false).the(CreateView.class);
    assertThat(kept.source().comment()).isEqualTo("tgt");
    assertThat(kept.source().columns().get(0).comment()).isEqualTo("tgt");
    assertThat(plan(from, to).the(CreateView.class).source()).isEqualTo(from);
    RelationMeta bare = view("tgt.s.v", "SELECT 2", column("a", "int"));
    assertThat(plan(from, bare, "overwriteComments", false).the(CreateView.class).source())
        .isEqualTo(from);
  }

  @Test
  void aReplacedDatasetGetsItsCommentsBack() {
    RelationMeta from =
        with(
            relation(
                "src.s.v",
                TableKind.MATERIALIZED_VIEW,
                "SELECT 1",
                Metas.commented(column("A", "int"), "src")),
            "comment",
            "src");
    RelationMeta to =
        with(
            relation(
                "tgt.s.v",
                TableKind.MATERIALIZED_VIEW,
                "SELECT 2",
                Metas.commented(column("a", "int"), "tgt")),
            "comment",
            "tgt");
    Set<UcObjectType> types =
        Set.of(
            UcObjectType.MATERIALIZED_VIEW,
            UcObjectType.TABLE_COMMENT,
            UcObjectType.COLUMN_COMMENT);
    Planning kept = plan(Metas.config(types, "overwriteComments", false), from, to);
    assertThat(kept.the(Change.SetComment.class).comment()).isEqualTo("tgt");
    assertThat(kept.the(Change.SetColumnComments.class).comments()).isEqualTo(Map.of("A", "tgt"));
    assertThat(plan(Metas.config(types), from, to).actions).hasSize(1);
  }

  @Test
  void kindsThatClashFail() {
    for (TableKind kind : List.of(TableKind.MATERIALIZED_VIEW, TableKind.STREAMING_TABLE)) {
      Planning planning = plan(view("src.s.v", "SELECT 1"), relation("tgt.s.v", kind, "SELECT 1"));
      assertThat(planning.actions).isEmpty();
      assertThat(planning.finding(VIEW).reason())
          .isEqualTo("a " + UcKind.of(kind).label() + " of that name is on the target");
    }
  }
}
