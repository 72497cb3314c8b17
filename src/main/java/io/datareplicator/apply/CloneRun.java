package io.datareplicator.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.DeltaTable;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.Destination;
import io.datareplicator.plan.Intermediate;
import io.datareplicator.plan.TableAction;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Clones one table, in its one, two or three statements: into the intermediate table, into the
 * target, and the creation of an external table over what was cloned. A statement that succeeded is
 * not repeated by a later attempt.
 */
public final class CloneRun {
  /** What Databricks says after it committed a clone over a table behind a streaming table. */
  private static final String PARENT_TABLE_MISSING = "PARENT TABLE WITH ID";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloneContext context;
  private final SqlEngine sql;
  private final TableAction.Clone clone;
  private final Duration timeout;
  private final Map<String, String> tags;
  private final Map<String, Object> details = new LinkedHashMap<>();
  private boolean intermediateDone;
  private boolean cloned;

  /**
   * @param timeout longest running time of each clone; then the statement is cancelled
   */
  public CloneRun(CloneContext context, TableAction.Clone clone, Duration timeout) {
    this.context = context;
    this.sql = context.sql();
    this.clone = clone;
    this.timeout = timeout;
    this.tags = new HashMap<>(context.tags());
    this.tags.put("object", clone.target().fullName());
    describe();
  }

  private void describe() {
    details.put("source", clone.source().fullName());
    details.put("reason", clone.reason());
    if (clone.sourceTableId() != null) {
      details.put("source_table_id", clone.sourceTableId());
    }
    if (clone.targetTableId() != null) {
      details.put("target_table_id", clone.targetTableId());
    }
    TableHead head = clone.sourceHead();
    if (head != null) {
      details.put("source_version", head.version());
      details.put("source_commit_millis", head.timestamp().toEpochMilli());
    }
    if (!clone.warnings().isEmpty()) {
      details.put("warnings", clone.warnings());
    }
  }

  /** Starts one attempt; the future gives the details of the audit row. */
  public CompletableFuture<Map<String, Object>> attempt(Trace trace) {
    return intoIntermediate(trace)
        .thenCompose(done -> properties(trace))
        .thenCompose(properties -> intoTarget(trace, properties))
        .thenCompose(done -> register(trace))
        .thenApply(done -> details);
  }

  private CompletableFuture<Void> intoIntermediate(Trace trace) {
    Intermediate via = clone.via();
    if (via == null || intermediateDone) {
      return CompletableFuture.completedFuture(null);
    }
    DeltaTable table = new DeltaTable.Named(via.name());
    String text = CloneStatement.text(table, clone.source(), marker());
    details.put("intermediate", via.name().fullName());
    details.put("intermediate_statement", text);
    CloneEffect effect = new CloneEffect(sql, table, via.exists(), via.head(), tags);
    return Submission.of(sql, trace, Statement.longRunning(text, timeout, tags, effect::lookAgain))
        .thenAccept(
            result -> {
              details.put("intermediate_metrics", CloneStatement.metrics(result));
              intermediateDone = true;
            });
  }

  private CompletableFuture<Void> intoTarget(Trace trace, Map<String, String> properties) {
    if (cloned) {
      return CompletableFuture.completedFuture(null);
    }
    DeltaTable written = clone.destination().written();
    TableName from = clone.via() == null ? clone.source() : clone.via().name();
    String text = CloneStatement.text(written, from, properties);
    details.put("statement", text);
    if (!written.toString().equals(clone.target().fullName())) {
      details.put("written", written.toString());
    }
    CloneEffect effect =
        new CloneEffect(sql, written, clone.targetExists(), clone.targetHead(), tags);
    return Submission.of(sql, trace, Statement.longRunning(text, timeout, tags, effect::lookAgain))
        .exceptionallyCompose(failure -> tolerate(Failures.unwrap(failure), effect, trace))
        .thenAccept(
            result -> {
              details.put("metrics", CloneStatement.metrics(result));
              if (result.statementId() == null) {
                details.put("confirmed_by", "target history");
              }
              cloned = true;
            });
  }

  /**
   * Databricks reports a missing parent table after it has committed the clone of a backing table.
   * Whether it did is looked up; without the proof the failure stands.
   */
  private CompletableFuture<StatementResult> tolerate(
      Throwable failure, CloneEffect effect, Trace trace) {
    boolean known =
        clone.destination() instanceof Destination.Backing
            && failure instanceof StatementFailure statement
            && statement.kind() == StatementFailure.Kind.FAILED
            && String.valueOf(statement.getMessage())
                .toUpperCase(Locale.ROOT)
                .contains(PARENT_TABLE_MISSING);
    if (!known) {
      return CompletableFuture.failedFuture(failure);
    }
    return Submission.during(trace, effect::look)
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return CompletableFuture.failedFuture(failure);
              }
              Throwable said = failure.getCause() == null ? failure : failure.getCause();
              details.put("tolerated_error", said.getMessage());
              return CompletableFuture.completedFuture(found.get());
            });
  }

  private CompletableFuture<Void> register(Trace trace) {
    if (!(clone.destination() instanceof Destination.External external) || !external.register()) {
      return CompletableFuture.completedFuture(null);
    }
    return new Registration(context, external.name(), external.url())
        .attempt(trace)
        .thenAccept(details::putAll);
  }

  private Map<String, String> marker() {
    return clone.mark() ? Map.of(CloneStatement.MARKER, clone.origin().fullName()) : Map.of();
  }

  private CompletableFuture<Map<String, String>> properties(Trace trace) {
    if (!(clone.destination() instanceof Destination.Backing backing)) {
      return CompletableFuture.completedFuture(marker());
    }
    return parentOf(backing, trace)
        .thenApply(
            parent -> {
              Map<String, String> properties = new LinkedHashMap<>();
              properties.put(CloneStatement.PIPELINE_ID, backing.pipelineId());
              if (parent != null) {
                properties.put(CloneStatement.PARENT_TABLE_ID, parent);
              }
              return properties;
            });
  }

  /** Listings leave internal properties out; the table itself tells them. */
  private CompletableFuture<String> parentOf(Destination.Backing backing, Trace trace) {
    if (backing.parentTableId() != null) {
      return CompletableFuture.completedFuture(backing.parentTableId());
    }
    Statement statement = Statement.query(CloneStatement.detail(clone.target()), tags);
    return Submission.of(sql, trace, statement)
        .thenApply(
            result -> {
              String text = result.rows().isEmpty() ? null : result.value(0, "properties");
              try {
                return JSON.readTree(text == null ? "{}" : text)
                    .path(CloneStatement.PARENT_TABLE_ID)
                    .textValue();
              } catch (JsonProcessingException e) {
                throw new IllegalStateException(
                    "DESCRIBE DETAIL of "
                        + clone.target()
                        + " answered with unreadable properties: "
                        + text,
                    e);
              }
            });
  }
}
