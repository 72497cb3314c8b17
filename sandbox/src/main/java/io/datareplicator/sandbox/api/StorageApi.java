package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.ExternalLocation;
import io.datareplicator.sandbox.metastore.ExternalStorage;
import io.datareplicator.sandbox.metastore.ExternalStorage.Flags;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.StorageCredential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Storage credentials and external locations. */
public final class StorageApi {
  private static final String CREDENTIALS = UnityPaths.ROOT + "/storage-credentials";
  private static final String LOCATIONS = UnityPaths.ROOT + "/external-locations";
  private static final List<String> IDENTITIES =
      List.of(
          "aws_iam_role",
          "azure_managed_identity",
          "azure_service_principal",
          "databricks_gcp_service_account",
          "cloudflare_api_token");

  private final Metastore metastore;
  private final ExternalStorage storage;
  private final Paging paging;

  public StorageApi(Metastore metastore, Paging paging) {
    this.metastore = metastore;
    this.storage = metastore.external();
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", CREDENTIALS, this::listCredentials)
        .add("POST", CREDENTIALS, this::createCredential)
        .add("GET", CREDENTIALS + "/{name}", r -> credential(storage.credential(r.path("name"))))
        .add("PATCH", CREDENTIALS + "/{name}", this::updateCredential)
        .add("DELETE", CREDENTIALS + "/{name}", this::deleteCredential)
        .add("GET", LOCATIONS, this::listLocations)
        .add("POST", LOCATIONS, this::createLocation)
        .add("GET", LOCATIONS + "/{name}", r -> location(storage.location(r.path("name"))))
        .add("PATCH", LOCATIONS + "/{name}", this::updateLocation)
        .add("DELETE", LOCATIONS + "/{name}", this::deleteLocation);
  }

  private Response listCredentials(Request request) {
    return paging.page(
        request,
        "storage_credentials",
        storage.credentials(),
        StorageCredential::name,
        this::render);
  }

  private Response credential(StorageCredential credential) {
    return Response.ok(render(credential));
  }

  private Response createCredential(Request request) {
    Input in = request.json();
    String name = in.required("name");
    String kind = identity(in);
    if (kind == null) {
      throw ApiException.invalid(
          "A storage credential needs exactly one of " + String.join(", ", IDENTITIES));
    }
    return credential(
        storage.createCredential(
            new StorageCredential(
                null,
                name,
                kind,
                in.strings(kind),
                in.text("comment"),
                in.flag("read_only"),
                request.user(),
                null,
                0,
                0)));
  }

  private Response updateCredential(Request request) {
    Input in = request.json();
    String kind = identity(in);
    return credential(
        storage.updateCredential(
            request.path("name"),
            in.text("new_name", null),
            new StorageCredential(
                null,
                null,
                kind,
                kind == null ? Map.of() : in.strings(kind),
                in.text("comment"),
                false,
                in.text("owner", null),
                in.text("isolation_mode", null),
                0,
                0),
            flag(in, "read_only")));
  }

  /** The one field that holds an identity, or null. */
  private static String identity(Input in) {
    List<String> given = new ArrayList<>(IDENTITIES);
    given.removeIf(kind -> !in.has(kind));
    if (given.size() > 1) {
      throw ApiException.invalid(
          "A storage credential has one identity, got " + String.join(", ", given));
    }
    return given.isEmpty() ? null : given.get(0);
  }

  private Response deleteCredential(Request request) {
    storage.dropCredential(request.path("name"), request.flag("force"));
    return Response.empty();
  }

  private Response listLocations(Request request) {
    return paging.page(
        request, "external_locations", storage.locations(), ExternalLocation::name, this::render);
  }

  private Response location(ExternalLocation location) {
    return Response.ok(render(location));
  }

  private Response createLocation(Request request) {
    Input in = request.json();
    return location(
        storage.createLocation(
            new ExternalLocation(
                in.required("name"),
                in.required("url"),
                in.required("credential_name"),
                null,
                in.text("comment"),
                in.flag("read_only"),
                in.flag("fallback"),
                !in.has("enable_file_events") || in.flag("enable_file_events"),
                request.user(),
                null,
                0,
                0)));
  }

  private Response updateLocation(Request request) {
    Input in = request.json();
    return location(
        storage.updateLocation(
            request.path("name"),
            in.text("new_name", null),
            new ExternalLocation(
                null,
                in.text("url", null),
                in.text("credential_name", null),
                null,
                in.text("comment"),
                false,
                false,
                false,
                in.text("owner", null),
                in.text("isolation_mode", null),
                0,
                0),
            new Flags(
                flag(in, "read_only"), flag(in, "fallback"), flag(in, "enable_file_events"))));
  }

  /** Null when it is not given. */
  private static Boolean flag(Input in, String field) {
    return in.has(field) ? in.flag(field) : null;
  }

  private Response deleteLocation(Request request) {
    storage.dropLocation(request.path("name"), request.flag("force"));
    return Response.empty();
  }

  private Body render(StorageCredential c) {
    Body body =
        Json.body()
            .with("name", c.name())
            .with("full_name", c.name())
            .with("id", c.id())
            .with(c.kind(), c.identity())
            .with("owner", c.owner())
            .with("comment", c.comment())
            .with("read_only", c.readOnly())
            .with("used_for_managed_storage", false)
            .with("isolation_mode", c.isolationMode())
            .with("metastore_id", metastore.id());
    return Render.times(body, c.createdAt(), c.updatedAt(), c.owner());
  }

  private Body render(ExternalLocation l) {
    Body body =
        Json.body()
            .with("name", l.name())
            .with("url", l.url())
            .with("credential_name", l.credentialName())
            .with("credential_id", l.credentialId())
            .with("owner", l.owner())
            .with("comment", l.comment())
            .with("read_only", l.readOnly())
            .with("fallback", l.fallback())
            .with("isolation_mode", l.isolationMode())
            .with("enable_file_events", l.enableFileEvents())
            .with("effective_enable_file_events", l.enableFileEvents())
            .with("browse_only", false)
            .with("metastore_id", metastore.id());
    return Render.times(body, l.createdAt(), l.updatedAt(), l.owner());
  }
}
