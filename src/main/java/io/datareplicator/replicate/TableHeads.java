package io.datareplicator.replicate;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.StopRun;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.inventory.HistoryReader;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.SourceTable;
import io.datareplicator.plan.StreamingTarget;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Latest commits of both sides, for all tables of some schemas in as few statements as possible.
 */
final class TableHeads {
  private static final Logger LOG = Logger.getLogger(TableHeads.class);

  private final Workspace source;
  private final HistoryReader sourceHistory;
  private final HistoryReader targetHistory;

  TableHeads(Workspace source, HistoryReader sourceHistory, HistoryReader targetHistory) {
    this.source = source;
    this.sourceHistory = sourceHistory;
    this.targetHistory = targetHistory;
  }

  /**
   * The latest commits of managed and external tables at the source, by their names there; from the
   * shared tables where the source cannot tell.
   */
  Map<TableName, TableHead> ofSources(List<SchemaInventory> schemas) {
    Map<TableName, TableName> sharedByOrigin = new LinkedHashMap<>();
    for (SchemaInventory schema : schemas) {
      schema.tables().stream()
          .filter(TableHeads::isPlain)
          .forEach(t -> sharedByOrigin.put(t.origin(), t.shared()));
    }
    if (sharedByOrigin.isEmpty()) {
      return Map.of();
    }
    try {
      return sourceHistory.heads(List.copyOf(sharedByOrigin.keySet()));
    } catch (RuntimeException e) {
      if (Failures.stopsRun(e)) {
        throw new StopRun(Failures.describe(e), e);
      }
      LOG.warnf(
          "the %s cannot tell table versions (%s); asking the shared tables",
          source.label(), Failures.describe(e));
    }
    Map<TableName, TableHead> heads = new HashMap<>();
    Map<TableName, TableHead> bySharedName = onTarget(List.copyOf(sharedByOrigin.values()));
    sharedByOrigin.forEach(
        (origin, shared) -> {
          if (bySharedName.containsKey(shared)) {
            heads.put(origin, bySharedName.get(shared));
          }
        });
    return heads;
  }

  /**
   * The latest commits on the target: of the tables that stand there, of backing tables and of what
   * they are cloned from, of intermediate tables.
   */
  Map<TableName, TableHead> onTarget(String catalog, List<SchemaInventory> schemas) {
    Set<TableName> wanted = new LinkedHashSet<>();
    for (SchemaInventory schema : schemas) {
      for (SourceTable table : schema.tables()) {
        String name = table.origin().table();
        boolean there = schema.target().containsKey(name);
        if (isPlain(table) && there) {
          wanted.add(table.origin().in(catalog));
        } else if (table.kind() == TableKind.STREAMING_TABLE) {
          StreamingTarget streaming = schema.streaming().get(name);
          if (streaming.problem() == null) {
            wanted.add(table.shared());
            wanted.add(streaming.backing().name());
          }
        }
      }
      schema.intermediates().stream().filter(t -> isSelected(schema, t)).forEach(wanted::add);
    }
    return wanted.isEmpty() ? Map.of() : onTarget(List.copyOf(wanted));
  }

  private static boolean isSelected(SchemaInventory schema, TableName intermediate) {
    return schema.tables().stream().anyMatch(t -> t.origin().table().equals(intermediate.table()));
  }

  /** Without versions nothing can be skipped, but everything can still be cloned. */
  private Map<TableName, TableHead> onTarget(List<TableName> tables) {
    try {
      return targetHistory.heads(tables);
    } catch (RuntimeException e) {
      if (Failures.stopsRun(e)) {
        throw new StopRun(Failures.describe(e), e);
      }
      LOG.warnf("table versions are unknown, nothing can be skipped: %s", Failures.describe(e));
      return Map.of();
    }
  }

  /**
   * Other kinds have no history of their own, and one of them would fail the question about all.
   */
  private static boolean isPlain(SourceTable table) {
    return table.kind() == TableKind.MANAGED || table.kind() == TableKind.EXTERNAL;
  }
}
