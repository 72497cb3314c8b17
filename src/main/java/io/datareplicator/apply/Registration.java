package io.datareplicator.apply;

import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.UrlMapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Creates an external table over Delta files and verifies that it lies there. */
public final class Registration {
  private final CloneContext context;
  private final TableName table;
  private final String url;

  public Registration(CloneContext context, TableName table, String url) {
    this.context = context;
    this.table = table;
    this.url = url;
  }

  /** The statement. */
  public String text() {
    return CloneStatement.register(table, url);
  }

  /** Starts one attempt; the future gives details for the audit row. */
  public CompletableFuture<Map<String, Object>> attempt(Trace trace) {
    Statement statement = Statement.query(text(), context.tags());
    return Submission.of(context.sql(), trace, statement)
        .thenApply(
            done -> {
              verify();
              Map<String, Object> details = new LinkedHashMap<>();
              details.put("register_statement", text());
              details.put("location", url);
              return details;
            });
  }

  /** IF NOT EXISTS says nothing about a table that was there. */
  private void verify() {
    Optional<String> place = context.placeOf().apply(table);
    if (place.isEmpty() || !UrlMapping.same(place.get(), url)) {
      throw new IllegalStateException(
          "table "
              + table
              + (place.isEmpty() ? " is not there after its creation" : " lies at " + place.get())
              + ", not at "
              + url
              + "; drop it if it is not wanted (files of external tables stay), and run again");
    }
  }
}
