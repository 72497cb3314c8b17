package io.datareplicator.run;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.StopRun;
import io.datareplicator.audit.AuditTable;
import io.datareplicator.backup.BackupOperation;
import io.datareplicator.compare.metadata.RuleBook;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.Operation;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.Side;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.WorkspaceFactory;
import io.datareplicator.databricks.WorkspaceSetupException;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.metadata.MetadataReplication;
import io.datareplicator.metadata.MetastoreReplication;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClones;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.plan.recon.LastMatch;
import io.datareplicator.reconcile.Memory;
import io.datareplicator.reconcile.MetadataReconciliation;
import io.datareplicator.reconcile.TableReconciliation;
import io.datareplicator.reconcile.VolumeReconciliation;
import io.datareplicator.replicate.DataReplication;
import io.datareplicator.setup.Shared;
import io.datareplicator.volumes.VolumeReplication;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Carries out the operations of one configuration, once. */
public final class Run {
  private static final Logger LOG = Logger.getLogger(Run.class);
  private static final String EVERYTHING = "ALL";
  private static final String METADATA = "uc_replication";

  private final RunConfig config;
  private final String runId;
  private final WorkspaceFactory workspaces;
  private final ResultLog log;
  private final Clock clock;
  private final Map<String, String> tags;
  private final Map<String, Shared> shared = new HashMap<>();
  private volatile Applier applier;
  private volatile Workspace source;
  private volatile Workspace target;
  private volatile boolean cancelled;
  private AuditTable audit;

  /**
   * @param tags query tags that every statement carries
   */
  public Run(
      RunConfig config,
      String runId,
      WorkspaceFactory workspaces,
      ResultLog log,
      Clock clock,
      Map<String, String> tags) {
    this.config = config;
    this.runId = runId;
    this.workspaces = workspaces;
    this.log = log;
    this.clock = clock;
    this.tags = Map.copyOf(tags);
  }

  /**
   * Runs everything.
   *
   * @throws io.datareplicator.databricks.WorkspaceSetupException when credentials or compute are
   *     not configured
   */
  public RunOutcome execute() throws InterruptedException {
    Instant start = clock.instant();
    Optional<String> fatal = Optional.empty();
    Map<String, Map<String, Long>> requests = new TreeMap<>();
    long retries = 0;
    try (Workspace targetSide = workspaces.open(config.target());
        Workspace sourceSide = workspaces.open(config.source());
        Applier units = new Applier(clock, log)) {
      target = targetSide;
      source = sourceSide;
      applier = units;
      try {
        operate();
      } catch (StopRun e) {
        fatal = Optional.of(Redactor.redact(e.getMessage()));
      } finally {
        log.flush(true);
        for (Workspace side : List.of(sourceSide, targetSide)) {
          requests.put(side.side().yaml(), side.http().counter().byCall());
          retries += side.http().counter().retries();
        }
      }
    }
    return new RunOutcome(
        runId,
        log.results(),
        cancelled,
        fatal,
        log.unrecorded(),
        config.audit().fullName(),
        Duration.between(start, clock.instant()),
        requests,
        retries);
  }

  /**
   * Stops as soon as possible: running statements are cancelled, nothing new is started. Callable
   * from another thread.
   */
  public void cancel() {
    cancelled = true;
    if (applier != null) {
      applier.stop("the run was interrupted");
    }
    for (Workspace side : new Workspace[] {source, target}) {
      if (side != null) {
        side.sql().cancelAll();
      }
    }
  }

