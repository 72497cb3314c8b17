package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Metastore.Provider;
import io.datareplicator.sandbox.metastore.Metastore.Recipient;
import io.datareplicator.sandbox.metastore.Metastore.Share;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import io.datareplicator.sandbox.metastore.SchemaEntry;
import java.util.List;
import java.util.Map;

/** Unity Catalog and Delta Sharing objects in the field sets of the REST API (reference §4, §5). */
final class Render {
  private static final String METASTORE = "METASTORE";

  private Render() {}

  static Body catalog(Metastore metastore, CatalogEntry c) {
    boolean shared = "DELTASHARING_CATALOG".equals(c.catalogType());
    boolean managed = "MANAGED_CATALOG".equals(c.catalogType());
    Body body =
        Json.body()
            .with("name", c.name())
            .with("full_name", c.name())
            .with("owner", c.owner())
            .with("comment", c.comment())
            .with("catalog_type", c.catalogType())
            .with("provider_name", c.providerName())
            .with("share_name", c.shareName())
            .with("metastore_id", metastore.id())
            .with("isolation_mode", c.isolationMode());
    if (managed) {
      body.with("storage_root", c.storageRoot())
          .with("storage_location", metastore.storageLocation(c))
          .with("properties", present(c.properties()))
          .with("enable_predictive_optimization", c.enablePredictiveOptimization())
          .with(
              "effective_predictive_optimization_flag",
              optimization(metastore, c.enablePredictiveOptimization(), null, null));
    }
    body.with("securable_type", "CATALOG").with("browse_only", false);
    if (!shared) {
      body.with("provisioning_info", Json.body().with("state", "ACTIVE"));
    }
    return times(body, c.createdAt(), c.updatedAt(), c.owner());
  }

  static Body schema(Metastore metastore, CatalogEntry catalog, SchemaEntry s) {
    Body body =
        Json.body()
            .with("name", s.name())
            .with("catalog_name", s.catalogName())
            .with("full_name", s.catalogName() + "." + s.name())
            .with("owner", s.owner())
            .with("comment", s.comment())
            .with("catalog_type", catalog.catalogType())
            .with("metastore_id", metastore.id())
            .with("schema_id", s.id())
            .with("properties", present(s.properties()))
            .with("storage_root", s.storageRoot());
    if (s.storageRoot() != null) {
      body.with("storage_location", s.storageRoot() + "/__unitystorage/schemas/" + s.id());
    }
    body.with("enable_predictive_optimization", s.enablePredictiveOptimization())
        .with(
            "effective_predictive_optimization_flag",
            optimization(metastore, s.enablePredictiveOptimization(), catalog, null))
        .with("browse_only", false);
    return times(body, s.createdAt(), s.updatedAt(), s.owner());
  }

  /**
   * Predictive optimization as it applies.
   *
   * @param catalog parent catalog, null for a catalog itself
   * @param schema parent schema, null for a catalog or schema itself
   */
  static Body optimization(
      Metastore metastore, String own, CatalogEntry catalog, SchemaEntry schema) {
    if (!"INHERIT".equals(own)) {
      return Json.body().with("value", own);
    }
    if (schema != null && !"INHERIT".equals(schema.enablePredictiveOptimization())) {
      return inherited(
          schema.enablePredictiveOptimization(),
          "SCHEMA",
          schema.catalogName() + "." + schema.name());
    }
    if (catalog != null && !"INHERIT".equals(catalog.enablePredictiveOptimization())) {
      return inherited(catalog.enablePredictiveOptimization(), "CATALOG", catalog.name());
    }
    return inherited("ENABLE", METASTORE, metastore.name());
  }

  private static Body inherited(String value, String type, String name) {
    return Json.body()
        .with("value", value)
        .with("inherited_from_type", type)
        .with("inherited_from_name", name);
  }

  static Body share(Share share, boolean withObjects) {
    Body body =
        Json.body()
            .with("name", share.name())
            .with("owner", share.owner())
            .with("comment", share.comment());
    times(body, share.createdAt(), share.updatedAt(), share.owner());
    if (withObjects && !share.objects().isEmpty()) {
      body.with("objects", share.objects().stream().map(Render::sharedObject).toList());
    }
    return body;
  }

  private static Body sharedObject(SharedObject o) {
    return Json.body()
        .with("name", o.name())
        .with(o.type().equals("VOLUME") ? "string_shared_as" : "shared_as", o.sharedAs())
        .with("data_object_type", o.type())
        .with("comment", o.comment())
        .with("added_at", o.addedAt())
        .with("added_by", o.addedBy())
        .with("status", "ACTIVE")
        .with("history_data_sharing_status", o.historyStatus());
  }

  static List<Body> privilegeAssignments(Map<String, List<String>> permissions) {
    return permissions.entrySet().stream()
        .map(e -> Json.body().with("principal", e.getKey()).with("privileges", e.getValue()))
        .toList();
  }

  static Body recipient(Recipient r) {
    Body body =
        Json.body()
            .with("name", r.name())
            .with("authentication_type", r.authenticationType())
            .with("owner", r.owner())
            .with("comment", r.comment());
    if (r.globalMetastoreId() != null) {
      String[] id = r.globalMetastoreId().split(":");
      body.with("data_recipient_global_metastore_id", r.globalMetastoreId())
          .with("cloud", id[0])
          .with("region", id[1])
          .with("metastore_id", id[2])
          .with("activated", true);
    } else {
      body.with("activated", false);
    }
    body.with(
        "properties_kvpairs", Json.body().with("properties", Map.of("databricks.name", r.name())));
    return times(body, r.createdAt(), r.updatedAt(), r.owner());
  }

  static Body provider(Provider p, String owner) {
    String[] id = p.globalMetastoreId().split(":");
    Body body =
        Json.body()
            .with("name", p.name())
            .with("authentication_type", "DATABRICKS")
            .with("data_provider_global_metastore_id", p.globalMetastoreId())
            .with("cloud", id[0])
            .with("region", id[1])
            .with("metastore_id", id[2])
            .with("owner", owner);
    return times(body, p.createdAt(), p.createdAt(), owner);
  }

  static Body times(Body body, long created, long updated, String by) {
    return body.with("created_at", created)
        .with("created_by", by)
        .with("updated_at", updated)
        .with("updated_by", by);
  }

  static <K, V> Map<K, V> present(Map<K, V> map) {
    return map == null || map.isEmpty() ? null : map;
  }
}
