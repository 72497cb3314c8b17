package io.datareplicator.databricks.sql;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** SQL Statement Execution API (databricks-api.md §2). */
@Path("/api/2.0/sql/statements")
@Produces(MediaType.APPLICATION_JSON)
public interface StatementApi {
  @POST
  StatementResponse execute(ExecuteStatement request);

  @GET
  @Path("/{id}")
  StatementResponse get(@PathParam("id") String statementId);

  @POST
  @Path("/{id}/cancel")
  void cancel(@PathParam("id") String statementId, Map<String, String> empty);

  @GET
  @Path("/{id}/result/chunks/{index}")
  ResultData chunk(@PathParam("id") String statementId, @PathParam("index") int index);

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ExecuteStatement(
      String warehouseId,
      String statement,
      String disposition,
      String format,
      String waitTimeout,
      String onWaitTimeout,
      List<QueryTag> queryTags,
      String catalog,
      String schema) {}

  @RegisterForReflection
  record QueryTag(String key, String value) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record StatementResponse(
      String statementId, StatementStatus status, Manifest manifest, ResultData result) {}

  /**
   * @param state PENDING, RUNNING, SUCCEEDED, FAILED, CANCELED or CLOSED
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record StatementStatus(String state, StatementError error, String sqlState) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record StatementError(String errorCode, String message) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Manifest(
      ResultSchema schema, Integer totalChunkCount, Long totalRowCount, Boolean truncated) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ResultSchema(Integer columnCount, List<ResultColumn> columns) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ResultColumn(String name, String typeName) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ResultData(Integer chunkIndex, List<List<String>> dataArray, Integer nextChunkIndex) {}
}
