package io.datareplicator.report;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.run.RunOutcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The closing table of a run. */
public final class SummaryText {
  private static final int MAX_FAILURES = 50;
  private static final String ROW = "%-16s %-24s %7s %8s %7s %8s %9s%n";

  private SummaryText() {}

  public static String render(RunOutcome outcome, int exitCode) {
    StringBuilder text = new StringBuilder();
    text.append("Run ").append(outcome.runId()).append('\n').append('\n');
    text.append(
        String.format(
            Locale.ROOT,
            ROW,
            "Operation",
            "Catalog",
            "Objects",
            "Success",
            "Failed",
            "Skipped",
            "Seconds"));
    for (OperationResult r : outcome.results()) {
      if (isSummary(r)) {
        text.append(
            String.format(
                Locale.ROOT,
                ROW,
                r.operationType().replace("_summary", ""),
                r.catalog(),
                r.details().get("total"),
                r.details().get("success"),
                r.details().get("failed"),
                r.details().get("skipped"),
                String.format(Locale.ROOT, "%.1f", r.seconds())));
      }
    }
    Totals totals = Totals.of(outcome.results());
    text.append('\n');
    Compared compared = Compared.of(outcome.results());
    boolean data = totals.clones() + totals.unchanged() > 0;
    if (data || (totals.volumes() + totals.metadata() == 0 && compared.isEmpty())) {
      text.append(
          String.format(
              Locale.ROOT,
              "Cloned: %d tables, %d files, %s copied; %d tables unchanged%n",
              totals.clones(),
              totals.files(),
              bytes(totals.bytes()),
              totals.unchanged()));
    }
    if (totals.volumes() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "Copied: %d files, %s; %d unchanged%n",
              totals.copied(),
              bytes(totals.copiedBytes()),
              totals.kept()));
    }
    if (totals.metadata() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "Metadata: %d changes made; %d objects unchanged%n",
              totals.changes(),
              totals.same()));
    }
    if (!compared.isEmpty()) {
      text.append(compared.text());
    }
    warnings(outcome.results(), text);
    NotReplicated.append(outcome.results(), text);
    failures("Different", OperationResult::differs, outcome.results(), text);
    failures("Failed", r -> !r.differs(), outcome.results(), text);
    text.append("Requests: ")
        .append(total(outcome.requests().get("source")))
        .append(" to the source, ")
        .append(total(outcome.requests().get("target")))
        .append(" to the target, ")
        .append(outcome.retries())
        .append(" repeated\n");
    text.append("Audit table: ").append(outcome.auditTable()).append('\n');
    outcome.unrecorded().ifPresent(said -> text.append("NOT RECORDED: ").append(said).append('\n'));
    outcome.fatal().ifPresent(said -> text.append("THE RUN STOPPED: ").append(said).append('\n'));
    String end = outcome.interrupted() ? "Interrupted" : "Exit code " + exitCode;
    text.append(
        String.format(
            Locale.ROOT, "%s after %.1f s%n", end, outcome.duration().toMillis() / 1000.0));
    return text.toString();
  }

  private static void warnings(List<OperationResult> results, StringBuilder text) {
    for (OperationResult r : results) {
      if (r.details().get("warnings") instanceof List<?> warnings) {
        warnings.forEach(
            w -> text.append("Warning: ").append(r.fullName()).append(": ").append(w).append('\n'));
      }
    }
  }

  private static void failures(
      String title,
      Predicate<OperationResult> which,
      List<OperationResult> results,
      StringBuilder text) {
    List<OperationResult> failed =
        results.stream().filter(r -> r.failed() && !isSummary(r)).filter(which).toList();
    if (failed.isEmpty()) {
      return;
    }
    text.append('\n').append(title).append(":\n");
    for (OperationResult r : failed.subList(0, Math.min(MAX_FAILURES, failed.size()))) {
      text.append("  ")
          .append(r.operationType())
          .append(' ')
          .append(r.objectType())
          .append(' ')
          .append(r.fullName())
          .append(r.attempt() > 1 ? " (" + r.attempt() + " attempts)" : "")
          .append(": ")
          .append(r.error())
          .append('\n');
    }
    if (failed.size() > MAX_FAILURES) {
      text.append("  and ")
          .append(failed.size() - MAX_FAILURES)
          .append(" more, see the audit table\n");
    }
    text.append('\n');
  }

  static boolean isSummary(OperationResult r) {
    return r.operationType().endsWith("_summary");
  }

  private static long total(Map<String, Long> calls) {
    return calls == null ? 0 : calls.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String bytes(long n) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = n;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? n + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /** Sums over the clones of a run, the files of its volumes, and its changes of metadata. */
  record Totals(
      long clones,
      long unchanged,
      long files,
      long bytes,
      long volumes,
      long copied,
      long copiedBytes,
      long kept,
      long changes,
      long same,
      long metadata) {
    static Totals of(List<OperationResult> results) {
      long clones = 0;
      long unchanged = 0;
      long files = 0;
      long bytes = 0;
      long volumes = 0;
      long copied = 0;
      long copiedBytes = 0;
      long kept = 0;
      long changes = 0;
      long same = 0;
      long metadata = 0;
      for (OperationResult r : results) {
        if (Compared.isComparison(r)) {
          continue;
        }
        if (r.operationType().startsWith(NotReplicated.METADATA)) {
          boolean equal = "unchanged".equals(r.details().get("reason"));
          metadata++;
          same += equal ? 1 : 0;
          changes += r.status() == Status.SUCCESS && !isSummary(r) ? 1 : 0;
        } else if (r.details().get("metrics") instanceof Map<?, ?> metrics) {
          clones++;
          files += number(metrics.get("num_copied_files"));
          bytes += number(metrics.get("copied_files_size"));
        } else if (r.status() == Status.SKIPPED && "unchanged".equals(r.details().get("reason"))) {
          unchanged++;
        } else if (r.objectType().equals("volume")) {
          volumes++;
          copied += number(r.details().get("files_copied"));
          copiedBytes += number(r.details().get("bytes_copied"));
          kept += number(r.details().get("files_unchanged"));
        }
      }
      return new Totals(
          clones,
          unchanged,
          files,
          bytes,
          volumes,
          copied,
          copiedBytes,
          kept,
          changes,
          same,
          metadata);
    }

    private static long number(Object value) {
      return value instanceof Number n ? n.longValue() : 0;
    }
  }
}
