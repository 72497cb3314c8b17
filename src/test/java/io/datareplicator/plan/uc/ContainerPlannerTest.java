package io.datareplicator.plan.uc;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.SchemaMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.CreateCatalog;
import io.datareplicator.plan.uc.Change.CreateSchema;
import io.datareplicator.plan.uc.Change.Settings;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Catalogs and schemas, through {@link CatalogPlanner} and {@link SchemaPlanner}. */
class ContainerPlannerTest {
  private static final UcName CATALOG = UcName.of(UcKind.CATALOG, "tgt");
  private static final UcName SCHEMA = UcName.of(UcKind.SCHEMA, "tgt", "s");
  private static final CatalogMeta FROM = Metas.catalog("src");
  private static final CatalogMeta TO =
      Configs.with(Metas.catalog("tgt"), "optimization", "DISABLE");

  private static Planning catalog(CatalogMeta from, CatalogMeta to, Object... settings) {
    return Planning.of(
        new Inventory().add(from),
        new Inventory().add(to),
        Metas.config(Set.of(UcObjectType.CATALOG), settings),
        Metas.RULES);
  }

  private static Planning schema(SchemaMeta from, SchemaMeta to, Object... settings) {
    Inventory target = new Inventory().add(TO);
    return Planning.of(
        new Inventory().add(FROM).add(from),
        to == null ? target : target.add(to),
        Metas.config(Set.of(UcObjectType.SCHEMA), settings),
        Metas.RULES);
  }

  private static CatalogMeta with(CatalogMeta catalog, String component, Object value) {
    return Configs.with(catalog, component, value);
  }

  private static SchemaMeta with(SchemaMeta schema, String component, Object value) {
    return Configs.with(schema, component, value);
  }

  @Test
  void aMissingCatalogIsMadeWithPredictiveOptimizationOff() {
    Map<String, String> properties = Map.of("team", "x", "unity.catalog.managed.defaults.k", "v");
    CatalogMeta from = with(with(FROM, "comment", "c"), "properties", properties);
    UcAction action = catalog(from, null).action(CreateCatalog.class);
    assertThat(action.object()).isEqualTo(CATALOG);
    assertThat(action.reason()).isEqualTo("missing at the target");
    assertThat(action.change())
        .isEqualTo(
            new CreateCatalog(
                from, null, new Settings(null, Map.of("team", "x"), null, "DISABLE")));
  }

