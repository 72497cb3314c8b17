package io.datareplicator.databricks.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Storage credentials and external locations, as far as this tool uses them. */
@Path("/api/2.1/unity-catalog")
@Produces(MediaType.APPLICATION_JSON)
public interface StorageApi {
  @GET
  @Path("/storage-credentials")
  CredentialPage listCredentials(
      @QueryParam("max_results") int maxResults, @QueryParam("page_token") String pageToken);

  @GET
  @Path("/storage-credentials/{name}")
  CredentialInfo getCredential(@PathParam("name") String name);

  @POST
  @Path("/storage-credentials")
  CredentialInfo createCredential(CreateCredential request);

  @PATCH
  @Path("/storage-credentials/{name}")
  CredentialInfo updateCredential(@PathParam("name") String name, UpdateCredential request);

  @GET
  @Path("/external-locations")
  LocationPage listLocations(
      @QueryParam("max_results") int maxResults, @QueryParam("page_token") String pageToken);

  @GET
  @Path("/external-locations/{name}")
  LocationInfo getLocation(@PathParam("name") String name);

  @POST
  @Path("/external-locations")
  LocationInfo createLocation(CreateLocation request);

  @PATCH
  @Path("/external-locations/{name}")
  LocationInfo updateLocation(@PathParam("name") String name, UpdateLocation request);

  /**
   * A storage credential; one of the four identities is set, or none for a kind that is not known
   * here.
   *
   * @param isolationMode ISOLATION_MODE_OPEN or ISOLATION_MODE_ISOLATED, unlike that of a catalog
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record CredentialInfo(
      String name,
      String id,
      AwsIamRole awsIamRole,
      AzureManagedIdentity azureManagedIdentity,
      AzureServicePrincipal azureServicePrincipal,
      GcpServiceAccount databricksGcpServiceAccount,
      String owner,
      String comment,
      Boolean readOnly,
      String isolationMode,
      Boolean usedForManagedStorage) {}

  /**
   * An IAM role; all but the ARN is from the server only.
   *
   * @param unityCatalogIamArn who assumes the role
   * @param externalId what the trust policy of the role must ask for
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AwsIamRole(String roleArn, String unityCatalogIamArn, String externalId) {
    /** The identity of a credential to create. */
    public AwsIamRole(String roleArn) {
      this(roleArn, null, null);
    }
  }

  /**
   * An Azure managed identity.
   *
   * @param accessConnectorId resource id of the access connector
   * @param managedIdentityId resource id of a user-assigned identity; null = the connector's own
   * @param credentialId from the server only
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AzureManagedIdentity(
      String accessConnectorId, String managedIdentityId, String credentialId) {
    /** The identity of a credential to create. */
    public AzureManagedIdentity(String accessConnectorId, String managedIdentityId) {
      this(accessConnectorId, managedIdentityId, null);
    }
  }

  /** An Azure service principal, only ever read: its secret is not told. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record AzureServicePrincipal(String directoryId, String applicationId) {}

  /**
   * A service account that Databricks makes; nothing is sent, both values are from the server.
   *
   * @param email the account that must be given access to the bucket
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GcpServiceAccount(String email, String credentialId) {
    /** The identity of a credential to create. */
    public GcpServiceAccount() {
      this(null, null);
    }
  }

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record CredentialPage(List<CredentialInfo> storageCredentials, String nextPageToken) {}

  /**
   * A storage credential to create, with exactly one identity. Owner and isolation can only be
   * changed afterwards.
   *
   * @param skipValidation whether the service must not try the identity
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateCredential(
      String name,
      AwsIamRole awsIamRole,
      AzureManagedIdentity azureManagedIdentity,
      GcpServiceAccount databricksGcpServiceAccount,
      String comment,
      Boolean readOnly,
      Boolean skipValidation) {}

  /**
   * Changes of a storage credential; null = left as it is.
   *
   * @param comment empty = none
   * @param force whether locations and tables that depend on it do not stop the change
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UpdateCredential(
      AwsIamRole awsIamRole,
      AzureManagedIdentity azureManagedIdentity,
      GcpServiceAccount databricksGcpServiceAccount,
      String comment,
      Boolean readOnly,
      String owner,
      String isolationMode,
      Boolean skipValidation,
      Boolean force) {}

  /**
   * An external location.
   *
   * @param fallback whether access falls back to the credentials of clusters
   * @param isolationMode ISOLATION_MODE_OPEN or ISOLATION_MODE_ISOLATED, unlike that of a catalog
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record LocationInfo(
      String name,
      String url,
      String credentialName,
      String credentialId,
      String owner,
      String comment,
      Boolean readOnly,
      Boolean fallback,
      String isolationMode,
      Boolean enableFileEvents) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record LocationPage(List<LocationInfo> externalLocations, String nextPageToken) {}

  /**
   * An external location to create. Owner and isolation can only be changed afterwards.
   *
   * @param skipValidation whether the service must not try the place
   * @param enableFileEvents null = true
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateLocation(
      String name,
      String url,
      String credentialName,
      String comment,
      Boolean readOnly,
      Boolean skipValidation,
      Boolean fallback,
      Boolean enableFileEvents) {}

  /**
   * Changes of an external location; null = left as it is.
   *
   * @param comment empty = none
   * @param force whether tables and volumes in it do not stop the change
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UpdateLocation(
      String url,
      String credentialName,
      String comment,
      Boolean readOnly,
      Boolean fallback,
      Boolean enableFileEvents,
      String owner,
      String isolationMode,
      Boolean skipValidation,
      Boolean force) {}
}
