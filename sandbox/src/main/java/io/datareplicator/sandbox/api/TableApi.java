package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.SchemaEntry;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tables and views: list, get, exists, summaries, change of owner, delete. */
public final class TableApi {
  private static final String TABLES = UnityPaths.ROOT + "/tables";

  private final Metastore metastore;
  private final SqlEngine engine;
  private final Paging paging;

  public TableApi(Metastore metastore, SqlEngine engine, Paging paging) {
    this.metastore = metastore;
    this.engine = engine;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", TABLES, this::list)
        .add("GET", TABLES + "/{full_name}", this::get)
        .add("PATCH", TABLES + "/{full_name}", this::update)
        .add("DELETE", TABLES + "/{full_name}", this::delete)
        .add("GET", TABLES + "/{full_name}/exists", this::exists)
        .add("GET", UnityPaths.ROOT + "/table-summaries", this::summaries);
  }

  private Response list(Request request) {
    CatalogEntry catalog = metastore.catalog(request.requiredQuery("catalog_name"));
    String schemaName = request.requiredQuery("schema_name");
    TableRenderer renderer =
        new TableRenderer(
            metastore,
            engine,
            !request.flag("omit_columns"),
            !request.flag("omit_properties"),
            false,
            request.flag("include_manifest_capabilities"));
    SchemaEntry schema =
        InformationSchema.isName(schemaName)
            ? InformationSchema.of(catalog)
            : metastore.schema(catalog.name(), schemaName);
    return paging.page(
        request,
        "tables",
        tables(catalog, schema),
        t -> t.table().name(),
        t -> renderer.render(catalog, schema, t));
  }

  private List<ResolvedTable> tables(CatalogEntry catalog, SchemaEntry schema) {
    return InformationSchema.isName(schema.name())
        ? InformationSchema.tables(catalog)
        : metastore.tables(catalog.name(), schema.name());
  }

  private Response get(Request request) {
    FullName name = FullName.of(request.path("full_name"), 3);
    CatalogEntry catalog = metastore.catalog(name.part(0));
    ResolvedTable table = find(catalog, name);
    SchemaEntry schema =
        InformationSchema.isName(name.part(1))
            ? InformationSchema.of(catalog)
            : metastore.schema(name.part(0), name.part(1));
    TableRenderer renderer =
        new TableRenderer(
            metastore,
            engine,
            true,
            true,
            request.flag("include_delta_metadata"),
            request.flag("include_manifest_capabilities"));
    return Response.ok(renderer.render(catalog, schema, table));
  }

  private ResolvedTable find(CatalogEntry catalog, FullName name) {
    if (!InformationSchema.isName(name.part(1))) {
      ResolvedTable found = metastore.table(name.part(0), name.part(1), name.part(2));
      metastore.pipelines().checkVisible(found);
      return found;
    }
    return InformationSchema.tables(catalog).stream()
        .filter(t -> t.table().name().equalsIgnoreCase(name.part(2)))
        .findFirst()
        .orElseThrow(() -> UcException.notFound("TABLE", "Table", String.join(".", name.parts())));
  }

  private Response exists(Request request) {
    FullName name = FullName.of(request.path("full_name"), 3);
    CatalogEntry catalog = metastore.catalog(name.part(0));
    boolean exists;
    if (InformationSchema.isName(name.part(1))) {
      exists =
          InformationSchema.tables(catalog).stream()
              .anyMatch(t -> t.table().name().equalsIgnoreCase(name.part(2)));
    } else {
      Optional<ResolvedTable> found =
          metastore.tables(name.part(0), name.part(1)).stream()
              .filter(t -> t.table().name().equalsIgnoreCase(name.part(2)))
              .findFirst();
      found.ifPresent(metastore.pipelines()::checkVisible);
      exists = found.isPresent();
    }
    return Response.ok(Json.body().with("table_exists", exists));
  }

  private Response update(Request request) {
    FullName name = FullName.of(request.path("full_name"), 3);
    Input in = request.json();
    metastore.setTableOwner(name.part(0), name.part(1), name.part(2), in.required("owner"));
    return Response.empty();
  }

  private Response delete(Request request) {
    FullName name = FullName.of(request.path("full_name"), 3);
    metastore.dropTable(name.part(0), name.part(1), name.part(2));
    return Response.empty();
  }

  private Response summaries(Request request) {
    CatalogEntry catalog = metastore.catalog(request.requiredQuery("catalog_name"));
    Pattern schemas = LikePattern.of(request.query("schema_name_pattern"));
    Pattern tables = LikePattern.of(request.query("table_name_pattern"));
    List<ResolvedTable> found = new ArrayList<>();
    for (SchemaEntry schema : metastore.schemas(catalog.name())) {
      if (schemas.matcher(schema.name()).matches()) {
        for (ResolvedTable table : metastore.tables(catalog.name(), schema.name())) {
          if (tables.matcher(table.table().name()).matches()) {
            found.add(table);
          }
        }
      }
    }
    return paging.page(
        request,
        "tables",
        found,
        TableApi::fullName,
        t -> Json.body().with("full_name", fullName(t)).with("table_type", t.table().tableType()));
  }

  private static String fullName(ResolvedTable t) {
    return t.catalog() + "." + t.schema() + "." + t.table().name();
  }
}
