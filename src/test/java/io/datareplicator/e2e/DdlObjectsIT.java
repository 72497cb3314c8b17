package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.databricks.sql.ddl.CommentStatements;
import io.datareplicator.databricks.sql.ddl.FunctionStatements;
import io.datareplicator.databricks.sql.ddl.TableOptions;
import io.datareplicator.databricks.sql.ddl.TableOptions.Mode;
import io.datareplicator.databricks.sql.ddl.TagStatements;
import io.datareplicator.databricks.sql.ddl.ViewStatements;
import io.datareplicator.databricks.sql.infoschema.InformationSchema;
import io.datareplicator.databricks.sql.infoschema.Level;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.FunctionMeta.Parameter;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Statements about other objects than tables are sent, and what they did is looked at. */
class DdlObjectsIT extends DdlContract {
  private static final String CATALOG = "it-ddl-objects";

  DdlObjectsIT() {
    super(CATALOG);
  }

  @BeforeAll
  void schemas() {
    schemas("views", "functions", "tags", "info");
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
    side.sql("CREATE TABLE `it-ddl-objects`.views.base AS SELECT id, id % 3 AS k FROM range(9)");
    TableName base = table("views", "base");
    RelationMeta shape = read(base);
    TableName mv = table("views", "mv");
    side.sql(
        ViewStatements.createMaterialized(
            withComments(shape, mv),
            mv,
            "SELECT id, k FROM `it-ddl-objects`.views.base WHERE k = 0",
            TableOptions.of(Mode.CREATE).with(Map.of("team", "x"))));
    assertThat(side.value("SELECT count(*) FROM `it-ddl-objects`.views.mv")).isEqualTo("3");
    assertThat(read(mv).kind()).isEqualTo(TableKind.MATERIALIZED_VIEW);
    assertThat(read(mv).columns().get(0).comment()).isEqualTo(ODD);

    TableName st = table("views", "st");
    side.sql(
        ViewStatements.createStreaming(
            withComments(shape, st),
            st,
            "SELECT * FROM STREAM(`it-ddl-objects`.views.base)",
            TableOptions.of(Mode.OR_REPLACE)));
    assertThat(side.value("SELECT count(*) FROM `it-ddl-objects`.views.st")).isEqualTo("9");
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
        "CREATE TABLE `it-ddl-objects`.tags.t (id INT, `odd.col` INT) TBLPROPERTIES"
            + " ('delta.columnMapping.mode' = 'name')",
        "CREATE VIEW `it-ddl-objects`.tags.v AS SELECT 1 AS id",
        "CREATE VOLUME `it-ddl-objects`.tags.files");
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
    side.run(
        "CREATE TABLE `it-ddl-objects`.info.t (id INT)",
        "CREATE VOLUME `it-ddl-objects`.info.files");
    UcName table = UcName.of(UcKind.TABLE, CATALOG, "info", "t");
    Map<UcName, String> paths =
        Map.of(
            UcName.of(UcKind.CATALOG, CATALOG),
            "/catalogs/it-ddl-objects",
            UcName.of(UcKind.SCHEMA, CATALOG, "info"),
            "/schemas/it-ddl-objects.info",
            table,
            "/tables/it-ddl-objects.info.t");
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
        "CREATE SCHEMA `it-ddl-objects`.granted",
        "CREATE TABLE `it-ddl-objects`.granted.t (id INT)",
        "CREATE VOLUME `it-ddl-objects`.granted.files",
        "CREATE FUNCTION `it-ddl-objects`.granted.f() RETURNS INT RETURN 1",
        "GRANT USE CATALOG ON CATALOG `it-ddl-objects` TO `account users`",
        "GRANT USE SCHEMA, SELECT ON SCHEMA `it-ddl-objects`.granted TO `account users`",
        "GRANT MODIFY ON TABLE `it-ddl-objects`.granted.t TO `account users`",
        "GRANT READ VOLUME ON VOLUME `it-ddl-objects`.granted.files TO `account users`",
        "GRANT EXECUTE ON FUNCTION `it-ddl-objects`.granted.f TO `account users`");
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
