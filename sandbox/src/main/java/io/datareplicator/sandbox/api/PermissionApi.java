package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Grants.Held;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Securables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Privileges: {@code permissions}, {@code effective-permissions} and their paged twins (reference
 * §4).
 */
public final class PermissionApi {
  private static final String NAME = "/{securable_type}/{full_name}";
  private static final String PERMISSIONS = UnityPaths.ROOT + "/permissions" + NAME;
  private static final GrantPaging.Form BY_RESULTS =
      new GrantPaging.Form("privilege_assignments", "max_results");
  private static final GrantPaging.Form DIRECT =
      new GrantPaging.Form("privilege_assignments", "page_size");
  private static final GrantPaging.Form EFFECTIVE =
      new GrantPaging.Form("effective_privilege_assignments", "page_size");
  private static final String SHARE = UnityPaths.ROOT + "/permissions/share/{full_name}";

  private final Metastore metastore;
  private final GrantPaging paging;

  public PermissionApi(Metastore metastore, GrantPaging paging) {
    this.metastore = metastore;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", PERMISSIONS, r -> direct(r, BY_RESULTS))
        .add("PATCH", PERMISSIONS, this::update)
        .add(
            "GET", UnityPaths.ROOT + "/effective-permissions" + NAME, r -> effective(r, BY_RESULTS))
        .add("GET", UnityPaths.ROOT + "/privilege-assignments" + NAME, r -> direct(r, DIRECT))
        .add(
            "GET",
            UnityPaths.ROOT + "/effective-privilege-assignments" + NAME,
            r -> effective(r, EFFECTIVE))
        .add("GET", SHARE, r -> share(r.path("full_name")))
        .add("PATCH", SHARE, this::updateShare);
  }

  private Securable securable(Request request) {
    String type = request.path("securable_type");
    return Securables.find(
        metastore,
        SecurableType.of(type)
            .orElseThrow(
                () ->
                    ApiException.invalid(
                        "SecurableType '" + type + "' is not supported in this workspace")),
        request.path("full_name"));
  }

  private Response direct(Request request, GrantPaging.Form form) {
    SortedMap<String, List<Object>> assignments = new TreeMap<>();
    metastore
        .grants()
        .direct(securable(request))
        .forEach((principal, privileges) -> assignments.put(principal, List.copyOf(privileges)));
    return paging.page(request, form, assignments);
  }

  private Response effective(Request request, GrantPaging.Form form) {
    SortedMap<String, List<Object>> assignments = new TreeMap<>();
    for (Held held : metastore.grants().effective(securable(request))) {
      Json.Body privilege = Json.body().with("privilege", held.privilege());
      if (held.from() != null) {
        privilege
            .with("inherited_from_type", held.from().type().name())
            .with("inherited_from_name", held.from().name());
      }
      assignments.computeIfAbsent(held.principal(), p -> new ArrayList<>()).add(privilege);
    }
    return paging.page(request, form, assignments);
  }

  private Response update(Request request) {
    Securable securable = securable(request);
    Input in = request.json();
    metastore.grants().update(securable, changes(in), request.user());
    if (in.flag("omit_permissions_in_response")) {
      return Response.empty();
    }
    SortedMap<String, List<Object>> assignments = new TreeMap<>();
    metastore
        .grants()
        .direct(securable)
        .forEach((principal, privileges) -> assignments.put(principal, List.copyOf(privileges)));
    return paging.all(assignments);
  }

  private static List<PermissionChange> changes(Input in) {
    List<PermissionChange> changes = new ArrayList<>();
    for (Input change : in.objects("changes")) {
      changes.add(
          new PermissionChange(
              change.required("principal"), change.texts("add"), change.texts("remove")));
    }
    return changes;
  }

  private Response share(String name) {
    SortedMap<String, List<Object>> assignments = new TreeMap<>();
    metastore
        .sharePermissions(name.toLowerCase(Locale.ROOT))
        .forEach((recipient, privileges) -> assignments.put(recipient, List.copyOf(privileges)));
    return paging.all(assignments);
  }

  private Response updateShare(Request request) {
    metastore.updateSharePermissions(request.path("full_name"), changes(request.json()));
    return share(request.path("full_name"));
  }
}
