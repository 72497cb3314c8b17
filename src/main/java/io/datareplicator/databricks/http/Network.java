package io.datareplicator.databricks.http;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.TrustManager;

/**
 * How hosts are reached: whose certificates are trusted, and through which proxy. Made once per run
 * from the options and the environment it is given; nothing global of the process takes part.
 *
 * <p>Trusted are the roots of the Java runtime (in a native executable: those of the JDK that built
 * it) and, added to them, the authorities of the file that {@code --ca-file}, {@code
 * DATA_REPLICATOR_CA_FILE} or {@code SSL_CERT_FILE} names, the first of them that is there.
 */
public final class Network {
  /** The public authorities, and no proxy. */
  public static final Network DIRECT = new Network(null, new ProxySettings(Map.of()));

  private static final String OPTION = "--ca-file";
  private static final String VARIABLE = "DATA_REPLICATOR_CA_FILE";
  private static final String COMMON_VARIABLE = "SSL_CERT_FILE";

  private final CaBundle authorities;
  private final ProxySettings proxies;
  private TrustStore trusted;

  private Network(CaBundle authorities, ProxySettings proxies) {
    this.authorities = authorities;
    this.proxies = proxies;
  }

  /**
   * Reads the settings and the file of authorities, and touches no network.
   *
   * @param caFile value of {@code --ca-file}; null or blank when it was not given
   * @param environment environment variables
   * @throws NetworkSetupException when the file cannot be used
   */
  public static Network of(String caFile, Map<String, String> environment) {
    CaBundle bundle = null;
    if (caFile != null && !caFile.isBlank()) {
      bundle = CaBundle.read(caFile.strip(), OPTION);
    } else {
      for (String variable : List.of(VARIABLE, COMMON_VARIABLE)) {
        String file = environment.getOrDefault(variable, "").strip();
        if (!file.isEmpty()) {
          bundle = CaBundle.read(file, variable);
          break;
        }
      }
    }
    return new Network(bundle, new ProxySettings(environment));
  }

  /**
   * Checks the proxy variables that apply to a host, without connecting.
   *
   * @throws NetworkSetupException when one of them holds no usable address
   */
  public void check(URI host) {
    proxies.forTarget(host);
  }

  /**
   * What is accepted but probably not meant: expired authorities. A file of the whole machine may
   * hold some, so it is reported only when nothing else is in it.
   */
  public List<String> warnings(Instant now) {
    if (authorities == null) {
      return List.of();
    }
    List<String> expired = authorities.expired(now);
    boolean ofTheMachine = authorities.origin().equals(COMMON_VARIABLE);
    return ofTheMachine && expired.size() < authorities.certificates().size() ? List.of() : expired;
  }

  /** The proxy for {@code target}; empty when it is reached directly. */
  Optional<Proxy> proxy(URI target) {
    return proxies.forTarget(target);
  }

  /** The file of authorities with its origin, for messages. */
  Optional<String> authoritiesFile() {
    return Optional.ofNullable(authorities).map(a -> a.file() + " (" + a.origin() + ")");
  }

  /** Sets up a client of {@code host}, whatever its options said before. */
  void apply(URI host, HttpClientOptions options) {
    options.setTrustAll(false).setVerifyHost(true);
    if (authorities != null) {
      TrustManager manager = trustStore().manager();
      options.setTrustOptions(TrustOptions.wrap(manager));
    }
    options.setProxyOptions(
        proxy(host)
            .map(
                proxy ->
                    new ProxyOptions()
                        .setHost(proxy.host())
                        .setPort(proxy.port())
                        .setUsername(proxy.user())
                        .setPassword(proxy.password()))
            .orElse(null));
  }

  /**
   * The same settings as connection properties of databricks-jdbc; empty when there is nothing to
   * set. They belong into {@link java.util.Properties}, never into a URL or a log.
   *
   * @param host workspace
   * @param directory where a trust store readable by its owner alone may be written; it has to be
   *     deleted by the caller after the last connection
   * @throws NetworkSetupException when a value cannot be told to the driver
   */
  public Map<String, String> jdbcParameters(URI host, Supplier<Path> directory) {
    return JdbcNetwork.parameters(
        authorities == null ? null : trustStore(), proxy(host).orElse(null), directory);
  }

  private synchronized TrustStore trustStore() {
    if (trusted == null) {
      trusted = TrustStore.of(authorities.certificates());
    }
    return trusted;
  }
}
