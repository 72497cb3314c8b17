package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.ExternalLocation;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.SchemaEntry;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.TableSecurity;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import io.datareplicator.sandbox.sql.SqlEngine.TableDetail;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes a TableInfo; asks the engine for columns and properties only when they are wanted. */
record TableRenderer(
    Metastore metastore,
    SqlEngine engine,
    boolean columns,
    boolean properties,
    boolean deltaMetadata,
    boolean manifest) {
  private static final String NO_ACCESS_CONFIGURATION = "00000000-0000-0000-0000-000000000000";

  Body render(CatalogEntry catalog, SchemaEntry schema, ResolvedTable resolved) {
    TableEntry t = resolved.table();
    boolean view = "VIEW".equals(t.tableType());
    boolean wanted = columns || properties || deltaMetadata || view;
    TableDetail detail =
        wanted ? engine.describe(resolved.catalog(), resolved.schema(), t.name()) : null;
    TableSecurity security = resolved.readOnly() ? TableSecurity.NONE : metastore.security(t.id());
    Body body =
        Json.body()
            .with("name", t.name())
            .with("catalog_name", resolved.catalog())
            .with("schema_name", resolved.schema())
            .with("full_name", resolved.catalog() + "." + resolved.schema() + "." + t.name())
            .with("table_type", t.tableType());
    if (!view) {
      body.with("data_source_format", resolved.readOnly() ? "DELTASHARING" : "DELTA");
    }
    if (columns && !detail.columns().isEmpty()) {
      body.with("columns", detail.columns().stream().map(c -> column(c, security)).toList());
    }
    if (t.isDataset()) {
      Pipeline pipeline = metastore.pipelines().ofTable(t.id());
      if (pipeline != null) {
        body.with("pipeline_id", pipeline.id());
        // A streaming table's query is not shown [UNV].
        body.with("view_definition", t.isStreaming() ? null : pipeline.dataset(t.id()).query());
      }
    } else {
      body.with("storage_location", t.location());
    }
    if (view) {
      body.with("view_definition", detail.viewText()).with("sql_path", "");
    }
    body.with("owner", t.owner()).with("comment", t.comment());
    if (properties) {
      body.with("properties", Render.present(propertiesOf(detail)));
    }
    if (security.filter() != null) {
      body.with(
          "row_filter",
          Json.body()
              .with("function_name", security.filter().name())
              .with("input_column_names", security.filter().columns()));
    }
    body.with("metastore_id", metastore.id()).with("table_id", t.id());
    if (manifest) {
      body.with("securable_kind_manifest", manifestOf(resolved));
    }
    if (!view) {
      body.with("enable_predictive_optimization", "INHERIT")
          .with(
              "effective_predictive_optimization_flag",
              Render.optimization(metastore, "INHERIT", catalog, schema))
          .with("data_access_configuration_id", NO_ACCESS_CONFIGURATION)
          .with("browse_only", false);
      if (deltaMetadata) {
        body.with(
            "delta_runtime_properties_kvpairs",
            Json.body()
                .with(
                    "delta_runtime_properties",
                    Map.of("delta.lastUpdateVersion", String.valueOf(detail.version()))));
      }
    }
    Render.times(body, t.createdAt(), t.updatedAt(), t.owner());
    return body.with("storage_credential_name", credentialOf(resolved));
  }

  private String credentialOf(ResolvedTable resolved) {
    if (resolved.readOnly() || !"EXTERNAL".equals(resolved.table().tableType())) {
      return null;
    }
    ExternalLocation cover = metastore.external().covering(resolved.table().location());
    return cover == null ? null : cover.credentialName();
  }

  private static Map<String, String> propertiesOf(TableDetail detail) {
    Map<String, String> properties = new TreeMap<>(detail.properties());
    if (detail.version() != null) {
      properties.putIfAbsent("delta.lastUpdateVersion", detail.version().toString());
    }
    return properties;
  }

  private static Body manifestOf(ResolvedTable resolved) {
    String kind =
        switch (resolved.table().tableType()) {
          case "VIEW" -> "TABLE_VIEW";
          case "EXTERNAL" -> "TABLE_DELTA_EXTERNAL";
          case "STREAMING_TABLE" -> "TABLE_STREAMING_LIVE_TABLE";
          case "MATERIALIZED_VIEW" -> "TABLE_MATERIALIZED_VIEW";
          default -> resolved.readOnly() ? "TABLE_DELTASHARING" : "TABLE_DELTA";
        };
    List<String> capabilities =
        kind.startsWith("TABLE_DELTA") ? List.of("HAS_DIRECT_EXTERNAL_ENGINE_READ_SUPPORT") : null;
    return Json.body()
        .with("securable_type", "TABLE")
        .with("securable_kind", kind)
        .with("capabilities", capabilities);
  }

  private static Body mask(TableSecurity.Function mask) {
    return mask == null
        ? null
        : Json.body()
            .with("function_name", mask.name())
            .with("using_column_names", mask.columns().isEmpty() ? null : mask.columns());
  }

  private static Body column(TableColumn c, TableSecurity security) {
    return Json.body()
        .with("name", c.name())
        .with("type_text", c.typeText())
        .with("type_name", c.typeName())
        .with("type_json", c.typeJson())
        .with("type_precision", c.precision())
        .with("type_scale", c.scale())
        .with("position", c.position())
        .with("nullable", c.nullable())
        .with("comment", c.comment())
        .with("partition_index", c.partitionIndex())
        .with("mask", mask(security.masks().get(c.name().toLowerCase(Locale.ROOT))));
  }
}
