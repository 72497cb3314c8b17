package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.Authenticator;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Workspace;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Host metadata, OAuth discovery and the client-credentials grant (reference §1). */
public final class OidcApi {
  private static final List<String> SCOPES =
      List.of("all-apis", "email", "offline_access", "openid", "profile", "sql");

  private final Workspace workspace;
  private final Metastore metastore;
  private final Authenticator authenticator;
  private final String baseUrl;

  public OidcApi(
      Workspace workspace, Metastore metastore, Authenticator authenticator, String baseUrl) {
    this.workspace = workspace;
    this.metastore = metastore;
    this.authenticator = authenticator;
    this.baseUrl = baseUrl;
  }

  public void register(Router router) {
    router
        .open("GET", "/.well-known/databricks-config", this::hostMetadata)
        .open("GET", "/oidc/.well-known/oauth-authorization-server", this::discovery)
        .open("POST", "/oidc/v1/token", this::token);
  }

  private Response hostMetadata(Request request) {
    String account =
        UUID.nameUUIDFromBytes("sandbox-account".getBytes(StandardCharsets.UTF_8)).toString();
    return Response.ok(
        Json.body()
            .with("oidc_endpoint", baseUrl + "/oidc")
            .with("account_id", account)
            .with("workspace_id", Long.toString(workspace.id()))
            .with("cloud", metastore.cloud().toUpperCase(Locale.ROOT))
            .with("token_federation_default_oidc_audiences", List.of(account)));
  }

  private Response discovery(Request request) {
    return Response.ok(
        Json.body()
            .with("authorization_endpoint", baseUrl + "/oidc/v1/authorize")
            .with("token_endpoint", baseUrl + "/oidc/v1/token")
            .with("issuer", baseUrl + "/oidc")
            .with("jwks_uri", baseUrl + "/oidc/jwks.json")
            .with("scopes_supported", SCOPES)
            .with("response_types_supported", List.of("code", "id_token"))
            .with("response_modes_supported", List.of("query", "fragment", "form_post"))
            .with("grant_types_supported", List.of("client_credentials"))
            .with("code_challenge_methods_supported", List.of("S256"))
            .with(
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post"))
            .with("subject_types_supported", List.of("public"))
            .with("id_token_signing_alg_values_supported", List.of("RS256"))
            .with("claims_supported", List.of("iss", "sub", "aud"))
            .with("request_uri_parameter_supported", false));
  }

  private Response token(Request request) {
    String type = request.header("Content-Type");
    if (type == null
        || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
      return refused(400, "invalid_request", "The body must be application/x-www-form-urlencoded");
    }
    Map<String, String> form = Request.decode(new String(request.body(), StandardCharsets.UTF_8));
    String[] client = basic(request.header("Authorization"));
    if (client == null) {
      client = new String[] {form.get("client_id"), form.get("client_secret")};
    }
    if (!authenticator.isClient(client[0], client[1])) {
      return refused(401, "invalid_client", "Client authentication failed");
    }
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return refused(400, "unsupported_grant_type", "grant_type must be client_credentials");
    }
    String scope = form.getOrDefault("scope", "all-apis");
    if (!SCOPES.containsAll(Arrays.asList(scope.trim().split("\\s+")))) {
      return refused(400, "invalid_scope", "Unknown scope");
    }
    return Response.ok(
            Json.body()
                .with("access_token", authenticator.issueToken(baseUrl + "/oidc"))
                .with("scope", scope)
                .with("token_type", "Bearer")
                .with("expires_in", authenticator.tokenSeconds()))
        .withHeader("Cache-Control", "no-store");
  }

  /** Client id and secret of a Basic header; null when there is none. */
  private static String[] basic(String header) {
    String scheme = "basic ";
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(scheme)) {
      return null;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(scheme.length()).trim());
      String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      // RFC 6749 wants both parts form-encoded; ours have no characters for which that matters.
      return parts.length < 2
          ? new String[] {null, null}
          : new String[] {
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            URLDecoder.decode(parts[1], StandardCharsets.UTF_8)
          };
    } catch (IllegalArgumentException e) {
      return new String[] {null, null};
    }
  }

  private static Response refused(int status, String error, String description) {
    return Response.json(
        status, Json.body().with("error", error).with("error_description", description));
  }
}
