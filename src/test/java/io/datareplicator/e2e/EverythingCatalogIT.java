package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bench of metadata tests itself: equal catalogs look equal, and every change is seen. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class EverythingCatalogIT {
  private static final String TRAP = "some_other_catalog";

  private SandboxSide source;
  private SandboxSide target;
  private EverythingCatalog one;
  private EverythingCatalog two;

  @BeforeAll
  void seedTwice(SandboxProcess sandbox) {
    source = sandbox.source();
    target = sandbox.target();
    Principals.add(source, Principals.SOURCE_ROBOT);
    Principals.add(target, Principals.TARGET_ROBOT);
    MetastoreObjects.tier(source);
    MetastoreObjects.tier(target);
    CompletableFuture<EverythingCatalog> first =
        CompletableFuture.supplyAsync(
            () -> EverythingCatalog.seed(source, "it_twin_one", TRAP, Principals.SOURCE_ROBOT));
    two = EverythingCatalog.seed(target, "it_twin_two", TRAP, Principals.TARGET_ROBOT);
    one = first.join();
  }

  private static SortedMap<String, String> view(SandboxSide side, EverythingCatalog catalog) {
    return MetadataView.reader(side, catalog.catalog())
        .url(catalog.lake(), "lake:")
        .principal(Principals.SOURCE_ROBOT, Principals.ROBOT)
        .principal(Principals.TARGET_ROBOT, Principals.ROBOT)
        .principal("source.admin@example.test", "admin")
        .principal("target.admin@example.test", "admin")
        .withOwners()
        .read();
  }

  @Test
  @Order(1)
  void twinsLookEqual() {
    SortedMap<String, String> view = view(source, one);
    assertThat(view(target, two)).isEqualTo(view);
    assertThat(MetadataView.without(view, "(tags|grants) .*").keySet())
        .contains("catalog", "column sales.feed.id")
        .noneMatch(k -> k.startsWith("tags ") || k.startsWith("grants "));
    assertThat(view.keySet().stream().map(k -> k.split(" ")[0]))
        .contains(
            "catalog",
            "schema",
            "table",
            "view",
            "materialized",
            "streaming",
            "column",
            "constraint",
            "row",
            "mask",
            "function",
            "volume",
            "model",
            "tags",
            "grants",
            "owner",
            "protocol");
    for (String schema : EverythingCatalog.SCHEMAS) {
      assertThat(view).containsKey("schema " + CanonicalText.name(schema));
    }
    for (String name : EverythingCatalog.BY_PIPELINE) {
      assertThat(view.keySet()).anyMatch(k -> k.endsWith(" " + name));
    }
    assertThat(view.get("view sales.v2"))
        .contains("<catalog>.ref.v1 /*", "<catalog>.ref.add_tax(1.00)")
        .contains("/* " + TRAP + ".ref.v1 */")
        .doesNotContain("it_twin_one");
  }

  @Test
  @Order(1)
  void hostileValuesArriveAsTheyAre() {
    SortedMap<String, String> view = view(source, one);
    assertThat(view.get("catalog")).contains("it's \"everything\" \\ of ${year}\n🐘");
    assertThat(view.get("tags catalog")).contains("it's \"odd\" \\=a 'b' \"c\" \\ ${d} 🐘");
    assertThat(view.get("tags schema sales")).contains("long=" + EverythingCatalog.LONG);
    assertThat(view.get("tags table sales.customers")).contains("pii=}", "one\ntwo");
    assertThat(view.get("table sales.hostile"))
        .contains("\\back\\slash ${x} {0} %s 🐘\n-- not a comment /* nor this */")
        .contains("it's=a \"b\" \\ 'c' ${d}\ne");
    assertThat(view.get("column sales.hostile.plain")).contains(EverythingCatalog.LONG);
    assertThat(view.get("materialized view sales.mv_sql")).contains("it's \"mv\" \\ ${x}");
    assertThat(view.get("function ref.add_tax")).contains("adds ${tax}; 'quoted' \\ 🐘");
    assertThat(view.get("volume nothing_here.files")).contains("it's \"files\" \\ ${x} 🐘");
    assertThat(view.get("model sales.churn")).contains("it's \"churn\" \\ ${x}\n🐘", "champion=2");
    assertThat(view.get("grants catalog")).contains("account users=[BROWSE, USE_CATALOG]");
    assertThat(view.get("table `od-d``ü`.ext_plain")).contains("place lake:ext/plain");
  }

  /** What is done to a catalog, and the keys of its view that are different then. */
  private record Change(String statement, Set<String> keys) {}

  private static Change change(String statement, String... keys) {
    return new Change(statement, Set.of(keys));
  }

  private List<Change> changes() {
    String c = two.name();
    return List.of(
        change("COMMENT ON CATALOG " + c + " IS 'x'", "catalog"),
        change("ALTER CATALOG " + c + " SET TAGS ('cost center' = '43')", "tags catalog"),
        change("GRANT USE CATALOG ON CATALOG " + c + " TO `e2e readers`", "grants catalog"),
        change("COMMENT ON SCHEMA " + c + ".ref IS ''", "schema ref"),
        change("ALTER SCHEMA " + c + ".ref SET TAGS ('a' = '')", "tags schema ref"),
        change("REVOKE SELECT ON SCHEMA " + c + ".sales FROM `e2e readers`", "grants schema sales"),
        change("ALTER SCHEMA " + c + ".ref SET OWNER TO `e2e readers`", "owner schema ref"),
        change("COMMENT ON TABLE " + c + ".sales.feed IS 'x'", "table sales.feed"),
        change(
            "ALTER TABLE " + c + ".sales.orders SET TBLPROPERTIES ('x' = 'y')",
            "table sales.orders"),
        change(
            "ALTER TABLE " + c + ".sales.orders ALTER COLUMN placed COMMENT 'when'",
            "column sales.orders.placed"),
        change(
            "ALTER TABLE " + c + ".sales.all_types ALTER COLUMN c_struct.id COMMENT 'nested'",
            "column sales.all_types.c_struct"),
        change(
            "ALTER TABLE " + c + ".sales.orders DROP CONSTRAINT sane",
            "constraint sales.orders.sane"),
        change(
            "ALTER TABLE " + c + ".sales.orders DROP CONSTRAINT `orders cust'omer`",
            "constraint sales.orders.`orders cust'omer`"),
        change(
            "ALTER TABLE " + c + ".sales.customers ALTER COLUMN note SET DEFAULT 'y'",
            "column sales.customers.note"),
        change("ALTER TABLE " + c + ".sales.clustered CLUSTER BY (a)", "table sales.clustered"),
        change(
            "ALTER TABLE " + c + ".sales.auto_clustered CLUSTER BY NONE",
            "table sales.auto_clustered"),
        change("ALTER TABLE " + c + ".sales.guarded DROP ROW FILTER", "row filter sales.guarded"),
        change(
            "ALTER TABLE " + c + ".sales.guarded ALTER COLUMN mail DROP MASK",
            "mask sales.guarded.mail"),
        change(
            "ALTER TABLE " + c + ".sales.customers UNSET TAGS ('line')",
            "tags table sales.customers"),
        change(
            "ALTER TABLE " + c + ".sales.customers ALTER COLUMN mail UNSET TAGS ('it\\'s')",
            "tags column sales.customers.mail"),
        change(
            "REVOKE MODIFY ON TABLE " + c + ".sales.customers FROM `ana.e2e@example.test`",
            "grants table sales.customers"),
        change(
            "ALTER VIEW " + c + ".ref.a5 AS SELECT count(1) AS n FROM " + c + ".ref.v1",
            "view ref.a5"),
        change("COMMENT ON COLUMN " + c + ".sales.v2.code IS 'x'", "column sales.v2.code"),
        change("COMMENT ON TABLE " + c + ".sales.mv_sql IS 'x'", "materialized view sales.mv_sql"),
        change("COMMENT ON COLUMN " + c + ".sales.st_sql.id IS 'x'", "column sales.st_sql.id"),
        change(
            "CREATE OR REFRESH STREAMING TABLE "
                + c
                + ".sales.st_sql AS SELECT id, concat(n, 'z') AS n FROM STREAM("
                + c
                + ".sales.feed)",
            "streaming table sales.st_sql"),
        change(
            "CREATE OR REPLACE FUNCTION "
                + c
                + ".ref.twice(x DECIMAL(12,2) COMMENT 'x') RETURNS DECIMAL(18,4) RETURN "
                + c
                + ".ref.add_tax(x, 1)",
            "function ref.twice"),
        change(
            "GRANT EXECUTE ON FUNCTION " + c + ".ref.twice TO `account users`",
            "grants function ref.twice"),
        change(
            "COMMENT ON VOLUME " + c + ".nothing_here.silent IS 'x'", "volume nothing_here.silent"),
        change(
            "ALTER VOLUME " + c + ".nothing_here.landing SET TAGS ('x' = 'y')",
            "tags volume nothing_here.landing"),
        change(
            "GRANT READ VOLUME ON VOLUME " + c + ".nothing_here.landing TO `account users`",
            "grants volume nothing_here.landing"),
        change(
            "DROP VIEW " + c + ".ref.a5", "view ref.a5", "column ref.a5.n", "owner view ref.a5"));
  }

  @Test
  @Order(2)
  void everyChangeIsSeenAndNothingElse() {
    target.clearRequests();
    SortedMap<String, String> before = view(target, two);
    assertThat(Writes.of(target, null)).as("reading a view writes nothing").isEmpty();
    List<String> statements = changes().stream().map(Change::statement).toList();
    Set<String> keys = new TreeSet<>();
    changes().forEach(c -> assertThat(keys).doesNotContainAnyElementsOf(c.keys()));
    changes().forEach(c -> keys.addAll(c.keys()));
    target.run(statements.toArray(String[]::new));
    String model = SandboxSide.UNITY + "/models/" + two.catalog() + ".sales.plain";
    target.call("PATCH", model, Map.of("comment", "x"));
    keys.add("model sales.plain");
    assertThat(MetadataView.differing(before, view(target, two))).isEqualTo(keys);
    List<String> writes = new ArrayList<>(statements);
    writes.add("PATCH " + model + " {\"comment\":\"x\"}");
    assertThat(Writes.of(target, null)).containsExactlyInAnyOrderElementsOf(writes);
    assertThat(Writes.of(target, two.catalog())).isEmpty();
  }

  @Test
  @Order(3)
  void objectsOfTheMetastoreCanBeMade() {
    MetastoreObjects.seed(source, "it-twin-meta", Principals.SOURCE_ROBOT);
    assertThat(source.exists(SandboxSide.UNITY + "/external-locations/it-twin-meta-raw")).isTrue();
    assertThat(source.exists(SandboxSide.UNITY + "/connections/it-twin-meta-pg")).isTrue();
    assertThat(source.exists("/api/2.1/tag-policies/it-twin-meta%20class")).isTrue();
  }

  @Test
  @Order(3)
  void aThousandTablesAreMadeAtOnce() {
    BulkCatalog.seed(source, "it_twin_bulk", 4, 250, 20);
    String from = "FROM it_twin_bulk.information_schema.";
    assertThat(source.value("SELECT count(*) " + from + "tables WHERE table_type = 'MANAGED'"))
        .isEqualTo("1000");
    assertThat(source.value("SELECT count(*) " + from + "table_tags")).isEqualTo("2000");
    assertThat(source.value("SELECT count(*) " + from + "column_tags")).isEqualTo("20000");
    assertThat(
            source.value(
                "SELECT count(*) " + from + "table_privileges WHERE inherited_from = 'NONE'"))
        .isEqualTo("2000");
    assertThat(source.sql("SELECT * FROM it_twin_bulk.s3.t249")).isEmpty();
    BulkCatalog.drop(source, "it_twin_bulk");
  }
}
