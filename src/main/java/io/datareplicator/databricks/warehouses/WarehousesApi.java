package io.datareplicator.databricks.warehouses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** SQL warehouses REST API, as far as this tool uses it. */
@Path("/api/2.0/sql/warehouses")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public interface WarehousesApi {
  @GET
  WarehousePage list(@QueryParam("page_token") String pageToken);

  @GET
  @Path("/{id}")
  WarehouseInfo get(@PathParam("id") String id);

  @POST
  WarehouseInfo create(CreateWarehouse request);

  @POST
  @Path("/{id}/start")
  Started start(@PathParam("id") String id, StartWarehouse request);

  /** A warehouse; the answer to a creation holds nothing but {@code id}. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record WarehouseInfo(
      String id,
      String name,
      String state,
      String clusterSize,
      String warehouseType,
      Boolean enableServerlessCompute) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record WarehousePage(List<WarehouseInfo> warehouses, String nextPageToken) {}

  /** A warehouse to make; {@code autoStopMins} 0 means never. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record CreateWarehouse(
      String name,
      String clusterSize,
      String warehouseType,
      boolean enableServerlessCompute,
      int autoStopMins,
      int minNumClusters,
      int maxNumClusters) {}

  /** The empty body of a start request. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StartWarehouse() {}

  /** The empty answer to a start request. */
  @RegisterForReflection
  record Started() {}
}
