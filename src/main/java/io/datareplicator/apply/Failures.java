package io.datareplicator.apply;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.CallKind;
import io.datareplicator.databricks.http.RetryRules;
import io.datareplicator.databricks.sql.StatementFailure;
import java.util.concurrent.CompletionException;

/** What a failure means for the object, the catalog and the run. */
public final class Failures {
  private Failures() {}

  /** The failure itself, without the wrappers of futures. */
  public static Throwable unwrap(Throwable failure) {
    Throwable t = failure;
    while (t instanceof CompletionException && t.getCause() != null) {
      t = t.getCause();
    }
    return t;
  }

  /** Whether a later attempt at the same object may succeed. */
  public static boolean isTransient(Throwable failure) {
    if (failure instanceof StatementFailure statement) {
      return statement.isTransient();
    }
    if (failure instanceof PartialFailure partial) {
      return partial.isTransient();
    }
    return failure instanceof ApiException api
        && RetryRules.judge(CallKind.READ, api) != RetryRules.Verdict.FAIL;
  }

  /**
   * Whether nothing more can succeed in this run: the workspace refuses the credential, or cannot
   * be spoken to as this machine is set up.
   */
  public static boolean stopsRun(Throwable failure) {
    if (failure instanceof PartialFailure && failure.getCause() != null) {
      return stopsRun(failure.getCause());
    }
    return failure instanceof ApiException api
        && (api.isUnauthenticated() || api.isUnconnectable());
  }

  /** One sentence for the user: what was said, by which request or statement. */
  public static String describe(Throwable failure) {
    if (failure instanceof StatementFailure statement) {
      return statement
          .statementId()
          .filter(id -> !statement.getMessage().contains(id))
          .map(id -> statement.getMessage() + " (statement " + id + ")")
          .orElse(statement.getMessage());
    }
    if (failure instanceof ApiException api) {
      String code = api.errorCode().isEmpty() ? "" : " " + api.errorCode();
      String request = api.requestId().map(id -> ", request " + id).orElse("");
      String mend =
          api.isUnauthenticated()
              ? "; the workspace refuses the credential: renew it, or check that it belongs to that workspace"
              : "";
      return api.status() == 0
          ? api.getMessage()
          : api.getMessage() + " (HTTP " + api.status() + code + request + ")" + mend;
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
