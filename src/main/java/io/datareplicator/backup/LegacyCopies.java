package io.datareplicator.backup;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.CloneContext;
import io.datareplicator.apply.CloneRun;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.StopRun;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.backup.StreamingBackup.Stream;
import io.datareplicator.config.BackupConfig;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sharing.SharingApi.RecipientInfo;
import io.datareplicator.databricks.sql.CloneStatement;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.inventory.HistoryReader;
import io.datareplicator.inventory.SchemaReader;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.BackupPlanner;
import io.datareplicator.plan.LastClone;
import io.datareplicator.plan.TableAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Copies backing tables of the legacy kind into the backup catalog and shares its schemas. The
 * property that ties a backing table to its streaming table is taken off the copies.
 */
final class LegacyCopies {
  private static final Logger LOG = Logger.getLogger(LegacyCopies.class);
  private static final int MAX_SCHEMAS_PER_SHARE = 500;

  private final Workspace source;
  private final CatalogConfig catalog;
  private final Optional<RecipientInfo> to;
  private final ShareSetup setup;
  private final SetupSteps steps;
  private final Applier applier;
  private final Map<TableName, LastClone> last;
  private final Map<String, String> tags;

  LegacyCopies(
      Workspace source,
      CatalogConfig catalog,
      Optional<RecipientInfo> to,
      ShareSetup setup,
      SetupSteps steps,
      Applier applier,
      Map<TableName, LastClone> last,
      Map<String, String> tags) {
    this.source = source;
    this.catalog = catalog;
    this.to = to;
    this.setup = setup;
    this.steps = steps;
    this.applier = applier;
    this.last = last;
    this.tags = tags;
  }

  /** One table to copy. */
  private record Copy(Stream stream, TableName into) {
    TableName origin() {
      return stream.origin();
    }
  }

  /**
   * Copies what changed and shares the copies.
   *
   * @return the streaming tables whose copies the target can read
   */
  Set<TableName> make(List<Stream> streams) throws InterruptedException {
    if (streams.isEmpty()) {
      return Set.of();
    }
    List<Copy> possible = new ArrayList<>();
    Map<SchemaName, Set<String>> standing = new HashMap<>();
    for (Stream stream : streams) {
      SchemaConfig schema = catalog.schema(stream.origin().schema());
      String prefix = schema.backup().backupSchemaPrefix();
      SchemaName into =
          new SchemaName(
              schema.backup().backupCatalog(), (prefix == null ? "" : prefix) + schema.name());
      try {
        if (!standing.containsKey(into)) {
          standing.put(into, ensureSchema(schema.backup(), into));
        }
        possible.add(new Copy(stream, into.table(stream.origin().table())));
      } catch (StopCatalog recorded) {
        ended(
            stream.origin(),
            Status.FAILED,
            "its backup schema could not be had: " + recorded.getMessage());
      }
    }
    Set<TableName> copied = copy(possible, standing);
    return to.isPresent() ? share(possible, copied) : copied;
  }

  private Set<String> ensureSchema(BackupConfig config, SchemaName into) {
    steps.step(
        "catalog",
        into.catalog(),
        () -> {
          if (source.catalogs().find(into.catalog()).isPresent()) {
            return new Outcome<>(into, null);
          }
          if (!config.createBackupCatalog()) {
            throw new StopCatalog(
                "backup catalog '"
                    + into.catalog()
                    + "' does not exist on the "
                    + source.label()
                    + "; create it, or set backup_config.create_backup_catalog: true");
          }
          source
              .catalogs()
              .create(
                  new CreateCatalog(
                      into.catalog(), null, config.backupCatalogLocation(), null, null));
          return new Outcome<>(into, "created");
        });
    return steps.step(
        into.schema(),
        "backup_schema",
        into.schema(),
        () -> {
          Optional<Set<String>> there =
              SchemaReader.list(source, into, false).map(Map::keySet).map(HashSet::new);
          if (there.isPresent()) {
            return new Outcome<>(there.get(), null);
          }
          source.catalogs().createSchema(into, null);
          return new Outcome<>(new HashSet<>(), "created in " + into.catalog());
        });
  }

