package io.datareplicator.sandbox.control;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Models;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.Pipeline.Dataset;
import io.datareplicator.sandbox.metastore.Pipeline.Layout;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.sql.Datasets;
import io.datareplicator.sandbox.sql.Datasets.Asked;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.delta.FutureFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@code /sandbox/pipelines}, {@code /sandbox/tables} and {@code /sandbox/models}: states of
 * objects that no statement brings about.
 */
public final class TableControl {
  private static final String PIPELINES = "/sandbox/pipelines";

  private final Workspace workspace;
  private final Metastore metastore;
  private final Datasets datasets;

  public TableControl(Workspace workspace, Metastore metastore, Datasets datasets) {
    this.workspace = workspace;
    this.metastore = metastore;
    this.datasets = datasets;
  }

  public void register(Router router) {
    router
        .open("POST", PIPELINES, this::createPipeline)
        .open("GET", PIPELINES, r -> list())
        .open("GET", PIPELINES + "/{pipeline_id}", r -> Response.ok(render(pipeline(r))))
        .open("POST", PIPELINES + "/{pipeline_id}", this::changePipeline)
        .open("POST", "/sandbox/tables/{full_name}", this::changeTable)
        .open("POST", "/sandbox/models/{full_name}", this::addVersion);
  }

  private Pipeline pipeline(Request request) {
    return metastore.pipelines().get(request.path("pipeline_id"));
  }

  private Response list() {
    return Response.ok(
        Json.body()
            .with("pipelines", metastore.pipelines().list().stream().map(this::render).toList()));
  }

  /**
   * {@code name, catalog, schema, layout (dpm, legacy_a, legacy_b, legacy_c), tables: [{name, kind
   * (streaming_table, materialized_view), query, columns, properties}]}.
   */
  private Response createPipeline(Request request) {
    Input in = request.json();
    List<Asked> asked = new ArrayList<>();
    for (Input table : in.objects("tables")) {
      asked.add(asked(table));
    }
    try {
      Pipeline made =
          datasets.create(
              in.required("name"),
              in.required("catalog"),
              in.required("schema"),
              layout(in.text("layout", "dpm")),
              asked,
              workspace.user());
      return Response.ok(render(made));
    } catch (SqlFailure e) {
      throw ApiException.invalid(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.invalid("Interrupted");
    }
  }

  private static Asked asked(Input in) {
    String kind = in.text("kind", "streaming_table");
    if (!List.of("streaming_table", "materialized_view").contains(kind)) {
      throw ApiException.invalid("kind must be streaming_table or materialized_view, got " + kind);
    }
    if (!in.has("query") && !in.has("columns")) {
      throw ApiException.invalid("A table needs a query or columns");
    }
    return new Asked(
        in.required("name"),
        kind.equals("materialized_view"),
        in.text("columns", null),
        in.text("query", null),
        in.has("properties") ? in.strings("properties") : Map.of());
  }

  private static Layout layout(String name) {
    return Arrays.stream(Layout.values())
        .filter(l -> l.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.invalid(
                    "layout must be one of "
                        + Arrays.stream(Layout.values()).map(Layout::wireName).toList()));
  }

  /** {@code table, deny_lookup}: whether looking up the table behind it is refused. */
  private Response changePipeline(Request request) {
    Pipeline pipeline = pipeline(request);
    Input in = request.json();
    String name = in.required("table");
    for (Dataset dataset : pipeline.datasets()) {
      if (datasets.place(pipeline, dataset).table().equalsIgnoreCase(name)) {
        metastore.pipelines().denyLookup(dataset.tableId(), in.flag("deny_lookup"));
        return Response.ok(render(pipeline(request)));
      }
    }
    throw ApiException.invalid("Pipeline " + pipeline.id() + " has no table " + name);
  }

  /**
   * {@code reader_feature}: from now on the table needs a feature of this name, which no engine
   * here has.
   */
  private Response changeTable(Request request) {
    String[] name = request.path("full_name").split("\\.");
    if (name.length != 3) {
      throw ApiException.invalid("The table's full name has three parts");
    }
    TableEntry table = metastore.table(name[0], name[1], name[2]).table();
    if (table.location() == null) {
      throw ApiException.invalid("A view has no protocol");
    }
    long version =
        FutureFeature.require(
            metastore.physical(table).location(), request.json().required("reader_feature"));
    return Response.ok(Json.body().with("version", version));
  }

  /** {@code comment, source}: a new version of a registered model. */
  private Response addVersion(Request request) {
    String[] name = request.path("full_name").split("\\.");
    if (name.length != 3) {
      throw ApiException.invalid("The model's full name has three parts");
    }
    Models models = metastore.models();
    Input in = request.json();
    Models.Version added =
        models.addVersion(
            models.get(name[0], name[1], name[2]),
            in.text("comment"),
            in.text("source", "runs:/1/model"),
            workspace.user());
    return Response.ok(Json.body().with("version", added.number()));
  }

  private Body render(Pipeline pipeline) {
    List<Body> tables = new ArrayList<>();
    for (Dataset dataset : pipeline.datasets()) {
      var place = datasets.place(pipeline, dataset);
      tables.add(
          Json.body()
              .with("full_name", place.toString())
              .with("table_id", dataset.tableId())
              .with("backing", dataset.backing().toString())
              .with("backing_table_id", dataset.backingId())
              .with("deny_lookup", dataset.lookupDenied()));
    }
    return Json.body()
        .with("pipeline_id", pipeline.id())
        .with("name", pipeline.name())
        .with("layout", pipeline.layout().wireName())
        .with("event_log", pipeline.eventLog().toString())
        .with("tables", tables);
  }
}
