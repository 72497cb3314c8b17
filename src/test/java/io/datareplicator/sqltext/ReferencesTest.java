package io.datareplicator.sqltext;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sqltext.References.Kind;
import io.datareplicator.sqltext.References.Reference;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
  private static String names(String sql) {
    return References.of(sql).names().stream()
        .map(r -> String.join(".", r.parts()) + (r.kind() == Kind.FUNCTION ? "()" : ""))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '^',
      value = {
        "SELECT a FROM t → t",
        "SELECT t.a.b.c FROM s.t AS x, c.s.u y → s.t c.s.u",
        "SELECT * FROM t JOIN T JOIN `t` JOIN s.t → t s.t",
        "SELECT s.f(x), c.s.g(y), h(z) FROM t → s.f() c.s.g() h() t",
        "WITH a AS (SELECT * FROM t), b AS (SELECT * FROM a) SELECT * FROM a, b, c.s.a → t c.s.a",
        "WITH t AS (SELECT * FROM t) SELECT * FROM t → t",
        "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT * FROM r JOIN u) SELECT * FROM r → u",
        "WITH RECURSIVE a AS (SELECT 1), b AS (SELECT 1 UNION ALL TABLE b) TABLE b → ^^",
        "SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a) x, a → a",
        "WITH a AS (WITH b AS (TABLE t) TABLE b) SELECT * FROM a, b → t b",
        "SELECT * FROM STREAM(s.t) → s.t",
        "SELECT * FROM STREAM read_files('/x') → read_files()",
        "SELECT * FROM c.s.f(TABLE(u)), range(3) → c.s.f() u range()",
        "SELECT * FROM t LATERAL VIEW explode(xs) e AS x JOIN v → t explode() v",
        "SELECT * FROM delta.`/a/b`, csv.`s3://x/y`, `a/b` → ^^",
        "SELECT * FROM VALUES (1), (2) AS v (a) → ^^",
        "SELECT extract(YEAR FROM d), trim(a FROM b) FROM t → extract() trim() t",
        "SELECT CAST(a AS DECIMAL(10, 2)), x IN (1), NOT (a) FROM t → t",
        "SELECT a FROM t WHERE b IN (SELECT b FROM u WHERE EXISTS (SELECT 1 FROM v)) → t u v",
        "SELECT * FROM IDENTIFIER('c.s.t') x, t → t c.s.t",
        "SELECT IDENTIFIER('s.f')(1), IDENTIFIER('col') FROM t → t s.f()",
        "SELECT * FROM table_changes('c.s.t', 1, 2) → table_changes() c.s.t",
        "CREATE VIEW c.s.v (a) AS SELECT * FROM c.s.t → c.s.t",
        "CREATE FUNCTION c.s.f(a INT) RETURNS INT RETURN a + c.s.g(a) → c.s.g()",
        "INSERT INTO c.s.t (a, b) SELECT 1, 2 → c.s.t",
        "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET b = 1 → t u",
        "MERGE INTO t USING (SELECT * FROM u) x ON t.a = x.a WHEN NOT MATCHED THEN INSERT (b) VALUES (1) → u t",
        "/* FROM a */ SELECT 'FROM b' -- FROM c → ^^",
        "SELECT count(*) FILTER (WHERE a) OVER (PARTITION BY b) FROM t GROUP BY CUBE (a, b) → count() t",
        "SELECT * FROM table WINDOW w AS (ORDER BY a) → table",
        "SELECT * FROM t TIMESTAMP AS OF date_sub(now(), 1) AS x → t date_sub() now()",
        "FROM t |> JOIN u USING (a) |> AGGREGATE sum(b) GROUP BY c → t u sum()",
        "x + 1 → ^^",
        "c.s.f(region) OR is_account_group_member('a') → c.s.f() is_account_group_member()"
      })
  void findsNames(String sql, String names) {
    String found = names(sql);

    assertThat(List.of(found.split(" ")))
        .containsExactlyInAnyOrderElementsOf(List.of(names.split(" ")));
    assertThat(References.of(sql).sure()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM IDENTIFIER(:x)",
        "SELECT * FROM IDENTIFIER('a' || 'b')",
        "SELECT * FROM IDENTIFIER('a').b",
        "SELECT * FROM IDENTIFIER('not a name')",
        "SELECT IDENTIFIER(:f)(1)",
        "SELECT * FROM table_changes(:t, 1)",
        "EXECUTE IMMEDIATE 'SELECT 1'",
        "SELECT * FROM (t",
        "SELECT * FROM t)",
        "SELECT 'a FROM t",
        "SELECT * FROM `t",
        "SELECT * FROM t /* x",
        "SELECT /*+ x FROM t",
        "SELECT * FROM $$x",
        "SELECT * FROM ${c}.t",
        "SELECT * FROM a.b.c.d",
        "SELECT * FROM \"a\".\"b\""
      })
  void saysWhenItIsNotSure(String sql) {
    References references = References.of(sql);

    assertThat(references.sure()).isFalse();
    assertThat(references.doubts()).allMatch(d -> d.matches(".+ at \\d+"));
  }

  @Test
  void partsComeWithoutBackticks() {
    assertThat(References.of("SELECT * FROM `a.b`.`c``d`.E").names())
        .containsExactly(new Reference(Kind.RELATION, List.of("a.b", "c`d", "E")));
  }

  @Test
  void aNameWithDotsIsNotTheSameAsManyParts() {
    assertThat(References.of("SELECT * FROM a.b, `a.b`, `a, b`").names()).hasSize(3);
  }
}
