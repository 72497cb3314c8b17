package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datareplicator.databricks.sql.ddl.ColumnStatements;
import io.datareplicator.databricks.sql.ddl.CommentStatements;
import io.datareplicator.databricks.sql.ddl.ConstraintStatements;
import io.datareplicator.databricks.sql.ddl.FunctionStatements;
import io.datareplicator.databricks.sql.ddl.TableOptions;
import io.datareplicator.databricks.sql.ddl.TableOptions.Mode;
import io.datareplicator.databricks.sql.ddl.TableStatements;
import io.datareplicator.databricks.sql.ddl.TagStatements;
import io.datareplicator.databricks.sql.ddl.TypeSql;
import io.datareplicator.databricks.sql.ddl.ViewStatements;
import io.datareplicator.databricks.sql.infoschema.InformationSchema;
import io.datareplicator.databricks.sql.infoschema.Level;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.Clustering;
import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.FunctionMeta.Parameter;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every kind of statement of metadata replication is sent, and what it did is looked at. */
@Tag("jvm")
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class DdlIT {
  private static final String CATALOG = "it-ddl";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLAIN = "it's \"odd\" \\ `x` ü\uD83D\uDE80\n-- 2; /*";

  /** With what Spark replaces in a statement before it looks at its strings. */
  private static final String ODD = PLAIN + "$" + "{user.home}";

  private static final Map<String, String> MAPPED =
      Map.of("delta.columnMapping.mode", "name", "team", ODD);

  private SandboxSide side;

  @BeforeAll
  void catalog(SandboxProcess sandbox) {
    side = sandbox.source();
    side.run("CREATE CATALOG `it-ddl`");
    for (String schema : List.of("types", "alter", "keys", "views", "functions", "tags", "info")) {
      side.run("CREATE SCHEMA `it-ddl`." + schema);
    }
  }

  private static TableName table(String schema, String name) {
    return new TableName(CATALOG, schema, name);
  }

  private void send(Collection<String> statements) {
    statements.forEach(side::sql);
  }

  private JsonNode json(TableName name) {
    return side.call("GET", SandboxSide.UNITY + "/tables/" + name.fullName(), null);
  }

  private RelationMeta read(TableName name) {
    JsonNode json = json(name);
    List<ColumnMeta> columns = new ArrayList<>();
    json.path("columns")
        .forEach(
            c ->
                columns.add(
                    new ColumnMeta(
                        c.path("name").asText(),
                        c.path("type_text").asText(),
                        c.path("type_json").asText(),
                        c.path("nullable").asBoolean(true),
                        text(c, "comment"),
                        c.hasNonNull("partition_index") ? c.get("partition_index").asInt() : null,
                        null)));
    Map<String, String> properties = new TreeMap<>();
    json.path("properties")
        .properties()
        .forEach(p -> properties.put(p.getKey(), p.getValue().asText()));
    return new RelationMeta(
        name,
        TableKind.fromApi(json.path("table_type").asText()),
        json.path("table_type").asText(),
        text(json, "data_source_format"),
        text(json, "comment"),
        null,
        null,
        text(json, "view_definition"),
        null,
        null,
        properties,
        columns);
  }

  private static String text(JsonNode json, String key) {
    return json.hasNonNull(key) ? json.get(key).asText() : null;
  }

  private ColumnMeta column(TableName table, String name) {
    return read(table).columns().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Columns without what a table gives out by itself. */
  private List<ColumnMeta> comparable(TableName table) {
    return read(table).columns().stream()
        .map(
            c ->
                new ColumnMeta(
                    c.name(),
                    c.typeText(),
                    withoutIds(c.typeJson()),
                    c.nullable(),
                    c.comment(),
                    c.partitionIndex(),
                    null))
        .toList();
  }

  private static String withoutIds(String typeJson) {
    try {
      JsonNode json = JSON.readTree(typeJson);
      strip(json);
      return json.toString();
    } catch (JsonProcessingException e) {
      throw new AssertionError(typeJson, e);
    }
  }

  private static void strip(JsonNode json) {
    if (json instanceof ObjectNode object) {
      List<String> own = new ArrayList<>();
      object.fieldNames().forEachRemaining(own::add);
      own.removeIf(k -> !k.startsWith("delta.columnMapping.") && !k.equals("EXISTS_DEFAULT"));
      object.remove(own);
    }
    json.forEach(DdlIT::strip);
  }

  /** Sends CREATE TABLE for a table that is there already, under another name. */
  private TableName copy(TableName original, TableOptions options) {
    TableName copy = new TableName(CATALOG, original.schema(), original.table() + "_copy");
    side.sql(TableStatements.create(read(original), copy, options));
    return copy;
  }

  @Test
  void everyTypeComesBackAsItWas() {
    TableName original = table("types", "all_types");
    side.sql(
        """
        CREATE TABLE `it-ddl`.types.all_types (
        b BOOLEAN, y TINYINT, s SMALLINT, i INT, l BIGINT NOT NULL COMMENT 'the key', f FLOAT, d DOUBLE,
        n DECIMAL(20,4), t STRING, c CHAR(5), v VARCHAR(7) NOT NULL, x BINARY, dt DATE, ts TIMESTAMP, tn TIMESTAMP_NTZ,
        j VARIANT, a ARRAY<STRUCT<`odd ``name.x`: INT COMMENT 'it\\'s', m: MAP<STRING, ARRAY<DECIMAL(3,1)>>>>,
        g STRUCT<ab: VARCHAR(3) COMMENT 'three', cd: STRUCT<deep: ARRAY<CHAR(2)>> NOT NULL>, h STRUCT<`a,b>:c`: STRING, `größe`: INT>,
        `sp ace` STRING, `q'uote"` INT COMMENT 'a "comment"\\nof two lines', `ba``ck` INT, `dot.ted` INT, `客户` INT)
        TBLPROPERTIES ('delta.columnMapping.mode' = 'name')
        """);

    TableName copy = copy(original, TableOptions.of(Mode.CREATE).with(MAPPED));

    assertThat(comparable(copy)).isEqualTo(comparable(original));
    assertThat(read(copy).properties()).containsEntry("team", ODD);
    assertThat(column(copy, "v").typeJson()).contains("varchar(7)");
    assertThat(ColumnDetails.of(column(copy, "g")).canonicalType())
        .isEqualTo("struct<`ab`:varchar(3),`cd`:struct<`deep`:array<char(2)>>>");
  }

  @Test
  void collationsAreReadWhereTheyAre() {
    // The sandbox's Delta cannot store them, but its views have them.
    side.sql(
        "CREATE VIEW `it-ddl`.types.collated AS SELECT 'a' COLLATE UTF8_LCASE AS a, map('k' COLLATE"
            + " UNICODE_CI, nullif(array('v' COLLATE UTF8_LCASE, NULL), array())) AS m, named_struct('x', 'y' COLLATE"
            + " UNICODE, 'z', 'plain') AS s");
    List<ColumnMeta> columns = read(table("types", "collated")).columns();

    assertThat(columns.stream().map(c -> ColumnDetails.of(c).canonicalType()))
        .containsExactly(
            "string collate UTF8_LCASE",
            "map<string collate UNICODE_CI,array<string collate UTF8_LCASE>>",
            "struct<`x`:string collate UNICODE,`z`:string>");
    side.sql(
        "SELECT "
            + columns.stream()
                .map(c -> "CAST(NULL AS " + TypeSql.of(c) + ")")
                .collect(Collectors.joining(", ")));
  }

  @Test
  void computedValuesAndLayout() {
    TableName original = table("types", "computed");
    side.sql(
        "CREATE TABLE `it-ddl`.types.computed (id BIGINT GENERATED BY DEFAULT AS IDENTITY (START"
            + " WITH -5 INCREMENT BY 10), `always` BIGINT GENERATED ALWAYS AS IDENTITY, d DATE, m"
            + " STRING GENERATED ALWAYS AS (date_format(d, \"yyyy-MM')\")), state STRING NOT NULL"
            + " DEFAULT 'n''ew;--', amount DECIMAL(20,4) DEFAULT 0.5 + abs(-1), region STRING)"
            + " PARTITIONED BY (region, d) COMMENT 'c' TBLPROPERTIES"
            + " ('delta.feature.allowColumnDefaults' = 'supported')");

    TableName copy = copy(original, TableOptions.of(Mode.OR_REPLACE));
    assertThat(comparable(copy)).isEqualTo(comparable(original));
    assertThat(read(copy).comment()).isEqualTo("c");
    assertThat(ColumnDetails.of(column(copy, "id")).identity())
        .isEqualTo(new ColumnDetails.Identity(-5, 10, true));
    assertThat(ColumnDetails.of(column(copy, "always")).identity())
        .isEqualTo(new ColumnDetails.Identity(1, 1, false));
    assertThat(ColumnDetails.of(column(copy, "m")).generationExpression())
        .isEqualTo("date_format(d, \"yyyy-MM')\")");

    // A second time nothing happens, as the statement says.
    side.sql(TableStatements.create(read(original), copy, TableOptions.of(Mode.IF_NOT_EXISTS)));
    assertThat(side.history("`it-ddl`.types.computed_copy")).hasSize(1);
  }

  @Test
  void clusteringIsSetChangedAndTakenAway() {
    TableName original = table("types", "clustered");
    side.sql(
        "CREATE TABLE `it-ddl`.types.clustered (k INT, s STRUCT<`a`: INT>) CLUSTER BY (k, s.a)");
    Clustering clustering = Clustering.of(read(original).properties());
    assertThat(clustering.columns()).containsExactly(List.of("k"), List.of("s", "a"));

    TableName copy = copy(original, TableOptions.of(Mode.CREATE).with(clustering));
    assertThat(Clustering.of(read(copy).properties())).isEqualTo(clustering);
    side.sql(TableStatements.clusterBy(copy, Clustering.by(List.of(List.of("s", "a")))));
    assertThat(Clustering.of(read(copy).properties()).columns()).containsExactly(List.of("s", "a"));
    side.sql(TableStatements.clusterBy(copy, Clustering.NONE));
    assertThat(Clustering.of(read(copy).properties()).isNone()).isTrue();
  }

  @Test
  void tablesAreAltered() {
    TableName name = table("alter", "t");
    side.sql(
        "CREATE TABLE `it-ddl`.alter.t (id INT NOT NULL, s STRUCT<`in ner`: INT, a: ARRAY<STRUCT<z: INT>>>) TBLPROPERTIES ('a' = '1', 'b' = '2', 'delta.columnMapping.mode' = 'name')");
    side.sql(
        "CREATE TABLE `it-ddl`.alter.wanted (id INT, s STRUCT<`in ner`: INT, a: ARRAY<STRUCT<z:"
            + " INT>>>, `new one` ARRAY<VARCHAR(3)> COMMENT 'x', state STRING DEFAULT 'new')"
            + " TBLPROPERTIES ('delta.columnMapping.mode' = 'name',"
            + " 'delta.feature.allowColumnDefaults' = 'supported')");
    List<ColumnMeta> wanted = comparable(table("alter", "wanted"));

    send(ColumnStatements.add(name, wanted.subList(2, 4)));
    side.sql(ColumnStatements.dropNotNull(name, "id"));
    assertThat(comparable(name)).isEqualTo(wanted);

    side.sql(ColumnStatements.setDefault(name, "state", "concat('a,', 'b') -- why"));
    assertThat(ColumnDetails.of(column(name, "state")).defaultExpression())
        .startsWith("concat('a,', 'b')");
    side.sql(ColumnStatements.dropDefault(name, "state"));
    assertThat(ColumnDetails.of(column(name, "state")).defaultExpression()).isNull();

    side.sql(TableStatements.setProperties(name, Map.of("b", ODD, "it's", "")));
    side.sql(TableStatements.unsetProperties(name, List.of("a", "not there")));
    assertThat(read(name).properties())
        .containsEntry("b", ODD)
        .containsEntry("it's", "")
        .doesNotContainKey("a");

    Map<List<String>, String> comments = new LinkedHashMap<>();
    comments.put(List.of("id"), ODD);
    comments.put(List.of("new one"), null);
    comments.put(List.of("s", "in ner"), "inner");
    comments.put(List.of("s", "a", "element", "z"), "deep");
    send(ColumnStatements.comments(name, comments, 1));
    assertThat(column(name, "id").comment()).isEqualTo(ODD);
    assertThat(column(name, "new one").comment()).isNullOrEmpty();
    assertThat(ColumnDetails.of(column(name, "s")).nestedComments())
        .isEqualTo(Map.of(List.of("in ner"), "inner", List.of("a", "element", "z"), "deep"));
  }

  @Test
  void severalCommentsInOneStatement() {
    TableName name = table("alter", "commented");
    side.sql("CREATE TABLE `it-ddl`.alter.commented (a INT, b INT, c INT)");
    Map<List<String>, String> comments = new LinkedHashMap<>();
    comments.put(List.of("a"), "1");
    comments.put(List.of("b"), ODD);
    comments.put(List.of("c"), "3");

    List<String> statements = ColumnStatements.comments(name, comments, 2);

    assertThat(statements).hasSize(2);
    send(statements);
    assertThat(read(name).columns().stream().map(ColumnMeta::comment))
        .containsExactly("1", ODD, "3");
  }

  @Test
  void keysChecksFiltersAndMasks() {
    TableName parent = table("keys", "parent");
    TableName child = table("keys", "child");
    side.run(
        "CREATE TABLE `it-ddl`.keys.parent (a INT NOT NULL, b INT NOT NULL)",
        "CREATE TABLE `it-ddl`.keys.child (x INT, y INT, mail STRING, region STRING)",
        "CREATE FUNCTION `it-ddl`.keys.hide(v STRING, r STRING) RETURNS STRING RETURN 'x'",
        "CREATE FUNCTION `it-ddl`.keys.only(r STRING) RETURNS BOOLEAN RETURN r = 'eu'");
    side.sql(
        ConstraintStatements.addKey(
            parent, new KeyConstraint("pk`1", List.of("b", "a"), null, List.of())));
    side.sql(
        ConstraintStatements.addKey(
            child, new KeyConstraint("fk 1", List.of("x", "y"), parent, List.of("a", "b"))));
    assertThat(side.sql(InformationSchema.constraints(CATALOG, List.of("keys"))))
        .containsExactly(
            row("keys", "child", "fk 1", "FOREIGN KEY", "x", "1", CATALOG, "keys", "parent", "a"),
            row("keys", "child", "fk 1", "FOREIGN KEY", "y", "2", CATALOG, "keys", "parent", "b"),
            row("keys", "parent", "pk`1", "PRIMARY KEY", "b", "1", null, null, null, null),
            row("keys", "parent", "pk`1", "PRIMARY KEY", "a", "2", null, null, null, null));
    assertThat(side.sql(InformationSchema.constraints(CATALOG, List.of("types")))).isEmpty();

    side.sql(ConstraintStatements.addCheck(child, "small", "x < 100 AND mail <> ')' -- no"));
    assertThat(read(child).properties().get("delta.constraints.small")).startsWith("x < 100");
    side.sql(ConstraintStatements.drop(child, "small", false));
    assertThat(read(child).properties()).doesNotContainKey("delta.constraints.small");
    side.sql(ConstraintStatements.drop(parent, "pk`1", true));
    side.sql(ConstraintStatements.drop(child, "not there", false));
    assertThat(side.sql(InformationSchema.constraints(CATALOG, null))).isEmpty();

    side.sql(
        ConstraintStatements.setRowFilter(
            child, new FunctionUse("it-ddl.keys.only", List.of("region"))));
    side.sql(
        ColumnStatements.setMask(
            child, "mail", new FunctionUse("it-ddl.keys.hide", List.of("region"))));
    assertThat(json(child).path("row_filter").path("function_name").asText())
        .isEqualTo("it-ddl.keys.only");
    assertThat(json(child).at("/columns/2/mask/using_column_names/0").asText()).isEqualTo("region");
    side.sql(ConstraintStatements.dropRowFilter(child));
    side.sql(ColumnStatements.dropMask(child, "mail"));
    assertThat(json(child).has("row_filter")).isFalse();
    assertThat(json(child).at("/columns/2").has("mask")).isFalse();
  }

  private static List<String> row(String... values) {
    return new ArrayList<>(java.util.Arrays.asList(values));
  }

  @Test
  void viewsAndTheirComments() {
    TableName name = table("views", "v");
    UcName view = UcName.of(UcKind.VIEW, CATALOG, "views", "v");
    List<ColumnMeta> columns =
        List.of(
            new ColumnMeta("i`d", null, null, true, ODD, null, null),
            new ColumnMeta("plain", null, null, true, null, null, null));
    String query = "SELECT 1, -- the one\n 'a;b'";

    side.sql(ViewStatements.create(name, columns, ODD, Map.of("team", ODD), query, false));
    RelationMeta made = read(name);
    assertThat(made.definition()).isEqualTo(query);
    assertThat(made.comment()).isEqualTo(ODD);
    assertThat(made.columns().get(0).name()).isEqualTo("i`d");
    assertThat(made.columns().get(0).comment()).isEqualTo(ODD);

    side.sql(CommentStatements.on(view, null));
    side.sql(CommentStatements.onColumn(view, "plain", "now"));
    side.sql(CommentStatements.onColumn(view, "i`d", null));
    assertThat(read(name).comment()).isNullOrEmpty();
    assertThat(read(name).columns().get(0).comment()).isNullOrEmpty();
    assertThat(read(name).columns().get(1).comment()).isEqualTo("now");

    side.sql(ViewStatements.create(name, List.of(), null, Map.of(), "SELECT 2 AS n", true));
    assertThat(read(name).columns().stream().map(ColumnMeta::name)).containsExactly("n");
  }

  @Test
  void tablesThatAQueryKeeps() {
    side.sql("CREATE TABLE `it-ddl`.views.base AS SELECT id, id % 3 AS k FROM range(9)");
    TableName base = table("views", "base");
    RelationMeta shape = read(base);
    TableName mv = table("views", "mv");
    side.sql(
        ViewStatements.createMaterialized(
            withComments(shape, mv),
            mv,
            "SELECT id, k FROM `it-ddl`.views.base WHERE k = 0",
            TableOptions.of(Mode.CREATE).with(Map.of("team", "x"))));
    assertThat(side.value("SELECT count(*) FROM `it-ddl`.views.mv")).isEqualTo("3");
    assertThat(read(mv).kind()).isEqualTo(TableKind.MATERIALIZED_VIEW);
    assertThat(read(mv).columns().get(0).comment()).isEqualTo(ODD);

    TableName st = table("views", "st");
    side.sql(
        ViewStatements.createStreaming(
            withComments(shape, st),
            st,
            "SELECT * FROM STREAM(`it-ddl`.views.base)",
            TableOptions.of(Mode.OR_REPLACE)));
    assertThat(side.value("SELECT count(*) FROM `it-ddl`.views.st")).isEqualTo("9");
    assertThat(read(st).kind()).isEqualTo(TableKind.STREAMING_TABLE);

    for (UcName name :
        List.of(ucName(UcKind.MATERIALIZED_VIEW, "mv"), ucName(UcKind.STREAMING_TABLE, "st"))) {
      side.sql(TagStatements.set(name, Map.of("k", "v")));
      side.sql(TagStatements.set(name, Map.of("gone", "")));
      side.sql(TagStatements.unset(name, List.of("gone")));
      side.sql(CommentStatements.on(name, "about"));
    }
    assertThat(read(mv).comment()).isEqualTo("about");
    assertThat(read(st).comment()).isEqualTo("about");
    assertThat(
            side.sql(
                InformationSchema.tags(CATALOG, Set.of(Level.TABLE), List.of("views"), null, 9)))
        .containsExactly(
            row("TABLE", "views", "mv", "", "k", "v"), row("TABLE", "views", "st", "", "k", "v"));
  }

  private static UcName ucName(UcKind kind, String name) {
    return UcName.of(kind, CATALOG, "views", name);
  }

  private static RelationMeta withComments(RelationMeta shape, TableName name) {
    return new RelationMeta(
        name,
        shape.kind(),
        shape.tableType(),
        null,
        "first",
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        shape.columns().stream()
            .map(c -> new ColumnMeta(c.name(), c.typeText(), c.typeJson(), true, ODD, null, null))
            .toList());
  }

  @Test
  void functions() {
    UcName scalar = function("scalar");
    List<Parameter> parameters =
        List.of(
            new Parameter("x y", "struct<a:int,b:array<string>>", null, ODD),
            new Parameter("n", "decimal(10,2)", "1 + 1", null));
    FunctionMeta sql =
        new FunctionMeta(
            scalar,
            parameters,
            "int",
            List.of(),
            "SQL",
            "n -- sum\n + `x y`.a",
            true,
            "CONTAINS_SQL",
            ODD,
            null);
    side.sql(FunctionStatements.create(sql, scalar, sql.body(), false));
    JsonNode read = functionJson(scalar);
    assertThat(read.path("routine_definition").asText()).isEqualTo(sql.body());
    assertThat(read.path("comment").asText()).isEqualTo(ODD);
    assertThat(read.path("is_deterministic").asBoolean()).isTrue();
    assertThat(read.path("sql_data_access").asText()).isEqualTo("CONTAINS_SQL");
    JsonNode first = read.at("/input_params/parameters/0");
    assertThat(first.path("name").asText()).isEqualTo("x y");
    assertThat(first.path("type_text").asText()).isEqualTo("struct<a:int,b:array<string>>");
    assertThat(first.path("comment").asText()).isEqualTo(ODD);
    assertThat(read.at("/input_params/parameters/1/parameter_default").asText()).isEqualTo("1 + 1");
    side.sql(FunctionStatements.create(sql, scalar, "n", true));
    assertThat(functionJson(scalar).path("routine_definition").asText()).isEqualTo("n");

    UcName rows = function("rows");
    FunctionMeta table =
        new FunctionMeta(
            rows,
            List.of(),
            null,
            List.of(new Parameter("a b", "bigint", null, "the number")),
            "SQL",
            "SELECT id FROM range(3)",
            null,
            "READS_SQL_DATA",
            null,
            null);
    side.sql(FunctionStatements.create(table, rows, table.body(), false));
    assertThat(functionJson(rows).at("/return_params/parameters/0/name").asText()).isEqualTo("a b");

    UcName python = function("python");
    String body = "\nimport re\nreturn f\"{s!r};'x'\" # $ and `\n";
    FunctionMeta code =
        new FunctionMeta(
            python,
            List.of(new Parameter("s", "string", null, null)),
            "string",
            List.of(),
            "PYTHON",
            body,
            false,
            "CONTAINS_SQL",
            "it's",
            null);
    side.sql(FunctionStatements.create(code, python, body, false));
    assertThat(functionJson(python).path("routine_definition").asText()).isEqualTo(body);
    assertThat(functionJson(python).path("is_deterministic").asBoolean()).isFalse();

    assertThat(side.sql(InformationSchema.routines(CATALOG, List.of("functions"))))
        .containsExactly(
            row("functions", "python"), row("functions", "rows"), row("functions", "scalar"));
  }

  private static UcName function(String name) {
    return UcName.of(UcKind.FUNCTION, CATALOG, "functions", name);
  }

  private JsonNode functionJson(UcName name) {
    return side.call("GET", SandboxSide.UNITY + "/functions/" + name.fullName(), null);
  }

  @Test
  void tagsAreSetTakenAwayAndReadInPages() {
    side.run(
        "CREATE TABLE `it-ddl`.tags.t (id INT, `odd.col` INT) TBLPROPERTIES"
            + " ('delta.columnMapping.mode' = 'name')",
        "CREATE VIEW `it-ddl`.tags.v AS SELECT 1 AS id",
        "CREATE VOLUME `it-ddl`.tags.files");
    UcName table = UcName.of(UcKind.TABLE, CATALOG, "tags", "t");
    UcName view = UcName.of(UcKind.VIEW, CATALOG, "tags", "v");
    String odd = "it's \"odd\" \\ `x` ü";
    for (UcName name :
        List.of(
            UcName.of(UcKind.CATALOG, CATALOG),
            UcName.of(UcKind.SCHEMA, CATALOG, "tags"),
            table,
            view,
            UcName.of(UcKind.VOLUME, CATALOG, "tags", "files"))) {
      side.sql(TagStatements.set(name, Map.of("a", odd, "b", "")));
      side.sql(TagStatements.unset(name, List.of("b", "not there")));
    }
    send(TagStatements.setColumn(table, "odd.col", Map.of("c", odd, "d", "1"), Set.of()));
    send(TagStatements.unsetColumn(table, "odd.col", List.of("d")));
    send(TagStatements.setColumn(view, "id", Map.of("c", "old", "d", "", "e", "1"), Set.of()));
    send(TagStatements.setColumn(view, "id", Map.of("c", odd), Set.of("c", "d", "e")));
    send(TagStatements.unsetColumn(view, "id", List.of("d", "e")));

    Set<Level> levels =
        EnumSet.of(Level.CATALOG, Level.SCHEMA, Level.TABLE, Level.VOLUME, Level.COLUMN);
    List<List<String>> expected =
        List.of(
            row("CATALOG", "", "", "", "a", odd),
            row("COLUMN", "tags", "t", "odd.col", "c", odd),
            row("COLUMN", "tags", "v", "id", "c", odd),
            row("SCHEMA", "tags", "", "", "a", odd),
            row("TABLE", "tags", "t", "", "a", odd),
            row("TABLE", "tags", "v", "", "a", odd),
            row("VOLUME", "tags", "files", "", "a", odd));
    for (int limit : List.of(1, 2, 7, 100)) {
      List<List<String>> found = new ArrayList<>();
      List<String> after = null;
      List<List<String>> page;
      do {
        page = side.sql(InformationSchema.tags(CATALOG, levels, List.of("TAGS"), after, limit));
        found.addAll(page);
        after = page.isEmpty() ? null : page.get(page.size() - 1).subList(0, 5);
      } while (page.size() == limit);
      assertThat(found).isEqualTo(expected);
    }
    assertThat(side.sql(InformationSchema.tags(CATALOG, levels, List.of(), null, 9))).hasSize(1);
  }

  @Test
  void commentsOfObjects() {
    side.run("CREATE TABLE `it-ddl`.info.t (id INT)", "CREATE VOLUME `it-ddl`.info.files");
    UcName table = UcName.of(UcKind.TABLE, CATALOG, "info", "t");
    Map<UcName, String> paths =
        Map.of(
            UcName.of(UcKind.CATALOG, CATALOG),
            "/catalogs/it-ddl",
            UcName.of(UcKind.SCHEMA, CATALOG, "info"),
            "/schemas/it-ddl.info",
            table,
            "/tables/it-ddl.info.t");
    paths.forEach(
        (name, path) -> {
          side.sql(CommentStatements.on(name, PLAIN));
          JsonNode object = side.call("GET", SandboxSide.UNITY + path, null);
          assertThat(object.path("comment").asText()).isEqualTo(PLAIN);
        });
    side.sql(CommentStatements.onColumn(table, "id", PLAIN));
    assertThat(column(table("info", "t"), "id").comment()).isEqualTo(PLAIN);
    side.sql(CommentStatements.on(table, null));
    assertThat(read(table("info", "t")).comment()).isNullOrEmpty();
    side.sql(CommentStatements.on(UcName.of(UcKind.VOLUME, CATALOG, "info", "files"), ODD));
    assertThat(side.sql(InformationSchema.volumes(CATALOG, List.of("info"))).get(0).subList(0, 5))
        .isEqualTo(row("info", "files", "MANAGED", side.value("SELECT current_user()"), ODD));
  }

  @Test
  void privilegesAreReadWithoutInheritedOnes() {
    side.run(
        "CREATE SCHEMA `it-ddl`.granted",
        "CREATE TABLE `it-ddl`.granted.t (id INT)",
        "CREATE VOLUME `it-ddl`.granted.files",
        "CREATE FUNCTION `it-ddl`.granted.f() RETURNS INT RETURN 1",
        "GRANT USE CATALOG ON CATALOG `it-ddl` TO `account users`",
        "GRANT USE SCHEMA, SELECT ON SCHEMA `it-ddl`.granted TO `account users`",
        "GRANT MODIFY ON TABLE `it-ddl`.granted.t TO `account users`",
        "GRANT READ VOLUME ON VOLUME `it-ddl`.granted.files TO `account users`",
        "GRANT EXECUTE ON FUNCTION `it-ddl`.granted.f TO `account users`");
    Set<Level> levels = EnumSet.complementOf(EnumSet.of(Level.COLUMN));
    List<List<String>> all =
        side.sql(InformationSchema.privileges(CATALOG, levels, List.of("granted"), null, 100));
    assertThat(all)
        .containsExactly(
            row("CATALOG", "", "", "account users", "USE_CATALOG"),
            row("ROUTINE", "granted", "f", "account users", "EXECUTE"),
            row("SCHEMA", "granted", "", "account users", "SELECT"),
            row("SCHEMA", "granted", "", "account users", "USE_SCHEMA"),
            row("TABLE", "granted", "t", "account users", "MODIFY"),
            row("VOLUME", "granted", "files", "account users", "READ_VOLUME"));
    assertThat(
            side.sql(
                InformationSchema.privileges(CATALOG, levels, List.of("granted"), all.get(2), 2)))
        .isEqualTo(all.subList(3, 5));
  }
}
