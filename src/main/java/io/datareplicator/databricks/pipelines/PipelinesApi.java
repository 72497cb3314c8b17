package io.datareplicator.databricks.pipelines;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.datareplicator.databricks.http.Absent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** Pipelines, as far as this tool uses them. */
@Path("/api/2.0/pipelines")
@Produces(MediaType.APPLICATION_JSON)
public interface PipelinesApi {
  @GET
  @Path("/{id}")
  PipelineInfo get(@PathParam("id") String id);

  /**
   * A pipeline.
   *
   * @param state IDLE, RUNNING, FAILED, …
   * @param effectivePublishingMode DEFAULT_PUBLISHING_MODE or LEGACY_PUBLISHING_MODE
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record PipelineInfo(
      String pipelineId,
      String name,
      String state,
      PipelineSpec spec,
      String effectivePublishingMode,
      String creatorUserName,
      String runAsUserName,
      List<Update> latestUpdates) {
    public PipelineInfo {
      latestUpdates = Absent.list(latestUpdates);
    }
  }

  /**
   * How a pipeline was set up.
   *
   * @param target the schema, in pipelines of the legacy publishing mode
   * @param libraries where its source code is
   */
  @RegisterForReflection
  record PipelineSpec(
      String catalog,
      String schema,
      String target,
      String storage,
      Boolean serverless,
      Boolean continuous,
      List<Map<String, Object>> libraries,
      Map<String, String> configuration) {
    public PipelineSpec {
      libraries = Absent.list(libraries);
      configuration = Absent.map(configuration);
    }
  }

  /** A run of a pipeline. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Update(String updateId, String state) {}
}
