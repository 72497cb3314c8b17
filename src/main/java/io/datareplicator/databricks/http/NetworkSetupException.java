package io.datareplicator.databricks.http;

import io.datareplicator.databricks.WorkspaceSetupException;

/** The file of authorities or a proxy variable cannot be used; the message says how to mend it. */
public final class NetworkSetupException extends WorkspaceSetupException {
  public NetworkSetupException(String message) {
    super(message);
  }

  public NetworkSetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
