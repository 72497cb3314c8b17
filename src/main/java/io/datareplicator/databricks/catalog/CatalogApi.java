package io.datareplicator.databricks.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
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

/** Unity Catalog REST API, as far as this tool uses it. */
@Path("/api/2.1/unity-catalog")
@Produces(MediaType.APPLICATION_JSON)
public interface CatalogApi {
  @GET
  @Path("/metastore_summary")
  MetastoreSummary metastoreSummary();

  @GET
  @Path("/catalogs/{name}")
  CatalogInfo getCatalog(@PathParam("name") String name);

  @POST
  @Path("/catalogs")
  CatalogInfo createCatalog(CreateCatalog request);

  @GET
  @Path("/schemas")
  SchemaPage listSchemas(
      @QueryParam("catalog_name") String catalog,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken);

  @GET
  @Path("/schemas/{fullName}")
  SchemaInfo getSchema(@PathParam("fullName") String fullName);

  @POST
  @Path("/schemas")
  SchemaInfo createSchema(CreateSchema request);

  @GET
  @Path("/tables")
  TablePage listTables(
      @QueryParam("catalog_name") String catalog,
      @QueryParam("schema_name") String schema,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken,
      @QueryParam("omit_columns") Boolean omitColumns,
      @QueryParam("omit_properties") Boolean omitProperties);

  @GET
  @Path("/tables/{fullName}")
  TableInfo getTable(@PathParam("fullName") String fullName);

  @GET
  @Path("/tables/{fullName}/exists")
  TableExists tableExists(@PathParam("fullName") String fullName);

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

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TableExists(Boolean tableExists) {}

  /** What {@code GET metastore_summary} answers. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record MetastoreSummary(
      String metastoreId, String name, String globalMetastoreId, String cloud, String region) {}

  /** A catalog; {@code providerName} and {@code shareName} are set for a shared one. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record CatalogInfo(
      String name, String catalogType, String providerName, String shareName, String comment) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateCatalog(
      String name, String comment, String storageRoot, String providerName, String shareName) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record SchemaInfo(String name, String catalogName, String fullName, String comment) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateSchema(String name, String catalogName, String comment) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record SchemaPage(List<SchemaInfo> schemas, String nextPageToken) {}

  /** A table; a listing leaves out constraints and view dependencies. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TableInfo(
      String name,
      String catalogName,
      String schemaName,
      String tableType,
      String dataSourceFormat,
      String tableId,
      String storageLocation,
      String pipelineId,
      List<ColumnInfo> columns,
      Map<String, String> properties) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ColumnInfo(String name, String typeText, Integer position, Boolean nullable) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TablePage(List<TableInfo> tables, String nextPageToken) {}

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
      String comment) {}

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

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record VolumePage(List<VolumeInfo> volumes, String nextPageToken) {}
}
