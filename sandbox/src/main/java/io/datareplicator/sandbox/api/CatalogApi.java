package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.SchemaEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Catalogs and schemas. */
public final class CatalogApi {
  private static final String CATALOGS = UnityPaths.ROOT + "/catalogs";
  private static final String SCHEMAS = UnityPaths.ROOT + "/schemas";
  private static final List<String> SCHEMA_FIELDS =
      List.of("new_name", "owner", "comment", "enable_predictive_optimization");
  private static final List<String> CATALOG_FIELDS =
      List.of("new_name", "owner", "comment", "isolation_mode", "enable_predictive_optimization");

  private final Metastore metastore;
  private final Paging paging;

  public CatalogApi(Metastore metastore, Paging paging) {
    this.metastore = metastore;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", CATALOGS, this::listCatalogs)
        .add("POST", CATALOGS, this::createCatalog)
        .add("GET", CATALOGS + "/{name}", r -> catalog(metastore.catalog(r.path("name"))))
        .add("PATCH", CATALOGS + "/{name}", this::updateCatalog)
        .add("DELETE", CATALOGS + "/{name}", this::deleteCatalog)
        .add("GET", SCHEMAS, this::listSchemas)
        .add("POST", SCHEMAS, this::createSchema)
        .add("GET", SCHEMAS + "/{full_name}", this::getSchema)
        .add("PATCH", SCHEMAS + "/{full_name}", this::updateSchema)
        .add("DELETE", SCHEMAS + "/{full_name}", this::deleteSchema);
  }

  private Response listCatalogs(Request request) {
    return paging.page(
        request,
        "catalogs",
        metastore.catalogs(),
        CatalogEntry::name,
        c -> Render.catalog(metastore, c));
  }

  private Response catalog(CatalogEntry entry) {
    return Response.ok(Render.catalog(metastore, entry));
  }

  private Response createCatalog(Request request) {
    Input in = request.json();
    String name = in.required("name");
    if (in.has("connection_name")) {
      throw ApiException.invalid("Foreign catalogs are not supported in this workspace");
    }
    boolean provider = in.has("provider_name");
    if (provider != in.has("share_name")) {
      throw ApiException.invalid("provider_name and share_name must be given together");
    }
    if (provider) {
      return catalog(
          metastore.createSharedCatalog(
              name,
              in.required("provider_name"),
              in.required("share_name"),
              in.text("comment"),
              request.user()));
    }
    return catalog(
        metastore.createCatalog(
            name,
            in.text("comment"),
            in.strings("properties"),
            in.text("storage_root", null),
            request.user()));
  }

  private Response updateCatalog(Request request) {
    return catalog(
        metastore.updateCatalog(request.path("name"), changes(request.json(), CATALOG_FIELDS)));
  }

  private Response deleteCatalog(Request request) {
    metastore.dropCatalog(request.path("name"), request.flag("force"));
    return Response.empty();
  }

  private Response listSchemas(Request request) {
    CatalogEntry catalog = metastore.catalog(request.requiredQuery("catalog_name"));
    List<SchemaEntry> schemas = new ArrayList<>(metastore.schemas(catalog.name()));
    schemas.add(InformationSchema.of(catalog));
    schemas.sort(Comparator.comparing(SchemaEntry::name));
    return paging.page(
        request, "schemas", schemas, SchemaEntry::name, s -> Render.schema(metastore, catalog, s));
  }

  private Response createSchema(Request request) {
    Input in = request.json();
    SchemaEntry schema =
        metastore.createSchema(
            in.required("catalog_name"),
            in.required("name"),
            in.text("comment"),
            in.strings("properties"),
            in.text("storage_root", null),
            request.user());
    return schema(schema);
  }

  private Response schema(SchemaEntry schema) {
    return Response.ok(Render.schema(metastore, metastore.catalog(schema.catalogName()), schema));
  }

  private Response getSchema(Request request) {
    FullName name = FullName.of(request.path("full_name"), 2);
    if (InformationSchema.isName(name.part(1))) {
      return schema(InformationSchema.of(metastore.catalog(name.part(0))));
    }
    return schema(metastore.schema(name.part(0), name.part(1)));
  }

  private Response updateSchema(Request request) {
    FullName name = FullName.of(request.path("full_name"), 2);
    return schema(
        metastore.updateSchema(name.part(0), name.part(1), changes(request.json(), SCHEMA_FIELDS)));
  }

  private Response deleteSchema(Request request) {
    FullName name = FullName.of(request.path("full_name"), 2);
    metastore.dropSchema(name.part(0), name.part(1), request.flag("force"));
    return Response.empty();
  }

  private static Map<String, Object> changes(Input in, List<String> fields) {
    Map<String, Object> changes = new LinkedHashMap<>();
    for (String field : fields) {
      if (in.has(field)) {
        changes.put(field, in.text(field));
      }
    }
    if (in.has("properties")) {
      changes.put("properties", in.strings("properties"));
    }
    return changes;
  }
}
