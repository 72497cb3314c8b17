package io.datareplicator.databricks.tagpolicies;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.datareplicator.databricks.http.Absent;
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

/** Governed tags of the account, as far as this tool uses them. */
@Path("/api/2.1/tag-policies")
@Produces(MediaType.APPLICATION_JSON)
public interface TagPoliciesApi {
  @GET
  TagPolicyPage list(@QueryParam("page_token") String pageToken);

  @GET
  @Path("/{tagKey}")
  TagPolicy get(@PathParam("tagKey") String tagKey);

  @POST
  TagPolicy create(PolicyContent policy);

  /**
   * Changes the named fields.
   *
   * @param updateMask {@code description}, {@code values} or both with a comma
   */
  @PATCH
  @Path("/{tagKey}")
  TagPolicy update(
      @PathParam("tagKey") String tagKey,
      @QueryParam("update_mask") String updateMask,
      PolicyContent policy);

  /**
   * A governed tag.
   *
   * @param values those that may be assigned
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TagPolicy(String tagKey, String description, List<Value> values, String id) {
    public TagPolicy {
      values = Absent.list(values);
    }
  }

  /** A governed tag to create, or what it becomes; null = not said. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PolicyContent(String tagKey, String description, List<Value> values) {}

  @RegisterForReflection
  record Value(String name) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TagPolicyPage(List<TagPolicy> tagPolicies, String nextPageToken) {}
}
