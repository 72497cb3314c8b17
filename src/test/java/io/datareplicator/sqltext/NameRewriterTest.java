package io.datareplicator.sqltext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.sqltext.NameRewriter.Note;
import io.datareplicator.sqltext.NameRewriter.Result;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRewriterTest {
  private static final Map<String, String> CAT_TO_NEW = Map.of("cat", "new");

  private static Result rewrite(String sql) {
    return NameRewriter.rewrite(sql, CAT_TO_NEW);
  }

  /** Text with «cat» wherever the name is to be replaced. */
  static Stream<String> marked() {
    return Stream.of(
        // relations
        "SELECT * FROM «cat».s.t",
        "select * from «CAT».S.T",
        "SELECT * FROM «`cat`».`s`.t",
        "SELECT * FROM «`CAT`».`s`.`t.u`",
        "SELECT * FROM «cat» . s . t",
        "SELECT * FROM «cat» /* cat.s.t */ . -- cat.s.t\n s\r\n.\tt",
        "SELECT * FROM\u00a0«cat».s.t",
        "SELECT * FROM «cat».schéma.表 WHERE 表 > 1",
        "SELECT * FROM «cat».`s 👍`.`t``cat.s.t`",
        "SELECT * FROM «cat».s.2024_t",
        "SELECT * FROM «cat».information_schema.tables",
        "SELECT * FROM «cat».select.from",
        "SELECT * FROM «cat».s.t;",
        "SELECT * FROM a, «cat».s.t, «cat».s.u x, b.c",
        "SELECT * FROM a JOIN «cat».s.t ON f(x, y) = 1, «cat».s.u",
        "SELECT * FROM a LEFT OUTER JOIN «cat».s.t USING (id) NATURAL JOIN «cat».s.u",
        "SELECT * FROM a CROSS JOIN LATERAL (SELECT * FROM «cat».s.t)",
        "SELECT * FROM (a JOIN («cat».s.t x JOIN «cat».s.u ON x.i = u.i) ON true)",
        "SELECT * FROM (SELECT * FROM (SELECT * FROM «cat».s.t) cat) cat WHERE cat.s.t = 1",
        "SELECT 1 UNION ALL SELECT a FROM «cat».s.t EXCEPT SELECT a FROM «cat».s.u",
        "TABLE «cat».s.t UNION TABLE «cat».s.u",
        "FROM «cat».s.t SELECT a",
        "FROM «cat».s.t |> WHERE x > 1 |> JOIN «cat».s.u USING (id) |> SELECT a, cat.b.c",
        "SELECT * EXCEPT (a, b) FROM «cat».s.t",
        "SELECT (SELECT max(a) FROM «cat».s.t) FROM «cat».s.u",
        "SELECT * FROM x WHERE EXISTS (FROM «cat».s.t SELECT a) AND b IN (SELECT b FROM «cat».s.u)",
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM «cat».s.t) THEN 'cat.s.t' END",
        "WITH cat AS (SELECT 1) SELECT * FROM «cat».s.t",
        "WITH cat AS (SELECT 1) SELECT cat.s.t FROM cat",
        "WITH a AS (SELECT * FROM «cat».s.t), b (x, y) AS (SELECT * FROM a, «cat».s.u)"
            + " SELECT * FROM b, «cat».s.v",
        "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n FROM r, «cat».s.t) SELECT n FROM r",
        "WITH a (SELECT * FROM «cat».s.t) SELECT * FROM a",
        "SELECT * FROM «cat».s.t VERSION AS OF 5 AS cat WHERE cat.s.t.x = 1",
        "SELECT * FROM «cat».s.t TIMESTAMP AS OF '2024-01-01' x, «cat».s.u",
        "SELECT * FROM «cat».s.t@v5",
        "SELECT * FROM «cat».s.t TABLESAMPLE (10 PERCENT) AS x",
        "SELECT * FROM «cat».s.t WITH ('option' = 'cat.s.t') AS x",
        "SELECT * FROM «cat».s.t PIVOT (sum(v) AS cat FOR k IN ('cat.s.t' AS a, 'b'))",
        "SELECT * FROM «cat».s.t UNPIVOT INCLUDE NULLS (v FOR k IN (a AS `cat.s.t`, b)) AS u",
        "SELECT * FROM «cat».s.t LATERAL VIEW OUTER explode(cat.a.b) cat AS k, v WHERE cat.k = 1",
        "SELECT * FROM VALUES (1, 'cat.s.t'), (2, x.y) AS v (a, b), «cat».s.t",
        "SELECT * FROM (VALUES (1), (2)) AS cat (a) JOIN «cat».s.t ON cat.a = t.a",
        "SELECT count(*) OVER w FROM «cat».s.t WINDOW w AS (PARTITION BY a, b ORDER BY c)",
        "SELECT a FROM «cat».s.t GROUP BY GROUPING SETS ((a, b), (a)) HAVING max(b) > 1",
        "INSERT INTO «cat».s.t (a, b) SELECT * FROM «cat».s.u",
        "INSERT INTO TABLE «cat».s.t VALUES (1, 'cat.s.t')",
        "INSERT OVERWRITE «cat».s.t TABLE «cat».s.u",
        "MERGE INTO «cat».s.t USING «cat».s.u ON t.i = u.i WHEN MATCHED THEN UPDATE SET a = cat.b.c",
        "UPDATE «cat».s.t SET a = 1; DELETE FROM «cat».s.u",
        // streams and functions that make tables
        "SELECT * FROM STREAM(«cat».s.t)",
        "SELECT * FROM STREAM «cat».s.t",
        "SELECT * FROM STREAM read_files('/Volumes/cat/s/v', format => 'csv')",
        "SELECT * FROM read_files('cat.s.t'), «cat».s.t",
        "SELECT * FROM TABLE(«cat».s.f(1, x))",
        "SELECT * FROM «cat».s.f(1, TABLE(«cat».s.t), cat => «cat».s.g(2)) AS x, «cat».s.u",
        "SELECT * FROM f(TABLE «cat».s.t PARTITION BY a), «cat».s.u",
        "SELECT * FROM f(input => TABLE(SELECT * FROM «cat».s.t), a => cat.b.c, d => 1)",
        // functions
        "SELECT «`cat`».s.f(x) FROM t",
        "SELECT «cat».s.f (x, «cat».s.g(y)) AS cat FROM t ORDER BY «cat».s.h(1)",
        "SELECT «cat».s.f(DISTINCT a) FILTER (WHERE «cat».s.g(b)) OVER (ORDER BY c) FROM t",
        "«cat».s.mask(region)",
        "RETURN «cat».s.f(x) + 1",
        "x = 1 OR «cat».s.f(y)",
        "SELECT transform(xs, cat -> «cat».s.f(cat.a.b.c)) FROM t",
        // columns
        "SELECT «cat».s.t.a, «cat».s.t.b.c.d FROM «cat».s.t WHERE «cat».s.t.a > 1",
        "SELECT «CAT».S.T.a, «cat».s.t.* FROM «`cat`».s.t",
        "SELECT «cat».s.t.a FROM s.t",
        "SELECT «cat».s.t.a FROM t",
        "SELECT x AS cat, «cat».s.t.a FROM s.t",
        "SELECT 1 FROM «cat».s.t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = «cat».s.t.a)",
        "SELECT * FROM «cat».s.t JOIN «cat».s.u ON «cat».s.t.i = «cat».s.u.i",
        "SELECT /*+ BROADCAST(«cat».s.t), MERGE(cat.s.other) */ * FROM «cat».s.t",
        "SELECT «cat».s.t.a FROM «cat».s.t JOIN b AS cat",
        // names that are something else
        "SELECT cat.s.t.a FROM b AS cat",
        "SELECT cat.s.t.a FROM b cat, s.t",
        "SELECT cat.s.t.a FROM x.cat JOIN t",
        "SELECT cat.a.b.c FROM (SELECT named_struct('a', 1) AS cat)",
        "SELECT transform(xs, cat -> cat.s.t.a), 1 FROM «cat».s.t",
        "SELECT reduce(xs, 0, (acc, cat) -> acc + cat.s.t.a, acc -> «cat».s.t.a) FROM «cat».s.t",
        "SELECT * FROM cat.t, cat, `cat.s`.t, `cat.s.t`, x.cat.t",
        "SELECT `cat.s`.t.a.b, x.cat.s.t FROM x",
        "SELECT a[0].cat.s.t, (b).cat.s.t.u, f(x).cat.s.t FROM x",
        "SELECT payload:cat.s.t.u, payload : cat.s.t, payload:cat.s.f(1) FROM x",
        "SELECT :cat, x::string FROM y WHERE z = :cat AND a = ?",
        "SELECT 1.2.3, 1..2, cat.1, 3.cat FROM t",
        "SELECT 'cat.s.t', \"cat.s.t\", r'cat.s.t\\', 'it''s cat.s.t', 'a\\'cat.s.t' FROM t",
        "SELECT 'FROM' cat_s_t, 'from '' cat.s.t' -- FROM cat.s.t\nFROM «cat».s.t",
        "SELECT 1 /* FROM cat.s.t /* cat.s.t */ FROM cat.s.t */ FROM «cat».s.t",
        "SELECT 1 -- goes on \\\n FROM cat.s.t\n FROM «cat».s.t",
        "SELECT catalog.s.t.a, `ca t`.s.t FROM catalog.s.t, mycat.s.t, cat_.s.t, cat2.s.f(1)",
        "SELECT * FROM delta.`/cat/s/t`, csv.`s3://cat.s.t/x`",
        // FROM that is no clause
        "SELECT extract(DAY FROM «cat».s.f(x)), trim(BOTH 'a' FROM b), substring(c FROM 2) FROM d",
        "SELECT * FROM a WHERE x IS DISTINCT FROM y AND z IS NOT DISTINCT FROM «cat».s.f(1)",
        "SELECT date '2024-01-01', interval 1 day, x AS from FROM «cat».s.t",
        // statements about an object
        "CREATE OR REPLACE VIEW «cat».s.v (a COMMENT 'cat.s.t') AS SELECT * FROM «cat».s.t",
        "CREATE VIEW IF NOT EXISTS «cat».s.v AS WITH cat AS (SELECT 1) TABLE «cat».s.t",
        "CREATE OR REFRESH STREAMING TABLE «cat».s.st (a INT MASK «cat».s.m USING COLUMNS (b),"
            + " CONSTRAINT f FOREIGN KEY (a) REFERENCES «cat».s.p (a))"
            + " WITH ROW FILTER «cat».s.rf ON (a) AS SELECT * FROM STREAM «cat».s.t",
        "CREATE MATERIALIZED VIEW «cat».s.mv TRIGGER ON UPDATE AS SELECT a FROM «cat».s.t",
        "CREATE FUNCTION «cat».s.f(cat STRUCT<a: INT>) RETURNS TABLE (a INT, b INT)"
            + " RETURN SELECT a, b FROM «cat».s.t",
        "CREATE TABLE «cat».s.t SHALLOW CLONE «cat».s.u",
        // broken text
        "SELECT * FROM «cat».s.t WHERE (((",
        "SELECT * FROM «cat».s.t))) , «cat».s.u",
        "SELECT * FROM «cat».s.t WHERE a = 'cat.s.u",
        "SELECT * FROM «cat».s.t /* FROM cat.s.u",
        "SELECT * FROM «cat».s.t, `cat.s.u",
        "FROM",
        "FROM ,,, JOIN",
        "",
        " ",
        "cat.s.",
        "cat..t",
        ".cat.s.t",
        "cat.s",
        "`",
        "((((");
  }

  @ParameterizedTest
  @MethodSource("marked")
  void replacesTheCatalogAndNothingElse(String marked) {
    String sql = marked.replaceAll("[«»]", "");
    String expected = marked.replaceAll("«`[^»]*`»", "`new`").replaceAll("«[^»]*»", "new");

    Result result = rewrite(sql);

    assertThat(result.text()).isEqualTo(expected);
    assertThat(result.changed()).isEqualTo((int) marked.chars().filter(c -> c == '«').count());
  }

  @Test
  void lineBreaksStayAsTheyAre() {
    assertThat(rewrite("SELECT *\r\nFROM cat.s.t\r\n-- x\r\nWHERE 1=1\r").text())
        .isEqualTo("SELECT *\r\nFROM new.s.t\r\n-- x\r\nWHERE 1=1\r");
  }

  @Test
  void newNamesGetBackticksWhereTheyNeedThem() {
    String sql = "SELECT * FROM cat.s.t, `cat`.s.t";

    assertThat(NameRewriter.rewrite(sql, Map.of("cat", "new-cat")).text())
        .isEqualTo("SELECT * FROM `new-cat`.s.t, `new-cat`.s.t");
    assertThat(NameRewriter.rewrite(sql, Map.of("cat", "a`b")).text())
        .isEqualTo("SELECT * FROM `a``b`.s.t, `a``b`.s.t");
    assertThat(NameRewriter.rewrite(sql, Map.of("cat", "2024")).text())
        .isEqualTo("SELECT * FROM `2024`.s.t, `2024`.s.t");
    assertThat(NameRewriter.rewrite(sql, Map.of("cat", "table")).text())
        .isEqualTo("SELECT * FROM `table`.s.t, `table`.s.t");
    assertThat(NameRewriter.rewrite(sql, Map.of("cat", "größe")).text())
        .isEqualTo("SELECT * FROM `größe`.s.t, `größe`.s.t");
  }

  @Test
  void oldNamesMayNeedBackticks() {
    assertThat(
            NameRewriter.rewrite(
                    "SELECT * FROM `my-cat`.s.t, `a``b`.s.t, `my`-cat.s.t",
                    Map.of("my-cat", "x", "a`b", "y"))
                .text())
        .isEqualTo("SELECT * FROM `x`.s.t, `y`.s.t, `my`-cat.s.t");
  }

  @Test
  void catalogsCanChangePlaces() {
    assertThat(
            NameRewriter.rewrite("SELECT * FROM a.s.t, b.s.t", Map.of("a", "b", "b", "a")).text())
        .isEqualTo("SELECT * FROM b.s.t, a.s.t");
  }

  @Test
  void aNameThatDiffersInCaseOnlyIsTheSameName() {
    assertThat(NameRewriter.rewrite("SELECT * FROM cat.s.t", Map.of("CAT", "Cat")))
        .isEqualTo(new Result("SELECT * FROM cat.s.t", 0, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\rb", "a\0b"})
  void impossibleNewNamesAreRefused(String name) {
    assertThatThrownBy(() -> NameRewriter.rewrite("SELECT 1", Map.of("cat", name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be the name of a catalog");
  }

  @Test
  void twoNewNamesForOneCatalogAreRefused() {
    assertThatThrownBy(() -> NameRewriter.rewrite("", Map.of("cat", "a", "CAT", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two new names");
  }

  static Stream<List<String>> noted() {
    return Stream.of(
        List.of("SELECT * FROM IDENTIFIER('cat.s.t')", "IDENTIFIER('cat.s.t')"),
        List.of("SELECT IDENTIFIER(\"`CAT`.s.f\")(1)", "IDENTIFIER(\"`CAT`.s.f\")"),
        List.of("SELECT * FROM IDENTIFIER(:c || '.s.t') x", "IDENTIFIER(:c || '.s.t')"),
        List.of("SELECT * FROM IDENTIFIER('cat').s.t", "IDENTIFIER('cat')"),
        List.of("EXECUTE IMMEDIATE 'SELECT * FROM cat.s.t'", "EXECUTE IMMEDIATE"),
        List.of("SELECT * FROM table_changes('cat.s.t', 1)", "'cat.s.t'"),
        List.of("SELECT * FROM table_changes(concat('cat', x), 1)", "concat"),
        List.of("CREATE VIEW v LANGUAGE YAML AS $$ source: Cat.s.t $$", "$$ source: Cat.s.t $$"),
        List.of("SELECT * FROM read_files('/Volumes/CAT/s/v/x')", "'/Volumes/CAT/s/v/x'"),
        List.of("SELECT * FROM csv.`dbfs:/Volumes/cat/s/v`", "`dbfs:/Volumes/cat/s/v`"),
        List.of("SELECT cat.s.t.a FROM x", "cat.s.t.a"),
        List.of("SELECT cat.s.t.a FROM x.s.t AS y", "cat.s.t.a"),
        List.of("SELECT cat.s.t.a FROM b AS cat, s.t", "cat.s.t.a"),
        List.of("SELECT `cat`.a.b FROM x", "cat.a.b"),
        List.of("SELECT cat.a.b.c(1) FROM x", "cat.a.b.c"),
        List.of("SELECT * FROM \"cat\".\"s\".\"t\"", "\"cat\""),
        List.of("SELECT * FROM ${c}.s.t", "$"),
        List.of("SELECT 1 FROM (x", "("),
        List.of("SELECT 1 FROM x /*+ a", "a"),
        List.of("SELECT 'abc", "'abc"));
  }

  @ParameterizedTest
  @MethodSource("noted")
  void tellsWhatItLeft(List<String> example) {
    String sql = example.get(0);

    Result result = rewrite(sql);

    assertThat(result.text()).isEqualTo(sql);
    assertThat(result.changed()).isZero();
    assertThat(result.notes()).extracting(Note::text).contains(example.get(1));
    assertThat(result.notes())
        .allSatisfy(
            note -> {
              assertThat(note.position()).isBetween(0, sql.length() - 1);
              assertThat(note.reason()).isNotBlank();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM IDENTIFIER('other.s.t')",
        "SELECT * FROM table_changes('other.s.t', 1)",
        "SELECT cat.s.t.a FROM b AS cat",
        "SELECT transform(xs, cat -> cat.s.t.a) FROM t",
        "SELECT * FROM cat.s.t WHERE cat.s.t.a = 'cat.s.t'",
        "WITH cat AS (SELECT 1) SELECT cat.a.b.c FROM cat",
        "SELECT other.s.t.a FROM x",
        "SELECT x AS cat, cat.a.b FROM y",
        "SELECT $$ cat $$",
        "SELECT * FROM read_files('/Volumes/catalog/cat/v')"
      })
  void isSilentWhereNothingIsInDoubt(String sql) {
    assertThat(rewrite(sql).notes()).isEmpty();
  }

  @Test
  void notesAreShort() {
    String sql = "SELECT $$ cat.s.t " + "x".repeat(10_000) + "$$";

    assertThat(rewrite(sql).notes()).singleElement().extracting(Note::text).asString().hasSize(121);
  }
}
