package io.datareplicator.sqltext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateStatementTest {
  private static final String VIEW =
      """
      CREATE MATERIALIZED VIEW cat.`s 1`.mv (
        a COMMENT 'AS SELECT TBLPROPERTIES (',
        b STRING NOT NULL)
      COMMENT 'it''s AS x'
      CLUSTER BY (a)
      SCHEDULE CRON '0 0 0 * * ?' AT TIME ZONE 'UTC'
      TBLPROPERTIES (
        'delta.x' = '1',
        'pipelines.id' = 'a\\'b, c)',
        plain.key = true)
      AS SELECT a, CAST(b AS STRING) AS b FROM cat.s.t -- AS
      ;
      """;

  @Test
  void readsEachPart() {
    CreateStatement view = CreateStatement.parse(VIEW);

    assertThat(view.kind()).containsExactly("MATERIALIZED", "VIEW");
    assertThat(view.orReplace()).isFalse();
    assertThat(view.orRefresh()).isFalse();
    assertThat(view.ifNotExists()).isFalse();
    assertThat(view.name()).containsExactly("cat", "s 1", "mv");
    assertThat(view.nameSpan().of(VIEW)).isEqualTo("cat.`s 1`.mv");
    assertThat(view.queryText()).contains("SELECT a, CAST(b AS STRING) AS b FROM cat.s.t");
    assertThat(view.properties())
        .containsExactly(
            entry("delta.x", "1"), entry("pipelines.id", "a'b, c)"), entry("plain.key", "true"));
    assertThat(view.propertiesSpan().orElseThrow().of(VIEW))
        .startsWith("TBLPROPERTIES (\n")
        .endsWith("true)");
  }

  @Test
  void replacesHeadAndDropsProperties() {
    String text =
        CreateStatement.parse(VIEW)
            .with(
                "`new`.`s`.`mv`",
                "CREATE OR REPLACE MATERIALIZED VIEW",
                Set.of("pipelines.id", "absent"));

    assertThat(text)
        .isEqualTo(
            VIEW.replace(
                    "CREATE MATERIALIZED VIEW cat.`s 1`.mv",
                    "CREATE OR REPLACE MATERIALIZED VIEW `new`.`s`.`mv`")
                .replace(
                    "'delta.x' = '1',\n  'pipelines.id' = 'a\\'b, c)',\n  plain",
                    "'delta.x' = '1', plain"));
    assertThat(CreateStatement.parse(text).properties()).containsOnlyKeys("delta.x", "plain.key");
  }

  @Test
  void keepsPropertiesByteForByteIfNoneIsDropped() {
    assertThat(
            CreateStatement.parse(VIEW)
                .with("cat.`s 1`.mv", "CREATE MATERIALIZED VIEW", Set.of("absent")))
        .isEqualTo(VIEW);
  }

  @Test
  void dropsTheWholeClauseWithTheLastProperty() {
    String text =
        CreateStatement.parse(VIEW)
            .with("a.b.c", "CREATE VIEW", Set.of("delta.x", "pipelines.id", "plain.key"));

    assertThat(text).contains("AT TIME ZONE 'UTC'\nAS SELECT").doesNotContain("plain.key");
    assertThat(CreateStatement.parse(text).properties()).isEmpty();
    assertThat(CreateStatement.parse(text).queryText())
        .isEqualTo(CreateStatement.parse(VIEW).queryText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '^',
      value = {
        "CREATE VIEW v TBLPROPERTIES('k'='v')AS SELECT 1 → CREATE VIEW v AS SELECT 1",
        "CREATE VIEW v (a)TBLPROPERTIES('k'='v') AS SELECT 1 → CREATE VIEW v (a) AS SELECT 1",
        "CREATE VIEW v TBLPROPERTIES ('k'='v', 'l'='w') AS SELECT 1"
            + " → CREATE VIEW v TBLPROPERTIES ('l'='w') AS SELECT 1",
        "CREATE VIEW v TBLPROPERTIES ('l'='w','k'='v' ) AS SELECT 1"
            + " → CREATE VIEW v TBLPROPERTIES ('l'='w' ) AS SELECT 1",
        "CREATE VIEW v TBLPROPERTIES (k 'v', l) AS SELECT 1"
            + " → CREATE VIEW v TBLPROPERTIES (l) AS SELECT 1",
        "CREATE VIEW v TBLPROPERTIES ('K'='v') AS SELECT 1"
            + " → CREATE VIEW v TBLPROPERTIES ('K'='v') AS SELECT 1",
        "CREATE VIEW v AS SELECT 'TBLPROPERTIES (k = 1)'"
            + " → CREATE VIEW v AS SELECT 'TBLPROPERTIES (k = 1)'"
      })
  void dropsOneProperty(String sql, String expected) {
    assertThat(CreateStatement.parse(sql).with("v", "CREATE VIEW", Set.of("k")))
        .isEqualTo(expected);
  }

  @Test
  void aCommentBeforeTheClauseDoesNotSwallowWhatFollows() {
    String text =
        CreateStatement.parse("CREATE VIEW v -- x\nTBLPROPERTIES ('k' = 'v') AS SELECT 1")
            .with("v", "CREATE VIEW", Set.of("k"));

    assertThat(text).isEqualTo("CREATE VIEW v -- x\nAS SELECT 1");
  }

  @Test
  void streamingTablesMayHaveNoQuery() {
    CreateStatement table =
        CreateStatement.parse(
            "create or refresh streaming table if not exists `a`.b.c (x INT GENERATED ALWAYS AS"
                + " (y + 1)) WITH ROW FILTER a.b.f ON (x) FLOW AUTO CDC FROM STREAM(s) KEYS (x)");

    assertThat(table.kind()).containsExactly("STREAMING", "TABLE");
    assertThat(table.orRefresh()).isTrue();
    assertThat(table.ifNotExists()).isTrue();
    assertThat(table.query()).isEmpty();
    assertThat(table.queryText()).isEmpty();
    assertThat(table.properties()).isEmpty();
    assertThat(table.propertiesSpan()).isEmpty();
    assertThat(table.with("`x`.`y`.`z`", "CREATE OR REFRESH STREAMING TABLE", Set.of("k")))
        .startsWith("CREATE OR REFRESH STREAMING TABLE `x`.`y`.`z` (x INT");
  }

  @Test
  void readsTheHeadThroughComments() {
    CreateStatement view =
        CreateStatement.parse(
            "-- made by x\nCREATE /* a */ OR REPLACE TEMP VIEW v\r\nAS\r\nWITH a AS (SELECT 1)"
                + " SELECT * FROM a");

    assertThat(view.kind()).containsExactly("TEMP", "VIEW");
    assertThat(view.orReplace()).isTrue();
    assertThat(view.queryText()).contains("WITH a AS (SELECT 1) SELECT * FROM a");
    assertThat(view.with("w", "CREATE VIEW", Set.of()))
        .startsWith("-- made by x\nCREATE VIEW w\r\nAS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '^',
      value = {
        "^^ → CREATE is expected at 0, not the end",
        "SELECT 1 → CREATE is expected at 0, not 'SELECT'",
        "CREATE → TABLE or VIEW is expected at 0, not the end",
        "CREATE SCHEMA x → TABLE or VIEW is expected at 7, not 'SCHEMA'",
        "CREATE VIEW → a name is expected at 0, not the end",
        "CREATE VIEW 'v' AS SELECT 1 → a name is expected at 12, not ''v''",
        "CREATE VIEW IF EXISTS v → NOT is expected at 15, not 'EXISTS'",
        "CREATE VIEW v AS SELECT (1 → the parenthesis at 24 has no partner",
        "CREATE VIEW v AS SELECT 1) → the parenthesis at 25 has no partner",
        "CREATE VIEW v AS SELECT 'a → the STRING that begins at 24 does not end",
        "CREATE VIEW v /* AS SELECT 1 → the COMMENT that begins at 14 does not end",
        "CREATE VIEW v AS SELECT 1; DROP TABLE t → a second statement follows at 25",
        "CREATE VIEW v TBLPROPERTIES AS SELECT 1 → TBLPROPERTIES at 14 has no parentheses",
        "CREATE VIEW v TBLPROPERTIES (= 1) AS x → a table property at 29 has no key",
        "CREATE VIEW v TBLPROPERTIES ('a'='b',) AS x → a table property at 37 has no key"
      })
  void saysWhyItCannotRead(String sql, String message) {
    assertThatThrownBy(() -> CreateStatement.parse(sql))
        .isInstanceOf(SqlTextException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;", "a.b (", "'a'", "a -- b\n.", "`a", "a AS SELECT 1"})
  void onlyANameCanBeTheNewName(String name) {
    CreateStatement view = CreateStatement.parse("CREATE VIEW v AS SELECT 1");

    assertThatThrownBy(() -> view.with(name, "CREATE VIEW", Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "CREATE VIEW x;", "CREATE  VIEW", "DROP TABLE a.b", "-- "})
  void onlyWordsCanBeThePrefix(String prefix) {
    CreateStatement view = CreateStatement.parse("CREATE VIEW v AS SELECT 1");

    assertThatThrownBy(() -> view.with("v", prefix, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRepeatedKeyKeepsItsLastValue() {
    assertThat(
            CreateStatement.parse("CREATE VIEW v TBLPROPERTIES ('a'='1', 'a'='2') AS SELECT 1")
                .properties())
        .isEqualTo(Map.of("a", "2"));
    assertThat(List.of(new Span(1, 1).of("abc"))).containsExactly("");
  }
}
