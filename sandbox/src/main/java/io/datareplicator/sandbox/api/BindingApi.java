package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Bindings;
import io.datareplicator.sandbox.metastore.Bindings.Binding;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Securables;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Workspace bindings (reference §4). */
public final class BindingApi {
  private static final String BINDINGS =
      UnityPaths.ROOT + "/bindings/{securable_type}/{securable_name}";
  private static final Set<SecurableType> TYPES =
      EnumSet.of(
          SecurableType.CATALOG,
          SecurableType.EXTERNAL_LOCATION,
          SecurableType.STORAGE_CREDENTIAL,
          SecurableType.CREDENTIAL);

  private final Metastore metastore;
  private final Paging paging;

  public BindingApi(Metastore metastore, Paging paging) {
    this.metastore = metastore;
    this.paging = paging;
  }

  public void register(Router router) {
    router.add("GET", BINDINGS, this::list).add("PATCH", BINDINGS, this::update);
  }

  private Securable securable(Request request) {
    String type = request.path("securable_type");
    return Securables.find(
        metastore,
        SecurableType.of(type)
            .filter(TYPES::contains)
            .orElseThrow(
                () -> ApiException.invalid("Objects of type '" + type + "' have no bindings")),
        request.path("securable_name"));
  }

  private Response list(Request request) {
    return paging.page(
        request,
        "bindings",
        metastore.bindings().of(securable(request)),
        b -> String.format("%020d", b.workspaceId()),
        BindingApi::body);
  }

  private Response update(Request request) {
    Input in = request.json();
    List<Body> bodies =
        metastore
            .bindings()
            .update(securable(request), bindings(in, "add"), bindings(in, "remove"))
            .stream()
            .map(BindingApi::body)
            .toList();
    return Response.ok(Json.body().with("bindings", bodies.isEmpty() ? null : bodies));
  }

  private static List<Binding> bindings(Input in, String field) {
    return in.objects(field).stream()
        .map(
            b ->
                new Binding(
                    b.number("workspace_id", 0), b.text("binding_type", Bindings.READ_WRITE)))
        .toList();
  }

  private static Body body(Binding binding) {
    return Json.body()
        .with("workspace_id", binding.workspaceId())
        .with("binding_type", binding.type());
  }
}
