package io.datareplicator.audit;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.OperationResult;
import io.datareplicator.config.AuditConfig;
import io.datareplicator.config.Retry;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import io.datareplicator.plan.LastClones;
import io.datareplicator.plan.recon.LastMatch;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** The audit table of a run. */
public final class AuditTable {
  private static final Logger LOG = Logger.getLogger(AuditTable.class);
  private static final int ROWS_PER_STATEMENT = 500;
  private static final int MAX_STATEMENT_CHARS = 4_000_000;

  private final Workspace workspace;
  private final AuditConfig config;
  private final TableName table;
  private final String runId;
  private final Retry retry;
  private final Clock clock;
  private final Map<String, String> tags;

  public AuditTable(
      Workspace workspace,
      AuditConfig config,
      String runId,
      Retry retry,
      Clock clock,
      Map<String, String> tags) {
    this.workspace = workspace;
    this.config = config;
    this.table = new TableName(config.auditCatalog(), config.auditSchema(), config.auditTable());
    this.runId = runId;
    this.retry = retry;
    this.clock = clock;
    this.tags = tags;
  }

  public TableName name() {
    return table;
  }

  /**
   * Makes sure that the table is there and reads what earlier runs recorded.
   *
   * @return the last successful clone by target table
   * @throws RuntimeException when the table cannot be read or made; then no result could be
   *     recorded
   */
  public LastClones open(List<String> catalogs) {
    try {
      StatementResult recorded = run(AuditSql.lastClones(table, catalogs));
      if (recorded.rows().isEmpty()) {
        throw new IllegalStateException(
            "the workspace let go of the result of statement " + recorded.statementId());
      }
      workspace.learnGlobalMetastoreId(recorded.value(0, "metastore"));
      return lastClones(recorded);
    } catch (StatementFailure e) {
      if (!e.isNotFound()) {
        throw e;
      }
      create();
      return LastClones.NONE;
    }
  }

  private StatementResult run(String sql) {
    return workspace.sql().run(Statement.query(sql, tags));
  }

  private void create() {
    LOG.infof("creating the audit table %s", table);
    SchemaName schema = table.schemaName();
    if (workspace.catalogs().find(table.catalog()).isEmpty()) {
      if (!config.createAuditCatalog()) {
        throw new IllegalStateException(
            "the audit catalog '"
                + table.catalog()
                + "' does not exist on the "
                + workspace.label()
                + "; create it or set audit_config.create_audit_catalog: true");
      }
      workspace
          .catalogs()
          .create(
              new CreateCatalog(table.catalog(), null, config.auditCatalogLocation(), null, null));
    }
    if (workspace.catalogs().findSchema(schema).isEmpty()) {
      workspace.catalogs().createSchema(schema, null);
    }
    run(AuditSql.create(table));
  }

  private static LastClones lastClones(StatementResult result) {
    Map<TableName, LastClone> replications = new HashMap<>();
    Map<TableName, LastClone> backups = new HashMap<>();
    for (int row = 0; row < result.rows().size(); row++) {
      String version = result.value(row, "source_version");
      String millis = result.value(row, "source_commit_millis");
      if (version == null || millis == null) {
        continue;
      }
      String seconds = result.value(row, "duration_seconds");
      String bytes = result.value(row, "source_bytes");
      boolean backup = "backup".equals(result.value(row, "operation_type"));
      (backup ? backups : replications)
          .put(
              new TableName(
                  result.value(row, "catalog_name"),
                  result.value(row, "schema_name"),
                  result.value(row, "object_name")),
              new LastClone(
                  result.value(row, "source_table_id"),
                  Long.parseLong(version),
                  Instant.ofEpochMilli(Long.parseLong(millis)),
                  seconds == null ? 0 : Double.parseDouble(seconds),
                  bytes == null ? 0 : Long.parseLong(bytes)));
    }
    return new LastClones(replications, backups);
  }

  /**
   * The last successful reconciliation of the tables of some catalogs, where no later one failed.
   *
   * @throws RuntimeException when the table cannot be read
   */
  public Map<TableName, LastMatch> matches(List<String> catalogs) {
    StatementResult result = run(AuditSql.lastMatches(table, catalogs));
    Map<TableName, LastMatch> matches = new HashMap<>();
    for (int row = 0; row < result.rows().size(); row++) {
      matches.put(
          new TableName(
              result.value(row, "catalog_name"),
              result.value(row, "schema_name"),
              result.value(row, "object_name")),
          new LastMatch(
              result.value(row, "run_id"),
              Instant.ofEpochMilli(Long.parseLong(result.value(row, "end_millis"))),
              result.value(row, "source_table_id"),
              number(result.value(row, "source_version")),
              result.value(row, "target_table_id"),
              number(result.value(row, "target_version")),
              result.value(row, "settings")));
    }
    return matches;
  }

  private static Long number(String text) {
    return text == null ? null : Long.valueOf(text);
  }

  /**
   * Writes results, a few hundred per commit.
   *
   * @param configDetails by catalog, for the summary rows
   * @return how many of them, counted from the first, are surely in the table; the rest could not
   *     be written
   */
  public int write(List<OperationResult> results, Map<String, String> configDetails) {
    int written = 0;
    while (written < results.size()) {
      int to = Math.min(results.size(), written + ROWS_PER_STATEMENT);
      String sql = merge(results.subList(written, to), configDetails);
      while (sql.length() > MAX_STATEMENT_CHARS && to - written > 1) {
        to = written + (to - written) / 2;
        sql = merge(results.subList(written, to), configDetails);
      }
      if (!send(sql)) {
        return written;
      }
      written = to;
    }
    return written;
  }

  private String merge(List<OperationResult> results, Map<String, String> configDetails) {
    List<String> configs = new ArrayList<>();
    for (OperationResult r : results) {
      configs.add(r.operationType().endsWith("_summary") ? configDetails.get(r.catalog()) : null);
    }
    return AuditSql.merge(table, runId, clock.instant(), results, configs);
  }

  private boolean send(String sql) {
    for (int attempt = 1; ; attempt++) {
      try {
        run(sql);
        return true;
      } catch (RuntimeException e) {
        if (attempt >= retry.maxAttempts() || !Failures.isTransient(e)) {
          LOG.errorf(
              "results could not be written to the audit table %s: %s",
              table, Failures.describe(e));
          return false;
        }
        LOG.warnf("audit table %s: attempt %d failed: %s", table, attempt, Failures.describe(e));
        try {
          Thread.sleep(retry.delay().toMillis() << Math.min(attempt - 1, 6));
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
  }
}
