package io.datareplicator.databricks.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The proxy variables that most programs know; the lower case form of a name comes first. */
final class ProxySettings {
  private final Map<String, String> environment;
  private final NoProxy direct;

  ProxySettings(Map<String, String> environment) {
    this.environment = environment;
    this.direct = new NoProxy(variable("no_proxy", "NO_PROXY").map(Map.Entry::getValue).orElse(""));
  }

  /**
   * The proxy for {@code target}; empty when it is reached directly.
   *
   * @throws NetworkSetupException when the variable that applies holds no usable address
   */
  Optional<Proxy> forTarget(URI target) {
    if (direct.matches(target)) {
      return Optional.empty();
    }
    String scheme = "http".equalsIgnoreCase(target.getScheme()) ? "http" : "https";
    return variable(
            scheme + "_proxy",
            scheme.equals("http") ? "HTTP_PROXY" : "HTTPS_PROXY",
            "all_proxy",
            "ALL_PROXY")
        .map(found -> Proxy.parse(found.getKey(), found.getValue()));
  }

  private Optional<Map.Entry<String, String>> variable(String... names) {
    return List.of(names).stream()
        .map(name -> Map.entry(name, environment.getOrDefault(name, "").strip()))
        .filter(entry -> !entry.getValue().isEmpty())
        .findFirst();
  }
}
