package io.datareplicator.run;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.audit.AuditTable;
import io.datareplicator.audit.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Every result passes here once: journal, log, progress, then the audit table in batches.
 * Thread-safe.
 */
public final class ResultLog implements ResultSink {
  private static final Logger LOG = Logger.getLogger("io.datareplicator.results");
  private static final int FLUSH_AT = 500;

  private final Journal journal;
  private final Consumer<OperationResult> progress;
  private final List<OperationResult> results = new ArrayList<>();
  private final Map<String, String> configDetails = new HashMap<>();
  private AuditTable audit;
  private int audited;
  private boolean auditFailed;
  private RuntimeException journalFailure;

  public ResultLog(Journal journal, Consumer<OperationResult> progress) {
    this.journal = journal;
    this.progress = progress;
  }

  /** From now on results go to this table. */
  public synchronized void auditTo(AuditTable table) {
    this.audit = table;
  }

  /** Remembers the effective configuration of a catalog for its summary rows. */
  public synchronized void describeConfig(String catalog, String json) {
    configDetails.put(catalog, json);
  }

  @Override
  public void started(WorkUnit unit) {
    keepJournal(() -> journal.intent(unit));
  }

  @Override
  public void done(OperationResult result) {
    keepJournal(() -> journal.outcome(result));
    synchronized (this) {
      results.add(result);
    }
    log(result);
    progress.accept(result);
  }

  private void keepJournal(Runnable write) {
    try {
      write.run();
    } catch (RuntimeException e) {
      synchronized (this) {
        if (journalFailure == null) {
          journalFailure = e;
          LOG.errorf(e, "%s; results are kept in memory until the end of the run", e.getMessage());
        }
      }
    }
  }

  private static void log(OperationResult result) {
    MDC.put("object", result.fullName());
    MDC.put("attempt", String.valueOf(result.attempt()));
    Object ids = result.details().get("statement_ids");
    if (ids instanceof List<?> list && !list.isEmpty()) {
      MDC.put("statement_id", String.valueOf(list.get(list.size() - 1)));
    }
    try {
      String what = result.operationType() + " of " + result.objectType() + " " + result.fullName();
      if (result.differs()) {
        LOG.errorf("%s found differences: %s", what, result.error());
      } else if (result.status() == Status.FAILED) {
        LOG.errorf("%s failed: %s", what, result.error());
      } else if (result.status() == Status.SKIPPED) {
        LOG.infof("%s skipped: %s", what, result.details().get("reason"));
      } else {
        LOG.infof("%s done in %.1f s", what, result.seconds());
      }
    } finally {
      MDC.remove("object");
      MDC.remove("attempt");
      MDC.remove("statement_id");
    }
  }

  /** Writes what is pending when it is worth a commit; at the end of a run, all of it. */
  public void flush(boolean everything) {
    List<OperationResult> pending;
    Map<String, String> configs;
    AuditTable table;
    synchronized (this) {
      if (audit == null || auditFailed) {
        return;
      }
      pending = List.copyOf(results.subList(audited, results.size()));
      configs = Map.copyOf(configDetails);
      table = audit;
    }
    if (pending.isEmpty() || (!everything && pending.size() < FLUSH_AT)) {
      return;
    }
    int written = table.write(pending, configs);
    synchronized (this) {
      audited += written;
      auditFailed = written < pending.size();
    }
    keepJournal(() -> journal.audited(written));
  }

  public synchronized List<OperationResult> results() {
    return List.copyOf(results);
  }

  /** What the user must know when results are missing from the audit table. */
  public synchronized Optional<String> unrecorded() {
    int missing = results.size() - audited;
    if (missing == 0) {
      return Optional.empty();
    }
    String where =
        journalFailure == null
            ? "they are in the journal " + journal.file()
            : "and the journal could not be written either: " + journalFailure.getMessage();
    return Optional.of(
        missing + " of " + results.size() + " results are not in the audit table; " + where);
  }
}
