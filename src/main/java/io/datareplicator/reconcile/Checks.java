package io.datareplicator.reconcile;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.sql.rows.ComparedColumn;
import io.datareplicator.databricks.sql.rows.OutputNames;
import io.datareplicator.inventory.HistoryReader;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import io.datareplicator.plan.recon.ColumnCheck;
import io.datareplicator.plan.recon.ColumnDifference;
import io.datareplicator.plan.recon.ColumnDifference.Kind;
import io.datareplicator.plan.recon.LastMatch;
import io.datareplicator.plan.recon.Versions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Ends the pairs of which no row has to be read – a side is missing, nothing changed, only columns
 * are checked – and says for the others what is to be compared at which versions.
 */
final class Checks {
  private final Workspace source;
  private final Workspace target;
  private final CatalogConfig catalog;
  private final Memory memory;
  private final Outputs outputs;
  private final SetupSteps steps;
  private final Function<TablePair, OutputNames> names;
  private final String runId;
  private final Map<String, String> tags;

  Checks(
      Workspace source,
      Workspace target,
      CatalogConfig catalog,
      Memory memory,
      Outputs outputs,
      SetupSteps steps,
      Function<TablePair, OutputNames> names,
      String runId,
      Map<String, String> tags) {
    this.source = source;
    this.target = target;
    this.catalog = catalog;
    this.memory = memory;
    this.outputs = outputs;
    this.steps = steps;
    this.names = names;
    this.runId = runId;
    this.tags = tags;
  }

  /** What remains to be compared row by row; all else is recorded. */
  List<RowCheck> of(List<TablePair> pairs) {
    List<TablePair> both = new ArrayList<>();
    for (TablePair pair : pairs) {
      ReconciliationConfig settings = settings(pair);
      if (!settings.enabled()) {
        ended(pair, Status.SKIPPED, reason("reconciliation is switched off for this table"), null);
        continue;
      }
      outputs.ensure(settings, steps);
      if (pair.here() == null && pair.there() == null) {
        ended(pair, Status.FAILED, Map.of(), pair.unreadable());
      } else if (pair.here() == null || pair.there() == null) {
        missing(pair, settings);
      } else {
        both.add(pair);
      }
    }
    Map<TableName, TableHead> heads = heads(both);
    Set<TableName> sampled = sampled(both);
    List<RowCheck> checks = new ArrayList<>();
    for (TablePair pair : both) {
      RowCheck check = check(pair, heads, sampled);
      if (check != null) {
        checks.add(check);
      }
    }
    return checks;
  }

  private ReconciliationConfig settings(TablePair pair) {
    TableName name = pair.target();
    return catalog.schema(name.schema()).table(name.table()).reconciliation();
  }

  private void missing(TablePair pair, ReconciliationConfig settings) {
    boolean here = pair.here() == null;
    ColumnDifference difference =
        new ColumnDifference(
            null,
            null,
            null,
            null,
            null,
            here ? Kind.TABLE_MISSING_IN_SOURCE : Kind.TABLE_MISSING_IN_TARGET);
    if (store(pair, settings, List.of(difference))) {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put(OperationResult.OUTCOME, OperationResult.MISMATCH);
      details.put("missing_at", here ? "source" : "target");
      ended(pair, Status.FAILED, details, difference.describe() + advice(pair, here));
    }
  }

  private static String advice(TablePair pair, boolean atSource) {
    return pair.kind() == TableKind.MATERIALIZED_VIEW && !atSource
        ? "; materialized views are never cloned: replicate their definition with uc_object_types,"
            + " or leave them out of table_types"
        : "";
  }

  private Map<TableName, TableHead> heads(List<TablePair> pairs) {
    Set<TableName> wanted = new LinkedHashSet<>();
    for (TablePair pair : pairs) {
      if (pair.unreadable() == null && pair.versioned() && readsRows(settings(pair))) {
        wanted.add(pair.readable());
      }
      if (pair.targetVersioned() && readsRows(settings(pair))) {
        wanted.add(pair.target());
      }
    }
    if (wanted.isEmpty()) {
      return Map.of();
    }
    HistoryReader history = new HistoryReader(target.sql(), target::learnGlobalMetastoreId, tags);
    return steps.step(
        "catalog", catalog.name(), () -> new Outcome<>(history.heads(List.copyOf(wanted)), null));
  }

  private static boolean readsRows(ReconciliationConfig settings) {
    return settings.rowCountCheck() || settings.missingDataCheck();
  }

  /** Of each schema so many tables, drawn by the run's id: a repeated run draws the same. */
  private Set<TableName> sampled(List<TablePair> pairs) {
    Map<String, List<TableName>> bySchema = new TreeMap<>();
    for (TablePair pair : pairs) {
      if (settings(pair).enableSampling()) {
        bySchema.computeIfAbsent(pair.target().schema(), s -> new ArrayList<>()).add(pair.target());
      }
    }
    Set<TableName> sampled = new HashSet<>();
    bySchema.forEach(
        (schema, tables) -> {
          Collections.sort(tables);
          Collections.shuffle(tables, new Random((runId + "/" + schema).hashCode()));
          int most = catalog.schema(schema).reconciliation().noOfSamplingTables();
          sampled.addAll(tables.subList(0, Math.min(most, tables.size())));
        });
    return sampled;
  }

