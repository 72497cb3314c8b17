package io.datareplicator.databricks.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Files API without the bodies of files. Paths are encoded and begin with a slash. */
@Path("/api/2.0/fs")
@Produces(MediaType.APPLICATION_JSON)
public interface FilesApi {
  @GET
  @Path("/directories{path}")
  DirectoryPage list(
      @PathParam("path") @Encoded String path,
      @QueryParam("page_size") Integer pageSize,
      @QueryParam("page_token") String pageToken);

  @HEAD
  @Path("/directories{path}")
  Response headDirectory(@PathParam("path") @Encoded String path);

  @PUT
  @Path("/directories{path}")
  Response createDirectory(@PathParam("path") @Encoded String path);

  @DELETE
  @Path("/directories{path}")
  Response deleteDirectory(@PathParam("path") @Encoded String path);

  @HEAD
  @Path("/files{path}")
  Response headFile(@PathParam("path") @Encoded String path);

  @DELETE
  @Path("/files{path}")
  Response deleteFile(@PathParam("path") @Encoded String path);

  @POST
  @Path("/files{path}")
  UploadSession initiateUpload(
      @PathParam("path") @Encoded String path,
      @QueryParam("action") String action,
      @QueryParam("overwrite") boolean overwrite);

  @POST
  @Path("/files{path}")
  Response completeUpload(
      @PathParam("path") @Encoded String path,
      @QueryParam("action") String action,
      @QueryParam("upload_type") String uploadType,
      @QueryParam("session_token") String sessionToken,
      UploadedParts parts);

  @POST
  @Path("/create-upload-part-urls")
  PartUrls createPartUrls(PartUrlsRequest request);

  @POST
  @Path("/create-abort-upload-url")
  AbortUrl createAbortUrl(AbortUrlRequest request);

  /**
   * An entry of a directory.
   *
   * @param path absolute; that of a directory may end with a slash
   * @param isDirectory absent = a file
   * @param fileSize bytes; absent for a directory
   * @param lastModified epoch milliseconds
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Entry(
      String path,
      String name,
      @JsonProperty("is_directory") Boolean isDirectory,
      Long fileSize,
      Long lastModified) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record DirectoryPage(List<Entry> contents, String nextPageToken) {}

  /** Exactly one of both is there, depending on the cloud. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record UploadSession(SessionToken multipartUpload, SessionToken resumableUpload) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record SessionToken(String sessionToken) {}

  /**
   * @param expireTime RFC 3339
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record PartUrlsRequest(
      String path, String sessionToken, int startPartNumber, int count, String expireTime) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record PartUrls(List<PresignedUrl> uploadPartUrls) {}

  /** A URL that carries its own credential: nobody may see it, and it gets no token. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record PresignedUrl(String url, Integer partNumber, List<Header> headers) {}

  @RegisterForReflection
  record Header(String name, String value) {}

  @RegisterForReflection
  record UploadedParts(List<UploadedPart> parts) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UploadedPart(int partNumber, String etag) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record AbortUrlRequest(String path, String sessionToken, String expireTime) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record AbortUrl(PresignedUrl abortUploadUrl) {}
}
