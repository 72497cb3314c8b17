package io.datareplicator.apply;

import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementResult;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Statements on behalf of one object: recorded in its trace, known refusals explained. */
final class Submission {
  private Submission() {}

  static CompletableFuture<StatementResult> of(SqlEngine sql, Trace trace, Statement statement) {
    return during(trace, () -> sql.submit(statement))
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(CloneAdvice.explain(Failures.unwrap(failure))));
  }

  static <T> CompletableFuture<T> during(Trace trace, Callable<CompletableFuture<T>> start) {
    try {
      return trace.during(start);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
