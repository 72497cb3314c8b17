package io.datareplicator.sandbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.sql.SqlEngine.Parameter;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
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
class StatementMatrixTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    w.source("CREATE CATALOG `my-cat`");
    w.source("CREATE SCHEMA main.s COMMENT 'sc'");
    w.source("CREATE TABLE main.s.t (id BIGINT NOT NULL, n STRING COMMENT 'cn') COMMENT 'tc'");
    w.source("INSERT INTO main.s.t VALUES (1, 'a'), (2, NULL)");
    w.source("CREATE VIEW main.s.v COMMENT 'vc' AS SELECT id FROM main.s.t");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "SELEC 1|PARSE_SYNTAX_ERROR|42601",
        "SELECT 1; SELECT 2|PARSE_SYNTAX_ERROR|42601",
        "-- only a comment|PARSE_SYNTAX_ERROR|42601",
        "SELECT * FROM (DESCRIBE DETAIL main.s.t)|PARSE_SYNTAX_ERROR|42601",
        "SELECT * FROM main.s.missing|TABLE_OR_VIEW_NOT_FOUND|42P01",
        "SELECT * FROM nocat.s.t|TABLE_OR_VIEW_NOT_FOUND|42P01",
        "DESCRIBE HISTORY main.s.missing|TABLE_OR_VIEW_NOT_FOUND|42P01",
        "DROP TABLE main.s.missing|TABLE_OR_VIEW_NOT_FOUND|42P01",
        "CREATE TABLE nocat.s.t (a INT)|NO_SUCH_CATALOG_EXCEPTION|42704",
        "CREATE TABLE main.nosuch.t (a INT)|SCHEMA_NOT_FOUND|42704",
        "SHOW SCHEMAS IN nocat|NO_SUCH_CATALOG_EXCEPTION|42704",
        "SHOW TABLES IN main.nosuch|SCHEMA_NOT_FOUND|42704",
        "USE CATALOG nocat|NO_SUCH_CATALOG_EXCEPTION|42704",
        "USE main.nosuch|SCHEMA_NOT_FOUND|42704",
        "CREATE TABLE main.s.t (a INT)|TABLE_OR_VIEW_ALREADY_EXISTS|42P07",
        "CREATE TABLE main.s.t DEEP CLONE main.s.t|TABLE_OR_VIEW_ALREADY_EXISTS|42P07",
        "CREATE SCHEMA main.s|SCHEMA_ALREADY_EXISTS|42P06",
        "DROP SCHEMA main.s|SCHEMA_NOT_EMPTY|2BP01",
        "DROP CATALOG `my-cat`|CATALOG_NOT_EMPTY|2BP01",
        "CREATE CATALOG main|CATALOG_ALREADY_EXISTS|42710",
        "CREATE TABLE main.s.`a b` (id INT)|INVALID_PARAMETER_VALUE|22023",
        "CREATE SCHEMA main.`a.b`|INVALID_PARAMETER_VALUE|22023",
        "CREATE SHARE `a/b`|INVALID_PARAMETER_VALUE|22023",
        "CREATE TABLE main.s.c (id INT) USING csv|MANAGED_TABLE_FORMAT|0AKDD",
        "CREATE TABLE main.s.pk (id INT UNIQUE)|UNSUPPORTED_FEATURE.SANDBOX|0A000",
        "CREATE TABLE main.s.l LIKE main.s.t|UNSUPPORTED_FEATURE.SANDBOX|0A000",
        "CREATE VOLUME main.nosuch.v1|SCHEMA_NOT_FOUND|42704",
        "DROP VOLUME main.s.nosuch|VOLUME_DOES_NOT_EXIST|42704",
        "SET spark.sql.shuffle.partitions = 2|CONFIG_NOT_AVAILABLE|42K0I",
        "CREATE OR REPLACE TABLE main.s.x DEEP CLONE main.s.v|DELTA_CLONE_UNSUPPORTED_SOURCE|0AKDC",
        "CREATE TABLE main.s.x DEEP CLONE main.s.t VERSION AS OF 99|DELTA_VERSION_NOT_FOUND|22003",
        "CREATE OR REPLACE TABLE main.s.t CLONE main.s.t|DELTA_UNSUPPORTED_CLONE_REPLACE_SAME_TABLE|0AKDC",
        "SELECT 1/0|DIVIDE_BY_ZERO|22012",
        "SELECT CAST('x' AS INT)|CAST_INVALID_INPUT|22018",
        "SELECT :x|UNBOUND_SQL_PARAMETER|42P02",
        "SELECT nosuch FROM main.s.t|UNRESOLVED_COLUMN.WITH_SUGGESTION|42703",
        "INSERT INTO main.s.t VALUES (NULL, 'x')|DELTA_NOT_NULL_CONSTRAINT_VIOLATED|23502",
        "SELECT * FROM main.s.t VERSION AS OF 99|DELTA_VERSION_NOT_FOUND|22003"
      })
  void failsWithTheClassThatDatabricksUses(String sql, String errorClass, String sqlState)
      throws Exception {
    SqlFailure failure = w.failure(w.sourceSql, sql);

    assertThat(failure).as(sql).isNotNull();
    assertThat(failure.getMessage()).startsWith("[" + errorClass + "]");
    assertThat(failure.getMessage()).contains("SQLSTATE: " + sqlState).doesNotContain("\tat ");
    assertThat(failure.sqlState()).isEqualTo(sqlState);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "SELECT count(*) FROM MAIN.S.T|2",
        "SELECT count(*) FROM Main.s.V;|2",
        "SELECT ';' /* ; */ -- ;|;",
        "SELECT current_user()|ana@example.test",
        "SELECT concat(current_catalog(), '.', current_schema())|main.default",
        "SELECT operation FROM (DESCRIBE HISTORY main.s.t LIMIT 1)|WRITE",
        "SELECT count(*) FROM (DESCRIBE HISTORY main.s.t) a JOIN (DESC HISTORY main.s.t) b ON a.version = b.version|2",
        "SELECT count(*) FROM (SELECT * FROM main.s.t EXCEPT ALL SELECT * FROM main.s.t VERSION AS OF 1)|0",
        "SELECT id FROM main.s.t QUALIFY row_number() OVER (ORDER BY id DESC) = 1|2",
        "SELECT count(*) FROM IDENTIFIER('main.s.t')|2",
        "SELECT try_variant_get(parse_json('{\"a\":[1,2]}'), '$.a[1]', 'int')|2",
        "SHOW TABLES IN main.s LIKE 'v'|s",
        "DESCRIBE main.s.t|id",
        "SHOW COLUMNS IN main.s.t|id",
        "SHOW CATALOGS LIKE 'my*'|my-cat"
      })
  void answersTheFirstCell(String sql, String expected) throws Exception {
    assertThat(TwoWorkspaces.cell(w.source(sql))).isEqualTo(expected);
  }

  @Test
  void formatsCellsAsJsonArrayDoes() throws Exception {
    SqlResult r =
        w.source(
            "SELECT TIMESTAMP'2026-01-01', TIMESTAMP'2026-01-01 00:00:00.123456',"
                + " TIMESTAMP_NTZ'2026-01-01 10:00:00', DATE'2026-01-01', true, 1.5f, 10.10,"
                + " X'01FF', parse_json('{\"a\":1}'), array(1, NULL), named_struct('a', NULL, 'b',"
                + " 'x\"y'), map('k', true), NULL, 5Y, 1S, 7, 8L, INTERVAL '1 02' DAY TO HOUR");
    assertThat(r.rows().get(0))
        .containsExactly(
            "2026-01-01T00:00:00.000Z",
            "2026-01-01T00:00:00.123456Z",
            "2026-01-01T10:00:00.000",
            "2026-01-01",
            "true",
            "1.5",
            "10.10",
            "Af8=",
            "{\"a\":1}",
            "[1,null]",
            "{\"a\":null,\"b\":\"x\\\"y\"}",
            "{\"k\":true}",
            null,
            "5",
            "1",
            "7",
            "8",
            "1 02");
    assertThat(r.columns().stream().map(SqlEngine.ResultColumn::typeName))
        .containsExactly(
            "TIMESTAMP",
            "TIMESTAMP",
            "TIMESTAMP_NTZ",
            "DATE",
            "BOOLEAN",
            "FLOAT",
            "DECIMAL",
            "BINARY",
            "VARIANT",
            "ARRAY",
            "STRUCT",
            "MAP",
            "NULL",
            "BYTE",
            "SHORT",
            "INT",
            "LONG",
            "INTERVAL");
    assertThat(r.columns().get(6).precision()).isEqualTo(4);
    assertThat(r.columns().get(6).scale()).isEqualTo(2);
    assertThat(r.columns().get(9).typeText()).isEqualTo("ARRAY<INT>");
    assertThat(r.columns().get(11).typeText()).isEqualTo("MAP<STRING, BOOLEAN>");
    assertThat(r.columns().get(17).intervalType()).isEqualTo("DAY TO HOUR");
  }

  @Test
  void bindsTypedParameters() throws Exception {
    SqlResult r =
        w.source(
            "SELECT :i + 1, :s, :d, :n, :dec, :t, id FROM IDENTIFIER(:tab) ORDER BY id",
            new Parameter("i", "41", "BIGINT"),
            new Parameter("s", "it's; -- x", null),
            new Parameter("d", "2026-01-02", "DATE"),
            new Parameter("n", null, "INT"),
            new Parameter("dec", "1.5", "DECIMAL(10,2)"),
            new Parameter("t", "2026-01-01T01:00:00+01:00", "TIMESTAMP"),
            new Parameter("tab", "MAIN.`s`.t", "STRING"));
    assertThat(r.rows().get(0))
        .containsExactly(
            "42", "it's; -- x", "2026-01-02", null, "1.50", "2026-01-01T00:00:00.000Z", "1");
    SqlFailure bad = null;
    try {
      w.source("SELECT :i", new Parameter("i", "x1", "INT"));
    } catch (SqlFailure e) {
      bad = e;
    }
    assertThat(bad).isNotNull();
    assertThat(bad.sqlState()).isEqualTo("22018");
  }

  @Test
  void keepsUseAndSetOnlyInASession() throws Exception {
    w.run(w.sourceSql, "USE CATALOG `my-cat`", null);
    assertThat(TwoWorkspaces.cell(w.source("SELECT current_catalog()"))).isEqualTo("main");

    SessionState session = new SessionState();
    w.run(w.sourceSql, "USE CATALOG `MY-CAT`", session);
    w.run(w.sourceSql, "SET timezone = 'Asia/Tokyo'", session);
    SqlResult r = w.run(w.sourceSql, "SELECT current_catalog(), current_timezone()", session);
    assertThat(r.rows().get(0)).containsExactly("my-cat", "Asia/Tokyo");
    w.run(w.sourceSql, "USE main.s", session);
    assertThat(TwoWorkspaces.cell(w.run(w.sourceSql, "SELECT count(*) FROM t", session)))
        .isEqualTo("2");
    w.run(w.sourceSql, "CREATE TEMPORARY VIEW tmp AS SELECT 1", null);
    assertThat(w.failure(w.sourceSql, "SELECT * FROM tmp").sqlState()).isEqualTo("42P01");
  }

  @Test
  void cutsRowsAtTheLimit() throws Exception {
    SqlResult cut = w.source("SELECT id FROM range(10)", 3);
    assertThat(cut.rows()).hasSize(3);
    assertThat(cut.truncated()).isTrue();
    assertThat(w.source("SELECT id FROM range(3)", 3).truncated()).isFalse();
  }

  @Test
  void recreatedTableGetsANewIdentityAndReplacedOneKeepsIt() throws Exception {
    w.source("CREATE TABLE main.s.r (a INT)");
    String id = w.source.table("main", "s", "r").table().id();
    w.source("CREATE OR REPLACE TABLE main.s.r AS SELECT 1 AS b");
    assertThat(w.source.table("main", "s", "r").table().id()).isEqualTo(id);
    assertThat(w.source("DESCRIBE HISTORY main.s.r").rows()).hasSize(2);
    w.source("DROP TABLE main.s.r");
    w.source("CREATE TABLE main.s.r (a INT)");
    assertThat(w.source.table("main", "s", "r").table().id()).isNotEqualTo(id);
    assertThat(w.source("DESCRIBE HISTORY main.s.r").rows()).hasSize(1);
  }

  @Test
  void oddNamesWorkEverywhere() throws Exception {
    w.source("CREATE SCHEMA `my-cat`.`select`");
    for (String name : List.of("`back``tick`", "`ünïcödé-客户`", "`table`", "`2x`", "`$#!'\"`")) {
      String full = "`my-cat`.`select`." + name;
      w.source(
          "CREATE TABLE "
              + full
              + " (`a b` INT, `c.d` INT, `e``f` INT)"
              + " TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");
      assertThat(TwoWorkspaces.cell(w.source("INSERT INTO " + full + " VALUES (1, 2, 3)")))
          .isEqualTo("1");
      w.source("CREATE TABLE `my-cat`.`select`.copy DEEP CLONE " + full);
      assertThat(w.source("SELECT `a b`, `c.d`, `e``f` FROM `my-cat`.`select`.copy").rows().get(0))
          .containsExactly("1", "2", "3");
      w.source("DROP TABLE `my-cat`.`select`.copy");
    }
    w.source("UPDATE `my-cat`.`select`.`back``tick` SET `c.d` = 5 WHERE `e``f` = 3");
    assertThat(w.source("SELECT `c.d` FROM `MY-CAT`.`SELECT`.`BACK``TICK`").rows().get(0))
        .containsExactly("5");
    assertThat(w.source("SHOW TABLES IN `my-cat`.`select`").rows()).hasSize(5);
  }

  @Test
  void namesTheUserInHistoryAndTheTableInDetail() throws Exception {
    SqlResult history = w.source("DESCRIBE HISTORY main.s.t");
    assertThat(TwoWorkspaces.cell(history, 0, "userName")).isEqualTo(TwoWorkspaces.USER);
    assertThat(TwoWorkspaces.cell(history, 0, "version")).isEqualTo("1");
    SqlResult detail = w.source("DESCRIBE DETAIL main.s.t");
    assertThat(TwoWorkspaces.cell(detail, 0, "name")).isEqualTo("main.s.t");
    assertThat(TwoWorkspaces.cell(detail, 0, "numFiles")).isEqualTo("1");
  }

  @Test
  void describesTablesForTheRestApi() throws Exception {
    SqlEngine.TableDetail detail = w.sourceSql.describe("MAIN", "s", "T");
    assertThat(detail.version()).isEqualTo(1);
    assertThat(detail.properties())
        .containsEntry("delta.lastUpdateVersion", "1")
        .containsEntry("delta.minReaderVersion", "1")
        .containsKey("delta.lastCommitTimestamp");
    assertThat(detail.columns().get(0).typeName()).isEqualTo("LONG");
    assertThat(detail.columns().get(0).typeText()).isEqualTo("bigint");
    assertThat(detail.columns().get(0).nullable()).isFalse();
    assertThat(detail.columns().get(1).comment()).isEqualTo("cn");
    assertThat(detail.columns().get(1).typeJson())
        .isEqualTo(
            "{\"name\":\"n\",\"type\":\"string\",\"nullable\":true,\"metadata\":{\"comment\":\"cn\"}}");
    assertThat(w.sourceSql.describe("main", "s", "v").viewText())
        .isEqualTo("SELECT id FROM main.s.t");
  }
}
