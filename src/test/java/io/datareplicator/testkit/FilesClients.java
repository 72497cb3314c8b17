package io.datareplicator.testkit;

import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.files.FilesApi;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RestClients;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.http.TokenSource;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/** Clients of a host, with short delays. */
public final class FilesClients {
  private FilesClients() {}

  /** One token, without a second one to be had. */
  private record Fixed(String token) implements TokenSource {
    @Override
    public boolean refused(String rejected) {
      return false;
    }

    @Override
    public String kind() {
      return "pat";
    }
  }

  public static HttpPipeline pipeline(URI host) {
    return pipeline(host, "test-token");
  }

  public static HttpPipeline pipeline(URI host, String token) {
    return new HttpPipeline(
        host,
        Network.DIRECT,
        new Fixed(token),
        new RetryPolicy(4, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(5)),
        new RetryBudget(),
        new Random(7),
        32);
  }

  public static RestClients clients(URI host) {
    return new RestClients(host, "data-replicator/test", Network.DIRECT, Clock.systemUTC());
  }

  public static Files files(URI host, HttpPipeline http) {
    RestClients clients = clients(host);
    return new Files(
        clients.authenticated(FilesApi.class, http),
        http,
        clients.bodies(http.transfers(32), 32),
        origin -> clients.bodies(http.withoutToken(origin), 32),
        Clock.systemUTC());
  }
}
