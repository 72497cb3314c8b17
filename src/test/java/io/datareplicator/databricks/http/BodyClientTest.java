package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.datareplicator.databricks.http.ScriptedServer.Answer;
import io.datareplicator.testkit.FilesClients;
import io.datareplicator.testkit.TestAuthority;
import io.quarkus.test.junit.QuarkusTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies go the way that is set up for the host: authority, proxy, headers. */
@QuarkusTest
@Timeout(30)
class BodyClientTest {
  private static BodyClient client(URI host, Network network) {
    HttpPipeline http =
        new HttpPipeline(
            host,
            network,
            TokenSource.NONE,
            new RetryPolicy(2, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)),
            new RetryBudget(),
            new Random(1),
            4);
    return new RestClients(host, "data-replicator/test", network, Clock.systemUTC())
        .bodies(http, 4);
  }

  @Test
  void certificatesAreCheckedAgainstTheAuthority(@TempDir Path directory) throws Exception {
    TestAuthority authority = new TestAuthority(directory, "ca");
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.server("ip:127.0.0.1")));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 3);
          exchange.getResponseBody().write(new byte[3]);
          exchange.close();
        });
    server.start();
    URI host = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    try (BodyClient trusting = client(host, Network.of(authority.pem().toString(), Map.of()));
        BodyClient other = client(host, Network.DIRECT)) {
      try (Download body = trusting.open("GET file", "/f", Map.of())) {
        assertThat(body.length()).isEqualTo(3);
      }
      ApiException e =
          catchThrowableOfType(
              ApiException.class, () -> other.open("GET file", "/f", Map.of()).close());
      assertThat(e.isUnconnectable()).isTrue();
      assertThat(e).hasMessageContaining("not signed by a known authority");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void bodiesGoThroughTheProxy() {
    try (ScriptedServer proxy = new ScriptedServer()) {
      proxy.otherwise(request -> Answer.json(502, "{}"));
      URI host = URI.create("http://workspace.invalid");
      Network network = Network.of(null, Map.of("HTTP_PROXY", proxy.host().toString()));
      try (BodyClient client = client(host, network)) {
        ApiException e =
            catchThrowableOfType(
                ApiException.class, () -> client.open("GET file", "/f", Map.of()).close());
        assertThat(e.status()).isEqualTo(502);
      }
      assertThat(proxy.lines()).isNotEmpty().allMatch(l -> l.contains("workspace.invalid"));
    }
  }

  @Test
  void loginPageOrRedirectIsNoBody() {
    try (ScriptedServer server = new ScriptedServer()) {
      server.otherwise(request -> new Answer(302, Map.of("Location", "/login.html"), new byte[0]));
      try (BodyClient client =
          FilesClients.clients(server.host()).bodies(FilesClients.pipeline(server.host()), 2)) {
        ApiException e =
            catchThrowableOfType(
                ApiException.class, () -> client.open("GET file", "/f", Map.of()).close());
        assertThat(e).hasMessageContaining("redirect");
      }
      assertThat(server.lines()).containsExactly("GET /f");
    }
  }

  @Test
  void hugeErrorBodyIsCut() {
    try (ScriptedServer server = new ScriptedServer()) {
      server.otherwise(
          request ->
              Answer.json(
                  400, "{\"error_code\":\"BAD\",\"message\":\"" + "x".repeat(5_000_000) + "\"}"));
      try (BodyClient client =
          FilesClients.clients(server.host()).bodies(FilesClients.pipeline(server.host()), 2)) {
        ApiException e =
            catchThrowableOfType(
                ApiException.class, () -> client.open("GET file", "/f", Map.of()).close());
        assertThat(e.getMessage()).hasSizeLessThan(3000);
        assertThat(e.status()).isEqualTo(400);
      }
    }
  }
}
