package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.metastore.Principal;
import io.datareplicator.sandbox.metastore.Principal.Kind;
import io.datareplicator.sandbox.metastore.PrincipalStore;
import java.util.List;
import java.util.Map;

/** Principals as SCIM resources. */
final class ScimResources {
  private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";
  private static final Map<Kind, String> LABELS =
      Map.of(
          Kind.USER, "User",
          Kind.GROUP, "Group",
          Kind.SERVICE_PRINCIPAL, "ServicePrincipal");

  private ScimResources() {}

  static String label(Kind kind) {
    return LABELS.get(kind);
  }

  static Json.Body render(PrincipalStore principals, Principal p) {
    Json.Body body =
        Json.body().with("schemas", List.of(CORE + label(p.kind()))).with("id", p.id());
    switch (p.kind()) {
      case USER -> user(body, p);
      case SERVICE_PRINCIPAL ->
          body.with("applicationId", p.name())
              .with("displayName", p.displayName())
              .with("active", true);
      case GROUP -> {
        String type = p.account() ? "Group" : "WorkspaceGroup";
        return body.with("displayName", p.displayName())
            .with("meta", Json.body().with("resourceType", type))
            .with("members", members(principals, p));
      }
    }
    return body.with("groups", groups(principals, p));
  }

  private static void user(Json.Body body, Principal p) {
    String[] names = p.displayName().split(" ", 2);
    body.with("userName", p.name())
        .with("displayName", p.displayName())
        .with("active", true)
        .with(
            "name",
            Json.body()
                .with("givenName", names[0])
                .with("familyName", names.length > 1 ? names[1] : null))
        .with(
            "emails",
            List.of(
                Json.body().with("type", "work").with("value", p.name()).with("primary", true)));
  }

  private static List<Json.Body> groups(PrincipalStore principals, Principal p) {
    return principals.groupsOf(p.id()).stream()
        .map(
            g ->
                Json.body()
                    .with("display", g.displayName())
                    .with("type", "direct")
                    .with("value", g.id())
                    .with("$ref", "Groups/" + g.id()))
        .toList();
  }

  private static List<Json.Body> members(PrincipalStore principals, Principal group) {
    List<Json.Body> members =
        principals.all().stream()
            .filter(p -> group.members().contains(p.id()))
            .map(
                p ->
                    Json.body()
                        .with("display", p.displayName())
                        .with("value", p.id())
                        .with("$ref", label(p.kind()) + "s/" + p.id()))
            .toList();
    return members.isEmpty() ? null : members;
  }
}
