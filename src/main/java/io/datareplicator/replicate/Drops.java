package io.datareplicator.replicate;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopRun;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.inventory.HistoryReader;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Tables that vanished from the source (operations.md §3): reported always, dropped on the target
 * only when asked, when this tool made them, when nobody wrote to them since, and when they are not
 * too many at once. That a table is not listed is no proof; the source is asked for each by name.
 */
final class Drops {
  private static final Logger LOG = Logger.getLogger(Drops.class);

  private final Workspace source;
  private final Workspace target;
  private final CatalogConfig catalog;
  private final HistoryReader history;
  private final SetupSteps steps;
  private final Map<String, String> tags;
  private final List<GoneTable> gone = new ArrayList<>();
  private long ours;

  Drops(
      Workspace source,
      Workspace target,
      CatalogConfig catalog,
      HistoryReader history,
      SetupSteps steps,
      Map<String, String> tags) {
    this.source = source;
    this.target = target;
    this.catalog = catalog;
    this.history = history;
    this.steps = steps;
    this.tags = tags;
  }

  /**
   * Takes what one schema showed.
   *
   * @param made how many tables of the target schema this tool made
   */
  void add(List<GoneTable> tables, long made) {
    gone.addAll(tables);
    ours += made;
  }

  /** Reports, and drops what may be dropped. */
  void carryOut(Applier applier) throws InterruptedException {
    List<GoneTable> wanted = new ArrayList<>();
    for (GoneTable table : gone) {
      Optional<String> doubt = doubt(table);
      if (doubt.isPresent()) {
        ended(table, Status.FAILED, doubt.get());
      } else if (!propagates(table)) {
        LOG.warnf("%s was dropped at the source; its copy stays", table.name());
        ended(
            table,
            Status.SKIPPED,
            "dropped at the source; kept on the target because propagate_drops is off");
      } else {
        wanted.add(table);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    int limit = catalog.replication().maxDropPercent();
    if (wanted.size() * 100L > ours * limit) {
      String why =
          wanted.size()
              + " of the "
              + ours
              + " tables that this tool made here would be dropped, more than max_drop_percent "
              + limit
              + " allows; nothing was dropped. Check the source, or raise max_drop_percent";
      wanted.forEach(table -> ended(table, Status.FAILED, why));
      return;
    }
    drop(unwritten(wanted), applier);
  }

  /** Why nobody can say that the table is gone at the source; empty when it surely is. */
  private Optional<String> doubt(GoneTable table) {
    try {
      return source.catalogs().exists(table.origin())
          ? Optional.of(
              "source table "
                  + table.origin()
                  + " exists but is not listed; give the credential of the source SELECT on it")
          : Optional.empty();
    } catch (ApiException e) {
      if (Failures.stopsRun(e)) {
        throw new StopRun(Failures.describe(e), e);
      }
      return Optional.of(
          "source table "
              + table.origin()
              + " is not listed, and whether it exists cannot be found out: "
              + Failures.describe(e));
    }
  }

  private boolean propagates(GoneTable table) {
    return catalog
        .schema(table.name().schema())
        .table(table.name().table())
        .replication()
        .propagateDrops();
  }

  /** Without those that hold more than what was cloned. */
  private List<GoneTable> unwritten(List<GoneTable> wanted) {
    Map<TableName, TableHead> heads =
        steps.step(
            "catalog",
            catalog.name(),
            () ->
                new Outcome<>(history.heads(wanted.stream().map(GoneTable::name).toList()), null));
    List<GoneTable> droppable = new ArrayList<>();
    for (GoneTable table : wanted) {
      TableHead head = heads.get(table.name());
      if (head != null && head.isClone()) {
        droppable.add(table);
      } else {
        ended(
            table,
            Status.FAILED,
            head == null
                ? "dropped at the source; the target's history cannot be read, so that nobody knows"
                    + " whether it was written to: drop it by hand"
                : "dropped at the source, but the target was written to ("
                    + head.operation()
                    + ", version "
                    + head.version()
                    + ") after it was cloned: drop it by hand if that is not needed");
      }
    }
    return droppable;
  }

  private void drop(List<GoneTable> tables, Applier applier) throws InterruptedException {
    for (GoneTable table : tables) {
      LOG.warnf("%s was dropped at the source and will be dropped here", table.name());
    }
    List<WorkUnit> units = new ArrayList<>();
    for (GoneTable table : tables) {
      TableName name = table.name();
      units.add(
          new WorkUnit(
              DataReplication.TYPE,
              name.catalog(),
              name.schema(),
              name.table(),
              table.kind().objectType(),
              catalog.schema(name.schema()).table(name.table()).retry(),
              trace -> drop(table, trace)));
    }
    applier.run(units, catalog.concurrency().maxWorkers());
  }

  private CompletableFuture<Map<String, Object>> drop(GoneTable table, Trace trace) {
    String text = CloneStatement.drop(table.name());
    try {
      return trace
          .during(() -> target.sql().submit(Statement.query(text, tags)))
          .thenApply(
              done -> {
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("action", "dropped");
                details.put("reason", "dropped at the source");
                details.put("source", table.origin().fullName());
                details.put("statement", text);
                if (table.kind() == TableKind.EXTERNAL) {
                  details.put("warnings", List.of("the files of the external table stay"));
                }
                return details;
              });
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void ended(GoneTable table, Status status, String why) {
    steps.ended(
        table.name().schema(),
        table.kind().objectType(),
        table.name().table(),
        status,
        status == Status.SKIPPED
            ? Map.of("reason", why, "source", table.origin().fullName())
            : Map.of("source", table.origin().fullName()),
        status == Status.SKIPPED ? null : why);
  }
}
