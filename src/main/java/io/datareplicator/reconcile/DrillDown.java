package io.datareplicator.reconcile;

import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.databricks.sql.rows.ReconTables;
import io.datareplicator.databricks.sql.rows.RowComparison;
import io.datareplicator.databricks.sql.rows.Surplus;
import io.datareplicator.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds out which rows of two tables differ whose fingerprints do: first the buckets, then the
 * digests within them, then the rows of these digests. Where too many differ to name them, one
 * statement counts them and another finds some by itself.
 */
final class DrillDown {
  /** Their list is 1 MB of a result, and of a statement. */
  private static final int MOST_DIGESTS = 20_000;

  /** Column of what an INSERT answers. */
  private static final String INSERTED_ROWS = "num_inserted_rows";

  private final RowComparison comparison;
  private final RowCheck check;
  private final Outputs outputs;
  private final Statements target;

  /** Runs one statement; with a way to see its effect it changes something. */
  interface Statements {
    CompletableFuture<StatementResult> run(String text, Supplier<Optional<StatementResult>> effect);
  }

  /**
   * What differs, copies counted.
   *
   * @param recorded how many of both are in the output table
   */
  record Found(long missingInTarget, long missingInSource, long recorded) {
    boolean isEmpty() {
      return missingInTarget + missingInSource == 0;
    }

    private Found recorded(long rows) {
      return new Found(missingInTarget, missingInSource, rows);
    }

    private long recordable(int limit) {
      return Math.min(limit, missingInTarget) + Math.min(limit, missingInSource);
    }
  }

  DrillDown(RowComparison comparison, RowCheck check, Outputs outputs, Statements target) {
    this.comparison = comparison;
    this.check = check;
    this.outputs = outputs;
    this.target = target;
  }

  /** Counts and records; when nothing is found the tables have changed since. */
  CompletableFuture<Found> find() {
    return target
        .run(comparison.differingBuckets(), null)
        .thenApply(DrillDown::buckets)
        .thenCompose(buckets -> buckets.size() > MOST_DIGESTS ? many() : within(buckets));
  }

  private CompletableFuture<Found> within(List<Integer> buckets) {
    if (buckets.isEmpty()) {
      return CompletableFuture.completedFuture(new Found(0, 0, 0));
    }
    return target
        .run(comparison.differingDigests(buckets, MOST_DIGESTS + 1), null)
        .thenApply(DrillDown::digests)
        .thenCompose(
            known ->
                known.size() > MOST_DIGESTS
                    ? many()
                    : record(
                        count(known),
                        limit ->
                            comparison.storeDifferences(output(), check.names(), known, limit)));
  }

  private CompletableFuture<Found> many() {
    return target
        .run(comparison.differences(), null)
        .thenApply(
            r ->
                new Found(
                    RowCheckRun.number(r, RowComparison.MISSING_IN_TARGET),
                    RowCheckRun.number(r, RowComparison.MISSING_IN_SOURCE),
                    0))
        .thenCompose(
            found ->
                record(
                    found, limit -> comparison.storeDifferences(output(), check.names(), limit)));
  }

  private CompletableFuture<Found> record(Found found, IntFunction<String> store) {
    int limit = check.settings().maxRecordedRows();
    if (found.isEmpty() || limit == 0) {
      return CompletableFuture.completedFuture(found);
    }
    return target
        .run(store.apply(limit), outputs.lookFor(output(), check.names()))
        .thenApply(stored -> found.recorded(inserted(stored).orElse(found.recordable(limit))));
  }

  /** As the statement says, or a look for its effect; not every way to a workspace tells. */
  private static Optional<Long> inserted(StatementResult result) {
    return Stream.of(ReconTables.STORED_ROWS, INSERTED_ROWS)
        .filter(column -> result.columns().contains(column) && !result.rows().isEmpty())
        .map(column -> Long.valueOf(result.value(0, column)))
        .findFirst();
  }

  private TableName output() {
    return Outputs.missingData(check.settings());
  }

  private static Found count(List<Surplus> known) {
    long inTarget = 0;
    long inSource = 0;
    for (Surplus one : known) {
      inTarget += Math.max(one.copies(), 0);
      inSource += Math.max(-one.copies(), 0);
    }
    return new Found(inTarget, inSource, 0);
  }

  private static List<Integer> buckets(StatementResult result) {
    RowCheckRun.requireRows(result);
    List<Integer> buckets = new ArrayList<>();
    for (int row = 0; row < result.rows().size(); row++) {
      buckets.add(Integer.valueOf(result.value(row, RowComparison.BUCKET)));
    }
    return buckets;
  }

  private static List<Surplus> digests(StatementResult result) {
    RowCheckRun.requireRows(result);
    List<Surplus> surplus = new ArrayList<>();
    for (int row = 0; row < result.rows().size(); row++) {
      surplus.add(
          new Surplus(
              Long.parseLong(result.value(row, RowComparison.H1)),
              Long.parseLong(result.value(row, RowComparison.H2)),
              Long.parseLong(result.value(row, RowComparison.SURPLUS))));
    }
    return surplus;
  }
}
