package io.datareplicator.databricks.http;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Adds the headers that every authenticated request carries (databricks-api.md §0). */
final class WorkspaceHeaders implements ClientRequestFilter {
  private final HttpPipeline pipeline;
  private final String userAgent;

  WorkspaceHeaders(HttpPipeline pipeline, String userAgent) {
    this.pipeline = pipeline;
    this.userAgent = userAgent;
  }

  @Override
  public void filter(ClientRequestContext request) {
    String token = pipeline.tokenOfThisThread();
    if (token == null) {
      throw new IllegalStateException("a request was sent outside the pipeline");
    }
    request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    request
        .getHeaders()
        .putSingle(HttpHeaders.USER_AGENT, userAgent + " auth/" + pipeline.authKind());
  }
}
