package io.datareplicator.databricks.auth;

import io.datareplicator.config.AuthType;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.http.TokenSource;
import java.net.URI;
import java.util.Optional;

/**
 * One place where credentials may stand, and what was found there. Not a record: its text form must
 * not show values.
 */
final class Candidate {
  private final String origin;
  private final String host;
  private final String token;
  private final String clientId;
  private final String clientSecret;
  private final String warehouseId;
  private final String unsupported;

  /**
   * @param origin for messages
   * @param host workspace that the credential belongs to, null when the place does not say
   * @param unsupported way to authenticate that the place asks for and that this tool lacks, or
   *     null
   */
  Candidate(
      String origin,
      String host,
      String token,
      String clientId,
      String clientSecret,
      String warehouseId,
      String unsupported) {
    Redactor.register(token);
    Redactor.register(clientSecret);
    this.origin = origin;
    this.host = host;
    this.token = token;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.warehouseId = warehouseId;
    this.unsupported = unsupported;
  }

  String origin() {
    return origin;
  }

  Optional<String> host() {
    return Optional.ofNullable(host);
  }

  Optional<String> warehouseId() {
    return Optional.ofNullable(warehouseId);
  }

  boolean isUsable() {
    return token != null || hasClient();
  }

  private boolean hasClient() {
    return clientId != null && clientSecret != null;
  }

  /** Why this place gives no credential. */
  String lack() {
    if (clientId != null) {
      return "has a client id but no client secret";
    }
    if (clientSecret != null) {
      return "has a client secret but no client id";
    }
    return "no token, and no client id with client secret"
        + (unsupported == null ? "" : " (auth_type " + unsupported + " is not supported)");
  }

  /**
   * The credential; where both kinds stand, the wanted one.
   *
   * @param workspace where it will be sent
   */
  TokenSource tokens(AuthType wanted, URI workspace, Connections connections) {
    if (hasClient() && (token == null || wanted == AuthType.OAUTH)) {
      return connections.oauth(workspace, clientId, clientSecret);
    }
    if (token == null) {
      throw new IllegalStateException(origin + " " + lack());
    }
    return new StaticToken(token);
  }

  @Override
  public String toString() {
    return origin;
  }
}
