package io.datareplicator.sandbox.cluster;

import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.metastore.Workspace;
import java.util.List;
import java.util.Optional;

/** The clusters of one workspace: exactly one, which runs when the sandbox starts. */
public final class Clusters implements AutoCloseable {
  private final List<Cluster> all;

  public Clusters(Workspace workspace, Settings settings) {
    all =
        List.of(
            new Cluster(
                workspace.clusterId(),
                "sandbox",
                workspace.user(),
                settings.slots(),
                settings.startMillis()));
  }

  public List<Cluster> all() {
    return all;
  }

  public Optional<Cluster> find(String id) {
    return all.stream().filter(c -> c.id().equals(id)).findFirst();
  }

  /**
   * @throws ApiException 400 INVALID_PARAMETER_VALUE for an unknown id, as the Clusters API does
   */
  public Cluster get(String id) {
    return find(id).orElseThrow(() -> ApiException.invalid("Cluster " + id + " does not exist"));
  }

  @Override
  public void close() {
    all.forEach(Cluster::close);
  }
}
