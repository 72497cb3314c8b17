package io.datareplicator.sandbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.Pipeline.Layout;
import io.datareplicator.sandbox.metastore.StorageCredential;
import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sql.Datasets.Asked;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workspaces of one metastore: what one makes the other sees, and nothing is shared. */
class SingleMetastoreTest {
  @TempDir Path data;
  private SqlEngine one;
  private SqlEngine two;

  private static List<String[]> rows(SqlEngine engine, String sql) throws Exception {
    return engine.execute(new SqlRequest("id", "ana", sql, null, null, List.of(), 0, null)).rows();
  }

  private static String cell(SqlEngine engine, String sql) throws Exception {
    return rows(engine, sql).get(0)[0];
  }

  @Test
  void tablesAndStreamingTablesAreCopiedWithinTheMetastore() throws Exception {
    try (World world = World.open(data, true)) {
      Metastore metastore = world.metastore(world.workspace("source"));
      assertThat(world.metastore(world.workspace("target"))).isSameAs(metastore);
      one = new SparkSqlEngine(metastore, "main");
      two = new SparkSqlEngine(metastore, "main");
      try (SqlEngine first = one;
          SqlEngine second = two) {
        external(metastore);
        managed();
        streaming(metastore);
        assertThat(failure(second, "CREATE RECIPIENT r USING ID '" + metastore.globalId() + "'"))
            .contains("current metastore");
        assertThat(rows(first, "SHOW PROVIDERS")).isEmpty();
      }
    }
  }

  private static String failure(SqlEngine engine, String sql) throws Exception {
    try {
      rows(engine, sql);
      return null;
    } catch (SqlFailure e) {
      return e.getMessage();
    }
  }

  private void managed() throws Exception {
    rows(one, "CREATE CATALOG retail");
    rows(one, "CREATE SCHEMA retail.sales");
    rows(one, "CREATE TABLE retail.sales.orders AS SELECT id FROM range(4)");
    rows(two, "CREATE CATALOG retail_copy");
    rows(two, "CREATE SCHEMA retail_copy.sales");
    String clone =
        "CREATE OR REPLACE TABLE retail_copy.sales.orders DEEP CLONE retail.sales.orders";
    rows(two, clone);
    rows(one, "INSERT INTO retail.sales.orders VALUES (100)");
    rows(two, clone);
    assertThat(cell(one, "SELECT sum(id) FROM retail_copy.sales.orders")).isEqualTo("106");
    assertThat(cell(two, "SELECT count(*) FROM (DESCRIBE HISTORY retail.sales.orders)"))
        .isEqualTo("2");
  }

  private void external(Metastore metastore) throws Exception {
    metastore
        .external()
        .createCredential(
            new StorageCredential(
                null,
                "c",
                "azure_managed_identity",
                Map.of("access_connector_id", "/x"),
                null,
                false,
                "ana",
                null,
                0,
                0));
    metastore
        .external()
        .createLocation("lake", "abfss://lake@p.dfs.core.windows.net/", "c", "", "ana");
    metastore
        .external()
        .createLocation("copy", "abfss://copy@p.dfs.core.windows.net/", "c", "", "ana");
    String from = "abfss://lake@p.dfs.core.windows.net/e";
    String to = "abfss://copy@p.dfs.core.windows.net/e";
    rows(one, "CREATE TABLE main.default.e LOCATION '" + from + "' AS SELECT 1 AS id");
    rows(two, "CREATE OR REPLACE TABLE delta.`" + to + "` DEEP CLONE main.default.e");
    rows(two, "CREATE TABLE main.default.e2 USING DELTA LOCATION '" + to + "'");
    assertThat(failure(two, "CREATE TABLE main.default.e3 USING DELTA LOCATION '" + from + "'"))
        .contains("LOCATION_OVERLAP", "main.default.e.");
    assertThat(cell(one, "SELECT count(*) FROM main.default.e2")).isEqualTo("1");
  }

  private void streaming(Metastore metastore) throws Exception {
    rows(one, "CREATE CATALOG telemetry");
    rows(one, "CREATE SCHEMA telemetry.bronze");
    rows(one, "CREATE TABLE telemetry.bronze.feed AS SELECT id FROM range(3)");
    rows(two, "CREATE CATALOG telemetry_copy");
    rows(two, "CREATE SCHEMA telemetry_copy.bronze");
    Asked full =
        new Asked("st", false, null, "SELECT * FROM STREAM(telemetry.bronze.feed)", Map.of());
    Pipeline from =
        new Datasets(metastore, one)
            .create("p", "telemetry", "bronze", Layout.LEGACY_A, List.of(full), "ana");
    Asked empty = new Asked("st", false, "id BIGINT", null, Map.of());
    Pipeline to =
        new Datasets(metastore, two)
            .create("p", "telemetry_copy", "bronze", Layout.LEGACY_C, List.of(empty), "ana");
    rows(one, "CREATE SCHEMA telemetry.backup");
    // The parent of the copied property is a table of this metastore, so nothing fails here.
    rows(
        one,
        "CREATE OR REPLACE TABLE telemetry.backup.st DEEP CLONE " + from.backing("bronze", "st"));
    rows(
        one,
        "ALTER TABLE telemetry.backup.st UNSET TBLPROPERTIES IF EXISTS"
            + " (spark.sql.internal.pipelines.parentTableId)");
    assertThat(one.describe("telemetry", "backup", "st").properties())
        .doesNotContainKey("spark.sql.internal.pipelines.parentTableId")
        .containsEntry("pipelines.pipelineId", from.id());
    String parent = metastore.table("telemetry_copy", "bronze", "st").table().id();
    rows(
        two,
        "CREATE OR REPLACE TABLE "
            + to.backing("bronze", "st")
            + " DEEP CLONE telemetry.backup.st TBLPROPERTIES ('pipelines.pipelineId' = '"
            + to.id()
            + "', 'spark.sql.internal.pipelines.parentTableId' = '"
            + parent
            + "')");
    assertThat(cell(one, "SELECT count(*) FROM telemetry_copy.bronze.st")).isEqualTo("3");
    assertThat(two.describe("telemetry_copy", "bronze", "st").properties())
        .containsEntry("pipelines.pipelineId", to.id())
        .containsEntry("spark.sql.internal.pipelines.parentTableId", parent);
    rows(two, "DROP CATALOG telemetry_copy CASCADE");
    assertThat(metastore.pipelines().list()).extracting(Pipeline::id).containsExactly(from.id());
  }
}