  private Set<TableName> copy(List<Copy> copies, Map<SchemaName, Set<String>> standing)
      throws InterruptedException {
    Map<TableName, TableHead> heads = heads(copies, standing);
    Set<TableName> done = new HashSet<>();
    List<WorkUnit> units = new ArrayList<>();
    CloneContext context = CloneContext.on(source, tags);
    for (Copy copy : copies) {
      TableName backing = copy.stream().backing().table();
      boolean exists = standing.get(copy.into().schemaName()).contains(copy.into().table());
      TableName recorded = copy.origin().in(catalog.name());
      TableAction action =
          BackupPlanner.copy(
              copy.origin(),
              backing,
              copy.into(),
              exists,
              heads.get(backing),
              heads.get(copy.into()),
              last.get(recorded));
      if (action instanceof TableAction.Clone clone) {
        units.add(unit(copy, clone, context, done));
      } else if (action instanceof TableAction.Skip skip) {
        done.add(copy.origin());
        ended(copy.origin(), Status.SKIPPED, skip.reason());
      }
    }
    applier.run(units, catalog.concurrency().maxWorkers());
    return done;
  }

  private Map<TableName, TableHead> heads(
      List<Copy> copies, Map<SchemaName, Set<String>> standing) {
    Set<TableName> wanted = new LinkedHashSet<>();
    for (Copy copy : copies) {
      wanted.add(copy.stream().backing().table());
      if (standing.get(copy.into().schemaName()).contains(copy.into().table())) {
        wanted.add(copy.into());
      }
    }
    try {
      return HistoryReader.ofContents(source.sql(), source::learnGlobalMetastoreId, tags)
          .heads(List.copyOf(wanted));
    } catch (RuntimeException e) {
      if (Failures.stopsRun(e)) {
        throw new StopRun(Failures.describe(e), e);
      }
      LOG.warnf(
          "versions of backing tables are unknown, nothing can be skipped: %s",
          Failures.describe(e));
      return Map.of();
    }
  }

  private WorkUnit unit(
      Copy copy, TableAction.Clone clone, CloneContext context, Set<TableName> done) {
    TableName origin = copy.origin();
    SchemaConfig schema = catalog.schema(origin.schema());
    Duration timeout = schema.concurrency().timeout();
    CloneRun run = new CloneRun(context, clone, timeout);
    return new WorkUnit(
        BackupOperation.TYPE,
        catalog.name(),
        origin.schema(),
        origin.table(),
        TableKind.STREAMING_TABLE.objectType(),
        schema.table(origin.table()).retry(),
        trace ->
            run.attempt(trace)
                .thenCompose(details -> untie(copy.into(), trace, details))
                .whenComplete(
                    (details, failure) -> {
                      if (failure == null) {
                        synchronized (done) {
                          done.add(origin);
                        }
                      }
                    }));
  }

  private CompletableFuture<Map<String, Object>> untie(
      TableName copy, Trace trace, Map<String, Object> details) {
    String text = CloneStatement.unset(copy, CloneStatement.PARENT_TABLE_ID);
    details.put("unset_statement", text);
    try {
      return trace
          .during(() -> source.sql().submit(Statement.query(text, tags)))
          .thenApply(done -> details);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Set<TableName> share(List<Copy> copies, Set<TableName> copied) {
    Map<String, Set<SchemaName>> byShare = new HashMap<>();
    Map<String, BackupConfig> settings = new HashMap<>();
    for (Copy copy : copies) {
      if (copied.contains(copy.origin())) {
        BackupConfig config = catalog.schema(copy.origin().schema()).backup();
        settings.putIfAbsent(config.backupShareName(), config);
        byShare
            .computeIfAbsent(config.backupShareName(), s -> new LinkedHashSet<>())
            .add(copy.into().schemaName());
      }
    }
    Set<SchemaName> shared = new HashSet<>();
    byShare.forEach(
        (share, schemas) -> {
          BackupConfig config = settings.get(share);
          ShareTarget target =
              new ShareTarget(
                  share,
                  config.createBackupShare(),
                  "create_backup_share",
                  config.addToShare() || config.createBackupShare(),
                  "share_schema",
                  MAX_SCHEMAS_PER_SHARE);
          new SharedMembers(source, setup, steps)
              .ensure(
                  target,
                  to.orElseThrow(),
                  schemas.stream().map(s -> BackupOperation.schemaMember(s, s.schema())).toList())
              .forEach(m -> shared.add(new SchemaName(config.backupCatalog(), m.object())));
        });
    Set<TableName> readable = new HashSet<>();
    for (Copy copy : copies) {
      if (copied.contains(copy.origin()) && shared.contains(copy.into().schemaName())) {
        readable.add(copy.origin());
      }
    }
    return readable;
  }

  private void ended(TableName origin, Status status, String why) {
    steps.ended(
        origin.schema(),
        TableKind.STREAMING_TABLE.objectType(),
        origin.table(),
        status,
        status == Status.SKIPPED ? Map.of("reason", why) : Map.of(),
        status == Status.SKIPPED ? null : why);
  }
}
