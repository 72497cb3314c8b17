package io.datareplicator.databricks;

import io.datareplicator.config.SideConfig;
import io.datareplicator.databricks.auth.CredentialResolver;
import io.datareplicator.databricks.auth.ResolvedCredential;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RestClients;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.jdbc.ComputePath;
import io.datareplicator.databricks.jdbc.DriverFiles;
import io.datareplicator.databricks.jdbc.JdbcDriver;
import io.datareplicator.databricks.jdbc.JdbcSqlEngine;
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
import java.util.Optional;
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
   * @throws WorkspaceSetupException when there is no credential, or SQL shall go through JDBC and
   *     this build has no driver
   */
  public Workspace open(SideConfig side) {
    Optional<ComputePath> path = jdbcPath(side);
    ResolvedCredential credential = credentials.resolve(side);
    LOG.debugf("%s %s: credential from %s", side.side().yaml(), side.host(), credential.origin());
    HttpPipeline http =
        new HttpPipeline(
            side.host(), network, credential.tokens(), policy, budget, random, MAX_IN_FLIGHT);
    RestClients clients = new RestClients(side.host(), userAgent, network, clock);
    DriverFiles files = new DriverFiles();
    return new Workspace(
        side,
        http,
        Clients.of(clients, http, clock),
        new LazySqlEngine(
            () ->
                path.isPresent()
                    ? jdbcEngine(side, path.get(), credential, http, files)
                    : restEngine(side, credential, clients, http),
            files::delete));
  }

  private static Optional<ComputePath> jdbcPath(SideConfig side) {
    String key = side.httpPath() != null ? "http_path" : "cluster_id";
    String value = side.httpPath() != null ? side.httpPath() : side.clusterId();
    if (value == null) {
      return Optional.empty();
    }
    String where = key + " of the " + side.side().yaml();
    if (!JdbcDriver.isPresent()) {
      throw new WorkspaceSetupException(
          where
              + " needs the full build; this is the slim one, which has no JDBC driver: use the"
              + " full binary or set warehouse_id");
    }
    Optional<ComputePath> path =
        side.httpPath() != null ? ComputePath.parse(value) : ComputePath.ofCluster(value);
    if (path.isEmpty()) {
      throw new WorkspaceSetupException(
          where
              + " is '"
              + value
              + "', which names no warehouse or cluster; copy it from the page of the compute");
    }
    return path;
  }

  private SqlEngine jdbcEngine(
      SideConfig side,
      ComputePath path,
      ResolvedCredential credential,
      HttpPipeline http,
      DriverFiles files) {
    LOG.infof(
        "SQL of the %s workspace runs on %s, through JDBC: %s of the configuration",
        side.side().yaml(), path.label(), side.httpPath() != null ? "http_path" : "cluster_id");
    return new JdbcSqlEngine(
        side.host(),
        path,
        credential.tokens(),
        http,
        userAgent,
        policy,
        budget,
        random,
        clock,
        network.jdbcParameters(side.host(), files::directory));
  }

  private SqlEngine restEngine(
      SideConfig side, ResolvedCredential credential, RestClients clients, HttpPipeline http) {
    Warehouses warehouses = new Warehouses(clients.authenticated(WarehousesApi.class, http), http);
    Compute compute =
        new WarehouseResolver(warehouses, environment)
            .resolve(side, credential.profileWarehouseId());
    return new RestSqlEngine(
        clients.authenticated(StatementApi.class, http), http, compute.id(), clock);
  }
}
