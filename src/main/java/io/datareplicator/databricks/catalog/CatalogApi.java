package io.datareplicator.databricks.catalog;

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
import java.util.Map;

/** Unity Catalog REST API: metastore, catalogs and schemas, as far as this tool uses it. */
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

  @PATCH
  @Path("/catalogs/{name}")
  CatalogInfo updateCatalog(@PathParam("name") String name, UpdateCatalog request);

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

  @PATCH
  @Path("/schemas/{fullName}")
  SchemaInfo updateSchema(@PathParam("fullName") String fullName, UpdateSchema request);

  /** What {@code GET metastore_summary} answers. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record MetastoreSummary(
      String metastoreId, String name, String globalMetastoreId, String cloud, String region) {}

  /**
   * A catalog; {@code providerName} and {@code shareName} are set for a shared one, {@code
   * connectionName} for a foreign one.
   *
   * @param properties may hold {@code unity.catalog.managed.*.defaults.*}, which the service adds
   * @param isolationMode OPEN or ISOLATED
   * @param storageRoot as it was given; null = that of the metastore
   * @param enablePredictiveOptimization ENABLE, DISABLE or INHERIT
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record CatalogInfo(
      String name,
      String catalogType,
      String providerName,
      String shareName,
      String comment,
      String owner,
      Map<String, String> properties,
      Map<String, String> options,
      String isolationMode,
      String storageRoot,
      String connectionName,
      String enablePredictiveOptimization,
      PredictiveOptimization effectivePredictiveOptimizationFlag) {
    public CatalogInfo {
      properties = Absent.map(properties);
      options = Absent.map(options);
    }
  }

  /**
   * A catalog to create. Owner, isolation and predictive optimization can only be changed
   * afterwards.
   *
   * @param connectionName makes it a foreign catalog, with the options of its connection
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateCatalog(
      String name,
      String comment,
      String storageRoot,
      String providerName,
      String shareName,
      Map<String, String> properties,
      Map<String, String> options,
      String connectionName) {
    /** One without properties. */
    public CreateCatalog(
        String name, String comment, String storageRoot, String providerName, String shareName) {
      this(name, comment, storageRoot, providerName, shareName, null, null, null);
    }
  }

  /**
   * Changes of a catalog; null = left as it is.
   *
   * @param comment empty = none
   * @param properties replace all that there are
   * @param options replace all that there are
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UpdateCatalog(
      String owner,
      String comment,
      Map<String, String> properties,
      Map<String, String> options,
      String isolationMode,
      String enablePredictiveOptimization) {}

  /**
   * A schema; its name is in lower case.
   *
   * @param storageRoot as it was given; null = that of the catalog
   * @param enablePredictiveOptimization ENABLE, DISABLE or INHERIT
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record SchemaInfo(
      String name,
      String catalogName,
      String fullName,
      String comment,
      String owner,
      Map<String, String> properties,
      String storageRoot,
      String enablePredictiveOptimization,
      PredictiveOptimization effectivePredictiveOptimizationFlag) {
    public SchemaInfo {
      properties = Absent.map(properties);
    }
  }

  /** A schema to create. Owner and predictive optimization can only be changed afterwards. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CreateSchema(
      String name,
      String catalogName,
      String comment,
      Map<String, String> properties,
      String storageRoot) {}

  /**
   * Changes of a schema; null = left as it is.
   *
   * @param comment empty = none
   * @param properties replace all that there are
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UpdateSchema(
      String owner,
      String comment,
      Map<String, String> properties,
      String enablePredictiveOptimization) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record SchemaPage(List<SchemaInfo> schemas, String nextPageToken) {}
}
