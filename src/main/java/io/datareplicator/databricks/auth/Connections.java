package io.datareplicator.databricks.auth;

import io.datareplicator.databricks.http.TokenSource;
import java.net.URI;

/** What resolving credentials needs from the network; every call makes something of its own. */
public interface Connections {
  /** Reads secrets of a workspace. */
  SecretReader secrets(URI host, TokenSource tokens);

  /** Tokens of a service principal; nothing is sent before the first token is asked for. */
  TokenSource oauth(URI host, String clientId, String clientSecret);

  /** Reads one secret. */
  @FunctionalInterface
  interface SecretReader {
    /**
     * The value of a secret.
     *
     * @throws io.datareplicator.databricks.WorkspaceSetupException when it is missing or hidden
     * @throws io.datareplicator.databricks.http.ApiException when the workspace does not answer
     */
    String read(String scope, String key);
  }
}
