package io.datareplicator.sandbox.metastore;

/**
 * Who a workspace is and which credentials it accepts; drawn at random when the data directory is
 * new, then kept.
 *
 * @param role {@code source} or {@code target}
 * @param id workspace id, as in {@code x-databricks-org-id}
 * @param user who the personal access token belongs to
 * @param clientId application id of the service principal that may use OAuth
 * @param signingKey hex key for OAuth tokens and pre-signed URLs
 */
public record Workspace(
    String role,
    long id,
    String metastoreId,
    String user,
    String token,
    String clientId,
    String clientSecret,
    String warehouseId,
    String signingKey) {

  /**
   * Id of the workspace's all-purpose cluster. Derived, so that data directories from before
   * clusters were emulated have one too.
   */
  public String clusterId() {
    return "0101-000000-" + warehouseId.substring(0, 8);
  }

  /** Where the cluster takes SQL from JDBC and ODBC drivers. */
  public String clusterHttpPath() {
    return "/sql/protocolv1/o/" + id + "/" + clusterId();
  }

  /** Without secrets, so that a log line cannot leak them. */
  @Override
  public String toString() {
    return "Workspace[" + role + ", " + id + "]";
  }
}
