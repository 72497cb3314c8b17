package io.datareplicator.databricks.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableName;
import java.time.Instant;
import java.util.List;

/**
 * DESCRIBE HISTORY of the latest commit, for one table or for many in one statement (operations.md
 * §3).
 */
public final class HistoryStatement {
  public static final String INDEX = "i";
  public static final String VERSION = "version";
  public static final String MILLIS = "millis";
  public static final String OPERATION = "operation";
  public static final String SOURCE_VERSION = "source_version";
  public static final String METASTORE = "metastore";

  private static final ObjectMapper JSON = new ObjectMapper();

  private HistoryStatement() {}

  /**
   * One row per table, numbered in the order given; the first also tells the metastore. Fails as a
   * whole when one table cannot be read.
   */
  public static String batch(List<TableName> tables) {
    return batch(tables, 1);
  }

  /**
   * As above, with the latest commits of each table, newest first or not.
   *
   * @param commits how many of each table
   */
  public static String batch(List<TableName> tables, int commits) {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < tables.size(); i++) {
      sql.append(i == 0 ? "" : " UNION ALL ")
          .append("SELECT ")
          .append(i)
          .append(" AS i, version, unix_millis(timestamp) AS millis, operation,")
          .append(" operationParameters['sourceVersion'] AS source_version, ")
          .append(i == 0 ? "current_metastore()" : "CAST(NULL AS STRING)")
          .append(" AS metastore")
          .append(" FROM (DESCRIBE HISTORY ")
          .append(Identifier.quote(tables.get(i)))
          .append(" LIMIT ")
          .append(commits)
          .append(')');
    }
    return sql.toString();
  }

  /** The plain statement, known to every runtime. */
  public static String plain(TableName table, int commits) {
    return "DESCRIBE HISTORY " + Identifier.quote(table) + " LIMIT " + commits;
  }

  /** A commit from the answer to {@link #plain}. */
  public static TableHead parsePlain(StatementResult result, int row) {
    String parameters = result.value(row, "operationparameters");
    Long sourceVersion = null;
    try {
      JsonNode json = JSON.readTree(parameters == null ? "{}" : parameters);
      if (json.hasNonNull("sourceVersion")) {
        sourceVersion = Long.valueOf(json.get("sourceVersion").asText());
      }
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new StatementFailure(
          StatementFailure.Kind.FAILED,
          result.statementId(),
          null,
          null,
          "DESCRIBE HISTORY answered with unreadable operationParameters: " + parameters);
    }
    return new TableHead(
        Long.parseLong(result.value(row, VERSION)),
        Instant.parse(result.value(row, "timestamp")),
        result.value(row, OPERATION),
        sourceVersion);
  }
}
