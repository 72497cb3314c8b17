package io.datareplicator.backup;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.StopRun;
import io.datareplicator.backup.SharedMembers.Member;
import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.TableType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.sharing.SharingApi.DataObject;
import io.datareplicator.databricks.sharing.SharingApi.RecipientInfo;
import io.datareplicator.inventory.BackingTables;
import io.datareplicator.inventory.BackingTables.Backing;
import io.datareplicator.inventory.SchemaReader;
import io.datareplicator.inventory.SchemaReader.ListedTable;
import io.datareplicator.inventory.TableFilter;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.SharedAs;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the data of streaming tables readable for the target (operations.md §2): backing tables of
 * the dpm kind are shared as they are, those of the legacy kind are copied into the backup catalog,
 * which is shared.
 */
final class StreamingBackup {
  private static final int MAX_TABLES_PER_SHARE = 1000;

  private final Workspace source;
  private final CatalogConfig catalog;
  private final Optional<RecipientInfo> to;
  private final ShareSetup setup;
  private final SetupSteps steps;
  private final BackingTables backingTables;
  private final LegacyCopies copies;
  private final Map<String, String> tags;
  private final Map<String, List<Stream>> dpmByShare = new TreeMap<>();
  private final List<Stream> legacy = new ArrayList<>();

  /**
   * @param to recipient of the shares; empty within one metastore
   */
  StreamingBackup(
      Workspace source,
      CatalogConfig catalog,
      Optional<RecipientInfo> to,
      ShareSetup setup,
      SetupSteps steps,
      Applier applier,
      Map<TableName, LastClone> lastCopies,
      Map<String, String> tags) {
    this.source = source;
    this.catalog = catalog;
    this.to = to;
    this.setup = setup;
    this.steps = steps;
    this.backingTables = new BackingTables(source);
    this.copies = new LegacyCopies(source, catalog, to, setup, steps, applier, lastCopies, tags);
    this.tags = tags;
  }

  /** A streaming table with its backing table. */
  record Stream(TableName origin, Backing backing) {}

  /**
   * Backs up the streaming tables of some schemas.
   *
   * @param matching tables that the catalog's filter selects; null without a filter
   * @return streaming tables, by their names at the source, whose data the target can read
   */
  Set<TableName> run(Set<String> schemas, Set<TableName> matching) throws InterruptedException {
    for (String name : schemas) {
      SchemaConfig schema = catalog.schema(name);
      if (schema.objects().kind() == ObjectSelection.Kind.TABLES
          && schema.objects().tableTypes().contains(TableType.STREAMING_TABLE)) {
        find(schema, matching);
      }
    }
    Set<TableName> readable = new HashSet<>();
    dpmByShare.forEach((share, streams) -> readable.addAll(share(share, streams)));
    readable.addAll(copies.make(legacy));
    return readable;
  }

  private void find(SchemaConfig schema, Set<TableName> matching) {
    SchemaName name = new SchemaName(schema.backup().sourceCatalog(), schema.name());
    Map<String, ListedTable> listed;
    Set<TableName> filtered;
    try {
      listed = steps.step(schema.name(), "schema", schema.name(), () -> list(name));
      filtered =
          schema.tableFilter() == null
              ? matching
              : steps.step(schema.name(), "schema", schema.name(), () -> filtered(name, schema));
    } catch (StopCatalog recorded) {
      return;
    }
    for (ListedTable table : listed.values()) {
      TableName origin = name.table(table.name());
      if (table.kind() == TableKind.STREAMING_TABLE
          && schema.selectsTable(table.name())
          && schema.table(table.name()).backup().enabled()
          && (filtered == null || filtered.contains(origin))) {
        place(schema, table, origin, listed.keySet());
      }
    }
  }

  private Outcome<Map<String, ListedTable>> list(SchemaName name) {
    return new Outcome<>(
        SchemaReader.list(source, name, false)
            .orElseThrow(
                () ->
                    new StopCatalog(
                        "schema '" + name + "' does not exist on the " + source.label())),
        null);
  }

  private Outcome<Set<TableName>> filtered(SchemaName name, SchemaConfig schema) {
    return new Outcome<>(
        TableFilter.matching(
            source.sql(), name.catalog(), name.schema(), schema.tableFilter(), tags),
        null);
  }

  private void place(SchemaConfig schema, ListedTable table, TableName origin, Set<String> listed) {
    if (table.pipelineId() == null) {
      failed(
          origin,
          "the streaming table tells no pipeline, so that its backing table cannot be found");
      return;
    }
    Optional<Backing> backing;
    try {
      backing = backingTables.find(origin, table.pipelineId(), listed);
    } catch (RuntimeException e) {
      failed(origin, "its backing table cannot be looked up: " + Failures.describe(e));
      if (Failures.stopsRun(e)) {
        throw new StopRun(Failures.describe(e), e);
      }
      return;
    }
    BackupConfig settings = schema.table(table.name()).backup();
    if (backing.isEmpty()) {
      failed(
          origin,
          "no backing table of pipeline "
              + table.pipelineId()
              + " was found; run the pipeline once, or give the credential the rights of the"
              + " pipeline's owner");
    } else if (backing.get().kind() == BackingTables.Kind.DPM) {
      dpmByShare
          .computeIfAbsent(settings.dpmBackingTableShareName(), s -> new ArrayList<>())
          .add(new Stream(origin, backing.get()));
    } else if (settings.backupLegacyBackingTables()) {
      legacy.add(new Stream(origin, backing.get()));
    } else {
      steps.ended(
          origin.schema(),
          TableKind.STREAMING_TABLE.objectType(),
          origin.table(),
          Status.SKIPPED,
          Map.of(
              "reason",
              "its pipeline is of the legacy kind; set backup_legacy_backing_tables: true to copy"
                  + " its backing table"),
          null);
    }
  }

  private Set<TableName> share(String share, List<Stream> streams) {
    Set<TableName> readable = new HashSet<>();
    if (to.isEmpty()) {
      for (Stream stream : streams) {
        steps.ended(
            stream.origin().schema(),
            TableKind.STREAMING_TABLE.objectType(),
            stream.origin().table(),
            Status.SKIPPED,
            Map.of(
                "reason",
                "source and target are workspaces of one metastore: its backing table is read"
                    + " where it is"),
            null);
        readable.add(stream.origin());
      }
      return readable;
    }
    BackupConfig settings = catalog.schema(streams.get(0).origin().schema()).backup();
    ShareTarget target =
        new ShareTarget(
            share,
            settings.createDpmBackingTableShare(),
            "create_dpm_backing_table_share",
            settings.addToShare() || settings.createDpmBackingTableShare(),
            TableKind.STREAMING_TABLE.objectType(),
            MAX_TABLES_PER_SHARE);
    List<Member> members = streams.stream().map(StreamingBackup::member).toList();
    for (Member member :
        new SharedMembers(source, setup, steps).ensure(target, to.get(), members)) {
      readable.add(
          new TableName(streams.get(0).origin().catalog(), member.schema(), member.object()));
    }
    return readable;
  }

  private static Member member(Stream stream) {
    TableName origin = stream.origin();
    return new Member(
        origin.schema(),
        origin.table(),
        new DataObject(
            stream.backing().table().fullName(),
            "TABLE",
            SharedAs.of(origin.schema(), origin.table()),
            "ENABLED",
            null));
  }

  private void failed(TableName origin, String why) {
    steps.ended(
        origin.schema(),
        TableKind.STREAMING_TABLE.objectType(),
        origin.table(),
        Status.FAILED,
        Map.of(),
        why);
  }
}
