package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Connections.Connection;
import io.datareplicator.sandbox.metastore.Metastore;
import java.util.Map;

/** Connections (reference §4). */
public final class ConnectionApi {
  private static final String ROOT = UnityPaths.ROOT + "/connections";
  private static final String ONE = ROOT + "/{name}";

  private final Metastore metastore;
  private final Paging paging;

  public ConnectionApi(Metastore metastore, Paging paging) {
    this.metastore = metastore;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", ROOT, this::list)
        .add("POST", ROOT, this::create)
        .add("GET", ONE, r -> Response.ok(body(metastore.connections().get(r.path("name")))))
        .add("PATCH", ONE, this::update)
        .add("DELETE", ONE, this::delete);
  }

  private Response list(Request request) {
    return paging.page(
        request, "connections", metastore.connections().list(), Connection::name, this::body);
  }

  private Response create(Request request) {
    Input in = request.json();
    return Response.ok(
        body(
            metastore
                .connections()
                .create(
                    in.required("name"),
                    in.required("connection_type"),
                    options(in),
                    in.strings("properties"),
                    in.text("comment"),
                    !in.has("read_only") || in.flag("read_only"),
                    request.user())));
  }

  private Response update(Request request) {
    Input in = request.json();
    return Response.ok(
        body(
            metastore
                .connections()
                .update(
                    request.path("name"),
                    in.text("new_name", null),
                    options(in),
                    in.text("owner", null))));
  }

  private static Map<String, String> options(Input in) {
    Map<String, String> options = in.strings("options");
    if (options == null) {
      throw ApiException.invalid("Missing required field: options");
    }
    return options;
  }

  private Response delete(Request request) {
    metastore.connections().drop(request.path("name"));
    return Response.empty();
  }

  private Body body(Connection c) {
    Body body =
        Json.body()
            .with("name", c.name())
            .with("full_name", c.name())
            .with("connection_type", c.type())
            .with("connection_id", c.id())
            .with("options", c.options())
            .with("properties", Render.present(c.properties()))
            .with("comment", c.comment())
            .with("owner", c.owner())
            .with("read_only", c.readOnly())
            .with("securable_type", "CONNECTION")
            .with("provisioning_info", Json.body().with("state", "ACTIVE"))
            .with("metastore_id", metastore.id());
    return Render.times(body, c.createdAt(), c.updatedAt(), c.owner());
  }
}
