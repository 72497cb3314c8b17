package io.datareplicator.databricks.auth;

import io.datareplicator.databricks.WorkspaceSetupException;

/** No usable credential for a workspace; the message lists what was tried, without values. */
public final class CredentialException extends WorkspaceSetupException {
  public CredentialException(String message) {
    super(message);
  }

  public CredentialException(String message, Throwable cause) {
    super(message, cause);
  }
}
