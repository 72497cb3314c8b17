package io.datareplicator.replicate;

import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.TableHead;
import io.datareplicator.plan.TableAction;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Clones one table. */
final class TableCloner {
  /** How long a clone whose request got no answer is looked for before it is sent again. */
  private static final long[] LOOK_AGAIN_MILLIS = {200, 500, 1000, 2000};

  private final SqlEngine sql;
  private final Map<String, String> tags;

  TableCloner(SqlEngine sql, Map<String, String> tags) {
    this.sql = sql;
    this.tags = tags;
  }

  /**
   * Starts one attempt; the future gives the details of the audit row.
   *
   * @param timeout longest running time; then the statement is cancelled
   */
  CompletableFuture<Map<String, Object>> attempt(
      TableAction.Clone clone, Duration timeout, Trace trace) {
    String text =
        CloneStatement.text(clone.target(), clone.source(), clone.mark() ? clone.origin() : null);
    Map<String, String> all = new HashMap<>(tags);
    all.put("object", clone.target().fullName());
    Statement statement = Statement.longRunning(text, timeout, all, () -> effect(clone));
    try {
      return trace
          .during(() -> sql.submit(statement))
          .thenApply(result -> details(clone, text, result));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Whether a clone whose fate is unknown has been committed: the target's latest commit is a CLONE
   * that was not there before. Where the state before is unknown nothing can be concluded, and the
   * (repeatable) clone is sent again.
   */
  private Optional<StatementResult> effect(TableAction.Clone clone) {
    if (clone.targetExists() && clone.targetHead() == null) {
      return Optional.empty();
    }
    long before = clone.targetHead() == null ? -1 : clone.targetHead().version();
    for (long pause : LOOK_AGAIN_MILLIS) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      Optional<StatementResult> found = committed(clone, before);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<StatementResult> committed(TableAction.Clone clone, long before) {
    StatementResult head;
    try {
      head = sql.run(Statement.query(CloneStatement.effectQuery(clone.target()), tags));
    } catch (StatementFailure e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
    boolean there =
        !head.rows().isEmpty()
            && "CLONE".equals(head.value(0, "operation"))
            && Long.parseLong(head.value(0, "version")) > before;
    return there
        ? Optional.of(new StatementResult(null, head.columns(), head.rows()))
        : Optional.empty();
  }

  private static Map<String, Object> details(
      TableAction.Clone clone, String text, StatementResult result) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("source", clone.source().fullName());
    details.put("reason", clone.reason());
    details.put("statement", text);
    if (clone.sourceTableId() != null) {
      details.put("source_table_id", clone.sourceTableId());
    }
    TableHead head = clone.sourceHead();
    if (head != null) {
      details.put("source_version", head.version());
      details.put("source_commit_millis", head.timestamp().toEpochMilli());
    }
    details.put("metrics", CloneStatement.metrics(result));
    if (result.statementId() == null) {
      details.put("confirmed_by", "target history");
    }
    List<String> warnings = clone.warnings();
    if (!warnings.isEmpty()) {
      details.put("warnings", warnings);
    }
    return details;
  }
}
