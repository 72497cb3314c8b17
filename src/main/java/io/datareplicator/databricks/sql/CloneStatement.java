package io.datareplicator.databricks.sql;

import io.datareplicator.model.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CREATE OR REPLACE TABLE … DEEP CLONE … and the metrics it answers with (databricks-api.md §11).
 */
public final class CloneStatement {
  /** Marker that tells this tool's tables from others. */
  public static final String MARKER = "data_replicator.source";

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
   * @param origin recorded as the marker property of the target; null = no marker
   */
  public static String text(TableName target, TableName source, TableName origin) {
    String sql =
        "CREATE OR REPLACE TABLE "
            + Identifier.quote(target)
            + " DEEP CLONE "
            + Identifier.quote(source);
    return origin == null
        ? sql
        : sql
            + " TBLPROPERTIES ("
            + Literal.string(MARKER)
            + " = "
            + Literal.string(origin.fullName())
            + ")";
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
  public static String effectQuery(TableName target) {
    return "SELECT version, operation, operationMetrics['sourceTableSize'] AS source_table_size,"
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
