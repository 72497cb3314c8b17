package io.datareplicator.databricks.connections;

import io.datareplicator.databricks.connections.ConnectionsApi.ConnectionInfo;
import io.datareplicator.databricks.connections.ConnectionsApi.ConnectionPage;
import io.datareplicator.databricks.connections.ConnectionsApi.CreateConnection;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Connections of one workspace's metastore. */
public final class Connections {
  private static final int SERVER_PAGE = 0;

  private final ConnectionsApi api;
  private final HttpPipeline http;

  public Connections(ConnectionsApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  /** All connections that the caller may see. */
  public List<ConnectionInfo> list() {
    List<ConnectionInfo> all = new ArrayList<>();
    Pages.forEach(
        token -> http.read("GET connections page", () -> api.list(SERVER_PAGE, token)),
        ConnectionPage::connections,
        ConnectionPage::nextPageToken,
        all::add);
    return all;
  }

  public Optional<ConnectionInfo> find(String name) {
    return http.find("GET connection", () -> api.get(name));
  }

  /**
   * Creates a connection; if an earlier attempt may have made it, the one that is there is
   * returned, for the caller to compare.
   */
  public ConnectionInfo create(CreateConnection request) {
    return http.create("POST connection", () -> api.create(request), () -> find(request.name()));
  }
}