  @ParameterizedTest
  @CsvSource({
    "false, ENABLE, DISABLE",
    "false, INHERIT, DISABLE",
    "false,, DISABLE",
    "true, ENABLE, ENABLE",
    "true, DISABLE, DISABLE",
    "true, INHERIT,",
    "true,,"
  })
  void newCatalogsAreOptimizedAsAskedFor(boolean replicate, String source, String wanted) {
    Planning planning =
        catalog(
            with(FROM, "optimization", source),
            null,
            "replicateEnablePredictiveOptimization",
            replicate);
    assertThat(planning.the(CreateCatalog.class).settings().optimization()).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "false, ENABLE, INHERIT, DISABLE", "false, ENABLE, DISABLE,", "false, INHERIT,, DISABLE",
    "true, ENABLE, INHERIT, ENABLE", "true, INHERIT, DISABLE, INHERIT", "true,, INHERIT,"
  })
  void presentCatalogsAreOptimizedAsAskedFor(
      boolean replicate, String source, String target, String wanted) {
    Planning planning =
        catalog(
            with(FROM, "optimization", source),
            with(TO, "optimization", target),
            "replicateEnablePredictiveOptimization",
            replicate);
    assertThat(planning.actions.stream().map(UcAction::change))
        .isEqualTo(wanted == null ? List.of() : List.of(new Settings(null, null, null, wanted)));
  }

  @Test
  void equalCatalogsAreUnchanged() {
    Planning planning = catalog(with(FROM, "comment", ""), TO);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings).containsExactly(Finding.unchanged(CATALOG));
  }

  @Test
  void settingsThatDifferAreChangedAllAtOnce() {
    CatalogMeta from =
        with(with(FROM, "comment", "c"), "properties", Map.of("team", "x", "same", "1"));
    CatalogMeta to =
        with(
            with(with(TO, "properties", Map.of("same", "1", "own", "2")), "comment", "old"),
            "optimization",
            "ENABLE");
    UcAction action = catalog(from, to).action(Settings.class);
    assertThat(action.change())
        .isEqualTo(
            new Settings("c", Map.of("team", "x", "same", "1", "own", "2"), null, "DISABLE"));
    assertThat(action.reason())
        .isEqualTo("differs in comment, properties, predictive optimization");
    assertThat(action.change().defines()).isFalse();
  }

  @Test
  void commentsOfTheTargetAreOverwrittenOnlyWhenAskedFor() {
    CatalogMeta to = with(TO, "comment", "mine");
    assertThat(catalog(with(FROM, "comment", "c"), to, "overwriteComments", false).actions)
        .isEmpty();
    assertThat(catalog(FROM, to).the(Settings.class).comment()).isEmpty();
    assertThat(
            catalog(with(FROM, "comment", "c"), TO, "overwriteComments", false)
                .the(Settings.class)
                .comment())
        .isEqualTo("c");
  }

  @Test
  void isolationIsTakenOverAndBindingsAreTold() {
    CatalogMeta isolated = with(FROM, "isolationMode", "ISOLATED");
    Finding bindings =
        Finding.notReplicated(
            CATALOG,
            "workspace_binding",
            "the source catalog is bound to workspaces that are not those of the target",
            "bind the target catalog to its workspaces by hand");
    Planning made = catalog(isolated, null);
    assertThat(made.the(CreateCatalog.class).settings().isolationMode()).isEqualTo("ISOLATED");
    assertThat(made.findings).containsExactly(bindings);
    Planning changed = catalog(isolated, TO);
    assertThat(changed.the(Settings.class).isolationMode()).isEqualTo("ISOLATED");
    assertThat(changed.action(Settings.class).reason()).isEqualTo("differs in isolation mode");
    assertThat(catalog(FROM, with(TO, "isolationMode", "ISOLATED")).the(Settings.class))
        .isEqualTo(new Settings(null, null, "OPEN", null));
    assertThat(catalog(with(FROM, "isolationMode", null), TO).actions).isEmpty();
  }

  @Test
  void catalogsOfOtherKindsAreNotMade() {
    Planning planning = catalog(with(FROM, "type", "DELTASHARING_CATALOG"), null);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.notReplicated(
                CATALOG,
                "catalog",
                "the source catalog is a DELTASHARING_CATALOG",
                "only catalogs whose data Unity Catalog keeps itself can be made again"
                    + " elsewhere"));
    assertThat(catalog(with(FROM, "type", null), null).actions).hasSize(1);
  }

  @Test
  void storageRootsFollowTheMapping() {
    CatalogMeta mapped = with(FROM, "storageRoot", "s3://from/c");
    assertThat(catalog(mapped, null).the(CreateCatalog.class).storageRoot()).isEqualTo("s3://to/c");
    assertThat(
            catalog(mapped, null, "replicateAsManaged", true)
                .the(CreateCatalog.class)
                .storageRoot())
        .isNull();
    SchemaMeta schema = with(Metas.schema("src", "s"), "storageRoot", "s3://from/s/");
    assertThat(schema(schema, null).the(CreateSchema.class).storageRoot()).isEqualTo("s3://to/s");
  }

  @Test
  void storageRootsWithoutMappingFail() {
    Planning planning = catalog(with(FROM, "storageRoot", "s3://else/c"), null);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.failed(
                CATALOG,
                "catalog",
                "no prefix of cloud_url_mapping covers its storage root s3://else/c",
                "add one, or set replicate_as_managed: true to leave the place to the target"));
    SchemaMeta schema = with(Metas.schema("src", "s"), "storageRoot", "s3://else/s");
    assertThat(schema(schema, null).finding(SCHEMA).reason())
        .isEqualTo("no prefix of cloud_url_mapping covers its storage root s3://else/s");
    assertThat(
            schema(schema, null, "replicateAsManaged", true).the(CreateSchema.class).storageRoot())
        .isNull();
  }

  @Test
  void aMissingCatalogThatIsNotAskedForFails() {
    Planning planning =
        Planning.of(
            new Inventory().add(FROM).add(Metas.schema("src", "s")),
            new Inventory(),
            Metas.config(Set.of(UcObjectType.CATALOG_TAG, UcObjectType.SCHEMA)),
            Metas.RULES);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.failed(
                CATALOG,
                "catalog",
                "it is not on the target, and nothing of this run makes it",
                "add catalog to uc_object_types"));
  }

  @Test
  void whatNobodyAsksForIsNotMentioned() {
    Inventory source = new Inventory().add(FROM).add(Metas.schema("src", "s"));
    Planning ofCatalogs =
        Planning.of(
            source,
            new Inventory().add(TO),
            Metas.config(Set.of(UcObjectType.CATALOG_TAG)),
            Metas.RULES);
    assertThat(ofCatalogs.findings).containsExactly(Finding.unchanged(CATALOG));
    Planning ofTables =
        Planning.of(
            source,
            new Inventory().add(TO).add(Metas.schema("tgt", "s")),
            Metas.config(Set.of(UcObjectType.TABLE)),
            Metas.RULES);
    assertThat(ofTables.findings).isEmpty();
    assertThat(ofTables.actions).isEmpty();
  }

  @Test
  void aMissingSchemaIsMadeAndInheritsOptimization() {
    SchemaMeta from =
        with(
            with(Metas.schema("src", "S"), "properties", Map.of("a", "b", "ownerGroup", "x")),
            "optimization",
            "ENABLE");
    UcAction action = schema(from, null).action(CreateSchema.class);
    assertThat(action.object()).isEqualTo(SCHEMA);
    assertThat(action.needs()).containsExactly(CATALOG.key());
    assertThat(action.change())
        .isEqualTo(new CreateSchema(from, null, new Settings(null, Map.of("a", "b"), null, null)));
    CreateSchema optimized =
        schema(from, null, "replicateEnablePredictiveOptimization", true).the(CreateSchema.class);
    assertThat(optimized.settings().optimization()).isEqualTo("ENABLE");
  }

  @ParameterizedTest
  @CsvSource({
    "false, ENABLE, ENABLE, DISABLE", "false, ENABLE, INHERIT,", "false, DISABLE, INHERIT,",
    "true, ENABLE, INHERIT, ENABLE", "true, INHERIT, ENABLE, INHERIT", "true,, INHERIT,"
  })
  void presentSchemasAreOptimizedAsAskedFor(
      boolean replicate, String source, String target, String wanted) {
    Planning planning =
        schema(
            with(Metas.schema("src", "s"), "optimization", source),
            with(Metas.schema("tgt", "s"), "optimization", target),
            "replicateEnablePredictiveOptimization",
            replicate);
    if (wanted == null) {
      assertThat(planning.actions).isEmpty();
      assertThat(planning.findings).containsExactly(Finding.unchanged(SCHEMA));
    } else {
      assertThat(planning.the(Settings.class)).isEqualTo(new Settings(null, null, null, wanted));
    }
  }

  @Test
  void theDefaultSchemaOfANewCatalogIsChangedNotMade() {
    Inventory source =
        new Inventory()
            .add(FROM)
            .add(with(Metas.schema("src", "default"), "comment", "c"))
            .add(Metas.schema("src", "s"));
    Set<UcObjectType> types = Set.of(UcObjectType.CATALOG, UcObjectType.SCHEMA);
    FakeMetastore target = new FakeMetastore(Metas.RULES);
    Planning planning = Planning.of(source, target, Metas.config(types), Metas.RULES);
    assertThat(planning.changes(UcName.of(UcKind.SCHEMA, "tgt", "default")))
        .containsExactly(new Settings("c", null, null, null));
    assertThat(planning.changes(SCHEMA)).hasSize(1);
    assertThat(planning.carryOut(target).refused).isEmpty();
    assertThat(Planning.of(source, target, Metas.config(types), Metas.RULES).actions).isEmpty();
    Planning there = Planning.of(source, new Inventory().add(TO), Metas.config(types), Metas.RULES);
    assertThat(there.changes(UcName.of(UcKind.SCHEMA, "tgt", "default")).get(0))
        .isInstanceOf(CreateSchema.class);
  }

  @Test
  void withoutItsSchemaNothingIsMadeAndAllIsReported() {
    Inventory source =
        new Inventory()
            .add(FROM)
            .add(with(Metas.schema("src", "s"), "storageRoot", "s3://else/s"))
            .add(Metas.table("src.s.t", Metas.column("v", "int")));
    FakeMetastore target = new FakeMetastore(Metas.RULES);
    target.add(TO);
    Planning planning =
        Planning.of(
            source,
            target,
            Metas.config(Set.of(UcObjectType.SCHEMA, UcObjectType.TABLE)),
            Metas.RULES);
    assertThat(planning.actions).hasSize(1);
    assertThat(planning.actions.get(0).needs()).containsExactly(SCHEMA.key());
    assertThat(planning.carryOut(target).done).isEmpty();
    assertThat(planning.finding(SCHEMA).outcome()).isEqualTo(Finding.Outcome.FAILED);
  }
}
