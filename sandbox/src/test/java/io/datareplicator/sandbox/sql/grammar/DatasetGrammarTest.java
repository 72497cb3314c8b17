package io.datareplicator.sandbox.sql.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.sandbox.sql.grammar.Statement.CreateDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streaming tables, materialized views, row filters, masks, and tables named by their place. */
class DatasetGrammarTest {
  private static Statement parse(String text) {
    return StatementParser.parse(text, Map.of());
  }

  @Test
  void readsEveryClauseOfAStreamingTable() {
    var s =
        (CreateDataset)
            parse(
                "create or refresh streaming table `a`.b.c (id BIGINT NOT NULL COMMENT ', (', `x y`"
                    + " MAP<STRING, DECIMAL(10, 2)>, n COMMENT 'q') PARTITIONED BY (id, f(x))"
                    + " COMMENT 'it\\'s' TBLPROPERTIES ('k' = 'v') AS SELECT * FROM STREAM(s);");
    assertThat(s.streaming()).isTrue();
    assertThat(s.replace()).isTrue();
    assertThat(s.name().parts()).containsExactly("a", "b", "c");
    assertThat(s.columns())
        .containsExactly(
            new Statement.DeclaredColumn("id", true, "BIGINT NOT NULL COMMENT ', ('"),
            new Statement.DeclaredColumn("x y", true, "MAP<STRING, DECIMAL(10, 2)>"),
            new Statement.DeclaredColumn("n", false, "COMMENT 'q'"));
    assertThat(s.layout()).isEqualTo("PARTITIONED BY (id, f(x))");
    assertThat(s.comment()).isEqualTo("it's");
    assertThat(s.properties()).isEqualTo(Map.of("k", "v"));
    assertThat(s.query()).isEqualTo("SELECT * FROM STREAM(s)");
    var view =
        (CreateDataset)
            parse("CREATE MATERIALIZED VIEW IF NOT EXISTS v AS WITH a AS (SELECT 1) FROM a");
    assertThat(view.streaming()).isFalse();
    assertThat(view.ifNotExists()).isTrue();
    assertThat(view.query()).isEqualTo("WITH a AS (SELECT 1) FROM a");
    assertThat(((CreateDataset) parse("CREATE STREAMING TABLE t (a INT)")).query()).isNull();
    assertThat(parse("REFRESH STREAMING TABLE t FULL"))
        .isEqualTo(new Statement.RefreshDataset(true, new ObjectName(List.of("t")), true));
    assertThat(parse("DROP MATERIALIZED VIEW IF EXISTS a.b"))
        .isEqualTo(new Statement.DropMaterializedView(new ObjectName(List.of("a", "b")), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE STREAMING TABLE",
        "CREATE STREAMING TABLE t (",
        "CREATE STREAMING TABLE t (a INT",
        "CREATE STREAMING TABLE t (a MAP<INT",
        "CREATE STREAMING TABLE t (a DECIMAL(1",
        "CREATE STREAMING TABLE t ()",
        "CREATE STREAMING TABLE t AS",
        "CREATE STREAMING TABLE t trailing",
        "CREATE STREAMING TABLE t PARTITIONED BY (a",
        "CREATE STREAMING TABLE t COMMENT 'a' COMMENT 'b' AS SELECT 1",
        "CREATE STREAMING TABLE t (a INT, CONSTRAINT c EXPECT (a > 0)) AS SELECT 1",
        "CREATE OR REFRESH STREAMING TABLE IF NOT EXISTS t AS SELECT 1",
        "CREATE OR REPLACE MATERIALIZED VIEW IF NOT EXISTS t AS SELECT 1",
        "CREATE MATERIALIZED VIEW v",
        "REFRESH MATERIALIZED VIEW v NOW",
        "DROP MATERIALIZED VIEW v CASCADE",
        "ALTER TABLE t SET ROW FILTER f",
        "ALTER TABLE t SET ROW FILTER f ON (a",
        "ALTER TABLE t DROP ROW FILTER f",
        "ALTER TABLE t ALTER COLUMN c SET MASK",
        "ALTER TABLE t ALTER COLUMN c SET MASK f USING COLUMNS"
      })
  void refusesMalformedText(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(SyntaxException.class);
  }

  @Test
  void readsRowFiltersAndMasks() {
    assertThat(parse("ALTER TABLE a.b SET ROW FILTER c.f ON (x, `y z`)"))
        .isEqualTo(
            new Statement.SetRowFilter(
                new ObjectName(List.of("a", "b")),
                new ObjectName(List.of("c", "f")),
                List.of("x", "y z")));
    assertThat(parse("ALTER TABLE t DROP ROW FILTER"))
        .isEqualTo(new Statement.SetRowFilter(new ObjectName(List.of("t")), null, List.of()));
    assertThat(parse("ALTER TABLE t ALTER COLUMN c SET MASK f USING COLUMNS (d)"))
        .isEqualTo(
            new Statement.SetMask(
                new ObjectName(List.of("t")), "c", new ObjectName(List.of("f")), List.of("d")));
    assertThat(parse("ALTER TABLE t ALTER COLUMN c COMMENT 'x'"))
        .isInstanceOf(Statement.Native.class);
    assertThat(parse("ALTER TABLE t SET TBLPROPERTIES ('a' = 'b')"))
        .isInstanceOf(Statement.Native.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM STREAM(a.b)|SELECT * FROM <a.b>",
        "SELECT * FROM stream a.b WHERE x|SELECT * FROM <a.b> WHERE x",
        "SELECT * FROM STREAM(a) s JOIN STREAM `b c` ON 1|SELECT * FROM <a> s JOIN <b c> ON 1",
        "SELECT 'FROM STREAM(a)' FROM t, STREAM(u)|SELECT 'FROM STREAM(a)' FROM t, <u>",
        "SELECT stream FROM stream|SELECT stream FROM stream",
        "SELECT * FROM stream WHERE 1|SELECT * FROM stream WHERE 1",
        "SELECT * FROM `stream` (a)|SELECT * FROM `stream` (a)",
        "SELECT STREAM(a)|SELECT STREAM(a)"
      })
  void findsStreams(String query, String rewritten) {
    List<String> names = new ArrayList<>();
    String result =
        StreamSources.rewrite(
            query,
            name -> {
              names.add(name.lower());
              return "<" + name.lower() + ">";
            });
    assertThat(result).isEqualTo(rewritten);
    assertThat(names.isEmpty()).isEqualTo(query.equals(rewritten));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM delta.`s3://b/x`|SELECT * FROM delta.`L(s3://b/x,false)`",
        "INSERT INTO delta.`s3://b/x` SELECT * FROM DELTA . `gs://y`|INSERT INTO delta.`L(s3://b/x,true)` SELECT * FROM DELTA . `L(gs://y,false)`",
        "DELETE FROM delta.`s3://b`|DELETE FROM delta.`L(s3://b,true)`",
        "OPTIMIZE delta.`s3://b`|OPTIMIZE delta.`L(s3://b,true)`",
        "DESCRIBE DETAIL 's3://b'|DESCRIBE DETAIL 'L(s3://b,false)'",
        "SELECT 's3://b', `s3://b` FROM t.`s3://b`|SELECT 's3://b', `s3://b` FROM t.`s3://b`",
        "SELECT * FROM c.delta.`s3://b`|SELECT * FROM c.delta.`s3://b`",
        "SELECT * FROM delta.`/tmp/x` -- s3://|SELECT * FROM delta.`/tmp/x` -- s3://",
        "CREATE TABLE t LOCATION 's3://b'|CREATE TABLE t LOCATION 's3://b'"
      })
  void findsTablesNamedByTheirPlace(String text, String rewritten) {
    assertThat(PathRewriter.rewrite(text, (url, write) -> "L(" + url + "," + write + ")"))
        .isEqualTo(rewritten);
  }

  @Test
  void survivesRandomText() {
    String[] pieces = {
      "CREATE",
      "OR",
      "REFRESH",
      "REPLACE",
      "STREAMING",
      "TABLE",
      "MATERIALIZED",
      "VIEW",
      "STREAM",
      "(",
      ")",
      ",",
      "<",
      ">",
      "AS",
      "SELECT",
      "FROM",
      "COMMENT",
      "'s'",
      "`a`",
      "ALTER",
      "SET",
      "MASK",
      "ROW",
      "FILTER",
      "ON",
      "CONSTRAINT",
      "delta",
      ".",
      "`s3://b/x`",
      "TBLPROPERTIES"
    };
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(14); n >= 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]).append(' ');
      }
      try {
        assertThat(parse(text.toString())).isNotNull();
        assertThat(StreamSources.rewrite(text.toString(), ObjectName::quoted)).isNotNull();
        assertThat(PathRewriter.rewrite(text.toString(), (url, write) -> url)).isNotNull();
      } catch (SyntaxException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
