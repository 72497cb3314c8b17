package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Principal;
import io.datareplicator.sandbox.metastore.Principal.Kind;
import io.datareplicator.sandbox.metastore.PrincipalStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SCIM: who am I, users, groups and service principals (reference §9). Reads only. */
public final class ScimApi {
  private static final String ROOT = "/api/2.0/preview/scim/v2";
  private static final Pattern FILTER =
      Pattern.compile("\\s*(\\w+)\\s+(\\w+)\\s+(?:\"([^\"]*)\"|'([^']*)')\\s*");

  private final PrincipalStore principals;

  public ScimApi(PrincipalStore principals) {
    this.principals = principals;
  }

  public void register(Router router) {
    router
        .add("GET", ROOT + "/Me", this::me)
        .add("GET", ROOT + "/Users", r -> list(r, Kind.USER))
        .add("GET", ROOT + "/Users/{id}", r -> get(r, Kind.USER))
        .add("GET", ROOT + "/Groups", r -> list(r, Kind.GROUP))
        .add("GET", ROOT + "/Groups/{id}", r -> get(r, Kind.GROUP))
        .add("GET", ROOT + "/ServicePrincipals", r -> list(r, Kind.SERVICE_PRINCIPAL))
        .add("GET", ROOT + "/ServicePrincipals/{id}", r -> get(r, Kind.SERVICE_PRINCIPAL));
  }

  private Response me(Request request) {
    Principal me = principals.find(request.user()).orElseThrow();
    Json.Body body = ScimResources.render(principals, me);
    // Me always has a user name: a service principal's is its application id.
    return Response.ok(body.with("userName", me.name()));
  }

  private Response get(Request request, Kind kind) {
    String id = request.path("id");
    return principals.list(kind).stream()
        .filter(p -> p.id().equals(id))
        .findFirst()
        .map(p -> Response.ok(only(request, ScimResources.render(principals, p))))
        .orElseGet(
            () -> error(404, null, ScimResources.label(kind) + " with id " + id + " not found."));
  }

  private Response list(Request request, Kind kind) {
    Predicate<Principal> filter;
    int start;
    int count;
    try {
      filter = filter(request.query("filter"), kind);
      start = Math.max(1, number(request, "startIndex", 1));
      count = Math.max(0, number(request, "count", Integer.MAX_VALUE));
    } catch (Refused e) {
      return error(400, e.type, e.getMessage());
    }
    List<Principal> found = principals.list(kind).stream().filter(filter).toList();
    List<Json.Body> page =
        found.stream()
            .skip(start - 1L)
            .limit(count)
            .map(p -> only(request, ScimResources.render(principals, p)))
            .toList();
    return Response.ok(
        Json.body()
            .with("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:ListResponse"))
            .with("totalResults", found.size())
            .with("startIndex", start)
            .with("itemsPerPage", page.size())
            .with("Resources", page.isEmpty() ? null : page));
  }

  private static Predicate<Principal> filter(String text, Kind kind) {
    if (text == null || text.isBlank()) {
      return p -> true;
    }
    Matcher matcher = FILTER.matcher(text);
    if (!matcher.matches() || !matcher.group(2).equalsIgnoreCase("eq")) {
      throw new Refused(
          "invalidFilter",
          "Filter '" + text + "' is not supported: this sandbox knows attribute eq \"value\"");
    }
    String value = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
    String attribute = matcher.group(1).toLowerCase(Locale.ROOT);
    boolean user = kind == Kind.USER;
    if (attribute.equals("id")) {
      return p -> p.id().equals(value);
    } else if (attribute.equals("displayname")) {
      return p -> p.displayName().equals(value);
    } else if (attribute.equals("username") && user) {
      return p -> p.name().equalsIgnoreCase(value);
    } else if (attribute.equals("applicationid") && kind == Kind.SERVICE_PRINCIPAL) {
      return p -> p.name().equals(value);
    }
    throw new Refused(
        "invalidFilter", "Attribute " + matcher.group(1) + " is not supported in a filter");
  }

  private static int number(Request request, String parameter, int otherwise) {
    String text = request.query(parameter);
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Refused("invalidValue", parameter + " must be a whole number, got '" + text + "'");
    }
  }

  /** The resource cut down to the attributes that were asked for; the id is always there. */
  private static Json.Body only(Request request, Json.Body resource) {
    Set<String> wanted = names(request.query("attributes"));
    Set<String> unwanted = names(request.query("excludedAttributes"));
    Json.Body cut = Json.body();
    resource
        .fields()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              boolean asked = wanted.isEmpty() || wanted.contains(lower);
              if (lower.equals("id") || (asked && !unwanted.contains(lower))) {
                cut.with(name, value);
              }
            });
    return cut;
  }

  private static Set<String> names(String list) {
    Set<String> names = new LinkedHashSet<>();
    if (list != null && !list.isBlank()) {
      List<String> given = new ArrayList<>(Arrays.asList(list.split(",")));
      given.forEach(n -> names.add(n.strip().toLowerCase(Locale.ROOT).replaceAll("\\..*", "")));
    }
    return names;
  }

  private static Response error(int status, String type, String detail) {
    return Response.json(
        status,
        Json.body()
            .with("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:Error"))
            .with("scimType", type)
            .with("detail", detail)
            .with("status", Integer.toString(status)));
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String type;

    Refused(String type, String detail) {
      super(detail);
      this.type = type;
    }
  }
}
