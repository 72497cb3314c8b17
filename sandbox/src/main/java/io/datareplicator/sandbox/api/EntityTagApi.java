package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Securables;
import io.datareplicator.sandbox.metastore.Tags;
import io.datareplicator.sandbox.metastore.Tags.Tag;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** {@code entity-tag-assignments} of Unity Catalog objects (reference §4). */
public final class EntityTagApi {
  private static final String ROOT = UnityPaths.ROOT + "/entity-tag-assignments";
  private static final String TAGS = ROOT + "/{entity_type}/{entity_name}/tags";
  private static final String COLUMNS = "columns";

  private final Metastore metastore;
  private final SqlEngine engine;
  private final Paging paging;

  public EntityTagApi(Metastore metastore, SqlEngine engine, Paging paging) {
    this.metastore = metastore;
    this.engine = engine;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("POST", ROOT, this::create)
        .add("GET", TAGS, this::list)
        .add("GET", TAGS + "/{tag_key}", this::get)
        .add("PATCH", TAGS + "/{tag_key}", this::update)
        .add("DELETE", TAGS + "/{tag_key}", this::delete);
  }

  /** An entity as addressed, with the name under which it answers. */
  private record Entity(String type, String name, Tags.Target target) {
    Json.Body body(Tag tag) {
      return Json.body()
          .with("entity_type", type)
          .with("entity_name", name)
          .with("tag_key", tag.key())
          .with("tag_value", tag.value())
          .with("update_time", Instant.ofEpochMilli(tag.updatedAt()).toString())
          .with("updated_by", tag.updatedBy());
    }
  }

  private Response create(Request request) {
    Input in = request.json();
    Entity entity = entity(in.required("entity_type"), in.required("entity_name"));
    Tag tag =
        metastore
            .tags()
            .create(entity.target(), in.required("tag_key"), in.text("tag_value"), request.user());
    return Response.ok(entity.body(tag));
  }

  private Response list(Request request) {
    Entity entity = entity(request);
    return paging.page(
        request, "tag_assignments", metastore.tags().of(entity.target()), Tag::key, entity::body);
  }

  private Response get(Request request) {
    Entity entity = entity(request);
    return Response.ok(entity.body(metastore.tags().get(entity.target(), request.path("tag_key"))));
  }

  private Response update(Request request) {
    Entity entity = entity(request);
    String mask = request.requiredQuery("update_mask");
    List<String> fields = Arrays.asList(mask.split(",", -1));
    if (!fields.equals(List.of("tag_value")) && !fields.equals(List.of("*"))) {
      throw ApiException.invalid("update_mask may name tag_value only, got '" + mask + "'");
    }
    Tag tag =
        metastore
            .tags()
            .update(
                entity.target(),
                request.path("tag_key"),
                request.json().text("tag_value"),
                request.user());
    return Response.ok(entity.body(tag));
  }

  private Response delete(Request request) {
    metastore.tags().remove(entity(request).target(), request.path("tag_key"));
    return Response.empty();
  }

  private Entity entity(Request request) {
    return entity(request.path("entity_type"), request.path("entity_name"));
  }

  private Entity entity(String type, String name) {
    if (type.equals(COLUMNS)) {
      return column(name);
    }
    SecurableType found =
        Arrays.stream(SecurableType.values())
            .filter(t -> t.taggable() && t.plural().equals(type))
            .findFirst()
            .orElseThrow(
                () ->
                    ApiException.invalid(
                        "entity_type must be one of catalogs, schemas, tables, columns, volumes,"
                            + " got '"
                            + type
                            + "'"));
    Securable securable = Securables.find(metastore, found, name);
    return new Entity(type, securable.name(), Tags.Target.of(securable));
  }

  /** Column names, unlike the others, may contain periods. */
  private Entity column(String name) {
    String[] parts = name.split("\\.", 4);
    if (parts.length != 4) {
      throw ApiException.invalid("'" + name + "' is not catalog.schema.table.column");
    }
    Securable table =
        Securables.find(metastore, SecurableType.TABLE, parts[0] + "." + parts[1] + "." + parts[2]);
    TableColumn column =
        engine.describe(parts[0], parts[1], parts[2]).columns().stream()
            .filter(c -> c.name().equalsIgnoreCase(parts[3]))
            .findFirst()
            .orElseThrow(
                () ->
                    new UcException(
                        404,
                        "COLUMN_DOES_NOT_EXIST",
                        "Column '" + table.name() + "." + parts[3] + "' does not exist."));
    return new Entity(
        COLUMNS, table.name() + "." + column.name(), new Tags.Target(table, column.name()));
  }
}
