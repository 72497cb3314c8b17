package io.datareplicator.databricks.auth;

import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.http.TokenSource;

/** A personal access token: it never changes, so a refusal is final. */
public final class StaticToken implements TokenSource {
  private final String value;

  /**
   * @throws CredentialException when {@code value} cannot be sent in a header
   */
  public StaticToken(String value) {
    Redactor.register(value);
    if (value.isBlank() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new CredentialException(
          "a personal access token consists of visible ASCII characters; this one does not");
    }
    this.value = value;
  }

  @Override
  public String token() {
    return value;
  }

  @Override
  public boolean refused(String rejected) {
    return false;
  }

  @Override
  public String kind() {
    return "pat";
  }
}
