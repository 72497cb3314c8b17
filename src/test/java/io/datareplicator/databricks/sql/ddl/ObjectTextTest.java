package io.datareplicator.databricks.sql.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.databricks.sql.ddl.TableOptions.Mode;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.Clustering;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.FunctionMeta.Parameter;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectTextTest {
  private static final TableName VIEW = new TableName("c", "s", "v");
  private static final UcName FUNCTION = UcName.of(UcKind.FUNCTION, "c", "s", "f`1");

  private static FunctionMeta function(
      String language, String returns, List<Parameter> columns, String body) {
    return new FunctionMeta(
        FUNCTION,
        List.of(
            new Parameter("x`", "int", null, null),
            new Parameter("y", "struct<a b:string>", "f('(')", "it's")),
        returns,
        columns,
        language,
        body,
        true,
        "READS_SQL_DATA",
        "about",
        null);
  }

  private static String create(FunctionMeta function) {
    return FunctionStatements.create(function, FUNCTION, function.body(), false);
  }

  private static final String START =
      "CREATE FUNCTION `c`.`s`.`f``1`(`x``` INT, `y` STRUCT<`a b`: STRING> DEFAULT f('(') COMMENT"
          + " 'it\\'s') RETURNS ";

  @Test
  void functionsInSql() {
    assertThat(create(function("SQL", "decimal(5,2)", List.of(), "x -- end")))
        .isEqualTo(
            START
                + "DECIMAL(5,2) LANGUAGE SQL DETERMINISTIC COMMENT 'about' READS SQL DATA RETURN x"
                + " -- end");
    assertThat(
            create(
                function("SQL", null, List.of(new Parameter("r", "int", null, "c")), "SELECT 1")))
        .isEqualTo(
            START
                + "TABLE (`r` INT COMMENT 'c') LANGUAGE SQL DETERMINISTIC COMMENT 'about' READS SQL"
                + " DATA RETURN SELECT 1");
    FunctionMeta bare =
        new FunctionMeta(FUNCTION, List.of(), "int", List.of(), "SQL", "1", null, null, null, null);
    assertThat(FunctionStatements.create(bare, FUNCTION, "2", true))
        .isEqualTo("CREATE OR REPLACE FUNCTION `c`.`s`.`f``1`() RETURNS INT LANGUAGE SQL RETURN 2");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "return 1,$$return 1$$",
        "a = '$' # x,$$a = '$' # x$$",
        "a = '$$',$body$a = '$$'$body$",
        "a $,$body$a $$body$",
        "$$ $body$,$bodyx$$$ $body$$bodyx$"
      })
  void functionsInPython(String body, String quoted) {
    assertThat(create(function("PYTHON", "string", List.of(), body)))
        .isEqualTo(START + "STRING LANGUAGE PYTHON DETERMINISTIC COMMENT 'about' AS " + quoted);
  }

  @Test
  void functionsThatCannotBeWritten() {
    assertThatThrownBy(() -> create(function("SCALA", "int", List.of(), "x")))
        .isInstanceOf(NotExpressibleException.class)
        .hasMessageContaining("function c.s.f`1")
        .hasMessageContaining("SCALA");
    assertThatThrownBy(() -> create(function("PYTHON", null, List.of(), "x")))
        .isInstanceOf(NotExpressibleException.class)
        .hasMessageContaining("HANDLER");
    assertThatThrownBy(() -> create(function("SQL", "int", List.of(), null)))
        .isInstanceOf(NotExpressibleException.class)
        .hasMessageContaining("no body");
    assertThatThrownBy(() -> create(function("SQL", "int) RETURN 1; --", List.of(), "x")))
        .isInstanceOf(NotExpressibleException.class);
    FunctionMeta access =
        new FunctionMeta(
            FUNCTION, List.of(), "int", List.of(), "SQL", "1", null, "NO_SQL", null, null);
    assertThatThrownBy(() -> create(access))
        .isInstanceOf(NotExpressibleException.class)
        .hasMessageContaining("NO_SQL");
  }

  private static ColumnMeta column(String name, String comment) {
    return new ColumnMeta(name, "int", null, false, comment, null, null);
  }

  @Test
  void views() {
    assertThat(
            ViewStatements.create(
                VIEW,
                List.of(column("a`", "it's"), column("b", null)),
                "x",
                Map.of("k", "v"),
                "SELECT 1, 2 -- end",
                true))
        .isEqualTo(
            "CREATE OR REPLACE VIEW `c`.`s`.`v` (`a``` COMMENT 'it\\'s', `b`) COMMENT 'x'"
                + " TBLPROPERTIES ('k' = 'v') AS SELECT 1, 2 -- end");
    assertThat(ViewStatements.create(VIEW, List.of(), "", Map.of(), "SELECT 1", false))
        .isEqualTo("CREATE VIEW `c`.`s`.`v` AS SELECT 1");
    for (String none : new String[] {null, " "}) {
      assertThatThrownBy(() -> ViewStatements.create(VIEW, List.of(), null, Map.of(), none, false))
          .isInstanceOf(NotExpressibleException.class)
          .hasMessageContaining("c.s.v");
    }
  }

  @Test
  void materializedViewsAndStreamingTables() {
    RelationMeta meta =
        new RelationMeta(
            VIEW,
            TableKind.MATERIALIZED_VIEW,
            "MATERIALIZED_VIEW",
            null,
            "about",
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            List.of(column("a", "k")));
    TableOptions options =
        TableOptions.of(Mode.OR_REPLACE).with(Clustering.AUTO).with(Map.of("k", "v"));

    assertThat(ViewStatements.createMaterialized(meta, VIEW, "SELECT 1 AS a", options))
        .isEqualTo(
            "CREATE OR REPLACE MATERIALIZED VIEW `c`.`s`.`v` (`a` INT COMMENT 'k') CLUSTER BY AUTO"
                + " COMMENT 'about' TBLPROPERTIES ('k' = 'v') AS SELECT 1 AS a");
    assertThat(ViewStatements.createStreaming(meta, VIEW, "SELECT 1 AS a", options))
        .startsWith("CREATE OR REFRESH STREAMING TABLE `c`.`s`.`v` (`a` INT");
    assertThat(
            ViewStatements.createStreaming(
                meta, VIEW, "SELECT 1 AS a", TableOptions.of(Mode.IF_NOT_EXISTS)))
        .startsWith("CREATE STREAMING TABLE IF NOT EXISTS `c`.`s`.`v` (`a` INT");
    assertThatThrownBy(
            () -> ViewStatements.createMaterialized(meta, VIEW, "SELECT 1", options.at("s3://b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void typesOfAQueryDoNotSayWhereNullMayBe() {
    String json =
        "{\"name\":\"a\",\"type\":{\"type\":\"array\",\"containsNull\":false,\"elementType\":{"
            + "\"type\":\"struct\",\"fields\":[{\"name\":\"f\",\"type\":\"long\",\"nullable\":"
            + "false,\"metadata\":{}}]}},\"nullable\":false,\"metadata\":{}}";
    RelationMeta meta =
        new RelationMeta(
            VIEW,
            TableKind.MATERIALIZED_VIEW,
            "MATERIALIZED_VIEW",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            List.of(new ColumnMeta("a", null, json, false, null, null, null)));

    assertThat(
            ViewStatements.createMaterialized(meta, VIEW, "SELECT 1", TableOptions.of(Mode.CREATE)))
        .isEqualTo(
            "CREATE MATERIALIZED VIEW `c`.`s`.`v` (`a` ARRAY<STRUCT<`f`: BIGINT>>) AS SELECT 1");
  }

  private static UcName name(UcKind kind) {
    return switch (kind) {
      case CATALOG -> UcName.of(kind, "c`");
      case SCHEMA -> UcName.of(kind, "c`", "s");
      default -> UcName.of(kind, "c`", "s", "x");
    };
  }

  @ParameterizedTest
  @CsvSource({
    "CATALOG,CATALOG `c```",
    "SCHEMA,SCHEMA `c```.`s`",
    "TABLE,TABLE `c```.`s`.`x`",
    "VIEW,VIEW `c```.`s`.`x`",
    "MATERIALIZED_VIEW,MATERIALIZED VIEW `c```.`s`.`x`",
    "STREAMING_TABLE,STREAMING TABLE `c```.`s`.`x`",
    "VOLUME,VOLUME `c```.`s`.`x`"
  })
  void tagsOfObjects(UcKind kind, String written) {
    Map<String, String> tags = new HashMap<>(Map.of("b", "it's", "a", ""));
    tags.put("c", null);
    assertThat(TagStatements.set(name(kind), tags))
        .isEqualTo("ALTER " + written + " SET TAGS ('a' = '', 'b' = 'it\\'s', 'c' = '')");
    assertThat(TagStatements.unset(name(kind), Set.of("b", "a'")))
        .isEqualTo("ALTER " + written + " UNSET TAGS ('a\\'', 'b')");
  }

  @ParameterizedTest
  @EnumSource(names = {"FUNCTION", "REGISTERED_MODEL", "CONNECTION", "TAG_POLICY"})
  void objectsWithoutTagsInSql(UcKind kind) {
    assertThatThrownBy(() -> TagStatements.set(name(kind), Map.of("a", "b")))
        .isInstanceOf(NotExpressibleException.class)
        .hasMessageContaining("tags of " + name(kind));
  }

  @ParameterizedTest
  @EnumSource(names = {"TABLE", "MATERIALIZED_VIEW", "STREAMING_TABLE"})
  void tagsOfColumnsOfTables(UcKind kind) {
    String alter =
        "ALTER " + kind.label().toUpperCase(java.util.Locale.ROOT) + " `c```.`s`.`x` ALTER COLUMN ";
    assertThat(TagStatements.setColumn(name(kind), "k`", Map.of("a", "1"), Set.of("a")))
        .containsExactly(alter + "`k``` SET TAGS ('a' = '1')");
    assertThat(TagStatements.unsetColumn(name(kind), "k", Set.of("a", "b")))
        .containsExactly(alter + "`k` UNSET TAGS ('a', 'b')");
  }

  @Test
  void tagsOfColumnsOfViews() {
    UcName view = name(UcKind.VIEW);
    assertThat(
            TagStatements.setColumn(
                view, "k.1", Map.of("a`", "it's", "b", "", "c", "3"), Set.of("c", "other")))
        .containsExactly(
            "SET TAG ON COLUMN `c```.`s`.`x`.`k.1` `a``` = `it's`",
            "SET TAG ON COLUMN `c```.`s`.`x`.`k.1` `b`",
            "UNSET TAG ON COLUMN `c```.`s`.`x`.`k.1` `c`",
            "SET TAG ON COLUMN `c```.`s`.`x`.`k.1` `c` = `3`");
    assertThat(TagStatements.unsetColumn(view, "k", List.of("b", "a", "b")))
        .containsExactly(
            "UNSET TAG ON COLUMN `c```.`s`.`x`.`k` `a`",
            "UNSET TAG ON COLUMN `c```.`s`.`x`.`k` `b`");
    assertThatThrownBy(
            () -> TagStatements.setColumn(view, "k", Map.of("a", "two\nlines"), Set.of()))
        .isInstanceOf(NotExpressibleException.class)
        .hasMessageContaining("two\nlines");
    assertThatThrownBy(
            () -> TagStatements.setColumn(name(UcKind.VOLUME), "k", Map.of("a", ""), Set.of()))
        .isInstanceOf(NotExpressibleException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "CATALOG,CATALOG `c```",
    "SCHEMA,SCHEMA `c```.`s`",
    "TABLE,TABLE `c```.`s`.`x`",
    "VIEW,TABLE `c```.`s`.`x`",
    "MATERIALIZED_VIEW,TABLE `c```.`s`.`x`",
    "STREAMING_TABLE,TABLE `c```.`s`.`x`",
    "VOLUME,VOLUME `c```.`s`.`x`"
  })
  void comments(UcKind kind, String written) {
    assertThat(CommentStatements.on(name(kind), "it's\n\\"))
        .isEqualTo("COMMENT ON " + written + " IS 'it\\'s\\n\\\\'");
    assertThat(CommentStatements.on(name(kind), null))
        .isEqualTo(CommentStatements.on(name(kind), ""))
        .isEqualTo("COMMENT ON " + written + " IS NULL");
  }

  @Test
  void commentsOfColumnsAndOfNothing() {
    assertThat(CommentStatements.onColumn(name(UcKind.VIEW), "k.`", "'"))
        .isEqualTo("COMMENT ON COLUMN `c```.`s`.`x`.`k.``` IS '\\''");
    assertThat(CommentStatements.onColumn(name(UcKind.TABLE), "k", ""))
        .isEqualTo("COMMENT ON COLUMN `c```.`s`.`x`.`k` IS NULL");
    assertThatThrownBy(() -> CommentStatements.on(name(UcKind.FUNCTION), "x"))
        .isInstanceOf(NotExpressibleException.class)
        .hasMessageContaining("function c`.s.x");
    assertThatThrownBy(() -> CommentStatements.onColumn(name(UcKind.VOLUME), "k", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
