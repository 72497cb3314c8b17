package io.datareplicator.inventory;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.TablesApi.ColumnInfo;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.model.Column;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.uc.ColumnMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lists the tables of a schema in one paged sequence. */
public final class SchemaReader {
  /** Managed tables of Unity Catalog lie below a directory of that name, external ones do not. */
  private static final String MANAGED_DIRECTORY = "/tables/";

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

    /** A shared catalog shows external tables as managed; the place of their files tells them. */
    public ListedTable unmasked() {
      boolean external =
          kind == TableKind.MANAGED && location != null && !location.contains(MANAGED_DIRECTORY);
      return external
          ? new ListedTable(
              name,
              TableKind.EXTERNAL,
              tableId,
              columns,
              marker,
              location,
              pipelineId,
              parentTableId)
          : this;
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

  /**
   * A table with the definitions of its columns.
   *
   * @param columns in their order
   */
  public record DefinedTable(ListedTable table, List<ColumnMeta> columns) {}

  /**
   * As {@link #list} with columns and properties, and with all that the columns' definitions say.
   */
  public static Optional<Map<String, DefinedTable>> defined(
      Workspace workspace, SchemaName schema) {
    Map<String, DefinedTable> tables = new TreeMap<>();
    boolean exists =
        workspace
            .catalogs()
            .tables(
                schema,
                true,
                true,
                info -> {
                  ListedTable table = listed(info);
                  tables.put(table.name(), new DefinedTable(table, UcReader.columns(info)));
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
