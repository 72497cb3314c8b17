package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.FunctionEntry;
import io.datareplicator.sandbox.metastore.FunctionEntry.Parameter;
import io.datareplicator.sandbox.metastore.Metastore;
import java.util.ArrayList;
import java.util.List;

/** Functions: list, get, change of owner, delete (reference §4). */
public final class FunctionApi {
  private static final String ROOT = UnityPaths.ROOT + "/functions";

  private final Metastore metastore;
  private final Paging paging;

  public FunctionApi(Metastore metastore, Paging paging) {
    this.metastore = metastore;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", ROOT, this::list)
        .add("GET", ROOT + "/{full_name}", this::get)
        .add("PATCH", ROOT + "/{full_name}", this::update)
        .add("DELETE", ROOT + "/{full_name}", this::delete);
  }

  private Response list(Request request) {
    String catalog = metastore.catalog(request.requiredQuery("catalog_name")).name();
    String schema = request.requiredQuery("schema_name");
    List<FunctionEntry> functions =
        InformationSchema.isName(schema)
            ? List.of()
            : metastore.functions().list(catalog, metastore.schema(catalog, schema).name());
    String name = InformationSchema.isName(schema) ? schema : schemaName(catalog, schema);
    return paging.page(
        request, "functions", functions, FunctionEntry::name, f -> render(catalog, name, f));
  }

  private String schemaName(String catalog, String schema) {
    return metastore.schema(catalog, schema).name();
  }

  private Response get(Request request) {
    FullName name = FullName.of(request.path("full_name"), 3);
    return answer(name, metastore.functions().get(name.part(0), name.part(1), name.part(2)));
  }

  private Response answer(FullName name, FunctionEntry function) {
    String catalog = metastore.catalog(name.part(0)).name();
    return Response.ok(render(catalog, schemaName(catalog, name.part(1)), function));
  }

  private Response update(Request request) {
    FullName name = FullName.of(request.path("full_name"), 3);
    return answer(
        name,
        metastore
            .functions()
            .setOwner(name.part(0), name.part(1), name.part(2), request.json().required("owner")));
  }

  private Response delete(Request request) {
    FullName name = FullName.of(request.path("full_name"), 3);
    metastore.functions().drop(name.part(0), name.part(1), name.part(2));
    return Response.empty();
  }

  private Body render(String catalog, String schema, FunctionEntry f) {
    boolean sql = f.language().equals("SQL");
    Body body =
        Json.body()
            .with("name", f.name())
            .with("catalog_name", catalog)
            .with("schema_name", schema)
            .with("full_name", catalog + "." + schema + "." + f.name())
            .with("input_params", parameters(f.parameters(), "PARAM"))
            .with("return_params", parameters(f.returnColumns(), "COLUMN"))
            .with("data_type", f.dataType())
            .with("full_data_type", f.fullDataType())
            .with("routine_body", sql ? "SQL" : "EXTERNAL")
            .with("routine_definition", f.definition())
            .with("external_language", sql ? null : "Python")
            .with("routine_dependencies", Json.body())
            .with("parameter_style", "S")
            .with("is_deterministic", f.deterministic())
            .with("sql_data_access", f.sqlDataAccess())
            .with("is_null_call", false)
            .with("security_type", "DEFINER")
            .with("specific_name", f.name())
            .with("comment", f.comment())
            .with("properties", "{\"sqlConfig.spark.sql.ansi.enabled\":\"true\"}")
            .with("owner", f.owner())
            .with("metastore_id", metastore.id())
            .with("function_id", f.id());
    return Render.times(body, f.createdAt(), f.updatedAt(), f.owner());
  }

  private static Body parameters(List<Parameter> parameters, String type) {
    List<Body> bodies = new ArrayList<>();
    for (Parameter p : parameters) {
      bodies.add(
          Json.body()
              .with("name", p.name())
              .with("type_text", p.typeText())
              .with("type_name", p.typeName())
              .with("type_json", p.typeJson())
              .with("type_precision", p.precision())
              .with("type_scale", p.scale())
              .with("position", bodies.size())
              .with("parameter_mode", "IN")
              .with("parameter_type", type)
              .with("parameter_default", p.defaultValue())
              .with("comment", p.comment()));
    }
    return Json.body().with("parameters", bodies.isEmpty() ? null : bodies);
  }
}
