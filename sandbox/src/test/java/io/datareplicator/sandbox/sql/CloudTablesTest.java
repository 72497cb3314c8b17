package io.datareplicator.sandbox.sql;

import static io.datareplicator.sandbox.sql.TwoWorkspaces.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.metastore.ExternalStorage.Flags;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.StorageCredential;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tables at cloud URLs: created, read, cloned and described as if the cloud were there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudTablesTest {
  private static final String LAKE = "abfss://lake@store.dfs.core.windows.net/";
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    location(w.source, "lake", LAKE, "azure_managed_identity", "access_connector_id", "/sub/ac");
    location(w.source, "old", "s3://old", "aws_iam_role", "role_arn", arn());
    location(w.target, "standby", "s3://standby", "aws_iam_role", "role_arn", arn());
    w.source("CREATE SCHEMA main.s");
    w.target("CREATE SCHEMA main.s");
    w.source(
        "CREATE TABLE main.s.ext (id BIGINT, n STRING) USING DELTA LOCATION '" + LAKE + "s/ext'");
    w.source("INSERT INTO main.s.ext VALUES (1, 'a'), (2, NULL)");
  }

  private static String arn() {
    return "arn:aws:iam::111122223333:role/uc";
  }

  private static void location(
      Metastore metastore, String name, String url, String kind, String field, String value) {
    metastore
        .external()
        .createCredential(
            new StorageCredential(
                null, name + "_cred", kind, Map.of(field, value), null, false, "ana", null, 0, 0));
    metastore.external().createLocation(name, url, name + "_cred", null, "ana");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  private void refused(SqlEngine engine, String sql, String errorClass, String text)
      throws Exception {
    SqlFailure failure = w.failure(engine, sql);
    assertThat(failure).as(sql).isNotNull();
    assertThat(failure.getMessage())
        .startsWith("[" + errorClass + "]")
        .contains(text)
        .doesNotContain("file:");
  }

  @Test
  void anExternalTableShowsItsUrlEverywhere() throws Exception {
    SqlResult row =
        w.source(
            "SELECT table_type, storage_path FROM main.information_schema.tables"
                + " WHERE table_name = 'ext'");
    assertThat(row.rows().get(0)).containsExactly("EXTERNAL", LAKE + "s/ext");
    assertThat(w.source.table("main", "s", "ext").table().location()).isEqualTo(LAKE + "s/ext");
    assertThat(cell(w.source("DESCRIBE DETAIL main.s.ext"), 0, "location"))
        .isEqualTo(LAKE + "s/ext");
    assertThat(w.source("DESCRIBE EXTENDED main.s.ext").rows())
        .anySatisfy(r -> assertThat(r).contains("Location", LAKE + "s/ext"));
    assertThat(w.sourceSql.describe("main", "s", "ext").columns()).hasSize(2);
    assertThat(
            w.source(
                    "SELECT column_name FROM main.information_schema.columns WHERE table_name = 'ext'")
                .rows())
        .hasSize(2);
  }

  @Test
  void aTableIsReachedByItsUrlToo() throws Exception {
    String path = "delta.`" + LAKE + "s/bypath`";
    w.source("CREATE TABLE main.s.bypath (id INT) LOCATION '" + LAKE + "s/bypath'");
    w.source("INSERT INTO " + path + " VALUES (1), (2)");
    assertThat(cell(w.source("SELECT count(*) FROM " + path))).isEqualTo("2");
    assertThat(
            cell(w.source("SELECT count(*) FROM " + path + " WHERE '" + LAKE + "' LIKE 'abfss%'")))
        .isEqualTo("2");
    w.source("UPDATE " + path + " SET id = 7 WHERE id = 1");
    assertThat(cell(w.source("SELECT sum(id) FROM main.s.bypath"))).isEqualTo("9");
    assertThat(cell(w.source("SELECT count(*) FROM " + path + " VERSION AS OF 0"))).isEqualTo("0");
    assertThat(cell(w.source("DESCRIBE HISTORY " + path + " LIMIT 1"), 0, "operation"))
        .isEqualTo("UPDATE");
    assertThat(cell(w.source("SELECT operation FROM (DESCRIBE HISTORY " + path + " LIMIT 1)")))
        .isEqualTo("UPDATE");
    assertThat(cell(w.source("DESCRIBE DETAIL " + path), 0, "location"))
        .isEqualTo(LAKE + "s/bypath");
    assertThat(cell(w.source("DESCRIBE DETAIL '" + LAKE + "s/bypath'"), 0, "location"))
        .isEqualTo(LAKE + "s/bypath");
    w.source("OPTIMIZE " + path);
    w.source("ALTER TABLE main.s.bypath SET TBLPROPERTIES ('a' = 'b')");
    w.source("ALTER TABLE main.s.bypath ADD COLUMN more STRING");
  }

  @Test
  void aTableIsMadeOverAnExistingDirectory() throws Exception {
    w.target(
        "CREATE OR REPLACE TABLE delta.`s3://standby/made` DEEP CLONE main.s.seed"
            .replace("main.s.seed", seed()));
    w.target("CREATE TABLE main.s.made USING DELTA LOCATION 's3://standby/made'");
    w.target("CREATE TABLE IF NOT EXISTS main.s.made USING DELTA LOCATION 's3://standby/made'");
    assertThat(cell(w.target("SELECT count(*) FROM main.s.made"))).isEqualTo("3");
    assertThat(cell(w.target("DESCRIBE HISTORY main.s.made LIMIT 1"), 0, "operation"))
        .isEqualTo("CLONE");
    assertThat(w.target.table("main", "s", "made").table().tableType()).isEqualTo("EXTERNAL");
    w.target("INSERT INTO main.s.made VALUES (9)");
    assertThat(cell(w.target("SELECT count(*) FROM delta.`s3://standby/made`"))).isEqualTo("4");

    w.target("DROP TABLE main.s.made");
    assertThat(cell(w.target("SELECT count(*) FROM delta.`s3://standby/made`"))).isEqualTo("4");

    refused(
        w.targetSql,
        "CREATE TABLE main.s.nothing USING DELTA LOCATION 's3://standby/nothing'",
        "DELTA_CREATE_EXTERNAL_TABLE_WITHOUT_SCHEMA",
        "s3://standby/nothing");
    assertThat(w.target("SHOW TABLES IN main.s LIKE 'nothing'").rows()).isEmpty();
    refused(
        w.targetSql,
        "CREATE TABLE main.s.other (x STRING) USING DELTA LOCATION 's3://standby/made'",
        "DELTA_CREATE_TABLE_SCHEME_MISMATCH",
        "s3://standby/made");
    refused(
        w.targetSql, "SELECT * FROM delta.`s3://standby/no`", "PATH_NOT_FOUND", "s3://standby/no");
    refused(
        w.targetSql,
        "DESCRIBE DETAIL delta.`s3://standby/no`",
        "DELTA_MISSING_DELTA_TABLE",
        "s3://standby/no");
  }

  private String seed() throws Exception {
    w.target("CREATE OR REPLACE TABLE main.s.seed AS SELECT id FROM range(3)");
    return "main.s.seed";
  }

  @Test
  void clonesGoToAndFromUrls() throws Exception {
    w.source("CREATE TABLE main.s.plain AS SELECT id FROM range(5)");
    SqlResult first =
        w.source("CREATE OR REPLACE TABLE delta.`s3a://old/copy` DEEP CLONE main.s.plain");
    assertThat(cell(first, 0, "num_copied_files")).isNotEqualTo("0");
    w.source("INSERT INTO main.s.plain VALUES (77)");
    w.source("CREATE OR REPLACE TABLE delta.`s3://old/copy` DEEP CLONE main.s.plain");
    assertThat(cell(w.source("SELECT count(*) FROM delta.`s3://old/copy`"))).isEqualTo("6");

    w.source("CREATE TABLE main.s.back DEEP CLONE delta.`s3://old/copy`");
    assertThat(cell(w.source("SELECT count(*) FROM main.s.back"))).isEqualTo("6");
    assertThat(
            cell(
                w.source(
                    "SELECT operationParameters['source'] FROM (DESCRIBE HISTORY main.s.back)")))
        .isEqualTo("delta.`s3://old/copy`");

    String located = " DEEP CLONE main.s.plain LOCATION 's3://old/located'";
    w.source("CREATE OR REPLACE TABLE main.s.located" + located);
    w.source("CREATE OR REPLACE TABLE main.s.located" + located);
    w.source(
        "CREATE OR REPLACE TABLE main.s.located" + located.replace("s3://old/", "s3a://old//"));
    assertThat(w.source.table("main", "s", "located").table().location())
        .isEqualTo("s3://old/located");
    refused(
        w.sourceSql,
        "CREATE OR REPLACE TABLE main.s.located" + located.replace("/located'", "/elsewhere'"),
        "INVALID_PARAMETER_VALUE",
        "cannot be changed");
  }

  @Test
  void uncoveredPathsAreRefused() throws Exception {
    String no = "s3://nobody/x";
    for (String sql :
        new String[] {
          "CREATE TABLE main.s.no (id INT) LOCATION '" + no + "'",
          "CREATE TABLE main.s.no AS SELECT 1 AS id",
          "SELECT * FROM delta.`" + no + "`",
          "INSERT INTO delta.`" + no + "` VALUES (1)",
          "DESCRIBE DETAIL delta.`" + no + "`",
          "DESCRIBE HISTORY delta.`" + no + "`",
          "CREATE OR REPLACE TABLE delta.`" + no + "` DEEP CLONE main.s.ext",
          "CREATE TABLE main.s.no DEEP CLONE delta.`" + no + "`",
          "CREATE TABLE main.s.no DEEP CLONE main.s.ext LOCATION '" + no + "'"
        }) {
      if (sql.contains("nobody")) {
        refused(
            w.sourceSql,
            sql,
            "NO_PARENT_EXTERNAL_LOCATION_FOR_PATH",
            "No parent external location was found for path '" + no + "'.");
        assertThat(w.failure(w.sourceSql, sql).sqlState()).isEqualTo("22KD1");
      }
    }
    refused(
        w.sourceSql,
        "CREATE SCHEMA main.no MANAGED LOCATION '" + no + "'",
        "EXTERNAL_LOCATION_DOES_NOT_EXIST",
        no);
    refused(
        w.sourceSql,
        "CREATE TABLE main.s.no (id INT) LOCATION '" + LAKE + "../etc'",
        "INVALID_PARAMETER_VALUE",
        "relative segment");
  }

  @Test
  void overlapsAreRefused() throws Exception {
    for (String path : new String[] {"s/ext", "s/ext/", "s/ext/below", "s"}) {
      refused(
          w.sourceSql,
          "CREATE TABLE main.s.overlap (id INT) LOCATION '" + LAKE + path + "'",
          "INVALID_PARAMETER_VALUE.LOCATION_OVERLAP",
          "Conflicting tables/volumes: main.s.");
    }
    w.source("CREATE TABLE main.s.beside (id INT) LOCATION '" + LAKE + "s/ext2'");
    w.source("CREATE SCHEMA main.cloudy MANAGED LOCATION 's3://old/managed'");
    w.source("CREATE TABLE main.cloudy.t AS SELECT 1 AS id");
    String location = w.source.table("main", "cloudy", "t").table().location();
    assertThat(location)
        .startsWith("s3://old/managed/__unitystorage/schemas/")
        .contains("/tables/");
    assertThat(cell(w.source("SELECT count(*) FROM main.cloudy.t"))).isEqualTo("1");
    refused(
        w.sourceSql,
        "SELECT * FROM delta.`" + location + "`",
        "INVALID_PARAMETER_VALUE.LOCATION_OVERLAP",
        "overlaps with managed storage within 'CheckPathAccess' call");
  }

  @Test
  void sharedTablesKeepTheirOwnLocation() throws Exception {
    w.source("CREATE SCHEMA main.shared");
    w.source("CREATE TABLE main.shared.m AS SELECT 1 AS id");
    w.source("CREATE TABLE main.shared.e LOCATION '" + LAKE + "shared/e' AS SELECT 1 AS id");
    w.source("CREATE SHARE sh");
    w.source("CREATE RECIPIENT r USING ID '" + w.target.globalId() + "'");
    w.source("GRANT SELECT ON SHARE sh TO RECIPIENT r");
    w.source("ALTER SHARE sh ADD SCHEMA main.shared");
    w.target("CREATE CATALOG src USING SHARE `sandbox-source`.sh");
    var managed = w.target.table("src", "shared", "m").table();
    var external = w.target.table("src", "shared", "e").table();
    assertThat(managed.tableType()).isEqualTo("MANAGED");
    assertThat(managed.location()).contains("/tables/");
    assertThat(external.tableType()).isEqualTo("MANAGED");
    assertThat(external.location()).isEqualTo(LAKE + "shared/e").doesNotContain("/tables/");
    assertThat(cell(w.target("SELECT count(*) FROM src.shared.e"))).isEqualTo("1");

    w.target("CREATE OR REPLACE TABLE delta.`s3://standby/e` DEEP CLONE src.shared.e");
    w.target("CREATE TABLE IF NOT EXISTS main.s.e USING DELTA LOCATION 's3://standby/e'");
    assertThat(cell(w.target("SELECT count(*) FROM main.s.e"))).isEqualTo("1");
    refused(
        w.targetSql,
        "INSERT INTO src.shared.e VALUES (2)",
        "INSUFFICIENT_PERMISSIONS",
        "read-only");
  }

  @Test
  void aReadOnlyLocationIsNotWrittenTo() throws Exception {
    location(w.target, "ro", "s3://readonly", "aws_iam_role", "role_arn", arn());
    w.target("CREATE OR REPLACE TABLE delta.`s3://readonly/t` DEEP CLONE " + seed());
    var location = w.target.external().location("ro");
    w.target.external().updateLocation("ro", null, unchanged(), Flags.ofReadOnly(true));
    assertThat(cell(w.target("SELECT count(*) FROM delta.`s3://readonly/t`"))).isEqualTo("3");
    for (String sql :
        new String[] {
          "INSERT INTO delta.`s3://readonly/t` VALUES (1)",
          "DELETE FROM delta.`s3://readonly/t`",
          "OPTIMIZE delta.`s3://readonly/t`",
          "CREATE OR REPLACE TABLE delta.`s3://readonly/t` DEEP CLONE main.s.seed"
        }) {
      refused(w.targetSql, sql, "INSUFFICIENT_PERMISSIONS", "'ro' is read only");
    }
    assertThat(location.readOnly()).isFalse();
  }

  private static io.datareplicator.sandbox.metastore.ExternalLocation unchanged() {
    return new io.datareplicator.sandbox.metastore.ExternalLocation(
        null, null, null, null, null, false, false, false, null, null, 0, 0);
  }
}
