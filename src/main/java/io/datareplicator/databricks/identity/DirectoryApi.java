package io.datareplicator.databricks.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.datareplicator.databricks.http.Absent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/**
 * Principals of a workspace over SCIM, as far as this tool uses them; names are camel case.
 * Listings count from 1.
 */
@Path("/api/2.0/preview/scim/v2")
@Produces(MediaType.APPLICATION_JSON)
public interface DirectoryApi {
  /**
   * Service principals.
   *
   * @param filter {@code applicationId eq '…'} or {@code displayName eq '…'}, null = all
   * @param attributes names with commas
   */
  @GET
  @Path("/ServicePrincipals")
  ServicePrincipalPage servicePrincipals(
      @QueryParam("filter") String filter,
      @QueryParam("attributes") String attributes,
      @QueryParam("count") int count,
      @QueryParam("startIndex") int startIndex);

  /**
   * Groups.
   *
   * @param filter {@code displayName eq '…'}, null = all
   * @param attributes names with commas
   */
  @GET
  @Path("/Groups")
  GroupPage groups(
      @QueryParam("filter") String filter,
      @QueryParam("attributes") String attributes,
      @QueryParam("count") int count,
      @QueryParam("startIndex") int startIndex);

  /**
   * Users.
   *
   * @param filter {@code userName eq '…'}, null = all
   * @param attributes names with commas
   */
  @GET
  @Path("/Users")
  UserPage users(
      @QueryParam("filter") String filter,
      @QueryParam("attributes") String attributes,
      @QueryParam("count") int count,
      @QueryParam("startIndex") int startIndex);

  /** One principal; the id is the workspace's own. */
  interface Resource {
    String id();
  }

  /** A page of a listing. */
  interface ScimPage<R> {
    /** How many there are in all pages; may be absent. */
    Integer totalResults();

    List<R> resources();
  }

  @RegisterForReflection
  record ServicePrincipalPage(
      Integer totalResults, @JsonProperty("Resources") List<ServicePrincipal> resources)
      implements ScimPage<ServicePrincipal> {
    public ServicePrincipalPage {
      resources = Absent.list(resources);
    }
  }

  /**
   * A service principal.
   *
   * @param applicationId how Unity Catalog names it in grants
   * @param displayName need not be unique
   */
  @RegisterForReflection
  record ServicePrincipal(String id, String applicationId, String displayName)
      implements Resource {}

  @RegisterForReflection
  record GroupPage(Integer totalResults, @JsonProperty("Resources") List<GroupInfo> resources)
      implements ScimPage<GroupInfo> {
    public GroupPage {
      resources = Absent.list(resources);
    }
  }

  /** A group. */
  @RegisterForReflection
  record GroupInfo(String id, String displayName, Meta meta) implements Resource {
    /** Whether it belongs to this workspace only; such groups can hold no grants. */
    public boolean isLocal() {
      return meta != null && "WorkspaceGroup".equals(meta.resourceType());
    }
  }

  /**
   * @param resourceType WorkspaceGroup or Group
   */
  @RegisterForReflection
  record Meta(String resourceType) {}

  @RegisterForReflection
  record UserPage(Integer totalResults, @JsonProperty("Resources") List<UserInfo> resources)
      implements ScimPage<UserInfo> {
    public UserPage {
      resources = Absent.list(resources);
    }
  }

  /** A user; {@code userName} is the e-mail address. */
  @RegisterForReflection
  record UserInfo(String id, String userName, String displayName) implements Resource {}
}
