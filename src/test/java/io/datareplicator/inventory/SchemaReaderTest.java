package io.datareplicator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.config.Side;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.TablesApi.ColumnInfo;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.inventory.SchemaReader.ListedTable;
import io.datareplicator.model.Column;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableKind;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.Infos;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SchemaReaderTest {
  private static final SchemaName SCHEMA = new SchemaName("c", "s");

  private final FakeUnityCatalog metastore = new FakeUnityCatalog("aws:east:1").catalog("c");
  private final Workspace workspace = metastore.workspace(Side.SOURCE, new FakeSql());

  private static TableInfo info(
      String name,
      String type,
      String pipeline,
      List<ColumnInfo> columns,
      Map<String, String> properties) {
    return Infos.table("c", "s", name, type, null, pipeline, columns, properties);
  }

  private Map<String, ListedTable> list() {
    return SchemaReader.list(workspace, SCHEMA, true).orElseThrow();
  }

  @Test
  void everyPageIsRead() {
    metastore.schema(
        "c",
        "s",
        FakeUnityCatalog.table("A", "MANAGED", "1"),
        FakeUnityCatalog.table("b", "VIEW", "2"),
        FakeUnityCatalog.table("c", "EXTERNAL", "3"));

    assertThat(list().keySet()).containsExactly("a", "b", "c");
    assertThat(metastore.calls()).containsExactly("listTables c.s", "listTables c.s 2");
  }

  @Test
  void columnsComeInTheirOrder() {
    metastore.schema(
        "c",
        "s",
        info(
            "t",
            "MANAGED",
            null,
            List.of(
                Infos.column("b", "int", 1, false),
                Infos.column("a", "bigint", 0, null),
                Infos.column("c", "string", 2, true)),
            null));

    assertThat(list().get("t").columns())
        .containsExactly(
            new Column("a", "bigint", true),
            new Column("b", "int", false),
            new Column("c", "string", true));
  }

  @Test
  void absentPartsAreEmpty() {
    metastore.schema("c", "s", info("t", null, null, null, null));

    assertThat(list().get("t"))
        .isEqualTo(
            new ListedTable("t", TableKind.OTHER, "id-t", List.of(), null, null, null, null));
  }

  @Test
  void tableOfAPipelineIsAStreamingTable() {
    metastore.schema("c", "s", info("t", "MANAGED", "p-1", null, null));

    assertThat(list().get("t").kind()).isEqualTo(TableKind.STREAMING_TABLE);
  }

  @Test
  void markerIsSeen() {
    metastore.schema(
        "c", "s", info("t", "MANAGED", null, null, Map.of("data_replicator.source", "src.s.t")));

    assertThat(list().get("t").marked()).isTrue();
  }

  @Test
  void missingSchemaIsNotAnEmptyOne() {
    assertThat(SchemaReader.list(workspace, SCHEMA, false)).isEmpty();

    metastore.schema("c", "s");
    assertThat(SchemaReader.list(workspace, SCHEMA, false)).contains(Map.of());
  }

  @Test
  void refusedListingIsAnError() {
    metastore
        .schema("c", "s")
        .refuse(c -> true, FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no USE SCHEMA"));

    assertThatThrownBy(this::list).hasMessage("no USE SCHEMA");
  }
}
