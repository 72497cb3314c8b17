package io.datareplicator.databricks.jdbc;

import io.datareplicator.databricks.WorkspaceSetupException;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the driver is told. Everything but the host goes in as properties: the driver splits the URL
 * at semicolons and may show it in messages, properties are taken as they are.
 */
final class DriverParameters {
  /** Longest wait for an answer, in seconds; also the limit for connecting. */
  private static final int SOCKET_SECONDS = 180;

  private static final int POLL_MILLIS = 1000;
  private static final int THROTTLED_SECONDS = 120;

  private final String url;
  private final Map<String, String> parameters;

  private DriverParameters(String url, Map<String, String> parameters) {
    this.url = url;
    this.parameters = parameters;
  }

  /**
   * The parameters for one compute.
   *
   * @param userAgent ours; the driver puts its own before it
   * @param extra parameters for TLS and proxies; they win
   */
  static DriverParameters of(
      URI host, ComputePath path, String userAgent, Map<String, String> extra) {
    if (host.getHost() == null || host.getHost().startsWith("[")) {
      throw new WorkspaceSetupException(
          "the JDBC driver cannot reach "
              + host
              + ", it takes no IPv6 address; use a host name, or a warehouse_id");
    }
    boolean secure = !"http".equalsIgnoreCase(host.getScheme());
    int port = host.getPort() >= 0 ? host.getPort() : secure ? 443 : 80;
    Map<String, String> all = new java.util.TreeMap<>();
    all.put("httpPath", path.httpPath());
    all.put("ssl", secure ? "1" : "0");
    all.put("AuthMech", "3");
    all.put("UID", "token");
    all.put("EnableTokenFederation", "0");
    all.put("UserAgentEntry", userAgent);
    protocol(path, all);
    quiet(all);
    retries(all);
    all.putAll(extra);
    return new DriverParameters("jdbc:databricks://" + host.getHost() + ":" + port, all);
  }

  private static void protocol(ComputePath path, Map<String, String> all) {
    all.put("UseThriftClient", path.kind() == ComputePath.Kind.CLUSTER ? "1" : "0");
    // JSON in the answer itself: no Arrow, and no downloads from storage that a firewall may shut.
    all.put("EnableQueryResultDownload", "0");
    all.put("UseBoundedSeaApi", "0");
    all.put("asyncexecpollinterval", Integer.toString(POLL_MILLIS));
    // The driver gives rows only of statements that begin with a word of this list, and CREATE …
    // CLONE answers with rows. A statement begins with a letter or a parenthesis.
    all.put(
        "NonRowcountQueryPrefixes",
        IntStream.rangeClosed('A', 'Z')
                .mapToObj(letter -> Character.toString((char) letter))
                .collect(Collectors.joining(","))
            + ",(");
  }

  /** No telemetry, no feature flags from the server, no log files. */
  private static void quiet(Map<String, String> all) {
    all.put("EnableTelemetry", "0");
    all.put("ForceEnableTelemetry", "0");
    all.put("EnableThriftNativeMetadata", "0");
    all.put("EnableTokenCache", "0");
    all.put("loglevel", "OFF");
  }

  /**
   * A refusal for too many requests (429) may be repeated, it had no effect. Whatever else may have
   * had one is for the engine to judge.
   */
  private static void retries(Map<String, String> all) {
    all.put("socketTimeout", Integer.toString(SOCKET_SECONDS));
    all.put("TemporarilyUnavailableRetry", "0");
    all.put("RateLimitRetry", "1");
    all.put("RateLimitRetryTimeout", Integer.toString(THROTTLED_SECONDS));
    all.put("ApiRetriableHttpCodes", "");
  }

  String url() {
    return url;
  }

  /** The properties of a new connection. */
  Properties with(String token) {
    Properties properties = new Properties();
    properties.putAll(parameters);
    properties.put("PWD", token);
    return properties;
  }
}