  private void operate() throws InterruptedException {
    LastClones lastClones = openAudit();
    UrlMapping mapping = new UrlMapping(config.cloudUrlMapping());
    DataReplication replication =
        new DataReplication(
            source,
            target,
            log,
            applier,
            clock,
            mapping,
            lastClones.replications(),
            config.replicationWait(),
            tags);
    VolumeReplication volumes =
        new VolumeReplication(
            source,
            target,
            log,
            applier,
            clock,
            mapping,
            runId,
            config.replicationWait(),
            tags,
            new SecureRandom());
    RuleBook rules = new RuleBook(config, source, target);
    MetadataReplication metadata =
        new MetadataReplication(source, target, log, applier, clock, rules, tags);
    TableReconciliation reconciliation =
        new TableReconciliation(
            source,
            target,
            log,
            applier,
            clock,
            new Memory(
                new RecentClones(lastClones.replications(), log), lastMatches(), config.since()),
            runId,
            config.replicationWait(),
            ownTables(),
            tags);
    MetadataReconciliation metadataReconciliation =
        new MetadataReconciliation(source, target, log, applier, clock, rules, tags);
    VolumeReconciliation volumeReconciliation =
        new VolumeReconciliation(source, target, log, applier, clock, config.replicationWait());
    BackupOperation backup =
        new BackupOperation(source, target, log, applier, clock, lastClones.backups(), tags);
    replicateMetastore(mapping, rules);
    for (Operation operation : config.operations()) {
      for (CatalogConfig catalog : config.catalogs()) {
        if (catalog.enabled(operation) && !cancelled) {
          Instant start = clock.instant();
          int before = log.results().size();
          try {
            if (operation == Operation.RECONCILIATION) {
              reconcile(catalog, reconciliation, metadataReconciliation, volumeReconciliation);
              tellNothingCompared(catalog, before);
            } else {
              operate(operation, catalog, backup, replication, volumes, metadata);
            }
          } catch (StopCatalog recorded) {
            LOG.errorf(
                "%s of catalog %s stops: %s",
                operation.yaml(), catalog.name(), recorded.getMessage());
          } finally {
            summarize(type(operation, catalog), catalog.name(), start, before);
          }
          if (cancelled) {
            return;
          }
          Optional<String> refused = applier.stopReason();
          if (refused.isPresent()) {
            throw new StopRun(refused.get(), null);
          }
          log.flush(false);
        }
      }
    }
  }

  /** What belongs to no catalog comes before all of them. */
  private void replicateMetastore(UrlMapping mapping, RuleBook rules) throws InterruptedException {
    if (!config.operations().contains(Operation.REPLICATION)
        || !MetastoreReplication.wanted(config)) {
      return;
    }
    Instant start = clock.instant();
    int before = log.results().size();
    try {
      new MetastoreReplication(
              source, target, log, applier, clock, mapping, rules.principals(), tags)
          .run(config);
    } finally {
      summarize(METADATA, config.replicationGroup(), start, before);
    }
    log.flush(false);
  }

  private void operate(
      Operation operation,
      CatalogConfig catalog,
      BackupOperation backup,
      DataReplication replication,
      VolumeReplication volumes,
      MetadataReplication metadata)
      throws InterruptedException {
    ObjectSelection.Kind kind = catalog.objects().kind();
    if (kind == ObjectSelection.Kind.METADATA) {
      if (operation == Operation.REPLICATION) {
        metadata.run(catalog);
      } else {
        LOG.infof(
            "nothing to back up of catalog %s: its metadata is read where it is", catalog.name());
      }
    } else if (operation == Operation.BACKUP) {
      shared.put(catalog.name(), backup.run(catalog));
    } else if (kind == ObjectSelection.Kind.VOLUMES) {
      Shared backedUp = shared.get(catalog.name());
      volumes.run(catalog, backedUp == null ? null : backedUp.schemas());
    } else {
      replication.run(catalog, shared.get(catalog.name()));
    }
  }

  private static void reconcile(
      CatalogConfig catalog,
      TableReconciliation tables,
      MetadataReconciliation metadata,
      VolumeReconciliation volumes)
      throws InterruptedException {
    switch (catalog.objects().kind()) {
      case TABLES -> tables.run(catalog);
      case METADATA -> metadata.run(catalog);
      case VOLUMES -> volumes.run(catalog);
    }
  }

