package io.datareplicator.sandbox.sql;

import static io.datareplicator.sandbox.sql.TwoWorkspaces.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InformationSchemaTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    w.source("CREATE CATALOG c COMMENT 'cc'");
    w.source("CREATE SCHEMA c.s COMMENT 'sc'");
    w.source(
        "CREATE TABLE c.s.t (k BIGINT GENERATED ALWAYS AS IDENTITY, id DECIMAL(10,2) NOT NULL COMMENT 'x',"
            + " `a b` ARRAY<STRUCT<x: INT>>, p DATE, d INT DEFAULT 5) PARTITIONED BY (p) COMMENT 'tc'"
            + " TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.feature.allowColumnDefaults' = 'supported')");
    w.source("CREATE VIEW c.s.v AS SELECT id FROM c.s.t");
    w.source("CREATE SHARE sh");
    w.source("ALTER SHARE sh ADD SCHEMA c.s");
    w.source("CREATE TABLE main.default.one (id INT)");
    w.source("ALTER SHARE sh ADD TABLE main.default.one AS x.y");
    w.source("CREATE RECIPIENT r USING ID '" + w.target.globalId() + "'");
    w.source("GRANT SELECT ON SHARE sh TO RECIPIENT r");
    w.target("CREATE CATALOG shared USING SHARE `" + w.target.providers().get(0).name() + "`.sh");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  @Test
  void listsTablesAndViewsOfOneCatalog() throws Exception {
    SqlResult tables = w.source("SELECT * FROM c.information_schema.tables ORDER BY table_name");
    assertThat(tables.columns().stream().map(SqlEngine.ResultColumn::name))
        .containsExactly(
            "table_catalog",
            "table_schema",
            "table_name",
            "table_type",
            "is_insertable_into",
            "commit_action",
            "table_owner",
            "comment",
            "created",
            "created_by",
            "last_altered",
            "last_altered_by",
            "data_source_format",
            "storage_sub_directory",
            "storage_path");
    assertThat(tables.rows()).hasSize(2);
    assertThat(cell(tables, 0, "table_type")).isEqualTo("MANAGED");
    assertThat(cell(tables, 0, "comment")).isEqualTo("tc");
    assertThat(cell(tables, 1, "table_type")).isEqualTo("VIEW");
    assertThat(cell(w.source("SELECT view_definition FROM c.information_schema.views")))
        .isEqualTo("SELECT id FROM c.s.t");
    assertThat(
            w.source("SELECT * FROM main.information_schema.tables WHERE table_schema = 's'")
                .rows())
        .isEmpty();
  }

  @Test
  void describesColumns() throws Exception {
    SqlResult r =
        w.source(
            "SELECT column_name, ordinal_position, is_nullable, full_data_type, data_type,"
                + " numeric_precision, partition_ordinal_position, comment, column_default,"
                + " is_identity FROM c.INFORMATION_SCHEMA.columns WHERE table_name = 't' ORDER BY 2");
    assertThat(r.rows())
        .containsExactly(
            new String[] {"k", "1", "YES", "bigint", "LONG", null, null, null, null, "YES"},
            new String[] {"id", "2", "NO", "decimal(10,2)", "DECIMAL", "10", null, "x", null, "NO"},
            new String[] {
              "a b", "3", "YES", "array<struct<x:int>>", "ARRAY", null, null, null, null, "NO"
            },
            new String[] {"p", "4", "YES", "date", "DATE", null, "1", null, null, "NO"},
            new String[] {"d", "5", "YES", "int", "INT", null, null, null, "5", "NO"});
  }

  @Test
  void systemSeesEveryCatalog() throws Exception {
    assertThat(
            w.source("SELECT catalog_name FROM system.information_schema.catalogs ORDER BY 1")
                .rows())
        .containsExactly(new String[] {"c"}, new String[] {"main"});
    assertThat(
            w.source(
                    "SELECT 1 FROM system.information_schema.schemata WHERE schema_name = 'information_schema'")
                .rows())
        .hasSize(2);
    assertThat(
            cell(
                w.source(
                    "SELECT comment FROM system.information_schema.schemata WHERE schema_name = 's'")))
        .isEqualTo("sc");
  }

  @Test
  void showsSharingOnBothSides() throws Exception {
    assertThat(
            w.source(
                    "SELECT recipient_name, authentication_type, data_recipient_global_metastore_id FROM system.information_schema.recipients")
                .rows())
        .containsExactly(new String[] {"r", "DATABRICKS", w.target.globalId()});
    assertThat(
            w.target(
                    "SELECT authentication_type, data_provider_global_metastore_id FROM system.information_schema.providers")
                .rows())
        .containsExactly(new String[] {"DATABRICKS", w.source.globalId()});
    assertThat(
            w.source(
                    "SELECT catalog_name, schema_name, table_name, share_name, shared_as_schema, shared_as_table FROM system.information_schema.table_share_usage ORDER BY 1")
                .rows())
        .containsExactly(
            new String[] {"c", "s", "t", "sh", "s", "t"},
            new String[] {"main", "default", "one", "sh", "x", "y"});
    assertThat(
            w.source("SHOW ALL IN SHARE sh").rows().stream()
                .map(row -> row[1] + " " + row[0] + " " + row[2]))
        .containsExactlyInAnyOrder("SCHEMA s c.s", "TABLE x.y main.default.one");
    assertThat(cell(w.source("SHOW GRANTS ON SHARE sh"))).isEqualTo("r");
  }

  @Test
  void showsSharedTablesLive() throws Exception {
    String query =
        "SELECT table_name, is_insertable_into, data_source_format FROM shared.information_schema.tables WHERE table_schema = 's' AND table_type = 'MANAGED'";
    assertThat(w.target(query).rows()).containsExactly(new String[] {"t", "NO", "DELTASHARING"});
    w.source("CREATE TABLE c.s.later (id INT)");
    assertThat(w.target(query).rows()).hasSize(2);
    w.source("DROP TABLE c.s.later");
    assertThat(w.target(query).rows()).hasSize(1);
  }
}
