package io.datareplicator.config;

/** Type of the storage credentials to create on the target. */
public enum CredentialType implements ConfigValue {
  /** IAM role. */
  AWS("aws"),

  /** Azure access connector. */
  AZURE_ACCESS_CONNECTOR("azure_access_connector"),

  /** Azure managed identity. */
  AZURE_MANAGED_IDENTITY("azure_managed_identity"),

  /** Service account that Databricks generates. */
  GCP_SERVICE_ACCOUNT("gcp_service_account");

  private final String yaml;

  CredentialType(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
