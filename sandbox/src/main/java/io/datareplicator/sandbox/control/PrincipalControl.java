package io.datareplicator.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Principal;
import io.datareplicator.sandbox.metastore.Principal.Kind;
import io.datareplicator.sandbox.metastore.PrincipalStore;
import io.datareplicator.sandbox.metastore.UcException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** {@code /sandbox/principals}: users, groups and service principals of a workspace, for tests. */
public final class PrincipalControl {
  private static final String ROOT = "/sandbox/principals";

  private final PrincipalStore principals;

  public PrincipalControl(PrincipalStore principals) {
    this.principals = principals;
  }

  public void register(Router router) {
    router
        .open("GET", ROOT, r -> answer(principals.all()))
        .open("POST", ROOT, this::add)
        .open("DELETE", ROOT + "/{id}", this::remove);
  }

  private Response answer(List<Principal> list) {
    List<Json.Body> bodies =
        list.stream()
            .map(
                p ->
                    Json.body()
                        .with("type", p.kind().name().toLowerCase(Locale.ROOT))
                        .with("id", p.id())
                        .with("name", p.name())
                        .with("display_name", p.displayName())
                        .with("account", p.account()))
            .toList();
    return Response.ok(Json.body().with("principals", bodies));
  }

  private Response add(Request request) {
    JsonNode body;
    try {
      body = Json.parse(request.body());
    } catch (IOException e) {
      throw ApiException.malformed("The body is not JSON");
    }
    List<Principal> added = new ArrayList<>();
    for (JsonNode one : body.isArray() ? body : List.of(body)) {
      added.add(add(new Input(one)));
    }
    return answer(added);
  }

  /**
   * {@code type} user ({@code user_name}), group ({@code display_name}, {@code members} by name,
   * {@code workspace_local}) or service_principal ({@code display_name}, {@code application_id} or
   * a random one).
   */
  private Principal add(Input in) {
    return switch (in.required("type")) {
      case "user" -> {
        String name = in.required("user_name");
        yield principals.add(Kind.USER, name, in.text("display_name", name), true, List.of());
      }
      case "group" -> {
        String name = in.required("display_name");
        yield principals.add(
            Kind.GROUP, name, name, !in.flag("workspace_local"), in.texts("members"));
      }
      case "service_principal" ->
          principals.add(
              Kind.SERVICE_PRINCIPAL,
              in.text("application_id", UUID.randomUUID().toString()),
              in.required("display_name"),
              true,
              List.of());
      default -> throw ApiException.invalid("type must be user, group or service_principal");
    };
  }

  private Response remove(Request request) {
    if (!principals.remove(request.path("id"))) {
      throw UcException.notFound("PRINCIPAL", "Principal", request.path("id"));
    }
    return Response.empty();
  }
}
