package io.datareplicator.sandbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.metastore.FunctionEntry;
import io.datareplicator.sandbox.metastore.Principal.Kind;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionsTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    w.world
        .principals(w.world.workspace("source"))
        .add(Kind.GROUP, "devs", "devs", true, List.of());
    w.source("CREATE SCHEMA main.s");
    w.source("CREATE TABLE main.s.t (id INT, name STRING)");
    w.source("INSERT INTO main.s.t VALUES (1, 'a'), (2, 'b')");
    w.source(
        "CREATE FUNCTION main.s.add1(x INT COMMENT 'it''s', y DECIMAL(10,2) DEFAULT 1.5)"
            + " RETURNS DECIMAL(12,2) COMMENT 'adds; \"one\"' RETURN x + y");
    w.source("CREATE FUNCTION main.s.twice(x INT) RETURNS DECIMAL(12,2) RETURN main.s.add1(x, x)");
    w.source(
        "CREATE FUNCTION main.s.name_of(wanted INT) RETURN SELECT max(name) FROM main.s.t WHERE id"
            + " = name_of.wanted");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  private List<String> rows(String sql) throws Exception {
    return w.source(sql).rows().stream().map(r -> String.join("|", r)).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "SELECT main.s.add1(2)|3.50",
        "SELECT MAIN.S.ADD1(2, 3) AS r|5.00",
        "SELECT `main`.`s`.`add1`(y => 1, x => 2)|3.00",
        "SELECT main.s.twice(main.s.twice(2))|8.00",
        "SELECT main.s.name_of(2)|b",
        "SELECT sum(main.s.add1(id, 0)) FROM main.s.t WHERE main.s.twice(id) > 2|2.00",
        "WITH q AS (SELECT main.s.add1(id, 0) AS r FROM main.s.t) SELECT max(r) FROM q|2.00",
        "SELECT (SELECT main.s.add1(1, 1))|2.00",
        "SELECT count(*) FROM main.s.t ORDER BY main.s.add1(1, 1)|2"
      })
  void areUsableInQueries(String sql, String expected) throws Exception {
    assertThat(TwoWorkspaces.cell(w.source(sql))).isEqualTo(expected);
  }

  @Test
  void viewsAndCreatedTablesCanUseThem() throws Exception {
    w.source("CREATE VIEW main.s.v AS SELECT id, main.s.add1(id, 1) AS more FROM main.s.t");
    assertThat(rows("SELECT max(more) FROM main.s.v")).containsExactly("3.00");
    assertThat(rows("SELECT view_definition FROM main.information_schema.views"))
        .containsExactly("SELECT id, main.s.add1(id, 1) AS more FROM main.s.t");
    w.source("CREATE TABLE main.s.ctas AS SELECT main.s.add1(1, 1) AS two");
    assertThat(rows("SELECT two FROM main.s.ctas")).containsExactly("2.00");
    w.source("INSERT INTO main.s.ctas SELECT main.s.add1(2, 2)");
    assertThat(rows("SELECT sum(two) FROM main.s.ctas")).containsExactly("6.00");
  }

  @Test
  void replacedOnesKeepIdAndGrants() throws Exception {
    w.source("CREATE FUNCTION main.s.r() RETURNS INT RETURN 1");
    w.source("GRANT EXECUTE ON FUNCTION main.s.r TO devs");
    w.source("ALTER FUNCTION main.s.r OWNER TO devs");
    FunctionEntry before = w.source.functions().get("main", "s", "r");
    w.source("CREATE FUNCTION IF NOT EXISTS main.s.r() RETURNS INT RETURN 7");
    w.source("CREATE OR REPLACE FUNCTION main.s.r(a INT) RETURNS INT RETURN a");
    FunctionEntry after = w.source.functions().get("main", "s", "r");
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.owner()).isEqualTo("devs");
    assertThat(rows("SHOW GRANTS ON FUNCTION main.s.r"))
        .containsExactly("devs|EXECUTE|FUNCTION|main.s.r");
    assertThat(
            rows(
                "SELECT routine_name, privilege_type, inherited_from FROM"
                    + " main.information_schema.routine_privileges WHERE routine_name = 'r'"))
        .containsExactly("r|EXECUTE|NONE");
    w.source("DROP FUNCTION main.s.r");
    w.source("DROP FUNCTION IF EXISTS main.s.r");
    assertThat(w.failure(w.sourceSql, "DROP FUNCTION main.s.r").getMessage())
        .startsWith("[ROUTINE_NOT_FOUND]");
    assertThat(w.source.functions().find("main", "s", "r")).isEmpty();
  }

  @Test
  void showInInformationSchema() throws Exception {
    assertThat(
            w.source(
                    "SELECT routine_type, data_type, full_data_type, routine_body,"
                        + " routine_definition, is_deterministic, sql_data_access, comment FROM"
                        + " main.information_schema.routines WHERE routine_name = 'add1'")
                .rows())
        .containsExactly(
            new String[] {
              "FUNCTION",
              "DECIMAL",
              "DECIMAL(12,2)",
              "SQL",
              "x + y",
              "YES",
              "CONTAINS SQL",
              "adds; \"one\""
            });
    assertThat(
            w.source(
                    "SELECT ordinal_position, parameter_name, data_type, full_data_type,"
                        + " parameter_default, comment FROM main.information_schema.parameters"
                        + " WHERE specific_name = 'add1' ORDER BY 1")
                .rows())
        .containsExactly(
            new String[] {"0", "x", "INT", "INT", null, "its"},
            new String[] {"1", "y", "DECIMAL", "DECIMAL(10,2)", "1.5", null});
    assertThat(rows("SHOW USER FUNCTIONS IN main.s LIKE 'add*'")).containsExactly("main.s.add1");
    assertThat(rows("DESCRIBE FUNCTION EXTENDED main.s.add1"))
        .contains(
            "Function:      main.s.add1", "Returns:       DECIMAL(12,2)", "Body:          x + y");
    assertThat(rows("DESCRIBE FUNCTION abs")).anyMatch(line -> line.contains("abs"));
  }

  @Test
  void tableAndPythonFunctionsAreKept() throws Exception {
    w.source(
        "CREATE FUNCTION main.s.pairs(n INT) RETURNS TABLE (a INT COMMENT 'first', b STRING)"
            + " RETURN SELECT id, name FROM main.s.t WHERE id <= n");
    FunctionEntry pairs = w.source.functions().get("main", "s", "pairs");
    assertThat(pairs.dataType()).isEqualTo("TABLE_TYPE");
    assertThat(pairs.sqlDataAccess()).isEqualTo("READS_SQL_DATA");
    assertThat(pairs.returnColumns())
        .extracting(FunctionEntry.Parameter::name)
        .containsExactly("a", "b");
    String code = "\n# it's \\n; $1\nreturn s + \"!\"\n";
    w.source(
        "CREATE OR REPLACE FUNCTION main.s.py(s STRING) RETURNS STRING LANGUAGE PYTHON"
            + " NOT DETERMINISTIC COMMENT 'p' AS $$"
            + code
            + "$$");
    FunctionEntry python = w.source.functions().get("main", "s", "py");
    assertThat(python.definition()).isEqualTo(code);
    assertThat(python.deterministic()).isFalse();
    assertThat(w.failure(w.sourceSql, "SELECT main.s.py('x')").getMessage())
        .startsWith("[UNSUPPORTED_FEATURE.SANDBOX]");
  }

  @Test
  void aSchemaWithFunctionsIsNotEmpty() throws Exception {
    w.source("CREATE SCHEMA main.fn");
    w.source("CREATE FUNCTION main.fn.f() RETURNS INT RETURN 1");
    assertThat(w.failure(w.sourceSql, "DROP SCHEMA main.fn").getMessage())
        .startsWith("[SCHEMA_NOT_EMPTY]");
    w.source("DROP SCHEMA main.fn CASCADE");
    w.source("CREATE SCHEMA main.fn");
    assertThat(rows("SHOW USER FUNCTIONS IN main.fn")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "CREATE FUNCTION main.s.add1(x INT) RETURNS INT RETURN x|ROUTINE_ALREADY_EXISTS",
        "CREATE FUNCTION main.missing.f(x INT) RETURNS INT RETURN x|SCHEMA_NOT_FOUND",
        "CREATE FUNCTION main.s.bad(x INT) RETURNS INT RETURN nosuch|UNRESOLVED_COLUMN",
        "CREATE FUNCTION main.s.bad(x INT) RETURNS INT RETURN x +|PARSE_SYNTAX_ERROR",
        "CREATE FUNCTION main.s.bad(x NOTYPE) RETURNS INT RETURN 1|UNSUPPORTED_DATATYPE",
        "CREATE FUNCTION main.s.bad(x INT) RETURNS INT|PARSE_SYNTAX_ERROR",
        "SELECT main.s.add1()|WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
        "SELECT main.s.twice(1, 2)|WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
        "SELECT main.s.missing(1)|UNRESOLVED_ROUTINE",
        "SELECT main.s.twice('x')|CAST_INVALID_INPUT"
      })
  void refuses(String sql, String errorClass) throws Exception {
    SqlFailure failure = w.failure(w.sourceSql, sql);
    assertThat(failure).as(sql).isNotNull();
    assertThat(failure.getMessage()).startsWith("[" + errorClass);
  }

  @Test
  void aFunctionThatCallsItselfIsNoticed() throws Exception {
    w.source("CREATE FUNCTION main.s.loop(x INT) RETURNS INT RETURN x");
    w.source("CREATE OR REPLACE FUNCTION main.s.loop(x INT) RETURNS INT RETURN main.s.loop(x)");
    assertThat(w.failure(w.sourceSql, "SELECT main.s.loop(1)").getMessage())
        .contains("calls itself");
  }
}
