package io.datareplicator.databricks.connections;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.datareplicator.databricks.http.Absent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** Connections to foreign systems, as far as this tool uses them. */
@Path("/api/2.1/unity-catalog/connections")
@Produces(MediaType.APPLICATION_JSON)
public interface ConnectionsApi {
  @GET
  ConnectionPage list(
      @QueryParam("max_results") int maxResults, @QueryParam("page_token") String pageToken);

  @GET
  @Path("/{name}")
  ConnectionInfo get(@PathParam("name") String name);

  @POST
  ConnectionInfo create(CreateConnection request);

  /**
   * A connection.
   *
   * @param connectionType POSTGRESQL, MYSQL, …
   * @param options without those that are secret
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ConnectionInfo(
      String name,
      String connectionType,
      String connectionId,
      Map<String, String> options,
      Map<String, String> properties,
      String owner,
      String comment,
      Boolean readOnly,
      String credentialType,
      String url) {
    public ConnectionInfo {
      options = Absent.map(options);
      properties = Absent.map(properties);
    }
  }

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ConnectionPage(List<ConnectionInfo> connections, String nextPageToken) {}

  /**
   * A connection to create.
   *
   * @param options all of them, also the secret ones
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateConnection(
      String name,
      String connectionType,
      Map<String, String> options,
      String comment,
      Map<String, String> properties,
      Boolean readOnly) {
    /** Without the options: there are passwords among them. */
    @Override
    public String toString() {
      return "CreateConnection[name=" + name + ", connectionType=" + connectionType + "]";
    }
  }
}
