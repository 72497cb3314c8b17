package io.datareplicator.reconcile;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.PartialFailure;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.config.Side;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.databricks.sql.rows.RowComparison;
import io.datareplicator.databricks.sql.rows.Scan;
import io.datareplicator.plan.recon.ColumnDifference;
import io.datareplicator.plan.recon.RowVerdict;
import io.datareplicator.plan.recon.Versions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Compares the rows of one pair: a fingerprint of each side first, and only where these differ, how
 * many rows differ and which.
 */
final class RowCheckRun {
  private static final long LARGE_BYTES = 10L << 30;

  private static final String CHANGED =
      "the fingerprints of both sides differ but no differing row was found: the tables changed while"
          + " they were compared";

  private final SqlEngine source;
  private final SqlEngine target;
  private final Outputs outputs;
  private final Clock clock;
  private final RowCheck check;
  private final Map<String, String> tags;
  private final List<String> warnings;
  private Versions versions;
  private Instant deadline;

  RowCheckRun(
      SqlEngine source,
      SqlEngine target,
      Outputs outputs,
      Clock clock,
      RowCheck check,
      Map<String, String> tags) {
    this.source = source;
    this.target = target;
    this.outputs = outputs;
    this.clock = clock;
    this.check = check;
    this.tags = new HashMap<>(tags);
    this.tags.put("object", check.pair().target().fullName());
    this.versions = check.versions();
    this.warnings = new ArrayList<>(check.warnings());
  }

  /** Rows of each side, and their fingerprints unless only the rows were counted. */
  private record Scanned(long sourceRows, long targetRows, String sourcePrint, String targetPrint) {
    static Scanned of(String sourcePrint, String targetPrint) {
      return new Scanned(
          RowComparison.rows(sourcePrint),
          RowComparison.rows(targetPrint),
          sourcePrint,
          targetPrint);
    }

    boolean equal() {
      return sourcePrint.equals(targetPrint);
    }
  }

  /**
   * Starts one attempt; the future gives the details of a match, or fails with those of what
   * differs.
   */
  CompletableFuture<Map<String, Object>> attempt(Trace trace) {
    deadline = clock.instant().plus(check.timeout());
    RowComparison comparison = comparison();
    if (!comparison.incomparable().isEmpty() && check.settings().missingDataCheck()) {
      return CompletableFuture.failedFuture(incomparable(comparison));
    }
    return scan(comparison, trace)
        .handle(
            (scanned, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(scanned)
                    : withoutVersion(Failures.unwrap(failure), trace))
        .thenCompose(f -> f)
        .thenCompose(scanned -> judge(scanned, trace));
  }

  private RowComparison comparison() {
    ReconciliationConfig settings = check.settings();
    return new RowComparison(
        new Scan(check.pair().readable(), versions.source(), settings.sourceFilterExpression()),
        new Scan(check.pair().target(), versions.target(), settings.targetFilterExpression()),
        check.columns(),
        settings.rowDigest());
  }

  private PartialFailure incomparable(RowComparison comparison) {
    List<String> columns = new ArrayList<>();
    comparison.incomparable().forEach((name, why) -> columns.add("'" + name + "': " + why));
    return new PartialFailure(
        "rows cannot be compared because of column "
            + String.join("; column ", columns)
            + ". Leave it out with reconciliation_config.exclude_columns, or switch"
            + " missing_data_check off",
        describe(),
        null);
  }

  private CompletableFuture<Scanned> scan(RowComparison comparison, Trace trace) {
    if (!check.settings().missingDataCheck()) {
      return run(target, comparison.counts(), trace)
          .thenApply(
              r ->
                  new Scanned(
                      number(r, RowComparison.SOURCE_ROWS),
                      number(r, RowComparison.TARGET_ROWS),
                      "",
                      ""));
    }
    if (check.settings().scanSourceAt() == Side.SOURCE) {
      return apart(comparison, trace);
    }
    return run(target, comparison.fingerprints(), trace)
        .thenApply(
            r ->
                Scanned.of(
                    text(r, RowComparison.SOURCE_FINGERPRINT),
                    text(r, RowComparison.TARGET_FINGERPRINT)));
  }

  /** Each side on the compute of its own workspace: no row leaves it. */
  private CompletableFuture<Scanned> apart(RowComparison comparison, Trace trace) {
    RowComparison atHome =
        new RowComparison(
            new Scan(
                check.pair().origin(),
                versions.source(),
                check.settings().sourceFilterExpression()),
            new Scan(check.pair().target(), versions.target(), null),
            check.columns(),
            check.settings().rowDigest());
    CompletableFuture<StatementResult> here = run(source, atHome.sourceFingerprint(), trace);
    CompletableFuture<StatementResult> there = run(target, comparison.targetFingerprint(), trace);
    return here.thenCombine(
        there,
        (s, t) ->
            Scanned.of(text(s, RowComparison.FINGERPRINT), text(t, RowComparison.FINGERPRINT)));
  }

  /** A version whose files are gone, or that the share does not offer, is given up with a word. */
  private CompletableFuture<Scanned> withoutVersion(Throwable failure, Trace trace) {
    if (!(failure instanceof StatementFailure statement)
        || versions.source() == null
        || !VersionRefusals.isOne(statement)) {
      return CompletableFuture.failedFuture(failure);
    }
    String warning =
        "version "
            + versions.source()
            + " of the source cannot be read any more and the source was compared as it is now: "
            + Failures.describe(failure);
    warnings.add(warning);
    versions = versions.latest(warning);
    return scan(comparison(), trace);
  }

  private CompletableFuture<Map<String, Object>> judge(Scanned scanned, Trace trace) {
    if (!check.settings().missingDataCheck()) {
      return end(scanned, null, null, 0);
    }
    if (scanned.equal()) {
      return end(scanned, 0L, 0L, 0);
    }
    return new DrillDown(
            comparison(),
            check,
            outputs,
            (text, effect) -> submit(target, statement(text, effect), trace))
        .find()
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.failedFuture(changed())
                    : end(
                        scanned,
                        found.missingInTarget(),
                        found.missingInSource(),
                        found.recorded()));
  }

