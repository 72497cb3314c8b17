package io.datareplicator.sandbox.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sql.SparkSqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataTest {
  @TempDir Path directory;

  private static List<String[]> rows(SqlEngine engine, String sql) throws Exception {
    return engine.execute(new SqlRequest("id", "ana", sql, null, null, List.of(), 0, null)).rows();
  }

  @Test
  void fillsAnEmptyWorkspaceAndEveryTableCanBeCloned() throws Exception {
    try (World world = World.open(directory, false);
        SqlEngine engine = new SparkSqlEngine(world.metastore(world.workspace("source")), "main")) {
      SampleData.load(engine, "ana");

      List<String[]> tables =
          rows(
              engine,
              "SELECT table_catalog, table_schema, table_name FROM system.information_schema.tables"
                  + " WHERE table_type = 'MANAGED'");
      assertThat(tables).hasSizeGreaterThanOrEqualTo(40);
      assertThat(tables.stream().map(t -> t[0] + "." + t[1]).distinct()).hasSize(6);
      assertThat(rows(engine, "SELECT count(*) FROM retail.sales.order_items").get(0)[0])
          .isEqualTo("1000000");
      assertThat(rows(engine, "SELECT count(*) FROM retail.sales.open_orders").get(0)[0])
          .isNotEqualTo("0");
      assertThat(rows(engine, "SELECT count(*) FROM retail.sales.wishlists").get(0)[0])
          .isEqualTo("0");

      rows(engine, "CREATE SCHEMA main.copy");
      for (int i = 0; i < tables.size(); i++) {
        String[] t = tables.get(i);
        String name = "`" + t[0] + "`.`" + t[1] + "`.`" + t[2].replace("`", "``") + "`";
        rows(engine, "CREATE TABLE main.copy.t" + i + " DEEP CLONE " + name);
        var copy = engine.describe("main", "copy", "t" + i);
        assertThat(copy.columns()).isEqualTo(engine.describe(t[0], t[1], t[2]).columns());
      }

      assertThatThrownBy(() -> SampleData.load(engine, "ana"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("SCHEMA_ALREADY_EXISTS");
    }
  }
}
