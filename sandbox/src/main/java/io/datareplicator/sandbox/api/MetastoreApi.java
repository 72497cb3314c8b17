package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Workspace;

/** {@code metastore_summary} and {@code current-metastore-assignment}. */
public final class MetastoreApi {
  private final Workspace workspace;
  private final Metastore metastore;

  public MetastoreApi(Workspace workspace, Metastore metastore) {
    this.workspace = workspace;
    this.metastore = metastore;
  }

  public void register(Router router) {
    router
        .add("GET", UnityPaths.ROOT + "/metastore_summary", this::summary)
        .add("GET", UnityPaths.ROOT + "/current-metastore-assignment", this::assignment);
  }

  private Response summary(Request request) {
    Json.Body body =
        Json.body()
            .with("metastore_id", metastore.id())
            .with("name", metastore.name())
            .with("storage_root", metastore.storageRoot())
            .with("delta_sharing_scope", "INTERNAL_AND_EXTERNAL")
            .with("delta_sharing_recipient_token_lifetime_in_seconds", 0)
            .with("owner", metastore.owner())
            .with("privilege_model_version", "1.0")
            .with("region", metastore.region())
            .with("cloud", metastore.cloud())
            .with("global_metastore_id", metastore.globalId())
            .with("external_access_enabled", false);
    return Response.ok(
        Render.times(body, metastore.createdAt(), metastore.createdAt(), metastore.owner()));
  }

  private Response assignment(Request request) {
    return Response.ok(
        Json.body()
            .with("metastore_id", metastore.id())
            .with("workspace_id", workspace.id())
            .with("default_catalog_name", "main"));
  }
}
