package io.datareplicator.databricks.http;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Builds the typed REST clients of one host. */
public final class RestClients {
  private static final int CONNECT_SECONDS = 30;
  private static final int READ_SECONDS = 120;

  private final URI host;
  private final String userAgent;
  private final Network network;
  private final Clock clock;

  /**
   * @param network the run's
   */
  public RestClients(URI host, String userAgent, Network network, Clock clock) {
    this.host = host;
    this.userAgent = userAgent;
    this.network = network;
    this.clock = clock;
  }

  /** The same for another host. */
  public RestClients at(URI other) {
    return new RestClients(other, userAgent, network, clock);
  }

  /**
   * A client whose requests carry the pipeline's token; its methods must be called through that
   * pipeline.
   */
  public <T> T authenticated(Class<T> api, HttpPipeline pipeline) {
    return builder().register(new WorkspaceHeaders(pipeline, userAgent)).build(api);
  }

  /** A client for the token end points, which carry their own credential. */
  public <T> T anonymous(Class<T> api) {
    return builder().userAgent(userAgent).build(api);
  }

  /**
   * A client for bodies that are too large for memory, of the pipeline's host and with its token.
   *
   * @param connections most connections at once
   */
  public BodyClient bodies(HttpPipeline pipeline, int connections) {
    return new BodyClient(pipeline, network, userAgent, clock, connections);
  }

  private QuarkusRestClientBuilder builder() {
    return QuarkusRestClientBuilder.newBuilder()
        .baseUri(host)
        .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
        .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
        .followRedirects(false)
        .disableDefaultMapper(true)
        // Properties and variables of Quarkus must neither add a proxy nor take away a check.
        .proxyAddress("none", 0)
        .httpClientOptionsCustomizer(options -> network.apply(host, options))
        .register(new ApiErrorMapper(clock));
  }
}
