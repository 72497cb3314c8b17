package io.datareplicator.databricks;

import io.datareplicator.config.SideConfig;
import io.datareplicator.databricks.auth.CredentialResolver;
import io.datareplicator.databricks.auth.ResolvedCredential;
import io.datareplicator.databricks.catalog.CatalogApi;
import io.datareplicator.databricks.catalog.Catalogs;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RestClients;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.sharing.Sharing;
import io.datareplicator.databricks.sharing.SharingApi;
import io.datareplicator.databricks.sql.LazySqlEngine;
import io.datareplicator.databricks.sql.RestSqlEngine;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.StatementApi;
import io.datareplicator.databricks.warehouses.Compute;
import io.datareplicator.databricks.warehouses.WarehouseResolver;
import io.datareplicator.databricks.warehouses.Warehouses;
import io.datareplicator.databricks.warehouses.WarehousesApi;
import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Opens workspaces for one run. */
public final class WorkspaceFactory {
  private static final Logger LOG = Logger.getLogger(WorkspaceFactory.class);
  private static final int MAX_IN_FLIGHT = 32;

  private final CredentialResolver credentials;
  private final Map<String, String> environment;
  private final String userAgent;
  private final Network network;
  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final RandomGenerator random;
  private final Clock clock;

  /**
   * @param environment environment variables
   * @param network how hosts are reached
   * @param budget retries of the whole run
   */
  public WorkspaceFactory(
      CredentialResolver credentials,
      Map<String, String> environment,
      String userAgent,
      Network network,
      RetryPolicy policy,
      RetryBudget budget,
      RandomGenerator random,
      Clock clock) {
    this.credentials = credentials;
    this.environment = environment;
    this.userAgent = userAgent;
    this.network = network;
    this.policy = policy;
    this.budget = budget;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Opens one side; compute is chosen when the first statement needs it.
   *
   * @throws WorkspaceSetupException when there is no credential, or SQL would have to run on a
   *     cluster
   */
  public Workspace open(SideConfig side) {
    if (side.clusterId() != null) {
      throw new WorkspaceSetupException(
          "cluster_id is set for the "
              + side.side().yaml()
              + ", and this version runs SQL on SQL warehouses only; remove cluster_id and set warehouse_id");
    }
    ResolvedCredential credential = credentials.resolve(side);
    LOG.debugf("%s %s: credential from %s", side.side().yaml(), side.host(), credential.origin());
    HttpPipeline http =
        new HttpPipeline(
            side.host(), network, credential.tokens(), policy, budget, random, MAX_IN_FLIGHT);
    RestClients clients = new RestClients(side.host(), userAgent, network, clock);
    return new Workspace(
        side,
        http,
        new Catalogs(clients.authenticated(CatalogApi.class, http), http),
        new Sharing(clients.authenticated(SharingApi.class, http), http),
        new LazySqlEngine(() -> engine(side, credential, clients, http)));
  }

  private SqlEngine engine(
      SideConfig side, ResolvedCredential credential, RestClients clients, HttpPipeline http) {
    Warehouses warehouses = new Warehouses(clients.authenticated(WarehousesApi.class, http), http);
    Compute compute =
        new WarehouseResolver(warehouses, environment)
            .resolve(side, credential.profileWarehouseId());
    return new RestSqlEngine(
        clients.authenticated(StatementApi.class, http), http, compute.id(), clock);
  }
}