  private RowCheck check(TablePair pair, Map<TableName, TableHead> heads, Set<TableName> sampled) {
    ReconciliationConfig settings = settings(pair);
    ColumnCheck columns;
    try {
      columns =
          ColumnCheck.of(
              pair.here().columns(),
              pair.there().columns(),
              settings.excludeColumns(),
              pair.told());
    } catch (IllegalArgumentException e) {
      ended(pair, Status.FAILED, Map.of(), e.getMessage());
      return null;
    }
    List<ColumnDifference> differences = settings.schemaCheck() ? columns.differences() : List.of();
    boolean drawn = !settings.enableSampling() || sampled.contains(pair.target());
    boolean rows = readsRows(settings) && drawn;
    if (rows && pair.unreadable() != null) {
      ended(pair, Status.FAILED, Map.of(), pair.unreadable());
      return null;
    }
    Versions versions = versions(pair, heads);
    String key = SettingsKey.of(settings);
    LastMatch last = memory.matches().get(pair.target());
    if (rows
        && memory.since() != null
        && last != null
        && last.stillHolds(memory.since(), pair.sourceId(), pair.targetId(), versions, key)) {
      Map<String, Object> details = reason("unchanged");
      details.put("matched_by_run", last.runId());
      details.put("matched_at", last.end().toString());
      ended(pair, Status.SKIPPED, details, null);
      return null;
    }
    if (!differences.isEmpty() && !store(pair, settings, differences)) {
      return null;
    }
    if (!rows) {
      columnsOnly(pair, settings, differences, drawn);
      return null;
    }
    LastClone clone = memory.clones().apply(pair.target());
    List<String> warnings = new ArrayList<>(versions.warnings());
    columns
        .unknown()
        .forEach(c -> warnings.add("exclude_columns names '" + c + "', which neither side has"));
    return new RowCheck(
        pair,
        columns.common().stream()
            .map(
                p ->
                    new ComparedColumn(
                        p.sourceName(), p.sourceType(), p.targetName(), p.targetType()))
            .toList(),
        differences,
        columns.columnsMissing(),
        versions,
        settings,
        names.apply(pair),
        clone == null || clone.bytes() == 0 ? null : clone.bytes(),
        key,
        catalog.schema(pair.target().schema()).concurrency().timeout(),
        warnings);
  }

  private Versions versions(TablePair pair, Map<TableName, TableHead> heads) {
    if (!pair.versioned()) {
      return Versions.none();
    }
    TableName name = pair.target();
    var replication = catalog.schema(name.schema()).table(name.table()).replication();
    return Versions.of(
        new Versions.Facts(
            heads.get(pair.target()),
            heads.get(pair.readable()),
            memory.clones().apply(pair.target()),
            pair.sourceId(),
            replication != null && replication.intermediateCatalog() != null));
  }

  private void columnsOnly(
      TablePair pair,
      ReconciliationConfig settings,
      List<ColumnDifference> differences,
      boolean drawn) {
    Map<String, Object> details = new LinkedHashMap<>();
    if (!drawn) {
      details.put(
          "reason",
          "not among the " + settings.noOfSamplingTables() + " tables whose rows were drawn");
    }
    if (settings.schemaCheck()) {
      details.put("checks", Map.of("schema", Verdicts.label(differences.isEmpty())));
      details.put(OperationResult.OUTCOME, Verdicts.label(differences.isEmpty()));
    } else if (drawn) {
      details.put("reason", "every check is switched off");
    }
    if (!differences.isEmpty()) {
      ended(
          pair,
          Status.FAILED,
          details,
          Verdicts.said(differences.stream().map(ColumnDifference::describe).toList()));
    } else {
      ended(pair, drawn && settings.schemaCheck() ? Status.SUCCESS : Status.SKIPPED, details, null);
    }
  }

  /** Whether the differences of the columns are stored; if not, the table has failed. */
  private boolean store(
      TablePair pair, ReconciliationConfig settings, List<ColumnDifference> differences) {
    try {
      steps.step(
          pair.target().schema(),
          pair.kind().objectType(),
          pair.target().table(),
          () -> {
            outputs.storeColumns(settings, names.apply(pair), differences);
            return new Outcome<>(true, null);
          });
      return true;
    } catch (StopCatalog recorded) {
      return false;
    }
  }

  private void ended(TablePair pair, Status status, Map<String, Object> details, String error) {
    steps.ended(
        pair.target().schema(),
        pair.kind().objectType(),
        pair.target().table(),
        status,
        details,
        error);
  }

  private static Map<String, Object> reason(String text) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("reason", text);
    return details;
  }
}
