package io.datareplicator.sandbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Primary and foreign keys, and SHOW CREATE TABLE. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    w.source("CREATE SCHEMA main.k");
    w.source(
        "CREATE TABLE main.k.parent (a INT, b STRING NOT NULL, n INT, CONSTRAINT ppk PRIMARY KEY"
            + " (a, b) NOT ENFORCED RELY)");
    w.source(
        "CREATE TABLE main.k.child (id BIGINT NOT NULL PRIMARY KEY, x INT, y STRING, CONSTRAINT"
            + " cfk FOREIGN KEY (x, y) REFERENCES main.k.parent (a, b))");
    w.source("CREATE TABLE main.k.late (id INT NOT NULL, other INT)");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  private List<String> rows(String sql) throws Exception {
    return w.source(sql).rows().stream().map(r -> String.join("|", r)).toList();
  }

  private String ddl(String table) throws Exception {
    var result = w.source("SHOW CREATE TABLE " + table);
    assertThat(result.columns())
        .extracting(SqlEngine.ResultColumn::name)
        .containsExactly("createtab_stmt");
    return result.rows().get(0)[0];
  }

  @Test
  void showInInformationSchema() throws Exception {
    assertThat(
            rows(
                "SELECT constraint_name, table_name, constraint_type, enforced FROM"
                    + " main.information_schema.table_constraints WHERE table_name IN ('parent',"
                    + " 'child') ORDER BY 2, 3"))
        .containsExactly(
            "cfk|child|FOREIGN KEY|NO",
            "child_pk|child|PRIMARY KEY|NO",
            "ppk|parent|PRIMARY KEY|NO");
    assertThat(
            rows(
                "SELECT column_name, ordinal_position, position_in_unique_constraint FROM"
                    + " main.information_schema.key_column_usage WHERE constraint_name = 'cfk'"
                    + " ORDER BY 2"))
        .containsExactly("x|1|1", "y|2|2");
    assertThat(
            rows(
                "SELECT constraint_name, unique_constraint_catalog, unique_constraint_schema,"
                    + " unique_constraint_name, delete_rule FROM"
                    + " system.information_schema.referential_constraints"))
        .contains("cfk|main|k|ppk|NO ACTION");
    assertThat(
            rows(
                "SELECT is_nullable FROM main.information_schema.columns WHERE table_name ="
                    + " 'parent' ORDER BY ordinal_position"))
        .containsExactly("NO", "NO", "YES");
  }

  @Test
  void comeAndGo() throws Exception {
    w.source("ALTER TABLE main.k.late ADD CONSTRAINT lpk PRIMARY KEY (ID)");
    w.source("CREATE TABLE main.k.more (a INT)");
    w.source("ALTER TABLE main.k.more ADD FOREIGN KEY (a) REFERENCES main.k.late");
    assertThat(w.failure(w.sourceSql, "ALTER TABLE main.k.late DROP PRIMARY KEY").getMessage())
        .startsWith("[INVALID_STATE]");
    assertThat(w.failure(w.sourceSql, "ALTER TABLE main.k.late ADD PRIMARY KEY (id)").getMessage())
        .startsWith("[CONSTRAINT_ALREADY_EXISTS]");
    w.source("ALTER TABLE main.k.late RENAME TO main.k.later");
    assertThat(ddl("main.k.more"))
        .contains("FOREIGN KEY (`a`) REFERENCES `main`.`k`.`later` (`id`)");
    w.source("ALTER TABLE main.k.later DROP PRIMARY KEY CASCADE");
    w.source("ALTER TABLE main.k.later DROP PRIMARY KEY IF EXISTS");
    assertThat(
            rows(
                "SELECT 1 FROM main.information_schema.table_constraints WHERE table_name IN"
                    + " ('later', 'more')"))
        .isEmpty();
    w.source("ALTER TABLE main.k.more ADD CONSTRAINT chk CHECK (a > 0)");
    assertThat(ddl("main.k.more")).contains("'delta.constraints.chk' = 'a > 0'");
    w.source("ALTER TABLE main.k.more DROP CONSTRAINT chk");
    assertThat(ddl("main.k.more")).doesNotContain("chk");
    w.source("CREATE OR REPLACE TABLE main.k.more (a INT NOT NULL PRIMARY KEY)");
    assertThat(ddl("main.k.more")).contains("CONSTRAINT `more_pk` PRIMARY KEY (`a`)");
    w.source("CREATE OR REPLACE TABLE main.k.more (a INT)");
    assertThat(ddl("main.k.more")).doesNotContain("PRIMARY KEY");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "ALTER TABLE main.k.child ADD FOREIGN KEY (x) REFERENCES main.k.parent (n)|INVALID_PARAMETER_VALUE",
        "ALTER TABLE main.k.child ADD FOREIGN KEY (x) REFERENCES main.k.missing (n)|TABLE_OR_VIEW_NOT_FOUND",
        "ALTER TABLE main.k.child ADD FOREIGN KEY (nope, y) REFERENCES main.k.parent|UNRESOLVED_COLUMN",
        "ALTER TABLE main.k.child DROP FOREIGN KEY (id)|CONSTRAINT_DOES_NOT_EXIST",
        "CREATE TABLE main.k.bad (x INT, FOREIGN KEY (x) REFERENCES main.k.parent (n))|INVALID_PARAMETER_VALUE",
        "SHOW CREATE TABLE main.k.missing|TABLE_OR_VIEW_NOT_FOUND"
      })
  void refuses(String sql, String errorClass) throws Exception {
    SqlFailure failure = w.failure(w.sourceSql, sql);
    assertThat(failure).as(sql).isNotNull();
    assertThat(failure.getMessage()).startsWith("[" + errorClass);
  }

  @Test
  void aNullableColumnCannotBeMadeAPrimaryKeyLater() throws Exception {
    w.source("CREATE TABLE main.k.nullable (a INT)");
    assertThat(
            w.failure(w.sourceSql, "ALTER TABLE main.k.nullable ADD PRIMARY KEY (a)").getMessage())
        .contains("nullable");
  }

  @Test
  void showCreateTableCanBeRunAgain() throws Exception {
    w.source(
        "CREATE TABLE main.k.full (id BIGINT NOT NULL COMMENT 'it\\'s \\\\ ü', k BIGINT GENERATED"
            + " BY DEFAULT AS IDENTITY (START WITH 5 INCREMENT BY 2), d DATE DEFAULT"
            + " current_date(), g INT GENERATED ALWAYS AS (CAST(id AS INT)), `a b` STRUCT<x: INT,"
            + " y: ARRAY<STRING>>, v VARCHAR(7), CONSTRAINT fpk PRIMARY KEY (id) RELY) PARTITIONED"
            + " BY (d) COMMENT 'table\\'s' TBLPROPERTIES ('delta.columnMapping.mode' = 'name',"
            + " 'delta.feature.allowColumnDefaults' = 'supported', 'odd key' = 'o\\'dd')");
    String ddl = ddl("main.k.full");
    assertThat(ddl)
        .startsWith(
            "CREATE TABLE main.k.full (\n"
                + "  id BIGINT NOT NULL COMMENT 'it\\'s \\\\ ü',\n"
                + "  k BIGINT GENERATED BY DEFAULT AS IDENTITY (START WITH 5 INCREMENT BY 2),\n"
                + "  d DATE DEFAULT current_date(),\n"
                + "  g INT GENERATED ALWAYS AS ( CAST(id AS INT) ),\n"
                + "  `a b` STRUCT<x: INT, y: ARRAY<STRING>>,\n"
                + "  v VARCHAR(7),\n"
                + "  CONSTRAINT `fpk` PRIMARY KEY (`id`) RELY)\n"
                + "USING delta\n"
                + "PARTITIONED BY (d)\n"
                + "COMMENT 'table\\'s'\n"
                + "TBLPROPERTIES (\n")
        .contains("'odd key' = 'o\\'dd'")
        .doesNotContain("lastUpdateVersion");
    w.source("DROP TABLE main.k.full");
    w.source(ddl);
    assertThat(ddl("main.k.full")).isEqualTo(ddl);
    w.source("CREATE TABLE main.k.clustered (id INT, n STRING) CLUSTER BY (id)");
    assertThat(ddl("main.k.clustered")).contains("USING delta\nCLUSTER BY (id)\n");
    w.source("CREATE VIEW main.k.v (x COMMENT 'c') COMMENT 'vc' AS SELECT id FROM main.k.child");
    assertThat(ddl("main.k.v"))
        .startsWith("CREATE VIEW main.k.v (\n  x COMMENT 'c')\nCOMMENT 'vc'\n")
        .contains("AS SELECT id FROM main.k.child");
  }
}
