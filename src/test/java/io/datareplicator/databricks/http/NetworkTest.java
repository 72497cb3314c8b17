package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.internal.apache.http.HttpHost;
import com.databricks.internal.apache.http.conn.socket.ConnectionSocketFactory;
import com.databricks.internal.sdk.core.ProxyConfig.ProxyAuthType;
import com.databricks.jdbc.api.impl.DatabricksConnectionContext;
import com.databricks.jdbc.api.internal.IDatabricksConnectionContext;
import com.databricks.jdbc.dbclient.impl.common.ConfiguratorUtils;
import io.datareplicator.testkit.TestAuthority;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NetworkTest {
  private static final URI HOST = URI.create("https://w.example.com");

  private static TestAuthority authority;
  private static String pem;

  @TempDir Path directory;

  @BeforeAll
  static void makeAuthority(@TempDir Path certificates) {
    authority = new TestAuthority(certificates, "unit");
    pem = authority.pem().toString();
  }

  private static IDatabricksConnectionContext driver(Map<String, String> parameters)
      throws Exception {
    Properties properties = new Properties();
    properties.putAll(parameters);
    return DatabricksConnectionContext.parse(
        "jdbc:databricks://w.example.com:443/default;httpPath=/sql/1.0/warehouses/1;AuthMech=3;UID=token;PWD=x",
        properties);
  }

  @Test
  void optionThenOwnVariableThenCommonOne() {
    Map<String, String> bad =
        Map.of("DATA_REPLICATOR_CA_FILE", "/none/own.pem", "SSL_CERT_FILE", "/none/common.pem");
    assertThat(Network.of(pem, bad).authoritiesFile()).contains(pem + " (--ca-file)");
    assertThatThrownBy(() -> Network.of("", bad))
        .hasMessageStartingWith("DATA_REPLICATOR_CA_FILE: the file /none/own.pem");
    assertThatThrownBy(() -> Network.of(null, Map.of("SSL_CERT_FILE", "/none/common.pem")))
        .hasMessageStartingWith("SSL_CERT_FILE: the file /none/common.pem");
    assertThat(Network.of(null, Map.of("SSL_CERT_FILE", " ")).authoritiesFile()).isEmpty();
  }

  @Test
  void nothingThatWasSetBeforeWeakensAClient() {
    HttpClientOptions options = new HttpClientOptions().setTrustAll(true).setVerifyHost(false);
    Network.of(pem, Map.of("HTTPS_PROXY", "http://a%3A:@p:3128")).apply(HOST, options);
    assertThat(options.isTrustAll()).isFalse();
    assertThat(options.isVerifyHost()).isTrue();
    assertThat(options.getTrustOptions()).isNotNull();
    assertThat(options.getProxyOptions().getHost()).isEqualTo("p");
    assertThat(options.getProxyOptions().getUsername()).isEqualTo("a:");
    assertThat(options.getProxyOptions().getPassword()).isEmpty();
    Network.DIRECT.apply(HOST, options);
    assertThat(options.getProxyOptions()).isNull();
  }

  @Test
  void authoritiesAreAddedToThoseOfTheRuntime() throws Exception {
    int roots = TrustStore.of(List.of()).store().size();
    assertThat(roots).isGreaterThan(50);
    assertThat(TrustStore.of(CaBundle.read(pem, "x").certificates()).store().size())
        .isEqualTo(roots + 1);
  }

  @Test
  void nothingToTellTheDriver() {
    assertThat(Network.DIRECT.jdbcParameters(HOST, () -> directory)).isEmpty();
    assertThat(directory).isEmptyDirectory();
    Network bypassed = Network.of(null, Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", "example.com"));
    assertThat(bypassed.jdbcParameters(HOST, () -> directory)).isEmpty();
  }

  @Test
  void driverUnderstandsTheProxy() throws Exception {
    Network user =
        Network.of(null, Map.of("HTTPS_PROXY", "http://al%40ice:s%3Acret@p.example:3128"));
    IDatabricksConnectionContext context = driver(user.jdbcParameters(HOST, () -> directory));
    assertThat(context.getUseProxy()).isTrue();
    assertThat(context.getProxyHost()).isEqualTo("p.example");
    assertThat(context.getProxyPort()).isEqualTo(3128);
    assertThat(context.getProxyAuthType()).isEqualTo(ProxyAuthType.BASIC);
    assertThat(context.getProxyUser()).isEqualTo("al@ice");
    assertThat(context.getProxyPassword()).isEqualTo("s:cret");

    Network nobody = Network.of(null, Map.of("HTTPS_PROXY", "p.example:3128"));
    IDatabricksConnectionContext plain = driver(nobody.jdbcParameters(HOST, () -> directory));
    assertThat(plain.getUseProxy()).isTrue();
    assertThat(plain.getProxyAuthType()).isEqualTo(ProxyAuthType.NONE);
    assertThat(plain.getProxyUser()).isNull();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void semicolonIsRefusedWithoutShowingIt() {
    Network network = Network.of(null, Map.of("HTTPS_PROXY", "http://a:hush%3Bhush@p:1"));
    Network foreign = Network.of(null, Map.of("HTTPS_PROXY", "http://robot:%C3%BC@proxy:3128"));
    assertThatThrownBy(() -> foreign.jdbcParameters(HOST, () -> directory))
        .isInstanceOf(NetworkSetupException.class)
        .hasMessageContaining("http://proxy:3128 (HTTPS_PROXY)")
        .hasMessageContaining("ASCII")
        .hasMessageNotContaining("ü");
    assertThatThrownBy(() -> network.jdbcParameters(HOST, () -> directory))
        .isInstanceOf(NetworkSetupException.class)
        .hasMessageContaining("semicolon")
        .hasMessageNotContaining("hush");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void trustStoreIsForItsOwnerAlone() throws IOException {
    Map<String, String> parameters =
        Network.of(pem, Map.of()).jdbcParameters(HOST, () -> directory);
    Path file = Path.of(parameters.get("SSLTrustStore"));
    assertThat(file).hasParent(directory.toAbsolutePath());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Redactor.redact("x" + parameters.get("SSLTrustStorePwd"))).isEqualTo("x[redacted]");
  }

  @Test
  void driverTrustsTheAuthorityAndNoOther(@TempDir Path elsewhere) throws Exception {
    Map<String, String> right = Network.of(pem, Map.of()).jdbcParameters(HOST, () -> directory);
    assertThat(handshakes(right)).isTrue();
    TestAuthority other = new TestAuthority(elsewhere, "other");
    Map<String, String> wrong =
        Network.of(other.pem().toString(), Map.of()).jdbcParameters(HOST, () -> directory);
    assertThat(handshakes(wrong)).isFalse();
  }

  /** Whether the driver's own sockets accept a server of the authority. */
  private static boolean handshakes(Map<String, String> parameters) throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            authority
                .server("dns:localhost")
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Boolean> served = CompletableFuture.supplyAsync(() -> serve(listening));
      ConnectionSocketFactory factory =
          ConfiguratorUtils.createConnectionSocketFactoryRegistry(driver(parameters))
              .lookup("https");
      HttpHost host = new HttpHost("localhost", listening.getLocalPort(), "https");
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
      try (Socket socket =
          factory.connectSocket(5000, factory.createSocket(null), host, address, null, null)) {
        assertThat(socket.getInputStream().read()).isEqualTo('x');
        return served.get();
      } catch (SSLException refused) {
        assertThat(served.get()).isFalse();
        return false;
      }
    }
  }

  private static boolean serve(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.startHandshake();
      socket.getOutputStream().write('x');
      socket.getOutputStream().flush();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
