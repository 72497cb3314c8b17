package io.datareplicator.databricks.catalog;

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

/** Unity Catalog REST API: volumes, as far as this tool uses it. */
@Path("/api/2.1/unity-catalog")
@Produces(MediaType.APPLICATION_JSON)
public interface VolumesApi {
  @GET
  @Path("/volumes")
  VolumePage listVolumes(
      @QueryParam("catalog_name") String catalog,
      @QueryParam("schema_name") String schema,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken);

  @GET
  @Path("/volumes/{fullName}")
  VolumeInfo getVolume(@PathParam("fullName") String fullName);

  @POST
  @Path("/volumes")
  VolumeInfo createVolume(CreateVolume request);

  @PATCH
  @Path("/volumes/{fullName}")
  VolumeInfo updateVolume(@PathParam("fullName") String fullName, UpdateVolume request);

  /** A volume; in a shared catalog the type is that of the share, not of the source. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record VolumeInfo(
      String name,
      String catalogName,
      String schemaName,
      String volumeType,
      String storageLocation,
      String volumeId,
      String comment,
      String owner) {}

  /**
   * @param storageLocation for an external volume only; a managed one with it is refused
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateVolume(
      String name,
      String catalogName,
      String schemaName,
      String volumeType,
      String storageLocation,
      String comment) {}

  /**
   * Changes of a volume; null = left as it is, but one must be set.
   *
   * @param comment empty = none
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UpdateVolume(String comment, String owner) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record VolumePage(List<VolumeInfo> volumes, String nextPageToken) {}
}
