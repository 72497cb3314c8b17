package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.cluster.Cluster;
import io.datareplicator.sandbox.cluster.Cluster.State;
import io.datareplicator.sandbox.cluster.Clusters;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import java.util.Map;

/** All-purpose clusters: get, list, start, terminate (reference §3). */
public final class ClusterApi {
  private static final String ROOT = "/api/2.1/clusters";

  private final Clusters clusters;
  private final Paging paging;

  public ClusterApi(Clusters clusters, Paging paging) {
    this.clusters = clusters;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", ROOT + "/get", this::get)
        .add("GET", ROOT + "/list", this::list)
        .add("POST", ROOT + "/start", this::start)
        .add("POST", ROOT + "/delete", this::terminate);
  }

  private Response get(Request request) {
    return Response.ok(render(clusters.get(request.requiredQuery("cluster_id"))));
  }

  private Response list(Request request) {
    return paging.page(
        request, "clusters", "page_size", clusters.all(), Cluster::id, ClusterApi::render);
  }

  private Response start(Request request) {
    Cluster cluster = clusters.get(request.json().required("cluster_id"));
    if (!cluster.start()) {
      String state = cluster.state() == State.PENDING ? "Pending" : "Running";
      throw new ApiException(
          400,
          "INVALID_STATE",
          "Cluster " + cluster.id() + " is in unexpected state " + state + ".");
    }
    return Response.empty();
  }

  private Response terminate(Request request) {
    clusters.get(request.json().required("cluster_id")).terminate();
    return Response.empty();
  }

  private static Json.Body render(Cluster cluster) {
    State state = cluster.state();
    boolean terminated = state == State.TERMINATED;
    return Json.body()
        .with("cluster_id", cluster.id())
        .with("cluster_name", cluster.name())
        .with("spark_version", "17.3.x-scala2.13")
        .with("node_type_id", "i3.xlarge")
        .with("driver_node_type_id", "i3.xlarge")
        .with("num_workers", 1)
        .with("autotermination_minutes", 0)
        .with("state", state)
        .with("state_message", message(state))
        .with("data_security_mode", "USER_ISOLATION")
        .with("creator_user_name", cluster.creator())
        .with("cluster_source", "UI")
        .with("start_time", cluster.startedAt())
        .with("terminated_time", terminated ? cluster.terminatedAt() : null)
        .with("termination_reason", terminated ? terminationReason() : null)
        .with("default_tags", Map.of("Vendor", "Databricks", "ClusterId", cluster.id()));
  }

  private static String message(State state) {
    return switch (state) {
      case PENDING -> "Starting Spark";
      case RUNNING -> "";
      case TERMINATED -> "User terminated the cluster";
    };
  }

  private static Json.Body terminationReason() {
    return Json.body().with("code", "USER_REQUEST").with("type", "SUCCESS");
  }
}
