package io.datareplicator.databricks.permissions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.datareplicator.databricks.http.Absent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Privileges of Unity Catalog, as far as this tool uses them. */
@Path("/api/2.1/unity-catalog/permissions/{type}/{fullName}")
@Produces(MediaType.APPLICATION_JSON)
public interface PermissionsApi {
  /**
   * A page of the direct grants.
   *
   * @param maxResults counts privileges, not principals; 1 to 149 is refused
   */
  @GET
  AssignmentPage list(
      @PathParam("type") String type,
      @PathParam("fullName") String fullName,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken);

  @PATCH
  void update(
      @PathParam("type") String type,
      @PathParam("fullName") String fullName,
      UpdatePermissions request);

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record AssignmentPage(List<Assignment> privilegeAssignments, String nextPageToken) {}

  /**
   * What one principal was granted on the object itself.
   *
   * @param principal e-mail of a user, name of a group, application id of a service principal
   * @param privileges as {@code USE_SCHEMA}
   */
  @RegisterForReflection
  record Assignment(String principal, List<String> privileges) {
    public Assignment {
      privileges = Absent.list(privileges);
    }
  }

  /**
   * A change for one principal; the two lists have nothing in common.
   *
   * @param remove ALL_PRIVILEGES takes away all that was granted
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Change(String principal, List<String> add, List<String> remove) {
    public Change {
      add = Absent.list(add);
      remove = Absent.list(remove);
    }
  }

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record UpdatePermissions(List<Change> changes, boolean omitPermissionsInResponse) {}
}
