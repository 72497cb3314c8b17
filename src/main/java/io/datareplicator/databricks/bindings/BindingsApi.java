package io.datareplicator.databricks.bindings;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Workspaces that isolated objects are bound to, as far as this tool uses them. */
@Path("/api/2.1/unity-catalog/bindings")
@Produces(MediaType.APPLICATION_JSON)
public interface BindingsApi {
  @GET
  @Path("/{type}/{name}")
  BindingPage list(
      @PathParam("type") String type,
      @PathParam("name") String name,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken);

  /**
   * A workspace that may use the object.
   *
   * @param bindingType BINDING_TYPE_READ_WRITE or BINDING_TYPE_READ_ONLY
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Binding(Long workspaceId, String bindingType) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record BindingPage(List<Binding> bindings, String nextPageToken) {}
}
