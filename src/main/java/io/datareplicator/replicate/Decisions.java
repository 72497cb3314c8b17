package io.datareplicator.replicate;

import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.inventory.SchemaReader.ListedTable;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.DataPlanner;
import io.datareplicator.plan.DataPlanner.TableFacts;
import io.datareplicator.plan.Intermediate;
import io.datareplicator.plan.LastClone;
import io.datareplicator.plan.SourceTable;
import io.datareplicator.plan.StreamingTarget;
import io.datareplicator.plan.TableAction;
import io.datareplicator.plan.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts the facts about each table together, asks the planner, and records what needs no work. */
final class Decisions {
  private final DataPlanner planner;
  private final Map<TableName, LastClone> lastClones;

  Decisions(DataPlanner planner, Map<TableName, LastClone> lastClones) {
    this.planner = planner;
    this.lastClones = lastClones;
  }

  /** What has to be done for a schema; all else is recorded. */
  List<TableAction> of(
      CatalogConfig catalog,
      SchemaInventory schema,
      Map<TableName, TableHead> sourceHeads,
      Map<TableName, TableHead> targetHeads,
      SetupSteps steps) {
    schema
        .unreadable()
        .forEach(
            (table, why) ->
                steps.ended(schema.schema(), "table", table, Status.FAILED, Map.of(), why));
    List<TableAction> wanted = new ArrayList<>();
    for (SourceTable table : schema.tables()) {
      TableName name = table.origin().in(catalog.name());
      ReplicationConfig settings = catalog.schema(name.schema()).table(name.table()).replication();
      TableAction action =
          planner.decide(facts(table, name, schema, settings, sourceHeads, targetHeads), settings);
      String type = action.kind().objectType();
      if (action instanceof TableAction.Skip skip) {
        steps.ended(
            name.schema(),
            type,
            name.table(),
            Status.SKIPPED,
            Map.of("reason", skip.reason()),
            null);
      } else if (action instanceof TableAction.Refuse refuse) {
        steps.ended(name.schema(), type, name.table(), Status.FAILED, Map.of(), refuse.error());
      } else {
        wanted.add(action);
      }
    }
    return wanted;
  }

  private TableFacts facts(
      SourceTable table,
      TableName name,
      SchemaInventory schema,
      ReplicationConfig settings,
      Map<TableName, TableHead> sourceHeads,
      Map<TableName, TableHead> targetHeads) {
    ListedTable there = schema.target().get(name.table());
    TargetTable standing =
        there == null
            ? null
            : new TargetTable(
                name,
                there.kind(),
                there.tableId(),
                there.location(),
                there.columns(),
                there.marked());
    StreamingTarget streaming = schema.streaming().get(name.table());
    boolean streams = table.kind() == TableKind.STREAMING_TABLE;
    TableName written = streams && streaming.backing() != null ? streaming.backing().name() : name;
    return new TableFacts(
        table,
        name,
        standing,
        streaming,
        via(name, schema, settings, targetHeads),
        sourceHead(table, streams, sourceHeads, targetHeads),
        targetHeads.get(written),
        lastClones.get(name));
  }

  private static TableHead sourceHead(
      SourceTable table,
      boolean streams,
      Map<TableName, TableHead> sourceHeads,
      Map<TableName, TableHead> targetHeads) {
    if (!streams) {
      return sourceHeads.get(table.origin());
    }
    return table.shared() == null ? null : targetHeads.get(table.shared());
  }

  private static Intermediate via(
      TableName name,
      SchemaInventory schema,
      ReplicationConfig settings,
      Map<TableName, TableHead> targetHeads) {
    if (settings.intermediateCatalog() == null) {
      return null;
    }
    TableName between = name.in(settings.intermediateCatalog());
    return new Intermediate(
        between, schema.intermediates().contains(between), targetHeads.get(between));
  }
}
