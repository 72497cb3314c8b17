package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
import io.datareplicator.sandbox.metastore.Metastore.Provider;
import io.datareplicator.sandbox.metastore.Metastore.Recipient;
import io.datareplicator.sandbox.metastore.Metastore.Share;
import io.datareplicator.sandbox.metastore.Metastore.ShareUpdate;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shares, recipients and providers (reference §5). */
public final class SharingApi {
  private static final String SHARES = UnityPaths.ROOT + "/shares";
  private static final String RECIPIENTS = UnityPaths.ROOT + "/recipients";
  private static final String PROVIDERS = UnityPaths.ROOT + "/providers";

  private final Metastore metastore;
  private final Paging paging;

  public SharingApi(Metastore metastore, Paging paging) {
    this.metastore = metastore;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", SHARES, this::listShares)
        .add("POST", SHARES, this::createShare)
        .add("GET", SHARES + "/{name}", this::getShare)
        .add("PATCH", SHARES + "/{name}", this::updateShare)
        .add("DELETE", SHARES + "/{name}", this::deleteShare)
        .add("GET", SHARES + "/{name}/permissions", this::permissions)
        .add("PATCH", SHARES + "/{name}/permissions", this::updatePermissions)
        .add("GET", RECIPIENTS, this::listRecipients)
        .add("POST", RECIPIENTS, this::createRecipient)
        .add("GET", RECIPIENTS + "/{name}", this::getRecipient)
        .add("PATCH", RECIPIENTS + "/{name}", this::updateRecipient)
        .add("DELETE", RECIPIENTS + "/{name}", this::deleteRecipient)
        .add("GET", RECIPIENTS + "/{name}/share-permissions", this::recipientShares)
        .add("GET", PROVIDERS, this::listProviders)
        .add("GET", PROVIDERS + "/{name}", this::getProvider)
        .add("GET", PROVIDERS + "/{name}/shares", this::providerShares);
  }

  private Response listShares(Request request) {
    return paging.page(
        request, "shares", metastore.shares(), Share::name, s -> Render.share(s, false));
  }

  private Response createShare(Request request) {
    Input in = request.json();
    Share share = metastore.createShare(in.required("name"), in.text("comment"), request.user());
    return Response.ok(Render.share(share, false));
  }

  private Response getShare(Request request) {
    Share share = metastore.share(request.path("name"));
    return Response.ok(Render.share(share, request.flag("include_shared_data")));
  }

  private Response updateShare(Request request) {
    Input in = request.json();
    List<ShareUpdate> updates = new ArrayList<>();
    for (Input update : in.objects("updates")) {
      updates.add(
          new ShareUpdate(
              update.required("action"), dataObject(update.object("data_object"), request.user())));
    }
    Share share =
        metastore.updateShare(
            request.path("name"),
            updates,
            in.text("comment"),
            in.text("owner", null),
            in.text("new_name", null));
    return Response.ok(Render.share(share, true));
  }

  private static SharedObject dataObject(Input in, String user) {
    if (!in.objects("partitions").isEmpty()) {
      throw ApiException.invalid("Sharing single partitions is not supported in this workspace");
    }
    String type = in.text("data_object_type", "TABLE");
    // A volume's name at the recipient has a field of its own; the two never come together.
    boolean volume = type.equals("VOLUME");
    String other = volume ? "shared_as" : "string_shared_as";
    if (in.text(other, null) != null) {
      throw ApiException.invalid(other + " can not be set for data object type " + type);
    }
    return new SharedObject(
        type,
        in.required("name"),
        in.text(volume ? "string_shared_as" : "shared_as", null),
        in.text("history_data_sharing_status", null),
        in.text("comment"),
        0,
        user);
  }

  private Response deleteShare(Request request) {
    metastore.dropShare(request.path("name"));
    return Response.empty();
  }

  private Response permissions(Request request) {
    return permissionsOf(metastore.sharePermissions(request.path("name")));
  }

  private static Response permissionsOf(Map<String, List<String>> permissions) {
    List<Json.Body> assignments = Render.privilegeAssignments(permissions);
    return Response.ok(
        Json.body().with("privilege_assignments", assignments.isEmpty() ? null : assignments));
  }

  private Response updatePermissions(Request request) {
    Input in = request.json();
    List<PermissionChange> changes = new ArrayList<>();
    for (Input change : in.objects("changes")) {
      changes.add(
          new PermissionChange(
              change.required("principal"), change.texts("add"), change.texts("remove")));
    }
    var permissions = metastore.updateSharePermissions(request.path("name"), changes);
    return in.flag("omit_permissions_list") ? Response.empty() : permissionsOf(permissions);
  }

  private Response listRecipients(Request request) {
    String id = request.query("data_recipient_global_metastore_id");
    List<Recipient> recipients =
        metastore.recipients().stream()
            .filter(r -> id == null || id.equals(r.globalMetastoreId()))
            .toList();
    return paging.page(request, "recipients", recipients, Recipient::name, Render::recipient);
  }

  private Response createRecipient(Request request) {
    Input in = request.json();
    Recipient recipient =
        metastore.createRecipient(
            in.required("name"),
            in.required("authentication_type"),
            in.text("data_recipient_global_metastore_id", null),
            in.text("comment"),
            in.text("owner", request.user()));
    return Response.ok(Render.recipient(recipient));
  }

  private Response getRecipient(Request request) {
    return Response.ok(Render.recipient(metastore.recipient(request.path("name"))));
  }

  private Response updateRecipient(Request request) {
    Input in = request.json();
    return Response.ok(
        Render.recipient(
            metastore.updateRecipient(
                request.path("name"),
                in.text("new_name", null),
                in.text("comment"),
                in.text("owner", null))));
  }

  private Response deleteRecipient(Request request) {
    metastore.dropRecipient(request.path("name"));
    return Response.empty();
  }

  private Response recipientShares(Request request) {
    String name = metastore.recipient(request.path("name")).name();
    List<Share> shares =
        metastore.shares().stream()
            .filter(s -> metastore.sharePermissions(s.name()).containsKey(name))
            .toList();
    return paging.page(
        request,
        "permissions_out",
        shares,
        Share::name,
        s ->
            Json.body()
                .with("share_name", s.name())
                .with(
                    "privilege_assignments",
                    List.of(
                        Json.body()
                            .with("principal", name)
                            .with("privileges", List.of("SELECT")))));
  }

  private Response listProviders(Request request) {
    String id = request.query("data_provider_global_metastore_id");
    List<Provider> providers =
        metastore.providers().stream()
            .filter(p -> id == null || id.equals(p.globalMetastoreId()))
            .toList();
    return paging.page(
        request,
        "providers",
        providers,
        Provider::name,
        p -> Render.provider(p, metastore.owner()));
  }

  private Response getProvider(Request request) {
    return Response.ok(
        Render.provider(metastore.provider(request.path("name")), metastore.owner()));
  }

  private Response providerShares(Request request) {
    return paging.page(
        request,
        "shares",
        metastore.providerShares(request.path("name")),
        name -> name,
        name -> Json.body().with("name", name));
  }
}
