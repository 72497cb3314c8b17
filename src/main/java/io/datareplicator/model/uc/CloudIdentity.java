package io.datareplicator.model.uc;

import java.util.Locale;

/**
 * Who a storage credential is at its cloud.
 *
 * @param principal role ARN, or resource id of an access connector; null for types that name none
 * @param managedIdentity resource id of a user-assigned identity of the access connector; null =
 *     the connector's own
 */
public record CloudIdentity(Type type, String principal, String managedIdentity) {
  /** Types of identities. */
  public enum Type {
    AWS_IAM_ROLE("IAM role"),
    AZURE_MANAGED_IDENTITY("Azure managed identity"),
    AZURE_SERVICE_PRINCIPAL("Azure service principal"),
    GCP_SERVICE_ACCOUNT("GCP service account"),
    OTHER("credential of a type that is not known to this version");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** How messages call it. */
    public String label() {
      return label;
    }
  }

  public static CloudIdentity awsRole(String arn) {
    return new CloudIdentity(Type.AWS_IAM_ROLE, arn, null);
  }

  /**
   * @param managedIdentity null = the connector's own identity
   */
  public static CloudIdentity azure(String accessConnector, String managedIdentity) {
    return new CloudIdentity(Type.AZURE_MANAGED_IDENTITY, accessConnector, managedIdentity);
  }

  /** The account itself is the server's to choose. */
  public static CloudIdentity gcp() {
    return new CloudIdentity(Type.GCP_SERVICE_ACCOUNT, null, null);
  }

  public static CloudIdentity other(Type type) {
    return new CloudIdentity(type, null, null);
  }

  /** Whether both are the same principal; resource ids of Azure are compared without case. */
  public boolean same(CloudIdentity other) {
    if (type != other.type) {
      return false;
    }
    return switch (type) {
      case AWS_IAM_ROLE -> principal != null && principal.equals(other.principal);
      case AZURE_MANAGED_IDENTITY ->
          folded(principal).equals(folded(other.principal))
              && folded(managedIdentity).equals(folded(other.managedIdentity));
      case GCP_SERVICE_ACCOUNT -> true;
      case AZURE_SERVICE_PRINCIPAL, OTHER -> false;
    };
  }

  private static String folded(String id) {
    return id == null ? "" : id.toLowerCase(Locale.ROOT);
  }

  /** Type and principal, for messages. */
  @Override
  public String toString() {
    return type.label
        + (principal == null ? "" : " " + principal)
        + (managedIdentity == null ? "" : " with " + managedIdentity);
  }
}
