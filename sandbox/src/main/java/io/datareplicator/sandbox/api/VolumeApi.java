package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedVolume;
import io.datareplicator.sandbox.metastore.VolumeEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Volumes (reference §4); what is in them is the business of the Files API. */
public final class VolumeApi {
  private static final String VOLUMES = UnityPaths.ROOT + "/volumes";
  private static final List<String> FIELDS = List.of("new_name", "owner", "comment");

  private final Metastore metastore;
  private final Paging paging;

  public VolumeApi(Metastore metastore, Paging paging) {
    this.metastore = metastore;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", VOLUMES, this::list)
        .add("POST", VOLUMES, this::create)
        .add("GET", VOLUMES + "/{full_name}", this::get)
        .add("PATCH", VOLUMES + "/{full_name}", this::update)
        .add("DELETE", VOLUMES + "/{full_name}", this::delete);
  }

  private Response list(Request request) {
    CatalogEntry catalog = metastore.catalog(request.requiredQuery("catalog_name"));
    String schema = request.requiredQuery("schema_name");
    List<ResolvedVolume> volumes =
        InformationSchema.isName(schema)
            ? List.of()
            : metastore.volumes().list(catalog.name(), schema);
    return paging.page(request, "volumes", volumes, v -> v.volume().name(), this::render);
  }

  private Response create(Request request) {
    Input in = request.json();
    String name = in.required("name");
    String catalog = in.required("catalog_name");
    String schema = in.required("schema_name");
    return volume(
        metastore
            .volumes()
            .create(
                catalog,
                schema,
                name,
                in.required("volume_type"),
                in.text("storage_location", null),
                in.text("comment"),
                request.user()));
  }

  private Response get(Request request) {
    FullName name = name(request);
    return volume(metastore.volumes().get(name.part(0), name.part(1), name.part(2)));
  }

  private Response update(Request request) {
    FullName name = name(request);
    Input in = request.json();
    Map<String, Object> changes = new LinkedHashMap<>();
    for (String field : FIELDS) {
      if (in.has(field)) {
        changes.put(field, in.text(field));
      }
    }
    if (changes.isEmpty()) {
      throw ApiException.invalid("UpdateVolume Nothing to update.");
    }
    return volume(metastore.volumes().update(name.part(0), name.part(1), name.part(2), changes));
  }

  private Response delete(Request request) {
    FullName name = name(request);
    metastore.volumes().drop(name.part(0), name.part(1), name.part(2));
    return Response.empty();
  }

  private static FullName name(Request request) {
    return FullName.of(request.path("full_name"), 3);
  }

  private Response volume(ResolvedVolume volume) {
    return Response.ok(render(volume));
  }

  private Json.Body render(ResolvedVolume v) {
    VolumeEntry volume = v.volume();
    Json.Body body =
        Json.body()
            .with("name", volume.name())
            .with("catalog_name", v.catalog())
            .with("schema_name", v.schema())
            .with("full_name", v.fullName())
            .with("volume_type", volume.volumeType())
            .with("storage_location", volume.storageLocation())
            .with("owner", volume.owner())
            .with("comment", volume.comment())
            .with("metastore_id", metastore.id())
            .with("volume_id", volume.id())
            .with("browse_only", false);
    return Render.times(body, volume.createdAt(), volume.updatedAt(), volume.owner());
  }
}
