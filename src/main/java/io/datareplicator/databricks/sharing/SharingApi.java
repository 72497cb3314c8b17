package io.datareplicator.databricks.sharing;

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

/** Delta Sharing REST API, as far as this tool uses it. */
@Path("/api/2.1/unity-catalog")
@Produces(MediaType.APPLICATION_JSON)
public interface SharingApi {
  @GET
  @Path("/shares/{name}")
  ShareInfo getShare(
      @PathParam("name") String name, @QueryParam("include_shared_data") boolean includeSharedData);

  @POST
  @Path("/shares")
  ShareInfo createShare(CreateShare request);

  @PATCH
  @Path("/shares/{name}")
  ShareInfo updateShare(@PathParam("name") String name, UpdateShare request);

  @GET
  @Path("/shares/{name}/permissions")
  Permissions getPermissions(@PathParam("name") String name);

  @PATCH
  @Path("/shares/{name}/permissions")
  Permissions updatePermissions(@PathParam("name") String name, UpdatePermissions request);

  @GET
  @Path("/recipients")
  RecipientPage listRecipients(
      @QueryParam("data_recipient_global_metastore_id") String globalMetastoreId,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken);

  @GET
  @Path("/recipients/{name}")
  RecipientInfo getRecipient(@PathParam("name") String name);

  @POST
  @Path("/recipients")
  RecipientInfo createRecipient(CreateRecipient request);

  @GET
  @Path("/providers")
  ProviderPage listProviders(
      @QueryParam("data_provider_global_metastore_id") String globalMetastoreId,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken);

  @GET
  @Path("/providers/{name}")
  ProviderInfo getProvider(@PathParam("name") String name);

  @GET
  @Path("/providers/{name}/shares")
  ProviderSharePage listProviderShares(
      @PathParam("name") String provider,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken);

  @RegisterForReflection
  record ProviderShare(String name) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ProviderSharePage(List<ProviderShare> shares, String nextPageToken) {}

  /** A share; {@code objects} only when asked for. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ShareInfo(String name, String owner, String comment, List<DataObject> objects) {}

  /**
   * An object of a share.
   *
   * @param dataObjectType SCHEMA, TABLE, …
   * @param status ACTIVE or PERMISSION_DENIED, from the server only
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DataObject(
      String name,
      String dataObjectType,
      String sharedAs,
      String historyDataSharingStatus,
      String status) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateShare(String name, String comment) {}

  @RegisterForReflection
  record UpdateShare(List<ObjectUpdate> updates) {}

  /**
   * @param action ADD, REMOVE or UPDATE
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ObjectUpdate(String action, DataObject dataObject) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Permissions(List<Assignment> privilegeAssignments) {}

  @RegisterForReflection
  record Assignment(String principal, List<String> privileges) {}

  @RegisterForReflection
  record UpdatePermissions(List<PermissionChange> changes) {}

  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PermissionChange(String principal, List<String> add, List<String> remove) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record RecipientInfo(
      String name, String authenticationType, String dataRecipientGlobalMetastoreId) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record RecipientPage(List<RecipientInfo> recipients, String nextPageToken) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateRecipient(
      String name,
      String authenticationType,
      String dataRecipientGlobalMetastoreId,
      String comment) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ProviderInfo(
      String name, String authenticationType, String dataProviderGlobalMetastoreId) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ProviderPage(List<ProviderInfo> providers, String nextPageToken) {}
}
