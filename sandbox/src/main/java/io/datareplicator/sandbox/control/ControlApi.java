package io.datareplicator.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.cluster.Cluster;
import io.datareplicator.sandbox.cluster.Clusters;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import java.io.IOException;
import java.util.List;

/**
 * {@code /sandbox/}: for tests, without authentication; its calls are neither logged nor hit by
 * faults.
 */
public final class ControlApi {
  private final RequestLog log;
  private final FaultRules faults;
  private final Clusters clusters;

  public ControlApi(RequestLog log, FaultRules faults, Clusters clusters) {
    this.log = log;
    this.faults = faults;
    this.clusters = clusters;
  }

  public void register(Router router) {
    router
        .open("GET", "/sandbox/health", r -> Response.ok(Json.body().with("status", "UP")))
        .open("GET", "/sandbox/requests", r -> Response.ok(log.describe()))
        .open("DELETE", "/sandbox/requests", this::clearRequests)
        .open("GET", "/sandbox/faults", r -> faultList())
        .open("POST", "/sandbox/faults", this::addFaults)
        .open("DELETE", "/sandbox/faults", this::clearFaults)
        .open("POST", "/sandbox/clusters/{cluster_id}", this::changeCluster);
  }

  private Response faultList() {
    return Response.ok(Json.body().with("faults", faults.describe()));
  }

  private Response clearRequests(Request request) {
    log.clear();
    return Response.empty();
  }

  private Response clearFaults(Request request) {
    faults.clear();
    return Response.empty();
  }

  /**
   * {@code start_delay_ms}: how long each later start takes; {@code terminate}: true terminates the
   * cluster at once. Answers with the cluster's state.
   */
  private Response changeCluster(Request request) {
    Cluster cluster = clusters.get(request.path("cluster_id"));
    Input in = request.json();
    if (in.has("start_delay_ms")) {
      long delay = in.number("start_delay_ms", 0);
      if (delay < 0) {
        throw ApiException.invalid("start_delay_ms must not be negative");
      }
      cluster.startMillis(delay);
    }
    if (in.flag("terminate")) {
      cluster.terminate();
    }
    return Response.ok(Json.body().with("cluster_id", cluster.id()).with("state", cluster.state()));
  }

  private Response addFaults(Request request) {
    JsonNode rules;
    try {
      rules = Json.parse(request.body());
    } catch (IOException e) {
      throw ApiException.malformed("The body is not JSON");
    }
    if (!rules.isArray() && !rules.isObject()) {
      throw ApiException.malformed("The body must be one fault rule or an array of them");
    }
    List<String> ids = faults.add(rules.isArray() ? rules : List.of(rules));
    return Response.ok(Json.body().with("ids", ids));
  }
}
