package io.datareplicator.databricks.sql;

import io.datareplicator.model.DeltaTable;
import io.datareplicator.model.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * CREATE OR REPLACE TABLE … DEEP CLONE … and the metrics it answers with (databricks-api.md §11).
 */
public final class CloneStatement {
  /** Marker that tells this tool's tables from others. */
  public static final String MARKER = "data_replicator.source";

  /** Pipeline that a streaming table and its backing table belong to. */
  public static final String PIPELINE_ID = "pipelines.pipelineId";

  /** Id of the streaming table that a backing table belongs to. */
  public static final String PARENT_TABLE_ID = "spark.sql.internal.pipelines.parentTableId";

  private static final List<String> METRICS =
      List.of(
          "source_table_size",
          "source_num_of_files",
          "num_removed_files",
          "num_copied_files",
          "removed_files_size",
          "copied_files_size");

  private CloneStatement() {}

  /**
   * The clone itself.
   *
   * @param properties table properties that the target gets, in this order
   */
  public static String text(DeltaTable target, TableName source, Map<String, String> properties) {
    String sql =
        "CREATE OR REPLACE TABLE "
            + Identifier.quote(target)
            + " DEEP CLONE "
            + Identifier.quote(source);
    if (properties.isEmpty()) {
      return sql;
    }
    return sql
        + properties.entrySet().stream()
            .map(p -> Literal.string(p.getKey()) + " = " + Literal.string(p.getValue()))
            .collect(Collectors.joining(", ", " TBLPROPERTIES (", ")"));
  }

  /** Creates an external table over the Delta files at a place. */
  public static String register(TableName table, String url) {
    return "CREATE TABLE IF NOT EXISTS "
        + Identifier.quote(table)
        + " USING DELTA LOCATION "
        + Literal.string(url);
  }

  /** Takes table properties away, if they are there. */
  public static String unset(TableName table, String property) {
    return "ALTER TABLE "
        + Identifier.quote(table)
        + " UNSET TBLPROPERTIES IF EXISTS ("
        + Literal.string(property)
        + ")";
  }

  /** Asks for the properties of a table, internal ones included. */
  public static String detail(TableName table) {
    return "DESCRIBE DETAIL " + Identifier.quote(table);
  }

  /** Drops a table, if it is there. */
  public static String drop(TableName table) {
    return "DROP TABLE IF EXISTS " + Identifier.quote(table);
  }

  /** The six metrics, as far as the answer has them. */
  public static Map<String, Long> metrics(StatementResult result) {
    Map<String, Long> metrics = new LinkedHashMap<>();
    if (!result.rows().isEmpty()) {
      for (String metric : METRICS) {
        int at = result.columns().indexOf(metric);
        String value = at < 0 ? null : result.rows().get(0).get(at);
        if (value != null) {
          metrics.put(metric, Long.valueOf(value));
        }
      }
    }
    return metrics;
  }

  /**
   * The latest commit of the target with its clone metrics, named as the CLONE statement names
   * them.
   */
  public static String effectQuery(DeltaTable target) {
    return "SELECT version, operation, operationParameters['sourceVersion'] AS source_version,"
        + " operationMetrics['sourceTableSize'] AS source_table_size,"
        + " operationMetrics['sourceNumOfFiles'] AS source_num_of_files,"
        + " operationMetrics['numRemovedFiles'] AS num_removed_files,"
        + " operationMetrics['numCopiedFiles'] AS num_copied_files,"
        + " operationMetrics['removedFilesSize'] AS removed_files_size,"
        + " operationMetrics['copiedFilesSize'] AS copied_files_size"
        + " FROM (DESCRIBE HISTORY "
        + Identifier.quote(target)
        + " LIMIT 1)";
  }
}
