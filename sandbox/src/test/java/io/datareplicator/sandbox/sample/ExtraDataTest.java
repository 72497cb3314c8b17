package io.datareplicator.sandbox.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.metastore.ExternalLocation;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sql.SparkSqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraDataTest {
  @TempDir Path directory;

  private static List<String[]> rows(SqlEngine engine, String sql) throws Exception {
    return engine.execute(new SqlRequest("id", "ana", sql, null, null, List.of(), 0, null)).rows();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothSidesHaveWhatTheSampleConfigurationsName(boolean shared) throws Exception {
    try (World world = World.open(directory.resolve("w" + shared), shared)) {
      Metastore source = world.metastore(world.workspace("source"));
      Metastore target = world.metastore(world.workspace("target"));
      try (SqlEngine sourceSql = new SparkSqlEngine(source, "main");
          SqlEngine targetSql = new SparkSqlEngine(target, "main")) {
        // What the sample proper makes and the extras build upon.
        for (String sql :
            List.of(
                "CREATE CATALOG retail",
                "CREATE SCHEMA retail.sales",
                "CREATE CATALOG `retail-ops`",
                "CREATE SCHEMA `retail-ops`.finance")) {
          rows(sourceSql, sql);
        }
        ExtraData.load(world, Map.of("source", sourceSql, "target", targetSql));

        Map<String, String> types = new HashMap<>();
        for (String[] row :
            rows(
                sourceSql,
                "SELECT concat(table_catalog, '.', table_schema, '.', table_name), table_type"
                    + " FROM system.information_schema.tables")) {
          types.put(row[0], row[1]);
        }
        assertThat(types)
            .containsEntry("retail.sales.sales_archive", "EXTERNAL")
            .containsEntry("retail-ops.finance.ledger_archive", "EXTERNAL")
            .containsEntry("retail.retail_staging.scratch", "MANAGED")
            .containsEntry("telemetry.bronze.readings", "STREAMING_TABLE")
            .containsEntry("telemetry.silver.readings_per_device", "MATERIALIZED_VIEW");
        assertThat(rows(sourceSql, "SELECT count(*) FROM telemetry.silver.alarms_open").get(0)[0])
            .isEqualTo("90");
        assertThat(
                rows(sourceSql, "SELECT count(*) FROM `retail-ops`.finance.ledger_archive")
                    .get(0)[0])
            .isEqualTo("200");
        String copy = shared ? "telemetry_copy" : "telemetry";
        for (String name :
            List.of(
                "bronze.readings", "bronze.devices", "bronze.alarms", "silver.readings_clean")) {
          String[] parts = name.split("\\.");
          Pipeline from =
              source
                  .pipelines()
                  .ofTable(source.table("telemetry", parts[0], parts[1]).table().id());
          Pipeline to =
              target.pipelines().ofTable(target.table(copy, parts[0], parts[1]).table().id());
          assertThat(to.layout()).isEqualTo(from.layout());
          assertThat(to.id()).isNotEqualTo(from.id());
          assertThat(targetSql.describe(copy, parts[0], parts[1]).columns())
              .isEqualTo(sourceSql.describe("telemetry", parts[0], parts[1]).columns());
        }
        assertThat(rows(targetSql, "SELECT count(*) FROM " + copy + ".bronze.readings").get(0)[0])
            .isEqualTo("0");
        assertThat(target.external().locations().stream().map(ExternalLocation::url))
            .contains("s3://standby-lake", "s3://standby-finance");
      }
    }
  }
}
