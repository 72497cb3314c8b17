package io.datareplicator.sandbox.sql.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.sandbox.sql.grammar.Statement.NativeKind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {
  private static Statement parse(String text) {
    return StatementParser.parse(text, Map.of());
  }

  @Test
  void readsCreateCatalogWithEveryClauseInAnyOrder() {
    assertThat(
            parse(
                "create catalog if not exists `my-cat` comment 'a' ' b' managed location 's3://x'"))
        .isEqualTo(new Statement.CreateCatalog("my-cat", true, null, null, "s3://x", "a b"));
    assertThat(parse("CREATE CATALOG c USING SHARE `prov-1`.`sh``are`;"))
        .isEqualTo(new Statement.CreateCatalog("c", false, "prov-1", "sh`are", null, null));
  }

  @Test
  void readsSharingStatements() {
    assertThat(parse("CREATE SHARE IF NOT EXISTS s COMMENT 'it\\'s'"))
        .isEqualTo(new Statement.CreateShare("s", true, "it's"));
    assertThat(parse("CREATE RECIPIENT r USING ID 'aws:eu-west-1:1' COMMENT 'c'"))
        .isEqualTo(new Statement.CreateRecipient("r", false, "aws:eu-west-1:1", "c"));
    assertThat(parse("GRANT SELECT ON SHARE s TO RECIPIENT `r 1`"))
        .isEqualTo(new Statement.GrantShare("s", "r 1", false));
    assertThat(parse("REVOKE SELECT ON SHARE s FROM RECIPIENT r"))
        .isEqualTo(new Statement.GrantShare("s", "r", true));
    assertThat(parse("SHOW ALL IN SHARE s")).isEqualTo(new Statement.ShowAllInShare("s"));
    var alter =
        (Statement.AlterShare)
            parse("ALTER SHARE s ADD TABLE C.`S`.T COMMENT 'x' AS a.b WITHOUT HISTORY");
    assertThat(alter.updates().get(0).action()).isEqualTo("ADD");
    assertThat(alter.updates().get(0).object().name()).isEqualTo("c.s.t");
    assertThat(alter.updates().get(0).object().sharedAs()).isEqualTo("a.b");
    assertThat(alter.updates().get(0).object().historyStatus()).isEqualTo("DISABLED");
    assertThat(
            ((Statement.AlterShare) parse("ALTER SHARE s REMOVE SCHEMA c.s"))
                .updates()
                .get(0)
                .action())
        .isEqualTo("REMOVE");
  }

  @Test
  void readsDeepClones() {
    assertThat(
            parse(
                "/* lead */ CREATE OR REPLACE TABLE a.b.c DEEP CLONE x.y.`z z` VERSION AS OF 12"
                    + " TBLPROPERTIES ('k' = 'v', delta.x = true) LOCATION '/p'"))
        .isEqualTo(
            new Statement.DeepClone(
                new ObjectName(List.of("a", "b", "c")),
                true,
                true,
                false,
                new ObjectName(List.of("x", "y", "z z")),
                12L,
                null,
                Map.of("k", "v", "delta.x", "true"),
                "/p"));
    var timestamp =
        (Statement.DeepClone)
            parse("create table t clone s timestamp as of date_add(now(), (1)) location 'p'");
    assertThat(timestamp.timestamp()).isEqualTo("date_add(now(), (1))");
    assertThat(((Statement.DeepClone) parse("CREATE TABLE t CLONE s@v7")).version()).isEqualTo(7);
    assertThat(((Statement.DeepClone) parse("CREATE TABLE delta.`/a/b` CLONE s")).target().isPath())
        .isTrue();
    assertThat(parse("CREATE TABLE t SHALLOW CLONE s")).isInstanceOf(Statement.Native.class);
  }

  @Test
  void resolvesIdentifierClauses() {
    var clone =
        (Statement.DeepClone)
            StatementParser.parse(
                "CREATE TABLE IDENTIFIER(:t) CLONE IDENTIFIER('a.' || :s || '.`x.y`')",
                Map.of("t", "`c-1`.s.t", "s", "b"));
    assertThat(clone.target().parts()).containsExactly("c-1", "s", "t");
    assertThat(clone.source().parts()).containsExactly("a", "b", "x.y");
    assertThatThrownBy(() -> parse("DESCRIBE HISTORY IDENTIFIER(:missing)"))
        .hasMessageContaining("UNBOUND_SQL_PARAMETER");
  }

  @Test
  void replacesEveryHistoryThatStandsForARelation() {
    var union =
        (Statement.Native)
            parse(
                "SELECT version FROM (DESCRIBE HISTORY a.b.`c)` LIMIT 1) AS h\nUNION ALL"
                    + " SELECT version FROM ( desc history delta.`/x` ) JOIN (DESCRIBE HISTORY t)");
    assertThat(union.histories()).hasSize(3);
    assertThat(union.histories().get(0).history())
        .isEqualTo(new Statement.DescribeHistory(new ObjectName(List.of("a", "b", "c)")), 1));
    assertThat(union.text())
        .isEqualTo(
            "SELECT version FROM __describe_history_0 AS h\nUNION ALL SELECT version FROM"
                + " __describe_history_1 JOIN __describe_history_2");
    assertThat(union.kind()).isEqualTo(NativeKind.QUERY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT '(DESCRIBE HISTORY t)' AS x",
        "SELECT * FROM (DESCRIBE DETAIL t)",
        "SELECT 1 -- FROM (DESCRIBE HISTORY t)",
        "SELECT `FROM (DESCRIBE HISTORY t)` FROM x",
        "SELECT /* ; CREATE CATALOG c */ 1",
        "SELECT 'DROP CATALOG c; DROP SHARE s' || \"; --\" || r'\\'",
        "CREATE TABLE catalog (share int, recipient string)",
        "SELECT a::int, v:field.x, :p FROM t",
        "WITH catalog AS (SELECT 1) SELECT * FROM catalog",
        "DESCRIBE TABLE volume",
        "DESCRIBE volume",
        "SELECT * FROM grants WHERE tags = 'SET TAGS'"
      })
  void leavesEverythingElseToSpark(String text) {
    var statement = (Statement.Native) parse(text);
    assertThat(statement.text()).isEqualTo(text);
    assertThat(statement.histories()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  -- nothing\n",
        ";",
        "SELECT 1; SELECT 2",
        "SELECT 'open",
        "SELECT `open",
        "SELECT /* /* nested */ 1",
        "CREATE CATALOG",
        "CREATE CATALOG c USING SHARE x",
        "CREATE CATALOG c COMMENT",
        "CREATE CATALOG a.b",
        "CREATE CATALOG c COMMENT 'a' COMMENT 'b'",
        "CREATE OR REPLACE TABLE IF NOT EXISTS t CLONE s",
        "CREATE TABLE t CLONE",
        "CREATE TABLE t CLONE s VERSION AS OF x",
        "CREATE TABLE t CLONE s VERSION AS OF 99999999999999999999",
        "CREATE TABLE t CLONE s trailing words",
        "ALTER SHARE s ADD NOTHING x",
        "ALTER SHARE s ADD SCHEMA a.b AS c",
        "GRANT SELECT ON SHARE s TO r",
        "DROP SHARE s CASCADE",
        "CREATE VOLUME a.b.c LOCATION 's3://b/x'",
        "CREATE EXTERNAL VOLUME a.b.c",
        "CREATE VOLUME a.b.c COMMENT 'x' COMMENT 'y'",
        "DROP VOLUME a.b.c CASCADE",
        "COMMENT ON VOLUME a.b.c",
        "SHOW VOLUMES LIKE",
        "ALTER SHARE s ADD VOLUME a.b.c WITH HISTORY",
        "DESCRIBE HISTORY t LIMIT x",
        "USE a.b.c",
        "CREATE SHARE ``"
      })
  void refusesMalformedText(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(SyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANT SELECT ON TABLE t TO `u`",
        "ALTER VOLUME a.b.c SET TAGS ('a' = 'b')",
        "CREATE OR REPLACE FUNCTION f() RETURNS INT RETURN 1",
        "CREATE STREAMING TABLE t SCHEDULE EVERY 1 HOUR AS SELECT * FROM STREAM s",
        "CREATE LIVE TABLE t AS SELECT 1",
        "ALTER MATERIALIZED VIEW v SET TAGS ('a' = 'b')",
        "CREATE TABLE t DEEP CLONE s WITH HISTORY",
        "ALTER TABLE t SET TAGS ('a' = 'b')",
        "ALTER TABLE t ALTER COLUMN c UNSET TAGS ('a')",
        "ALTER SCHEMA s OWNER TO x",
        "SET TAG ON TABLE t k = v",
        "COMMENT ON COLUMN t.c IS 'x'",
        "LIST '/Volumes/x'",
        "UNDROP TABLE t",
        "COPY INTO t FROM 'x' FILEFORMAT = CSV",
        "ALTER SHARE s ADD MODEL a.b.c",
        "SELECT * FROM `spark_catalog`.default.t"
      })
  void namesWhatTheSandboxDoesNotHave(String text) {
    assertThat(parse(text)).isInstanceOf(Statement.Unsupported.class);
  }

  @Test
  void readsVolumes() {
    ObjectName name = new ObjectName(List.of("a", "b", "c d"));
    assertThat(
            parse("create external volume if not exists a.b.`c d` comment 'x' location 's3://y/z'"))
        .isEqualTo(new Statement.CreateVolume(name, true, "s3://y/z", "x"));
    assertThat(parse("CREATE VOLUME a.b.`c d`;"))
        .isEqualTo(new Statement.CreateVolume(name, false, null, null));
    assertThat(parse("DROP VOLUME IF EXISTS a.b.`c d`"))
        .isEqualTo(new Statement.DropVolume(name, true));
    assertThat(parse("COMMENT ON VOLUME a.b.`c d` IS NULL"))
        .isEqualTo(new Statement.AlterVolume(name, null, null, ""));
    assertThat(parse("ALTER VOLUME a.b.`c d` RENAME TO a.b.e"))
        .isEqualTo(new Statement.AlterVolume(name, "e", null, null));
    assertThat(parse("ALTER VOLUME a.b.`c d` SET OWNER TO `x@y`"))
        .isEqualTo(new Statement.AlterVolume(name, null, "x@y", null));
    assertThat(parse("DESC VOLUME a.b.`c d`")).isEqualTo(new Statement.DescribeVolume(name));
    assertThat(parse("SHOW VOLUMES FROM a.b LIKE 'x*'"))
        .isEqualTo(new Statement.ShowVolumes(new ObjectName(List.of("a", "b")), "x*"));
    assertThat(parse("SHOW VOLUMES")).isEqualTo(new Statement.ShowVolumes(null, null));
  }

  @Test
  void survivesRandomText() {
    String[] pieces = {
      "CREATE",
      "CATALOG",
      "SHARE",
      "(",
      ")",
      "DESCRIBE",
      "HISTORY",
      "FROM",
      "`a`",
      "'s'",
      ";",
      ".",
      "CLONE",
      "TABLE",
      ":p",
      "@",
      "--\n",
      "/*",
      "*/",
      "\\",
      "\"",
      "LIMIT",
      "1",
      "ü",
      "\u0000",
      "🙂"
    };
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
      }
      try {
        assertThat(parse(text.toString())).isNotNull();
      } catch (SyntaxException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void readsHugeTextInLinearTime() {
    String text = "SELECT " + "1, ".repeat(500_000) + "'" + "x".repeat(1_000_000) + "'";
    assertThat(parse(text)).isInstanceOf(Statement.Native.class);
  }
}
