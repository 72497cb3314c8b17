package io.datareplicator.volumes;

import io.datareplicator.apply.Failures;
import io.datareplicator.compare.volumes.FileIndex;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.config.Retry;
import io.datareplicator.config.VolumeSettings;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableName;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/**
 * The ingestion log of a run: every volume that logs to this table writes through here, in batches,
 * one statement at a time. A row that was handed over is in the table once {@link #flush} has
 * returned. Thread-safe.
 */
final class IngestionLog implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(IngestionLog.class);
  private static final int MAX_STATEMENT_CHARS = 4_000_000;

  /** How much waits, and how long. */
  record Pace(int rowsPerBatch, long longestWaitMillis, int mostWaiting, int rowsPerPage) {
    static final Pace DEFAULT = new Pace(500, 10_000, 5000, 50_000);
  }

  private final Workspace workspace;
  private final TableName table;
  private final String runId;
  private final Retry retry;
  private final Clock clock;
  private final Map<String, String> tags;
  private final Pace pace;
  private final Deque<IngestionRow> waiting = new ArrayDeque<>();
  private final Thread writer;
  private long added;
  private long written;
  private long batch;
  private long oldestMillis;
  private boolean flushing;
  private boolean closed;
  private RuntimeException failure;

  IngestionLog(
      Workspace workspace,
      TableName table,
      String runId,
      Retry retry,
      Clock clock,
      Map<String, String> tags,
      Pace pace) {
    this.workspace = workspace;
    this.table = table;
    this.runId = runId;
    this.retry = retry;
    this.clock = clock;
    this.tags = tags;
    this.pace = pace;
    // Batches of one run id are told apart, also when the run is started again under it.
    this.batch = clock.millis();
    this.writer = new Thread(this::write, "ingestion-log");
    writer.setDaemon(true);
    writer.start();
  }

  /** Makes sure that the table is there. */
  void open(VolumeSettings settings) {
    try {
      run(IngestionSql.probe(table));
    } catch (StatementFailure e) {
      if (!e.isNotFound()) {
        throw e;
      }
      create(settings);
    }
  }

  private void create(VolumeSettings settings) {
    LOG.infof("creating the ingestion log %s", table);
    if (workspace.catalogs().find(table.catalog()).isEmpty()) {
      if (!settings.createFileIngestionLoggingCatalog()) {
        throw new IllegalStateException(
            "the catalog '"
                + table.catalog()
                + "' of the ingestion log does not exist on the "
                + workspace.label()
                + "; create it, or set volume_config.create_file_ingestion_logging_catalog: true");
      }
      workspace
          .catalogs()
          .create(
              new CreateCatalog(
                  table.catalog(),
                  null,
                  settings.fileIngestionLoggingCatalogLocation(),
                  null,
                  null));
    }
    SchemaName schema = table.schemaName();
    if (workspace.catalogs().findSchema(schema).isEmpty()) {
      workspace.catalogs().createSchema(schema, null);
    }
    run(IngestionSql.create(table));
  }

  private StatementResult run(String sql) {
    return workspace.sql().run(Statement.query(sql, tags));
  }

  /**
   * Reads which files of a volume were copied, page by page.
   *
   * @param onlyThisRun forget what other runs did
   */
  void read(VolumeCopy volume, boolean onlyThisRun, FileIndex into) {
    String after = "";
    int rows;
    do {
      StatementResult page =
          run(
              IngestionSql.copied(
                  table,
                  volume.sourceRoot(),
                  volume.targetRoot(),
                  onlyThisRun ? runId : null,
                  after,
                  pace.rowsPerPage()));
      rows = page.rows().size();
      for (int i = 0; i < rows; i++) {
        after = page.value(i, IngestionSql.HASH);
        into.logged(
            after,
            Long.parseLong(page.value(i, IngestionSql.LENGTH)),
            Long.parseLong(page.value(i, IngestionSql.MODIFIED)));
      }
    } while (rows == pace.rowsPerPage());
  }

  /**
   * Hands a row over; waits while too many are waiting.
   *
   * @throws RuntimeException when the table could not be written: no row would arrive any more
   */
  synchronized void add(IngestionRow row) throws InterruptedException {
    while (waiting.size() >= pace.mostWaiting() && failure == null) {
      wait();
    }
    rethrow();
    if (waiting.isEmpty()) {
      oldestMillis = clock.millis();
    }
    waiting.add(row);
    added++;
    notifyAll();
  }

  /**
   * Returns when every row that was handed over before is in the table.
   *
   * @throws RuntimeException when the table could not be written
   */
  synchronized void flush() {
    long all = added;
    boolean interrupted = false;
    while (written < all && failure == null) {
      flushing = true;
      notifyAll();
      try {
        wait();
      } catch (InterruptedException e) {
        // What was copied has to be recorded, most of all when the run is broken off.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }

  private void rethrow() {
    if (failure != null) {
      throw new IllegalStateException(
          "the ingestion log " + table + " cannot be written: " + Failures.describe(failure),
          failure);
    }
  }

  private void write() {
    try {
      for (List<IngestionRow> rows = next(); !rows.isEmpty(); rows = next()) {
        send(IngestionSql.merge(table, runId, batch++, rows));
        synchronized (this) {
          written += rows.size();
          oldestMillis = clock.millis();
          flushing &= !waiting.isEmpty();
          notifyAll();
        }
      }
    } catch (RuntimeException e) {
      synchronized (this) {
        failure = e;
        notifyAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      synchronized (this) {
        failure = new CancellationException("interrupted");
        notifyAll();
      }
    }
  }

  /** The rows of the next batch; none when the log was closed. */
  private synchronized List<IngestionRow> next() throws InterruptedException {
    while (true) {
      long left = oldestMillis + pace.longestWaitMillis() - clock.millis();
      boolean due =
          !waiting.isEmpty()
              && (flushing || closed || waiting.size() >= pace.rowsPerBatch() || left <= 0);
      if (due || (closed && waiting.isEmpty())) {
        break;
      }
      if (waiting.isEmpty()) {
        wait();
      } else {
        wait(Math.min(left, pace.longestWaitMillis()));
      }
    }
    List<IngestionRow> rows = new ArrayList<>();
    long chars = 0;
    while (!waiting.isEmpty() && rows.size() < pace.rowsPerBatch() && chars < MAX_STATEMENT_CHARS) {
      IngestionRow row = waiting.poll();
      rows.add(row);
      chars +=
          row.sourcePath().length()
              + row.targetPath().length()
              + (row.error() == null ? 0 : row.error().length());
    }
    notifyAll();
    return rows;
  }

  private void send(String sql) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        run(sql);
        return;
      } catch (RuntimeException e) {
        boolean again = Failures.isTransient(e) || isBrokenOff(e);
        if (attempt >= Math.max(2, retry.maxAttempts()) || !again) {
          throw e;
        }
        LOG.warnf("ingestion log %s: attempt %d failed: %s", table, attempt, Failures.describe(e));
        Thread.sleep(retry.delay().toMillis() << Math.min(attempt - 1, 6));
      }
    }
  }

  /**
   * A run that is broken off cancels its statements once, but this one is still wanted; whether it
   * had its effect does not matter.
   */
  private static boolean isBrokenOff(RuntimeException e) {
    return e instanceof CancellationException
        || (e instanceof StatementFailure statement
            && statement.kind() != StatementFailure.Kind.FAILED);
  }

  /** Writes what waits, and ends. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
