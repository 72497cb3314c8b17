package io.datareplicator.databricks.sql.ddl;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.RelationMeta;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Views, and the tables that a query keeps. */
public final class ViewStatements {
  private ViewStatements() {}

  /**
   * A view; comments of views and their columns are changed by {@link CommentStatements}.
   *
   * @param columns names and comments; empty = as the query names them
   * @param properties those to set
   * @param query SQL text, taken over as it is
   */
  public static String create(
      TableName target,
      List<ColumnMeta> columns,
      String comment,
      Map<String, String> properties,
      String query,
      boolean orReplace) {
    String list =
        columns.stream()
            .map(c -> Identifier.quote(c.name()) + Clause.comment(c.comment()))
            .collect(Collectors.joining(", ", " (", ")"));
    return "CREATE "
        + (orReplace ? "OR REPLACE " : "")
        + "VIEW "
        + Identifier.quote(target)
        + (columns.isEmpty() ? "" : list)
        + Clause.comment(comment)
        + Clause.properties(properties)
        + " AS "
        + query(target, query);
  }

  /** A materialized view that SQL defines. It is filled at once, which may take long. */
  public static String createMaterialized(
      RelationMeta view, TableName target, String query, TableOptions options) {
    String replace = options.mode() == TableOptions.Mode.OR_REPLACE ? "OR REPLACE " : "";
    return dataset(replace + "MATERIALIZED VIEW ", view, target, query, options);
  }

  /** A streaming table that SQL defines. It is filled at once, which may take long. */
  public static String createStreaming(
      RelationMeta table, TableName target, String query, TableOptions options) {
    String refresh = options.mode() == TableOptions.Mode.OR_REPLACE ? "OR REFRESH " : "";
    return dataset(refresh + "STREAMING TABLE ", table, target, query, options);
  }

  private static String dataset(
      String kind, RelationMeta meta, TableName target, String query, TableOptions options) {
    TableStatements.require(options.location() == null, "a " + kind + "has no location");
    String list =
        meta.columns().stream()
            .map(ColumnSql::ofQuery)
            .collect(Collectors.joining(", ", " (", ")"));
    return "CREATE "
        + kind
        + (options.mode() == TableOptions.Mode.IF_NOT_EXISTS ? "IF NOT EXISTS " : "")
        + Identifier.quote(target)
        + (meta.columns().isEmpty() ? "" : list)
        + TableStatements.layout(meta, options.clustering())
        + Clause.comment(meta.comment())
        + Clause.properties(options.properties())
        + " AS "
        + query(target, query);
  }

  private static String query(TableName target, String query) {
    if (query == null || query.isBlank()) {
      throw new NotExpressibleException("there is no query to make " + target + " of");
    }
    return query;
  }
}
