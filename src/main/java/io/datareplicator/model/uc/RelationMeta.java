package io.datareplicator.model.uc;

import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import java.util.List;
import java.util.Map;

/**
 * A table, view, materialized view or streaming table.
 *
 * @param tableType as the API says it, also of kinds that are not known yet
 * @param format data source format, upper case; null for views
 * @param location null unless the API tells one
 * @param definition query of a view or materialized view; null for others
 * @param pipelineId null unless a pipeline keeps it
 * @param rowFilter null without one
 */
public record RelationMeta(
    TableName name,
    TableKind kind,
    String tableType,
    String format,
    String comment,
    String owner,
    String location,
    String definition,
    String pipelineId,
    FunctionUse rowFilter,
    Map<String, String> properties,
    List<ColumnMeta> columns) {
  public RelationMeta {
    properties = Map.copyOf(properties);
    columns = List.copyOf(columns);
  }

  public UcName ucName() {
    return UcName.of(UcKind.of(kind), name.catalog(), name.schema(), name.table());
  }

  /** The same with a query that a listing does not show. */
  public RelationMeta defined(String query) {
    return new RelationMeta(
        name,
        kind,
        tableType,
        format,
        comment,
        owner,
        location,
        query,
        pipelineId,
        rowFilter,
        properties,
        columns);
  }
}
