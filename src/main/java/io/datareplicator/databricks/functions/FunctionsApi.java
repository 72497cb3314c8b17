package io.datareplicator.databricks.functions;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.datareplicator.databricks.catalog.TablesApi.Dependencies;
import io.datareplicator.databricks.http.Absent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Functions of Unity Catalog, as far as this tool uses them. */
@Path("/api/2.1/unity-catalog/functions")
@Produces(MediaType.APPLICATION_JSON)
public interface FunctionsApi {
  @GET
  FunctionPage list(
      @QueryParam("catalog_name") String catalog,
      @QueryParam("schema_name") String schema,
      @QueryParam("max_results") int maxResults,
      @QueryParam("page_token") String pageToken);

  @GET
  @Path("/{fullName}")
  FunctionInfo get(@PathParam("fullName") String fullName);

  @PATCH
  @Path("/{fullName}")
  void update(@PathParam("fullName") String fullName, UpdateFunction request);

  /**
   * A function. Its full DDL is not told; SHOW CREATE FUNCTION does.
   *
   * @param returnParams columns of a table function
   * @param dataType type that it returns, as LONG or TABLE_TYPE
   * @param fullDataType the same in SQL
   * @param routineBody SQL or EXTERNAL
   * @param externalLanguage of an EXTERNAL one, as Python
   * @param properties a text that holds JSON
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record FunctionInfo(
      String name,
      String catalogName,
      String schemaName,
      String fullName,
      Parameters inputParams,
      Parameters returnParams,
      String dataType,
      String fullDataType,
      String routineBody,
      String routineDefinition,
      String externalLanguage,
      Dependencies routineDependencies,
      @JsonProperty("is_deterministic") Boolean deterministic,
      String sqlDataAccess,
      String securityType,
      String comment,
      String properties,
      String owner,
      String functionId) {}

  @RegisterForReflection
  record Parameters(List<Parameter> parameters) {
    public Parameters {
      parameters = Absent.list(parameters);
    }
  }

  /**
   * A parameter, or a column that a table function returns.
   *
   * @param position from 0
   * @param parameterDefault expression in SQL, null = none
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Parameter(
      String name,
      String typeText,
      String typeName,
      String typeJson,
      Integer position,
      String parameterMode,
      String parameterType,
      String parameterDefault,
      String comment) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record FunctionPage(List<FunctionInfo> functions, String nextPageToken) {}

  /** The owner is all that can be changed this way. */
  @RegisterForReflection
  record UpdateFunction(String owner) {}
}
