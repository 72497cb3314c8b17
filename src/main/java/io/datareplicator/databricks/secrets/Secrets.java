package io.datareplicator.databricks.secrets;

import io.datareplicator.databricks.WorkspaceSetupException;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads secrets of one workspace. */
public final class Secrets {
  private final SecretsApi api;
  private final HttpPipeline http;

  public Secrets(SecretsApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /**
   * The text of a secret, without white space around it: a line break often slips in when a secret
   * is stored from a file.
   *
   * @throws WorkspaceSetupException when it is missing, hidden from this user, empty or no text
   * @throws ApiException when the workspace does not answer
   */
  public String read(String scope, String key) {
    String name = "secret '" + key + "' of scope '" + scope + "'";
    SecretsApi.SecretValue answer;
    try {
      answer = http.read("GET secret", () -> api.get(scope, key));
    } catch (ApiException e) {
      String message = name + " cannot be read: " + e.getMessage();
      if (e.isNotFound() || e.isPermissionDenied() || e.isUnauthenticated()) {
        throw new WorkspaceSetupException(message, e);
      }
      throw new ApiException(
          e.status(),
          e.errorCode(),
          message,
          e.requestId().orElse(null),
          e.retryAfter().orElse(null),
          e);
    }
    if (answer == null || answer.value() == null) {
      throw new WorkspaceSetupException(name + " has no value");
    }
    return decode(answer.value(), name);
  }

  private static String decode(String base64, String name) {
    Redactor.register(base64);
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      // the cause would quote the value
      throw new WorkspaceSetupException(name + " did not arrive as base64");
    }
    String value = new String(bytes, StandardCharsets.UTF_8).strip();
    Redactor.register(value);
    if (value.isEmpty()) {
      throw new WorkspaceSetupException(name + " is empty");
    }
    return value;
  }
}
