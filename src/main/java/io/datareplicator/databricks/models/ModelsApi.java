package io.datareplicator.databricks.models;

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

/** Registered models of Unity Catalog, as far as this tool uses them. */
@Path("/api/2.1/unity-catalog/models")
@Produces(MediaType.APPLICATION_JSON)
public interface ModelsApi {
  @GET
  ModelPage list(
      @QueryParam("catalog_name") String catalog,
      @QueryParam("schema_name") String schema,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken);

  @POST
  ModelInfo create(CreateModel request);

  @GET
  @Path("/{fullName}")
  ModelInfo get(
      @PathParam("fullName") String fullName, @QueryParam("include_aliases") boolean aliases);

  @PATCH
  @Path("/{fullName}")
  ModelInfo update(@PathParam("fullName") String fullName, UpdateModel request);

  @GET
  @Path("/{fullName}/versions")
  VersionPage versions(
      @PathParam("fullName") String fullName,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken);

  /**
   * A registered model.
   *
   * @param aliases a listing leaves them out
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ModelInfo(
      String name,
      String catalogName,
      String schemaName,
      String fullName,
      String owner,
      String comment,
      String storageLocation,
      List<Alias> aliases) {
    public ModelInfo {
      aliases = Absent.list(aliases);
    }
  }

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Alias(String aliasName, Long versionNum) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ModelPage(List<ModelInfo> registeredModels, String nextPageToken) {}

  /** A model without versions, at a place that the service chooses. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateModel(String name, String catalogName, String schemaName, String comment) {}

  /**
   * Changes of a model; null = left as it is.
   *
   * @param comment empty = none
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UpdateModel(String comment, String owner) {}

  /**
   * A version of a model.
   *
   * @param status READY, PENDING_REGISTRATION, FAILED_REGISTRATION, …
   * @param runId MLflow run that made it, if one did
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record VersionInfo(
      Long version,
      String status,
      String runId,
      Long runWorkspaceId,
      String source,
      String comment) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record VersionPage(List<VersionInfo> modelVersions, String nextPageToken) {}
}
