package io.datareplicator.apply;

import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.DeltaTable;
import io.datareplicator.model.TableHead;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whether a clone whose fate is unknown has been committed: the latest commit is a CLONE that was
 * not there before. Where the state before is unknown nothing can be concluded.
 */
final class CloneEffect {
  /** How long a clone whose request got no answer is looked for before it is sent again. */
  private static final long[] LOOK_AGAIN_MILLIS = {200, 500, 1000, 2000};

  private final SqlEngine sql;
  private final DeltaTable table;
  private final boolean known;
  private final long before;
  private final Map<String, String> tags;

  /**
   * @param existed whether the table may have been there before
   * @param head its latest commit then, null when there was none or it could not be read
   */
  CloneEffect(
      SqlEngine sql, DeltaTable table, boolean existed, TableHead head, Map<String, String> tags) {
    this.sql = sql;
    this.table = table;
    this.known = head != null || !existed;
    this.before = head == null ? -1 : head.version();
    this.tags = tags;
  }

  /** Looks several times, for some seconds; blocks. */
  Optional<StatementResult> lookAgain() {
    if (!known) {
      return Optional.empty();
    }
    for (long pause : LOOK_AGAIN_MILLIS) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      Optional<StatementResult> found;
      try {
        found = committed(sql.run(query()));
      } catch (StatementFailure e) {
        if (!e.isNotFound()) {
          throw e;
        }
        found = Optional.empty();
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Looks once, without blocking. */
  CompletableFuture<Optional<StatementResult>> look() {
    return known
        ? sql.submit(query()).thenApply(this::committed)
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private Statement query() {
    return Statement.query(CloneStatement.effectQuery(table), tags);
  }

  private Optional<StatementResult> committed(StatementResult head) {
    boolean there =
        !head.rows().isEmpty()
            && "CLONE".equals(head.value(0, "operation"))
            && Long.parseLong(head.value(0, "version")) > before;
    return there
        ? Optional.of(new StatementResult(null, head.columns(), head.rows()))
        : Optional.empty();
  }
}
