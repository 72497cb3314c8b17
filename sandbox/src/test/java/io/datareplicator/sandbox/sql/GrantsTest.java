package io.datareplicator.sandbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.metastore.Principal.Kind;
import io.datareplicator.sandbox.metastore.PrincipalStore;
import io.datareplicator.sandbox.metastore.StorageCredential;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantsTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    PrincipalStore principals = w.world.principals(w.world.workspace("source"));
    principals.add(Kind.USER, "Ann.O'Neil@example.test", "Ann", true, List.of());
    principals.add(Kind.GROUP, "data eng", "data eng", true, List.of());
    principals.add(Kind.GROUP, "local", "local", false, List.of());
    principals.add(Kind.SERVICE_PRINCIPAL, "5f0e0000-app", "repl-sp", true, List.of());
    w.source("CREATE SCHEMA main.s");
    w.source("CREATE TABLE main.s.t (id BIGINT, n STRING COMMENT 'old') COMMENT 'tc'");
    w.source("CREATE VIEW main.s.v AS SELECT id FROM main.s.t");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  private List<String> rows(String sql) throws Exception {
    return w.source(sql).rows().stream().map(r -> String.join("|", r)).toList();
  }

  @Test
  void grantsAndRevokesOnEveryLevel() throws Exception {
    w.source("CREATE SCHEMA main.g");
    w.source("CREATE TABLE main.g.t (id INT)");
    w.source("GRANT USE CATALOG, CREATE SCHEMA ON CATALOG main TO `data eng`");
    w.source("GRANT use schema ON DATABASE main.g TO `data eng`");
    w.source("GRANT SELECT, MODIFY ON main.g.t TO `ann.o'neil@EXAMPLE.test`");
    w.source("GRANT ALL PRIVILEGES ON TABLE main.g.t TO `5f0e0000-app`");
    w.source("GRANT CREATE CATALOG ON METASTORE TO `account users`");
    assertThat(rows("SHOW GRANTS ON TABLE main.g.t"))
        .contains(
            "Ann.O'Neil@example.test|SELECT|TABLE|main.g.t",
            "Ann.O'Neil@example.test|MODIFY|TABLE|main.g.t",
            "5f0e0000-app|ALL PRIVILEGES|TABLE|main.g.t",
            "data eng|USE SCHEMA|SCHEMA|main.g",
            "data eng|USE CATALOG|CATALOG|main");
    assertThat(rows("SHOW GRANTS `data eng` ON SCHEMA main.g"))
        .containsExactlyInAnyOrder(
            "data eng|USE SCHEMA|SCHEMA|main.g",
            "data eng|USE CATALOG|CATALOG|main",
            "data eng|CREATE SCHEMA|CATALOG|main");
    assertThat(rows("SHOW GRANT ON METASTORE"))
        .containsExactly("account users|CREATE CATALOG|METASTORE|" + w.source.id());
    assertThat(
            rows(
                "SELECT grantor, grantee, table_schema, table_name, privilege_type, is_grantable,"
                    + " inherited_from FROM main.information_schema.table_privileges WHERE"
                    + " table_schema = 'g' AND grantee = 'data eng' ORDER BY privilege_type"))
        .containsExactly(
            TwoWorkspaces.USER + "|data eng|g|t|CREATE_SCHEMA|NO|CATALOG",
            TwoWorkspaces.USER + "|data eng|g|t|USE_CATALOG|NO|CATALOG",
            TwoWorkspaces.USER + "|data eng|g|t|USE_SCHEMA|NO|SCHEMA");
    assertThat(
            rows(
                "SELECT privilege_type FROM system.information_schema.schema_privileges WHERE"
                    + " schema_name = 'g' AND inherited_from = 'NONE'"))
        .containsExactly("USE_SCHEMA");
    assertThat(
            rows(
                "SELECT grantee, privilege_type, inherited_from FROM"
                    + " main.information_schema.catalog_privileges ORDER BY 2"))
        .containsExactly("data eng|CREATE_SCHEMA|NONE", "data eng|USE_CATALOG|NONE");

    w.source("REVOKE MODIFY ON TABLE main.g.t FROM `Ann.O'Neil@example.test`");
    w.source("REVOKE MODIFY ON TABLE main.g.t FROM `Ann.O'Neil@example.test`");
    w.source("REVOKE ALL PRIVILEGES ON TABLE main.g.t FROM `5f0e0000-app`");
    w.source("REVOKE USE CATALOG, CREATE SCHEMA ON CATALOG main FROM `data eng`");
    assertThat(rows("SHOW GRANTS ON TABLE main.g.t"))
        .containsExactlyInAnyOrder(
            "Ann.O'Neil@example.test|SELECT|TABLE|main.g.t", "data eng|USE SCHEMA|SCHEMA|main.g");
    assertThat(w.source("SHOW GRANTS ON TABLE main.g.t").columns())
        .extracting(SqlEngine.ResultColumn::name)
        .containsExactly("principal", "actionType", "objectType", "objectKey");
  }

  @Test
  void grantsFollowTheTable() throws Exception {
    w.source("CREATE TABLE main.s.f (a INT)");
    w.source("CREATE TABLE main.s.src (a INT)");
    w.source("GRANT SELECT ON TABLE main.s.f TO `data eng`");
    w.source("CREATE OR REPLACE TABLE main.s.f (a INT, b INT)");
    w.source("CREATE OR REPLACE TABLE main.s.f DEEP CLONE main.s.src");
    w.source("ALTER TABLE main.s.f RENAME TO main.s.g");
    assertThat(rows("SHOW GRANTS ON TABLE main.s.g"))
        .containsExactly("data eng|SELECT|TABLE|main.s.g");
    w.source("CREATE TABLE main.s.f (a INT)");
    assertThat(rows("SHOW GRANTS ON TABLE main.s.f")).isEmpty();
    w.source("DROP TABLE main.s.g");
    w.source("CREATE TABLE main.s.g DEEP CLONE main.s.f");
    assertThat(rows("SHOW GRANTS ON TABLE main.s.g")).isEmpty();
    w.source("GRANT SELECT ON VIEW main.s.v TO `data eng`");
    w.source("CREATE OR REPLACE VIEW main.s.v AS SELECT n FROM main.s.t");
    assertThat(rows("SHOW GRANTS ON VIEW main.s.v"))
        .containsExactly("data eng|SELECT|TABLE|main.s.v");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "GRANT SELECT ON TABLE main.s.t TO nobody|PRINCIPAL_DOES_NOT_EXIST|42704",
        "GRANT SELECT ON TABLE main.s.t TO local|PRINCIPAL_DOES_NOT_EXIST|42704",
        "GRANT SELECT ON TABLE main.s.t TO admins|PRINCIPAL_DOES_NOT_EXIST|42704",
        "REVOKE SELECT ON TABLE main.s.t FROM nobody|PRINCIPAL_DOES_NOT_EXIST|42704",
        "GRANT SELECT ON TABLE main.s.missing TO `data eng`|TABLE_OR_VIEW_NOT_FOUND|42P01",
        "GRANT USE SCHEMA ON TABLE main.s.t TO `data eng`|INVALID_PARAMETER_VALUE|22023",
        "GRANT READ VOLUME ON TABLE main.s.t TO `data eng`|INVALID_PARAMETER_VALUE|22023",
        "GRANT NONSENSE ON SCHEMA main.s TO `data eng`|INVALID_PARAMETER_VALUE|22023",
        "GRANT ALL PRIVILEGES ON METASTORE TO `data eng`|INVALID_PARAMETER_VALUE|22023",
        "GRANT READ VOLUME ON VOLUME main.s.x TO `data eng`|VOLUME_DOES_NOT_EXIST|42704",
        "GRANT EXECUTE ON FUNCTION main.s.x TO `data eng`|ROUTINE_NOT_FOUND|42883",
        "GRANT READ FILES ON EXTERNAL LOCATION x TO `data eng`|EXTERNAL_LOCATION_DOES_NOT_EXIST|42704",
        "GRANT ON TABLE main.s.t TO `data eng`|PARSE_SYNTAX_ERROR|42601",
        "GRANT SELECT ON TABLE main.s.t|PARSE_SYNTAX_ERROR|42601",
        "GRANT SELECT ON TABLE main.s.t FROM `data eng`|PARSE_SYNTAX_ERROR|42601",
        "SHOW GRANTS ON SCHEMA main.missing|SCHEMA_NOT_FOUND|42704",
        "ALTER TABLE main.s.t OWNER TO nobody|PRINCIPAL_DOES_NOT_EXIST|42704",
        "ALTER VIEW main.s.t OWNER TO `data eng`|EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE|42809",
        "COMMENT ON VIEW main.s.t IS 'x'|EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE|42809",
        "COMMENT ON COLUMN main.s.t.missing IS 'x'|UNRESOLVED_COLUMN.WITH_SUGGESTION|42703",
        "COMMENT ON TABLE main.s.missing IS 'x'|TABLE_OR_VIEW_NOT_FOUND|42P01",
        "COMMENT ON TABLE main.s.t IS x|PARSE_SYNTAX_ERROR|42601"
      })
  void refuses(String sql, String errorClass, String sqlState) throws Exception {
    SqlFailure failure = w.failure(w.sourceSql, sql);
    assertThat(failure).as(sql).isNotNull();
    assertThat(failure.getMessage()).startsWith("[" + errorClass + "]");
    assertThat(failure.sqlState()).isEqualTo(sqlState);
  }

  @Test
  void everyKindOfObjectHasAnOwner() throws Exception {
    w.source("CREATE CATALOG o");
    w.source("CREATE TABLE o.default.t (a INT)");
    w.source("CREATE VIEW o.default.v AS SELECT 1 AS x");
    w.source("ALTER CATALOG o OWNER TO `data eng`");
    w.source("ALTER SCHEMA o.default SET OWNER TO `data eng`");
    w.source("ALTER TABLE o.default.t SET OWNER TO `5f0e0000-app`");
    w.source("ALTER VIEW o.default.v OWNER TO `ann.o'neil@example.test`");
    assertThat(rows("SELECT catalog_owner FROM o.information_schema.catalogs"))
        .containsExactly("data eng");
    assertThat(
            rows(
                "SELECT schema_owner FROM o.information_schema.schemata WHERE schema_name ="
                    + " 'default'"))
        .containsExactly("data eng");
    assertThat(rows("SELECT table_owner FROM o.information_schema.tables ORDER BY table_name"))
        .containsExactly("5f0e0000-app", "Ann.O'Neil@example.test");
    assertThat(rows("SHOW GRANTS ON TABLE o.default.t")).isEmpty();
  }

  private String comment(String table) throws Exception {
    return w.source(
            "SELECT comment FROM main.information_schema.tables WHERE table_name = '" + table + "'")
        .rows()
        .get(0)[0];
  }

  private List<String> columnComments(String table) throws Exception {
    return rows(
        "SELECT column_name || '=' || coalesce(comment, 'NULL') FROM"
            + " main.information_schema.columns WHERE table_name = '"
            + table
            + "' ORDER BY ordinal_position");
  }

  @Test
  void commentsOnTablesAndColumns() throws Exception {
    w.source("CREATE TABLE main.s.c (a INT, B STRING COMMENT 'b') COMMENT 'first'");
    String odd = "it\\'s \"odd\" \\\\ ü🐘\\n;";
    w.source("COMMENT ON TABLE main.s.c IS '" + odd + "'");
    w.source("COMMENT ON COLUMN main.s.c.a IS '" + odd + "'");
    String plain = "it's \"odd\" \\ ü🐘\n;";
    assertThat(comment("c")).isEqualTo(plain);
    assertThat(columnComments("c")).containsExactly("a=" + plain, "B=b");
    w.source("ALTER TABLE main.s.c ALTER COLUMN a COMMENT 'x', b COMMENT 'y'");
    assertThat(columnComments("c")).containsExactly("a=x", "B=y");
    w.source("COMMENT ON COLUMN main.s.c.b IS NULL");
    w.source("ALTER TABLE main.s.c ALTER COLUMN a COMMENT ''");
    assertThat(columnComments("c")).containsExactly("a=NULL", "B=NULL");
    w.source("CREATE TABLE main.s.csrc (a INT COMMENT 'from source') COMMENT 'source'");
    w.source("CREATE OR REPLACE TABLE main.s.c DEEP CLONE main.s.csrc");
    assertThat(comment("c")).isEqualTo(plain);
    assertThat(columnComments("c")).containsExactly("a=from source");
    w.source("CREATE TABLE main.s.cnew DEEP CLONE main.s.csrc");
    assertThat(comment("cnew")).isNull();
    w.source("COMMENT ON TABLE main.s.c IS NULL");
    assertThat(comment("c")).isNull();
  }

  @Test
  void commentsOnViewsSchemasAndCatalogs() throws Exception {
    w.source("CREATE VIEW main.s.cv (x COMMENT 'cx', y) AS SELECT 1, 2");
    w.source("COMMENT ON VIEW main.s.cv IS 'one'");
    assertThat(comment("cv")).isEqualTo("one");
    w.source("COMMENT ON TABLE main.s.cv IS 'two'");
    w.source("COMMENT ON COLUMN main.s.cv.Y IS 'cy'");
    assertThat(comment("cv")).isEqualTo("two");
    assertThat(columnComments("cv")).containsExactly("x=cx", "y=cy");
    assertThat(rows("SELECT x, y FROM main.s.cv")).containsExactly("1|2");
    w.source("COMMENT ON VIEW main.s.cv IS NULL");
    assertThat(comment("cv")).isNull();
    w.source("CREATE SCHEMA main.cs COMMENT 'a'");
    w.source("COMMENT ON SCHEMA main.cs IS 'b'");
    assertThat(
            rows("SELECT comment FROM main.information_schema.schemata WHERE schema_name = 'cs'"))
        .containsExactly("b");
    w.source("COMMENT ON CATALOG main IS 'changed'");
    assertThat(rows("SELECT comment FROM main.information_schema.catalogs"))
        .containsExactly("changed");
  }

  @Test
  void volumesAndStorage() throws Exception {
    w.source("CREATE VOLUME main.s.vol");
    w.source("ALTER VOLUME main.s.vol SET TAGS ('k' = 'v')");
    w.source("SET TAG ON VOLUME main.s.vol only");
    w.source("GRANT READ VOLUME ON VOLUME main.s.vol TO `data eng`");
    w.source("ALTER VOLUME main.s.vol RENAME TO main.s.vol2");
    assertThat(rows("SELECT * FROM main.information_schema.volume_tags ORDER BY tag_name"))
        .containsExactly("main|s|vol2|k|v", "main|s|vol2|only|");
    assertThat(
            rows(
                "SELECT grantee, volume_name, privilege_type, inherited_from FROM"
                    + " main.information_schema.volume_privileges"))
        .contains("data eng|vol2|READ_VOLUME|NONE");
    w.source("COMMENT ON VOLUME main.s.vol2 IS 'it\\'s'");
    assertThat(rows("SELECT comment FROM main.information_schema.volumes")).contains("it's");

    w.source
        .external()
        .createCredential(
            new StorageCredential(
                null,
                "cred",
                "aws_iam_role",
                Map.of("role_arn", "arn:aws:iam::123456789012:role/r"),
                null,
                false,
                "ana",
                null,
                0,
                0));
    w.source.external().createLocation("loc", "s3://bucket/x", "cred", null, "ana");
    w.source("GRANT READ FILES, WRITE FILES ON EXTERNAL LOCATION loc TO `data eng`");
    w.source("GRANT CREATE EXTERNAL LOCATION ON STORAGE CREDENTIAL cred TO `data eng`");
    assertThat(rows("SHOW GRANTS ON EXTERNAL LOCATION loc"))
        .containsExactly(
            "data eng|READ FILES|EXTERNAL LOCATION|loc",
            "data eng|WRITE FILES|EXTERNAL LOCATION|loc");
    assertThat(
            rows(
                "SELECT storage_credential_name, privilege_type FROM"
                    + " system.information_schema.storage_credential_privileges"))
        .containsExactly("cred|CREATE_EXTERNAL_LOCATION");
  }

  @Test
  void predictiveOptimizationOfCatalogsAndSchemas() throws Exception {
    w.source("CREATE CATALOG po");
    w.source("ALTER CATALOG po DISABLE PREDICTIVE OPTIMIZATION");
    w.source("ALTER SCHEMA po.default ENABLE PREDICTIVE OPTIMIZATION");
    assertThat(w.source.catalog("po").enablePredictiveOptimization()).isEqualTo("DISABLE");
    assertThat(w.source.schema("po", "default").enablePredictiveOptimization()).isEqualTo("ENABLE");
    w.source("ALTER SCHEMA po.default INHERIT PREDICTIVE OPTIMIZATION");
    assertThat(w.source.schema("po", "default").enablePredictiveOptimization())
        .isEqualTo("INHERIT");
  }
}
