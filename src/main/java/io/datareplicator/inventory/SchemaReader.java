package io.datareplicator.inventory;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.TablesApi.ColumnInfo;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.model.Column;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lists the tables of a schema in one paged sequence. */
public final class SchemaReader {
  private SchemaReader() {}

  /**
   * A table as a listing shows it.
   *
   * @param name lower case
   * @param marker this tool's marker property: the source table's name; null without one
   * @param location directory of its files, null when the listing does not tell
   * @param pipelineId pipeline of a streaming table or materialized view, else null
   * @param parentTableId property of tables that pipelines made, else null
   */
  public record ListedTable(
      String name,
      TableKind kind,
      String tableId,
      List<Column> columns,
      String marker,
      String location,
      String pipelineId,
      String parentTableId) {
    /** Whether this tool made it. */
    public boolean marked() {
      return marker != null;
    }
  }

  /**
   * The tables of a schema by name; empty Optional when there is no such schema.
   *
   * @param details whether columns and properties are wanted
   */
  public static Optional<Map<String, ListedTable>> list(
      Workspace workspace, SchemaName schema, boolean details) {
    Map<String, ListedTable> tables = new TreeMap<>();
    boolean exists =
        workspace
            .catalogs()
            .tables(
                schema,
                details,
                details,
                info -> {
                  ListedTable table = listed(info);
                  tables.put(table.name(), table);
                });
    return exists ? Optional.of(tables) : Optional.empty();
  }

  private static ListedTable listed(TableInfo info) {
    Map<String, String> properties = info.properties() == null ? Map.of() : info.properties();
    String name = info.name().toLowerCase(Locale.ROOT);
    TableKind kind = TableKind.fromApi(info.tableType());
    boolean hidden = name.startsWith(BackingTables.PREFIX);
    if (kind == TableKind.MANAGED && info.pipelineId() != null && !hidden) {
      kind = TableKind.STREAMING_TABLE;
    }
    String pipeline =
        info.pipelineId() == null ? properties.get(CloneStatement.PIPELINE_ID) : info.pipelineId();
    return new ListedTable(
        name,
        kind,
        info.tableId(),
        columns(info.columns()),
        properties.get(CloneStatement.MARKER),
        info.storageLocation(),
        pipeline,
        properties.get(CloneStatement.PARENT_TABLE_ID));
  }

  /** The columns of a table, in their order. */
  public static List<Column> columns(TableInfo info) {
    return columns(info.columns());
  }

  private static List<Column> columns(List<ColumnInfo> infos) {
    if (infos == null) {
      return List.of();
    }
    List<ColumnInfo> sorted = new ArrayList<>(infos);
    sorted.sort(Comparator.comparingInt(c -> c.position() == null ? 0 : c.position()));
    return sorted.stream()
        .map(c -> new Column(c.name(), c.typeText(), c.nullable() == null || c.nullable()))
        .toList();
  }
}
