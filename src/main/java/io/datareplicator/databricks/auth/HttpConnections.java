package io.datareplicator.databricks.auth;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RestClients;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.http.TokenSource;
import io.datareplicator.databricks.secrets.Secrets;
import io.datareplicator.databricks.secrets.SecretsApi;
import java.net.URI;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Connections over HTTP, each with a pipeline of its own. */
public final class HttpConnections implements Connections {
  private static final int IN_FLIGHT = 2;

  private final String userAgent;
  private final Network network;
  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final RandomGenerator random;
  private final Clock clock;

  /**
   * @param network the run's
   * @param budget the run's
   */
  public HttpConnections(
      String userAgent,
      Network network,
      RetryPolicy policy,
      RetryBudget budget,
      RandomGenerator random,
      Clock clock) {
    this.userAgent = userAgent;
    this.network = network;
    this.policy = policy;
    this.budget = budget;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public SecretReader secrets(URI host, TokenSource tokens) {
    HttpPipeline http = pipeline(host, tokens);
    SecretsApi api =
        new RestClients(host, userAgent, network, clock).authenticated(SecretsApi.class, http);
    return new Secrets(api, http)::read;
  }

  @Override
  public TokenSource oauth(URI host, String clientId, String clientSecret) {
    RestClients clients = new RestClients(host, userAgent, network, clock);
    return new OAuthM2mTokenSource(
        new ClientCredentialsGrant(
            host, clientId, clientSecret, clients, pipeline(host, TokenSource.NONE)),
        clock);
  }

  private HttpPipeline pipeline(URI host, TokenSource tokens) {
    return new HttpPipeline(host, network, tokens, policy, budget, random, IN_FLIGHT);
  }
}
