package io.datareplicator.inventory;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.ColumnInfo;
import io.datareplicator.databricks.catalog.CatalogApi.TableInfo;
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
   * @param marked whether it carries this tool's marker property
   */
  public record ListedTable(
      String name, TableKind kind, String tableId, List<Column> columns, boolean marked) {}

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
    TableKind kind = TableKind.fromApi(info.tableType());
    if (kind == TableKind.MANAGED && info.pipelineId() != null) {
      kind = TableKind.STREAMING_TABLE;
    }
    boolean marked =
        info.properties() != null && info.properties().containsKey(CloneStatement.MARKER);
    return new ListedTable(
        info.name().toLowerCase(Locale.ROOT),
        kind,
        info.tableId(),
        columns(info.columns()),
        marked);
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
