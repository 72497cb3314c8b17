package io.datareplicator.sandbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TagsTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    w.source("CREATE CATALOG `my-cat`");
    w.source("CREATE SCHEMA main.s");
    w.source("CREATE TABLE main.s.t (id BIGINT, email STRING) COMMENT 'tc'");
    w.source("CREATE VIEW main.s.v AS SELECT id FROM main.s.t");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  private List<String> rows(String sql) throws Exception {
    return w.source(sql).rows().stream().map(r -> String.join("|", r)).toList();
  }

  private List<String> tableTags(String table) throws Exception {
    return rows(
        "SELECT tag_name, tag_value FROM main.information_schema.table_tags WHERE table_name = '"
            + table
            + "' ORDER BY 1");
  }

  private List<String> columnTags(String table) throws Exception {
    return rows(
        "SELECT column_name, tag_name, tag_value FROM main.information_schema.column_tags"
            + " WHERE table_name = '"
            + table
            + "' ORDER BY 1, 2");
  }

  @Test
  void catalogsAndSchemas() throws Exception {
    w.source("ALTER CATALOG `my-cat` SET TAGS ('k' = 'v', 'it\\'s \"odd\"' = 'ü\\\\🐘')");
    w.source("ALTER DATABASE `my-cat`.default SET TAGS ('a' = '')");
    w.source("SET TAG ON CATALOG `my-cat` `key only`");
    SqlResult catalogs =
        w.source("SELECT * FROM `my-cat`.information_schema.catalog_tags ORDER BY tag_name");
    assertThat(catalogs.columns().stream().map(SqlEngine.ResultColumn::name))
        .containsExactly("catalog_name", "tag_name", "tag_value");
    assertThat(catalogs.rows())
        .containsExactly(
            new String[] {"my-cat", "it's \"odd\"", "ü\\🐘"},
            new String[] {"my-cat", "k", "v"},
            new String[] {"my-cat", "key only", ""});
    assertThat(rows("SELECT * FROM system.information_schema.schema_tags"))
        .contains("my-cat|default|a|");
    assertThat(rows("SELECT * FROM main.information_schema.catalog_tags")).isEmpty();
    w.source("ALTER CATALOG `my-cat` UNSET TAGS ('k', 'not there')");
    w.source("UNSET TAG ON CATALOG `my-cat` `key only`");
    assertThat(rows("SELECT tag_name FROM `my-cat`.information_schema.catalog_tags"))
        .containsExactly("it's \"odd\"");
  }

  @Test
  void columnsOfTheRelations() throws Exception {
    assertThat(names("table_tags"))
        .containsExactly("catalog_name", "schema_name", "table_name", "tag_name", "tag_value");
    assertThat(names("column_tags"))
        .containsExactly(
            "catalog_name", "schema_name", "table_name", "column_name", "tag_name", "tag_value");
    assertThat(names("schema_tags"))
        .containsExactly("catalog_name", "schema_name", "tag_name", "tag_value");
    assertThat(names("volume_tags"))
        .containsExactly("catalog_name", "schema_name", "volume_name", "tag_name", "tag_value");
  }

  private List<String> names(String relation) throws Exception {
    return w.source("SELECT * FROM system.information_schema." + relation).columns().stream()
        .map(SqlEngine.ResultColumn::name)
        .toList();
  }

  @Test
  void settingIsAnUpsertAndSettingOneIsNot() throws Exception {
    w.source("ALTER TABLE main.s.t SET TAGS ('pii' = 'low')");
    w.source("ALTER TABLE main.s.t SET TAGS ('pii' = 'high', 'b' = '1')");
    assertThat(tableTags("t")).containsExactly("b|1", "pii|high");
    SqlFailure twice = w.failure(w.sourceSql, "SET TAG ON TABLE main.s.t pii = low");
    assertThat(twice.getMessage()).startsWith("[ALREADY_EXISTS]").contains("pii");
    assertThat(tableTags("t")).containsExactly("b|1", "pii|high");
    w.source("ALTER TABLE main.s.t UNSET TAGS ('pii', 'b')");
    assertThat(tableTags("t")).isEmpty();
    SqlFailure gone = w.failure(w.sourceSql, "UNSET TAG ON TABLE main.s.t pii");
    assertThat(gone.getMessage()).startsWith("[RESOURCE_DOES_NOT_EXIST]");
  }

  @Test
  void viewsHaveTheirOwnStatement() throws Exception {
    w.source("ALTER VIEW main.s.v SET TAGS ('k' = 'v')");
    w.source("SET TAG ON COLUMN main.s.v.ID c");
    assertThat(tableTags("v")).containsExactly("k|v");
    assertThat(columnTags("v")).containsExactly("id|c|");
    w.source("CREATE OR REPLACE VIEW main.s.v AS SELECT 1 AS other");
    assertThat(tableTags("v")).containsExactly("k|v");
    assertThat(columnTags("v")).isEmpty();
  }

  @Test
  void tagsFollowTheTableAndItsColumns() throws Exception {
    w.source(
        "CREATE TABLE main.s.f (a INT, b INT, c INT) TBLPROPERTIES ('delta.columnMapping.mode' ="
            + " 'name')");
    w.source("ALTER TABLE main.s.f SET TAGS ('t' = '1')");
    w.source("ALTER TABLE main.s.f ALTER COLUMN A SET TAGS ('x' = '1', 'y' = '2')");
    w.source("ALTER TABLE main.s.f ALTER COLUMN b SET TAGS ('x' = '3')");
    w.source("ALTER TABLE main.s.f ALTER COLUMN a UNSET TAGS ('y')");
    w.source("ALTER TABLE main.s.f RENAME COLUMN a TO z");
    w.source("ALTER TABLE main.s.f DROP COLUMN b");
    assertThat(columnTags("f")).containsExactly("z|x|1");
    w.source("ALTER TABLE main.s.f ADD COLUMN b INT");
    assertThat(columnTags("f")).containsExactly("z|x|1");

    w.source("ALTER TABLE main.s.f RENAME TO main.s.g");
    assertThat(tableTags("f")).isEmpty();
    assertThat(tableTags("g")).containsExactly("t|1");
    w.source("CREATE TABLE main.s.src (z INT, n INT)");
    w.source("CREATE OR REPLACE TABLE main.s.g (z INT, n INT)");
    assertThat(tableTags("g")).containsExactly("t|1");
    assertThat(columnTags("g")).containsExactly("z|x|1");
    w.source("CREATE OR REPLACE TABLE main.s.g DEEP CLONE main.s.src");
    assertThat(tableTags("g")).containsExactly("t|1");
    assertThat(columnTags("g")).containsExactly("z|x|1");
    w.source("DROP TABLE main.s.g");
    w.source("CREATE TABLE main.s.g (z INT)");
    assertThat(tableTags("g")).isEmpty();
    assertThat(columnTags("g")).isEmpty();
  }

  @Test
  void aCloneBringsNoTagsAlong() throws Exception {
    w.source("CREATE TABLE main.s.tagged (a INT)");
    w.source("ALTER TABLE main.s.tagged SET TAGS ('t' = '1')");
    w.source("CREATE TABLE main.s.cloned DEEP CLONE main.s.tagged");
    assertThat(tableTags("cloned")).isEmpty();
  }

  @Test
  void anObjectHasAtMostFiftyTags() throws Exception {
    w.source("CREATE TABLE main.s.many (a INT)");
    StringBuilder tags = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      tags.append(i == 0 ? "" : ", ").append("'k").append(i).append("' = 'v'");
    }
    w.source("ALTER TABLE main.s.many SET TAGS (" + tags + ")");
    SqlFailure more = w.failure(w.sourceSql, "ALTER TABLE main.s.many SET TAGS ('k50' = 'v')");
    assertThat(more.getMessage()).startsWith("[INVALID_PARAMETER_VALUE]").contains("50");
    w.source("ALTER TABLE main.s.many SET TAGS ('k49' = 'changed')");
    assertThat(tableTags("many")).hasSize(50).contains("k49|changed");
    assertThat(
            w.failure(
                    w.sourceSql,
                    "ALTER TABLE main.s.many SET TAGS ('k1' = '" + "x".repeat(1001) + "')")
                .getMessage())
        .contains("1000");
    assertThat(
            w.failure(
                    w.sourceSql,
                    "ALTER TABLE main.s.many SET TAGS ('" + "x".repeat(256) + "' = '')")
                .getMessage())
        .contains("255");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "ALTER TABLE main.s.missing SET TAGS ('a' = 'b')|TABLE_OR_VIEW_NOT_FOUND",
        "ALTER TABLE main.s.v SET TAGS ('a' = 'b')|EXPECT_TABLE_NOT_VIEW.USE_ALTER_VIEW",
        "ALTER VIEW main.s.t SET TAGS ('a' = 'b')|EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE",
        "ALTER CATALOG missing SET TAGS ('a' = 'b')|NO_SUCH_CATALOG_EXCEPTION",
        "ALTER SCHEMA main.missing SET TAGS ('a' = 'b')|SCHEMA_NOT_FOUND",
        "ALTER VOLUME main.s.missing SET TAGS ('a' = 'b')|VOLUME_DOES_NOT_EXIST",
        "ALTER TABLE main.s.t ALTER COLUMN missing SET TAGS ('a' = 'b')|UNRESOLVED_COLUMN.WITH_SUGGESTION",
        "SET TAG ON COLUMN main.s.t.missing a = b|UNRESOLVED_COLUMN.WITH_SUGGESTION",
        "ALTER TABLE main.s.t SET TAGS ('a.b' = 'c')|INVALID_PARAMETER_VALUE",
        "ALTER TABLE main.s.t SET TAGS (' a' = 'c')|INVALID_PARAMETER_VALUE",
        "ALTER TABLE main.s.t SET TAGS ('a' = 'c ')|INVALID_PARAMETER_VALUE",
        "ALTER TABLE main.s.t SET TAGS ('' = 'c')|INVALID_PARAMETER_VALUE",
        "ALTER TABLE main.s.t SET TAGS (a = 'c')|PARSE_SYNTAX_ERROR",
        "ALTER TABLE main.s.t SET TAGS ('a' = 'b', 'a' = 'c')|DUPLICATE_KEY",
        "ALTER TABLE main.s.t SET TAGS ()|PARSE_SYNTAX_ERROR",
        "SET TAG ON TABLE main.s.t 'a' = 'b'|PARSE_SYNTAX_ERROR",
        "ALTER CATALOG system SET TAGS ('a' = 'b')|INSUFFICIENT_PERMISSIONS"
      })
  void refuses(String sql, String errorClass) throws Exception {
    SqlFailure failure = w.failure(w.sourceSql, sql);
    assertThat(failure).as(sql).isNotNull();
    assertThat(failure.getMessage()).startsWith("[" + errorClass + "]");
  }
}
