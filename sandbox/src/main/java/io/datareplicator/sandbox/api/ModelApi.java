package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Models.Model;
import io.datareplicator.sandbox.metastore.Models.Version;
import java.util.List;

/** Registered models, their versions and aliases, without files (reference §4). */
public final class ModelApi {
  private static final String ROOT = UnityPaths.ROOT + "/models";
  private static final String ONE = ROOT + "/{full_name}";

  private final Metastore metastore;
  private final Paging paging;

  public ModelApi(Metastore metastore, Paging paging) {
    this.metastore = metastore;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", ROOT, this::list)
        .add("POST", ROOT, this::create)
        .add("GET", ONE, this::get)
        .add("PATCH", ONE, this::update)
        .add("DELETE", ONE, this::delete)
        .add("GET", ONE + "/versions", this::versions)
        .add("GET", ONE + "/versions/{version}", this::version)
        .add("PUT", ONE + "/aliases/{alias}", this::setAlias)
        .add("DELETE", ONE + "/aliases/{alias}", this::deleteAlias);
  }

  private Model model(Request request) {
    FullName name = FullName.of(request.path("full_name"), 3);
    return metastore.models().get(name.part(0), name.part(1), name.part(2));
  }

  private Response list(Request request) {
    String catalog = request.query("catalog_name");
    String schema = request.query("schema_name");
    if ((catalog == null) != (schema == null)) {
      throw ApiException.invalid("catalog_name and schema_name must be given together");
    }
    return paging.page(
        request,
        "registered_models",
        metastore.models().list(catalog, schema),
        Model::fullName,
        this::body);
  }

  private Response create(Request request) {
    Input in = request.json();
    if (in.has("storage_location")) {
      throw ApiException.invalid("Models at a storage_location are not part of this sandbox");
    }
    return Response.ok(
        body(
            metastore
                .models()
                .create(
                    in.required("catalog_name"),
                    in.required("schema_name"),
                    in.required("name"),
                    in.text("comment"),
                    request.user())));
  }

  private Response update(Request request) {
    Model model = model(request);
    Input in = request.json();
    return Response.ok(
        body(
            metastore
                .models()
                .update(
                    model.catalog(),
                    model.schema(),
                    model.name(),
                    in.text("new_name", null),
                    in.text("comment"),
                    in.text("owner", null))));
  }

  private Response delete(Request request) {
    Model model = model(request);
    metastore.models().drop(model.catalog(), model.schema(), model.name());
    return Response.empty();
  }

  private Response get(Request request) {
    Model model = model(request);
    Body body = body(model);
    if (request.flag("include_aliases") && !model.aliases().isEmpty()) {
      body.with("aliases", aliases(model, null));
    }
    return Response.ok(body);
  }

  private Response versions(Request request) {
    Model model = model(request);
    return paging.page(
        request,
        "model_versions",
        model.versions(),
        v -> String.format("%09d", v.number()),
        v -> version(model, v));
  }

  private Response version(Request request) {
    Model model = model(request);
    Version version = model.version(request.path("version"));
    Body body = version(model, version);
    List<Body> aliases = aliases(model, version.number());
    return Response.ok(
        request.flag("include_aliases") && !aliases.isEmpty()
            ? body.with("aliases", aliases)
            : body);
  }

  private Response setAlias(Request request) {
    Model model = model(request);
    Input in = request.json();
    if (!in.has("version_num")) {
      throw ApiException.invalid("Missing required field: version_num");
    }
    String alias = request.path("alias");
    metastore.models().alias(model, alias, in.number("version_num", 0));
    return Response.ok(alias(alias, in.number("version_num", 0)));
  }

  private Response deleteAlias(Request request) {
    metastore.models().alias(model(request), request.path("alias"), null);
    return Response.empty();
  }

  /**
   * @param version null = all
   */
  private static List<Body> aliases(Model model, Long version) {
    return model.aliases().entrySet().stream()
        .filter(e -> version == null || e.getValue().equals(version))
        .map(e -> alias(e.getKey(), e.getValue()))
        .toList();
  }

  private static Body alias(String name, long version) {
    return Json.body().with("alias_name", name).with("version_num", version);
  }

  private Body version(Model m, Version v) {
    Body body =
        Json.body()
            .with("model_name", m.name())
            .with("catalog_name", m.catalog())
            .with("schema_name", m.schema())
            .with("version", v.number())
            .with("comment", v.comment())
            .with("source", v.source())
            .with("status", "READY")
            .with("storage_location", m.storageLocation() + "/versions/" + v.number())
            .with("metastore_id", metastore.id())
            .with("id", m.id() + "-" + v.number());
    return Render.times(body, v.createdAt(), v.createdAt(), v.by());
  }

  private Body body(Model m) {
    Body body =
        Json.body()
            .with("name", m.name())
            .with("catalog_name", m.catalog())
            .with("schema_name", m.schema())
            .with("full_name", m.fullName())
            .with("owner", m.owner())
            .with("comment", m.comment())
            .with("storage_location", m.storageLocation())
            .with("metastore_id", metastore.id());
    return Render.times(body, m.createdAt(), m.updatedAt(), m.owner());
  }
}
