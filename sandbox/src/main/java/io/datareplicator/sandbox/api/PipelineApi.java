package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.sql.Datasets;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** Pipelines (reference §8): look one up, run it, look a run up. Runs end before they answer. */
public final class PipelineApi {
  private static final String PIPELINE = "/api/2.0/pipelines/{pipeline_id}";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Metastore metastore;
  private final Datasets datasets;

  public PipelineApi(Metastore metastore, Datasets datasets) {
    this.metastore = metastore;
    this.datasets = datasets;
  }

  public void register(Router router) {
    router
        .add("GET", PIPELINE, r -> Response.ok(render(pipeline(r))))
        .add("POST", PIPELINE + "/updates", this::start)
        .add("GET", PIPELINE + "/updates/{update_id}", this::update);
  }

  private Pipeline pipeline(Request request) {
    return metastore.pipelines().get(request.path("pipeline_id"));
  }

  private Response start(Request request) {
    Pipeline pipeline = pipeline(request);
    Input in = request.json();
    String id;
    try {
      id = datasets.update(pipeline.id(), in.flag("full_refresh"), request.user());
    } catch (SqlFailure e) {
      // As on the platform the call succeeds and the run fails.
      id = metastore.pipelines().get(pipeline.id()).updates().get(0).id();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(503, "TEMPORARILY_UNAVAILABLE", "The workspace is shutting down");
    }
    return Response.ok(Json.body().with("update_id", id));
  }

  private Response update(Request request) {
    Pipeline pipeline = pipeline(request);
    String id = request.path("update_id");
    Pipeline.Update found =
        pipeline.updates().stream()
            .filter(u -> u.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new ApiException(
                        404,
                        "RESOURCE_DOES_NOT_EXIST",
                        "The specified update " + id + " was not found."));
    return Response.ok(
        Json.body()
            .with(
                "update",
                Json.body()
                    .with("pipeline_id", pipeline.id())
                    .with("update_id", found.id())
                    .with("state", found.state())
                    .with("creation_time", found.createdAt())));
  }

  /** A user's pipeline has source files; that one made by SQL on a warehouse has none is [UNV]. */
  private static List<Body> libraries(Pipeline p) {
    return p.source() == null
        ? List.of()
        : List.of(Json.body().with("glob", Json.body().with("include", p.source())));
  }

  private static Body render(Pipeline p) {
    Body spec =
        Json.body()
            .with("id", p.id())
            .with("name", p.name())
            .with("catalog", p.catalog())
            .with(p.layout().legacy() ? "target" : "schema", p.schema())
            .with("continuous", false)
            .with("development", false)
            .with("serverless", true)
            .with("photon", true)
            .with("channel", "CURRENT")
            .with("edition", "ADVANCED")
            .with("libraries", libraries(p))
            .with("configuration", Map.of());
    boolean running = !p.updates().isEmpty() && p.updates().get(0).state().equals("RUNNING");
    boolean failed = !p.updates().isEmpty() && p.updates().get(0).state().equals("FAILED");
    return Json.body()
        .with("pipeline_id", p.id())
        .with("spec", spec)
        .with("state", running ? "RUNNING" : failed ? "FAILED" : "IDLE")
        .with("name", p.name())
        .with("creator_user_name", p.owner())
        .with("run_as_user_name", p.owner())
        .with("last_modified", p.updatedAt())
        .with(
            "effective_publishing_mode",
            p.layout().legacy() ? "LEGACY_PUBLISHING_MODE" : "DEFAULT_PUBLISHING_MODE")
        .with(
            "latest_updates",
            p.updates().isEmpty()
                ? null
                : p.updates().stream()
                    .map(
                        u ->
                            Json.body()
                                .with("update_id", u.id())
                                .with("state", u.state())
                                .with(
                                    "creation_time",
                                    TIME.format(Instant.ofEpochMilli(u.createdAt()))))
                    .toList());
  }
}
