package io.datareplicator.databricks.workspacefiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Workspace REST API, as far as this tool uses it. */
@Path("/api/2.0/workspace")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public interface WorkspaceFilesApi {
  @POST
  @Path("/import")
  Done importFile(ImportFile request);

  @POST
  @Path("/mkdirs")
  Done mkdirs(MakeDirectories request);

  @GET
  @Path("/get-status")
  ObjectStatus status(@QueryParam("path") String path);

  /**
   * A file to upload.
   *
   * @param content Base64
   * @param format RAW for a file that stays as it is
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ImportFile(String path, String format, String content, boolean overwrite) {}

  @RegisterForReflection
  record MakeDirectories(String path) {}

  /** The empty answer to a change. */
  @RegisterForReflection
  record Done() {}

  /** An object of the tree; {@code objectType} is FILE, NOTEBOOK, DIRECTORY, … */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ObjectStatus(String path, String objectType, Long objectId) {}
}
