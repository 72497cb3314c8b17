package io.datareplicator.databricks;

/**
 * A workspace cannot be used as it is configured: credentials, compute or secrets have to be mended
 * by the user before a run makes sense (exit code 2). The message says how, without secret values.
 */
public class WorkspaceSetupException extends RuntimeException {
  public WorkspaceSetupException(String message) {
    super(message);
  }

  public WorkspaceSetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
