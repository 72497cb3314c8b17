package io.datareplicator.databricks.jdbc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP path of what runs SQL, as the workspace shows it under "JDBC/ODBC" (databricks-api.md
 * §2, §3).
 *
 * @param httpPath begins with a slash
 * @param kind decides the protocol: Thrift for clusters, the Statement Execution API for warehouses
 * @param id of the cluster or warehouse
 */
public record ComputePath(String httpPath, Kind kind, String id) {
  private static final Pattern WAREHOUSE =
      Pattern.compile("/?sql/1\\.0/(?:warehouses|endpoints)/([A-Za-z0-9_-]{1,100})");
  private static final Pattern CLUSTER =
      Pattern.compile("/?sql/protocolv1/o/[0-9]{1,20}/([A-Za-z0-9_-]{1,100})");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  /** Kinds of compute. */
  public enum Kind {
    WAREHOUSE,
    CLUSTER
  }

  /** The path of a cluster of the workspace that the host names. */
  public static Optional<ComputePath> ofCluster(String clusterId) {
    return ID.matcher(clusterId).matches()
        ? Optional.of(new ComputePath("/sql/protocolv1/o/0/" + clusterId, Kind.CLUSTER, clusterId))
        : Optional.empty();
  }

  /** Reads a path; empty when it is none of a warehouse or cluster. */
  public static Optional<ComputePath> parse(String text) {
    String path = text.startsWith("/") ? text : "/" + text;
    Matcher warehouse = WAREHOUSE.matcher(path);
    if (warehouse.matches()) {
      return Optional.of(new ComputePath(path, Kind.WAREHOUSE, warehouse.group(1)));
    }
    Matcher cluster = CLUSTER.matcher(path);
    return cluster.matches()
        ? Optional.of(new ComputePath(path, Kind.CLUSTER, cluster.group(1)))
        : Optional.empty();
  }

  /** For messages: {@code cluster 0101-000000-abcdefgh}. */
  public String label() {
    return (kind == Kind.CLUSTER ? "cluster " : "warehouse ") + id;
  }
}
