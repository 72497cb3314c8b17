package io.datareplicator.databricks.pipelines;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.pipelines.PipelinesApi.PipelineInfo;
import java.util.Optional;

/** Pipelines of one workspace. */
public final class Pipelines {
  private final PipelinesApi api;
  private final HttpPipeline http;

  public Pipelines(PipelinesApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  public Optional<PipelineInfo> find(String id) {
    return http.find("GET pipeline", () -> api.get(id));
  }
}
