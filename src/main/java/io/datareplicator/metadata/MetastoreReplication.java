package io.datareplicator.metadata;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.Failures;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.StopRun;
import io.datareplicator.config.CredentialType;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.sql.ddl.ConnectionStatements;
import io.datareplicator.databricks.sql.ddl.NotExpressibleException;
import io.datareplicator.model.uc.ConnectionMeta;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.MetastoreContents;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.plan.uc.Finding;
import io.datareplicator.plan.uc.MetastorePlanner;
import io.datareplicator.plan.uc.MetastoreRules;
import io.datareplicator.plan.uc.Principals;
import io.datareplicator.plan.uc.UcPlan;
import io.datareplicator.plan.uc.UcRules;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Replicates what does not belong to a catalog: storage credentials, external locations, governed
 * tags and connections (operations.md §4), once per run and before the catalogs. Results are booked
 * on the name of the replication group, as there is no catalog.
 */
public final class MetastoreReplication {
  private static final String ALL_OF_THEM = "*";

  private final Workspace source;
  private final Workspace target;
  private final ResultSink sink;
  private final Applier applier;
  private final Clock clock;
  private final UrlMapping mapping;
  private final Principals principals;
  private final Map<String, String> queryTags;

  /**
   * @param mapping cloud_url_mapping
   * @param principals for owners
   */
  public MetastoreReplication(
      Workspace source,
      Workspace target,
      ResultSink sink,
      Applier applier,
      Clock clock,
      UrlMapping mapping,
      Principals principals,
      Map<String, String> queryTags) {
    this.source = source;
    this.target = target;
    this.sink = sink;
    this.applier = applier;
    this.clock = clock;
    this.mapping = mapping;
    this.principals = principals;
    this.queryTags = Map.copyOf(queryTags);
  }

  /** Whether the configuration asks for any such object. */
  public static boolean wanted(RunConfig config) {
    return !MetastoreDemand.of(config).isEmpty();
  }

  /**
   * Replicates what is {@link #wanted}; every outcome goes to the sink.
   *
   * @return whether anything was wanted, so that there are results to sum up
   * @throws StopRun when a workspace refuses the credential
   */
  public boolean run(RunConfig config) throws InterruptedException {
    MetastoreDemand demand = MetastoreDemand.of(config);
    if (demand.isEmpty()) {
      return false;
    }
    UcApplier results =
        new UcApplier(applier, sink, clock, config.retry(), config.replicationGroup());
    UcPlan plan = new UcPlan();
    Set<UcObjectType> types = EnumSet.copyOf(demand.types());
    inOneMetastore(types, plan);
    MetastoreRules rules =
        new MetastoreRules(
            types,
            demand.owned(),
            demand.settings(),
            config.storageCredentials(),
            config.externalLocations(),
            config.tagPolicies(),
            mapping,
            principals);
    MetastoreReading reading = new MetastoreReading(types, googles(config), plan);
    MetastoreContents here = reading.of(source);
    MetastoreContents there = reading.of(target);
    MetastorePlanner.plan(here, there, rules, MetastoreReplication::template, plan);
    results.record(plan.findings().stream().map(this::withBindings).toList());
    SqlChanges sql =
        new SqlChanges(
            source,
            null,
            target,
            new UcRules(config.replicationGroup(), Map.of(), mapping, principals),
            new Survivors(target, Governance.NONE, queryTags),
            config.concurrency().timeout(),
            queryTags);
    try (ActionRunner actions = new ActionRunner(target, sql)) {
      results.run(plan.actions(), config.concurrency().maxWorkers(), actions::start);
    }
    return true;
  }

  /** Objects of one metastore are the same for all of its workspaces: nothing is to be done. */
  private void inOneMetastore(Set<UcObjectType> types, UcPlan plan) {
    Set<UcObjectType> ofMetastore = EnumSet.copyOf(types);
    // Governed tags are the account's, and equal themselves when there is one account.
    ofMetastore.remove(UcObjectType.TAG_POLICY);
    if (ofMetastore.isEmpty()) {
      return;
    }
    String why;
    try {
      if (!source.globalMetastoreId().equals(target.globalMetastoreId())) {
        return;
      }
      for (UcObjectType type : ofMetastore) {
        plan.notReplicated(
            every(type),
            "source and target are workspaces of one metastore, " + source.globalMetastoreId(),
            "leave " + type.yaml() + " out of uc_object_types");
      }
      types.removeAll(ofMetastore);
      return;
    } catch (RuntimeException e) {
      stopIfHopeless(e);
      why = Failures.describe(e);
    }
    for (UcObjectType type : ofMetastore) {
      plan.failed(
          every(type),
          "it cannot be told whether source and target are in one metastore: " + why,
          "set sharing_identifier of both sides, or grant the caller access to the metastore");
    }
    types.removeAll(ofMetastore);
  }

  private static boolean googles(RunConfig config) {
    return config.storageCredentials() != null
        && config.storageCredentials().targetCredentialType() == CredentialType.GCP_SERVICE_ACCOUNT;
  }

  private static String template(ConnectionMeta connection) {
    try {
      return ConnectionStatements.template(connection);
    } catch (NotExpressibleException | IllegalArgumentException e) {
      return "CREATE CONNECTION … (" + e.getMessage() + ")";
    }
  }

  /** Tells which workspaces an isolated object is bound to; few objects are. */
  private Finding withBindings(Finding finding) {
    if (!finding.objectType().equals(MetastorePlanner.BINDING)) {
      return finding;
    }
    UcName object = finding.object();
    String bound;
    try {
      bound =
          source
              .bindings()
              .list(object.kind().securable(), object.object())
              .map(
                  all ->
                      "the source's is bound to "
                          + all.size()
                          + (all.size() == 1 ? " workspace " : " workspaces ")
                          + all.stream().map(b -> b.workspaceId() + " " + b.bindingType()).toList())
              .orElse("the source's is gone meanwhile");
    } catch (RuntimeException e) {
      stopIfHopeless(e);
      bound = "the source's bindings cannot be read: " + Failures.describe(e);
    }
    return new Finding(
        object,
        finding.objectType(),
        finding.outcome(),
        finding.reason(),
        finding.advice() + "; " + bound);
  }

  static void stopIfHopeless(RuntimeException failure) {
    if (Failures.stopsRun(failure)) {
      throw new StopRun(Failures.describe(failure), failure);
    }
  }

  /** Stands for all objects of a type, in results about the type itself. */
  static UcName every(UcObjectType type) {
    return UcName.of(UcKind.valueOf(type.name()), ALL_OF_THEM);
  }
}
