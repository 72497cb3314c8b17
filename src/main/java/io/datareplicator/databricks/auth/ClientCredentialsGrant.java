package io.datareplicator.databricks.auth;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.http.RestClients;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Asks for tokens with client id and secret (OAuth 2.0 client credentials, databricks-api.md §1).
 * Used by one thread at a time.
 */
final class ClientCredentialsGrant implements Supplier<AccessToken> {
  /** When the answer does not say how long the token lives; short, since asking again is cheap. */
  private static final Duration UNSTATED_LIFETIME = Duration.ofMinutes(5);

  private static final Set<String> ACCOUNT_HOSTS =
      Set.of(
          "accounts.cloud.databricks.com",
          "accounts.cloud.databricks.us",
          "accounts.azuredatabricks.net",
          "accounts.databricks.azure.us",
          "accounts.databricks.azure.cn",
          "accounts.gcp.databricks.com");

  private final URI host;
  private final String basic;
  private final OidcDiscoveryApi discovery;
  private final RestClients clients;
  private final HttpPipeline http;
  private TokenEndpointApi tokens;
  private HttpPipeline tokenHttp;
  private String endpoint;

  /**
   * @param http a pipeline without a token source
   */
  ClientCredentialsGrant(
      URI host, String clientId, String clientSecret, RestClients clients, HttpPipeline http) {
    this.host = host;
    this.basic = basic(clientId, clientSecret);
    this.discovery = clients.anonymous(OidcDiscoveryApi.class);
    this.clients = clients;
    this.http = http;
  }

  private static String basic(String clientId, String clientSecret) {
    Redactor.register(clientSecret);
    String pair =
        Base64.getEncoder()
            .encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
    Redactor.register(pair);
    return "Basic " + pair;
  }

  @Override
  public AccessToken get() {
    if (endpoint == null) {
      URI named = trusted(discover());
      // it may be on another host, which has a proxy setting of its own
      tokens = clients.at(named).anonymous(TokenEndpointApi.class);
      tokenHttp = http.at(named);
      endpoint = named.toString();
    }
    try {
      // a second token does no harm, so the request may be repeated like one that states a result
      TokenEndpointApi.TokenResponse answer =
          tokenHttp.change(
              "POST oauth token",
              () -> tokens.token(endpoint, basic, "client_credentials", "all-apis"));
      if (answer == null || answer.accessToken() == null || answer.accessToken().isBlank()) {
        throw failed(200, "", "the answer holds no access_token", null);
      }
      return new AccessToken(answer.accessToken().strip(), lifetime(answer.expiresIn()));
    } catch (ApiException e) {
      throw explained(e);
    }
  }

  private String discover() {
    try {
      OidcDiscoveryApi.Endpoints found = http.read("GET oidc discovery", discovery::discover);
      if (found != null && found.tokenEndpoint() != null) {
        return found.tokenEndpoint();
      }
    } catch (ApiException e) {
      throw failed(
          e.status(),
          e.errorCode(),
          "its OAuth discovery document could not be read: " + e.getMessage(),
          e);
    }
    throw failed(200, "", "its OAuth discovery document names no token_endpoint", null);
  }

  /** The secret goes to the workspace itself or to a Databricks account console, nowhere else. */
  private URI trusted(String named) {
    URI uri;
    try {
      uri = URI.create(named.strip());
    } catch (IllegalArgumentException notAUrl) {
      throw failed(200, "", "its discovery document holds an invalid token_endpoint", notAUrl);
    }
    boolean whole =
        uri.getScheme() != null
            && uri.getHost() != null
            && uri.getUserInfo() == null
            && uri.getFragment() == null;
    boolean account =
        whole
            && uri.getScheme().equalsIgnoreCase("https")
            && uri.getPort() < 0
            && ACCOUNT_HOSTS.contains(uri.getHost().toLowerCase(Locale.ROOT));
    if (!whole || !(account || WorkspaceHost.sameOrigin(uri, host))) {
      throw failed(
          200,
          "",
          "its discovery document names a token_endpoint elsewhere ("
              + (whole ? uri.getScheme() + "://" + uri.getHost() : "no full URL")
              + "); the client secret was not sent",
          null);
    }
    return uri;
  }

  private static Duration lifetime(String expiresIn) {
    if (expiresIn != null && expiresIn.matches("[1-9]\\d{0,8}(?:\\.\\d+)?")) {
      return Duration.ofSeconds((long) Double.parseDouble(expiresIn));
    }
    return UNSTATED_LIFETIME;
  }

  private ApiException explained(ApiException e) {
    return switch (e.errorCode()) {
      case "invalid_client", "unauthorized_client" ->
          // some servers say 400; to the run it is what 401 is to a request: nothing can succeed
          failed(
              401,
              e.errorCode(),
              "client id or client secret was refused ("
                  + e.errorCode()
                  + ": "
                  + e.getMessage()
                  + "); is the secret current, and the service principal assigned to this workspace?",
              e);
      default -> failed(e.status(), e.errorCode(), e.getMessage(), e);
    };
  }

  private ApiException failed(int status, String code, String why, Exception cause) {
    String requestId = cause instanceof ApiException e ? e.requestId().orElse(null) : null;
    return new ApiException(
        status, code, "no OAuth token for " + host + ": " + why, requestId, null, cause);
  }
}