  private CompletableFuture<Map<String, Object>> end(
      Scanned scanned, Long missingInTarget, Long missingInSource, long recorded) {
    ReconciliationConfig settings = check.settings();
    RowVerdict verdict =
        new RowVerdict(
            scanned.sourceRows(),
            scanned.targetRows(),
            missingInTarget,
            missingInSource,
            settings.threshold());
    boolean counts = !settings.rowCountCheck() || verdict.countsMatch();
    boolean rows = verdict.rowsMatch() && !(settings.missingDataCheck() && check.columnsMissing());
    Map<String, Object> details = describe();
    details.put("source_rows", scanned.sourceRows());
    details.put("target_rows", scanned.targetRows());
    if (!scanned.sourcePrint().isEmpty()) {
      details.put("source_fingerprint", scanned.sourcePrint());
      details.put("target_fingerprint", scanned.targetPrint());
    }
    if (missingInTarget != null) {
      details.put("missing_in_target", missingInTarget);
      details.put("missing_in_source", missingInSource);
      details.put("present_percent", verdict.presentPercent());
      details.put("recorded_rows", recorded);
    }
    checks(
        details, settings.rowCountCheck() ? counts : null, missingInTarget == null ? null : rows);
    List<String> said = new ArrayList<>();
    check.columnDifferences().stream().map(ColumnDifference::describe).forEach(said::add);
    if (!counts || !verdict.rowsMatch()) {
      said.addAll(verdict.describe());
    }
    if (said.isEmpty() && rows) {
      details.putAll(Verdicts.match());
      return CompletableFuture.completedFuture(details);
    }
    if (said.isEmpty()) {
      said.add("a side lacks columns that the other has");
    }
    return CompletableFuture.failedFuture(mismatch(said, recorded, details));
  }

  /** The failure that ends the attempts: another one would find the same. */
  private PartialFailure mismatch(List<String> said, long recorded, Map<String, Object> details) {
    details.putAll(Verdicts.mismatch(said));
    String where =
        recorded == 0 ? "" : " (see " + Outputs.missingData(check.settings()).fullName() + ")";
    return new PartialFailure(Verdicts.said(said) + where, details, null);
  }

  private void checks(Map<String, Object> details, Boolean counts, Boolean rows) {
    Map<String, Object> checks = new LinkedHashMap<>();
    if (check.settings().schemaCheck()) {
      checks.put("schema", Verdicts.label(check.columnDifferences().isEmpty()));
    }
    if (counts != null) {
      checks.put("row_count", Verdicts.label(counts));
    }
    if (rows != null) {
      checks.put("data", Verdicts.label(rows));
    }
    details.put("checks", checks);
  }

  /** What was compared, whatever comes of it. */
  private Map<String, Object> describe() {
    Map<String, Object> details = new LinkedHashMap<>();
    TablePair pair = check.pair();
    boolean home = check.settings().scanSourceAt() == Side.SOURCE;
    details.put("source", (home ? pair.origin() : pair.readable()).fullName());
    details.put("target", pair.target().fullName());
    if (versions.source() != null) {
      details.put("source_version", versions.source());
      details.put("source_version_is", versions.cloned() ? "the cloned one" : "the latest");
    }
    if (versions.target() != null) {
      details.put("target_version", versions.target());
    }
    if (pair.sourceId() != null) {
      details.put("source_table_id", pair.sourceId());
    }
    if (pair.targetId() != null) {
      details.put("target_table_id", pair.targetId());
    }
    if (check.estimatedBytes() != null) {
      details.put("estimated_bytes", check.estimatedBytes());
    }
    details.put("settings", check.settingsKey());
    if (!warnings.isEmpty()) {
      details.put("warnings", List.copyOf(warnings));
    }
    return details;
  }

  private PartialFailure changed() {
    return new PartialFailure(CHANGED, describe(), true, null);
  }

  /** Of a small table the answer comes with the first request. */
  private boolean isLarge() {
    return check.estimatedBytes() != null && check.estimatedBytes() > LARGE_BYTES;
  }

  private Duration left() {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
  }

  private CompletableFuture<StatementResult> run(SqlEngine sql, String text, Trace trace) {
    return submit(sql, statement(text, null), trace);
  }

  private Statement statement(String text, Supplier<Optional<StatementResult>> effect) {
    return isLarge()
        ? Statement.longRunning(text, left(), tags, effect)
        : Statement.change(text, left(), tags, effect);
  }

  private static CompletableFuture<StatementResult> submit(
      SqlEngine sql, Statement statement, Trace trace) {
    try {
      return trace.during(() -> sql.submit(statement));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A result may be gone before it was read, which is not a result without rows. */
  static void requireRows(StatementResult result) {
    if (result.columns().isEmpty()) {
      throw new IllegalStateException(
          "the workspace let go of the result of statement " + result.statementId());
    }
  }

  static long number(StatementResult result, String column) {
    return Long.parseLong(text(result, column));
  }

  private static String text(StatementResult result, String column) {
    requireRows(result);
    String text = result.rows().isEmpty() ? null : result.value(0, column);
    if (text == null) {
      throw new IllegalStateException(
          "statement " + result.statementId() + " answered without a value of '" + column + "'");
    }
    return text;
  }
}