  /** A selection that takes nothing, as one with a typing error does, must not pass for a match. */
  private void tellNothingCompared(CatalogConfig catalog, int before) {
    List<OperationResult> all = log.results();
    boolean settled =
        all.subList(before, all.size()).stream()
            .anyMatch(
                r ->
                    r.status() != Status.SUCCESS
                        || r.details().containsKey(OperationResult.OUTCOME));
    if (!settled && !cancelled && applier.stopReason().isEmpty()) {
      new SetupSteps(Operation.RECONCILIATION.yaml(), catalog.name(), log, clock, catalog.retry())
          .ended(
              null,
              "catalog",
              catalog.name(),
              Status.SKIPPED,
              Map.of(
                  "reason",
                  "nothing was compared: names, types and filters select no object of either side"),
              null);
    }
  }

  /** Tables that this tool writes: they have no source. */
  private Set<TableName> ownTables() {
    Set<TableName> own = new HashSet<>();
    own.add(
        new TableName(
            config.audit().auditCatalog(),
            config.audit().auditSchema(),
            config.audit().auditTable()));
    config.catalogs().forEach(catalog -> own.addAll(TableReconciliation.outputs(catalog)));
    return own;
  }

  /** Nothing is asked for unless a user wants unchanged tables left out. */
  private Map<TableName, LastMatch> lastMatches() {
    if (config.since() == null || !config.operations().contains(Operation.RECONCILIATION)) {
      return Map.of();
    }
    try {
      return audit.matches(config.catalogs().stream().map(CatalogConfig::name).toList());
    } catch (RuntimeException e) {
      if (Failures.stopsRun(e)) {
        throw new StopRun(Failures.describe(e), e);
      }
      LOG.warnf(
          "earlier reconciliations cannot be read, all tables are compared: %s",
          Failures.describe(e));
      return Map.of();
    }
  }

  private static String type(Operation operation, CatalogConfig catalog) {
    return operation == Operation.REPLICATION
            && catalog.objects().kind() == ObjectSelection.Kind.METADATA
        ? METADATA
        : operation.yaml();
  }

  private LastClones openAudit() {
    Workspace home = config.audit().loggingWorkspace() == Side.SOURCE ? source : target;
    audit = new AuditTable(home, config.audit(), runId, config.retry(), clock, tags);
    try {
      List<String> catalogs = config.catalogs().stream().map(CatalogConfig::name).toList();
      LastClones clones = audit.open(catalogs);
      log.auditTo(audit);
      return clones;
    } catch (WorkspaceSetupException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new StopRun(
          "the audit table " + audit.name() + " cannot be used: " + Failures.describe(e), e);
    }
  }

  private void summarize(String type, String catalog, Instant start, int before) {
    List<OperationResult> all = log.results();
    List<OperationResult> own = all.subList(before, all.size());
    Map<Status, Long> counts =
        own.stream().collect(Collectors.groupingBy(OperationResult::status, Collectors.counting()));
    long failed = counts.getOrDefault(Status.FAILED, 0L);
    long differing = own.stream().filter(OperationResult::differs).count();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("total", own.size());
    for (Status status : Status.values()) {
      details.put(status.label(), counts.getOrDefault(status, 0L));
    }
    if (type.equals(Operation.RECONCILIATION.yaml())) {
      details.put(OperationResult.MISMATCH, differing);
      if (failed > 0 && failed == differing) {
        details.put(OperationResult.OUTCOME, OperationResult.MISMATCH);
      }
    }
    log.done(
        new OperationResult(
            type + "_summary",
            catalog,
            null,
            EVERYTHING,
            "summary",
            failed > 0 ? Status.FAILED : Status.SUCCESS,
            start,
            clock.instant(),
            failed > 0 ? failures(failed, differing) : null,
            details,
            1,
            1));
  }

  private static String failures(long failed, long differing) {
    if (differing == 0) {
      return failed + " objects failed";
    }
    return failed == differing
        ? differing + " objects differ"
        : differing + " objects differ, " + (failed - differing) + " failed";
  }
}
