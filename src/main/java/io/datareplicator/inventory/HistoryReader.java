package io.datareplicator.inventory;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.sql.HistoryStatement;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Reads the latest commit of many tables. One statement asks for a whole batch; one table that
 * cannot be read fails its batch, which is then halved until that table stands alone. Where the
 * runtime does not know the batched form, each table is asked by itself.
 */
public final class HistoryReader {
  private static final Logger LOG = Logger.getLogger(HistoryReader.class);
  private static final int BATCH = 100;
  private static final String PROPERTY_REMOVED = "UNSET TBLPROPERTIES";

  private final SqlEngine sql;
  private final Consumer<String> metastoreId;
  private final Map<String, String> tags;
  private final int commits;
  private volatile boolean batchRefused;

  /**
   * @param metastoreId takes the global metastore id that the answers tell by the way
   */
  public HistoryReader(SqlEngine sql, Consumer<String> metastoreId, Map<String, String> tags) {
    this(sql, metastoreId, tags, 1);
  }

  private HistoryReader(
      SqlEngine sql, Consumer<String> metastoreId, Map<String, String> tags, int commits) {
    this.commits = commits;
    this.sql = sql;
    this.metastoreId = metastoreId;
    this.tags = tags;
  }

  /**
   * The latest commits by table. A table whose history cannot be read is missing from the answer,
   * and a warning says why.
   *
   * @throws ApiException when the workspace itself cannot be asked
   * @throws StatementFailure when a statement was cancelled: the run is being stopped
   */
  public Map<TableName, TableHead> heads(List<TableName> tables) {
    Map<TableName, TableHead> heads = new HashMap<>();
    for (List<TableName> batch : batches(tables)) {
      read(batch, heads);
    }
    return heads;
  }

  /**
   * The latest commits that are more than the removal of a table property: what this tool does
   * after the clone of a backing table (operations.md §2) does not count.
   */
  public static HistoryReader ofContents(
      SqlEngine sql, Consumer<String> metastoreId, Map<String, String> tags) {
    return new HistoryReader(sql, metastoreId, tags, 2);
  }

  /** Batches of 100 up to 199 tables: a remainder never costs a statement of its own. */
  static List<List<TableName>> batches(List<TableName> tables) {
    List<List<TableName>> batches = new ArrayList<>();
    int count = Math.max(1, tables.size() / BATCH);
    int from = 0;
    for (int i = 0; i < count && from < tables.size(); i++) {
      int to = (int) ((long) tables.size() * (i + 1) / count);
      batches.add(tables.subList(from, to));
      from = to;
    }
    return batches;
  }

  private void read(List<TableName> batch, Map<TableName, TableHead> heads) {
    if (batchRefused && batch.size() > 1) {
      batch.forEach(table -> read(List.of(table), heads));
      return;
    }
    try {
      if (batchRefused) {
        collectPlain(
            batch.get(0),
            sql.run(Statement.query(HistoryStatement.plain(batch.get(0), commits), tags)),
            heads);
      } else {
        collect(
            batch, sql.run(Statement.query(HistoryStatement.batch(batch, commits), tags)), heads);
      }
    } catch (StatementFailure e) {
      if (e.kind() == StatementFailure.Kind.CANCELED) {
        throw e;
      }
      if (!batchRefused && isSyntaxError(e)) {
        LOG.infof(
            "batched history is not supported here, asking table by table: %s", e.getMessage());
        batchRefused = true;
        read(batch, heads);
      } else if (batch.size() == 1) {
        LOG.warnf("the history of %s cannot be read: %s", batch.get(0), e.getMessage());
      } else {
        int half = batch.size() / 2;
        read(batch.subList(0, half), heads);
        read(batch.subList(half, batch.size()), heads);
      }
    }
  }

  private static boolean isSyntaxError(StatementFailure failure) {
    return failure.errorClass().startsWith("PARSE_SYNTAX_ERROR")
        || failure.sqlState().equals("42601");
  }

  private void collect(
      List<TableName> batch, StatementResult result, Map<TableName, TableHead> heads) {
    for (int row = 0; row < result.rows().size(); row++) {
      int index = Integer.parseInt(result.value(row, HistoryStatement.INDEX));
      heads.merge(batch.get(index), head(result, row), HistoryReader::newerContents);
      String metastore = result.value(row, HistoryStatement.METASTORE);
      if (metastore != null) {
        metastoreId.accept(metastore);
      }
    }
  }

  private static TableHead head(StatementResult result, int row) {
    String sourceVersion = result.value(row, HistoryStatement.SOURCE_VERSION);
    return new TableHead(
        Long.parseLong(result.value(row, HistoryStatement.VERSION)),
        Instant.ofEpochMilli(Long.parseLong(result.value(row, HistoryStatement.MILLIS))),
        result.value(row, HistoryStatement.OPERATION),
        sourceVersion == null ? null : Long.valueOf(sourceVersion));
  }

  private static void collectPlain(
      TableName table, StatementResult result, Map<TableName, TableHead> heads) {
    for (int row = 0; row < result.rows().size(); row++) {
      heads.merge(table, HistoryStatement.parsePlain(result, row), HistoryReader::newerContents);
    }
  }

  private static TableHead newerContents(TableHead a, TableHead b) {
    TableHead newer = a.version() >= b.version() ? a : b;
    return newer.operation() != null && newer.operation().startsWith(PROPERTY_REMOVED)
        ? (newer == a ? b : a)
        : newer;
  }
}
