package io.datareplicator.databricks.identity;

import io.datareplicator.databricks.http.HttpPipeline;

/** The identity that requests to one workspace are made with. */
public final class Identity {
  private final ScimApi api;
  private final HttpPipeline http;

  public Identity(ScimApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /** The caller; also the cheapest proof that host and credential work together. */
  public ScimApi.Me me() {
    return http.read("GET scim me", api::me);
  }
}
