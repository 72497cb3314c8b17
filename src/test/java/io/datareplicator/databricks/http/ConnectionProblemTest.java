package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.databricks.http.RetryRules.Verdict;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionProblemTest {
  private static final URI HOST = URI.create("https://w.example.com");
  private static final Network PROXIED =
      Network.of(null, Map.of("HTTPS_PROXY", "http://bob:of-bob-only@p:3128"));

  private static Throwable wrapped(Throwable cause) {
    SSLHandshakeException handshake = new SSLHandshakeException(cause.getMessage());
    handshake.initCause(cause);
    return new ProcessingException(handshake);
  }

  private static Optional<ConnectionProblem> of(Throwable failure, Network network) {
    return ConnectionProblem.of(failure, HOST, network);
  }

  static Stream<Arguments> certificates() {
    return Stream.of(
        Arguments.of(new CertPathBuilderException("no path"), "not signed by a known authority"),
        Arguments.of(
            new CertPathValidatorException("check", new CertificateExpiredException("x")),
            "has expired"),
        Arguments.of(new CertificateNotYetValidException("x"), "not valid yet"),
        Arguments.of(
            new CertificateException("No subject alternative DNS name matching w found."),
            "belongs to another host (No subject alternative DNS name matching w found.)"),
        Arguments.of(new CertificateException("No name matching w found"), "another host"),
        Arguments.of(new CertificateException("something else"), "no TLS connection to https://w"),
        Arguments.of(new NotSslRecordException("485454"), "does not speak TLS on that port"),
        Arguments.of(new SSLException("handshake_failure"), "no TLS connection to https://w"));
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void certificateProblemsLast(Throwable cause, String message) {
    for (Network network : new Network[] {Network.DIRECT, PROXIED}) {
      ConnectionProblem problem = of(wrapped(cause), network).orElseThrow();
      assertThat(problem.message()).contains(HOST.toString(), message);
      assertThat(problem.lasting()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "407 Proxy Authentication Required, true, refuses the user or the password of HTTPS_PROXY",
    "403 Forbidden, true, refuses to connect to w.example.com (403 Forbidden); have the host",
    "405, true, refuses to connect to w.example.com (405); have the host",
    "502 Bad Gateway, false, refuses to connect to w.example.com (502 Bad Gateway)",
    "503 Service Unavailable, false, (503 Service Unavailable)"
  })
  void answersOfTheProxy(String status, boolean lasting, String message) {
    ConnectionProblem problem =
        of(
                new ProcessingException(
                    new HttpProxyConnectException(
                        "http, basic, p/10.0.0.1:3128 => w.example.com:443, status: " + status,
                        null)),
                PROXIED)
            .orElseThrow();
    assertThat(problem.message())
        .contains("the proxy http://p:3128 (HTTPS_PROXY)", message)
        .doesNotContain("of-bob-only");
    assertThat(problem.lasting()).isEqualTo(lasting);
  }

  @Test
  void proxyThatDoesNotAnswerMayDoSoLater() {
    for (Throwable cause :
        new Throwable[] {
          new ProxyConnectException("http, none, p => w, timeout"),
          new ConnectException("Connection refused"),
          new ConnectTimeoutException("30000 ms"),
          new UnknownHostException("p")
        }) {
      ConnectionProblem problem = of(new ProcessingException(cause), PROXIED).orElseThrow();
      assertThat(problem.message()).contains("the proxy http://p:3128 (HTTPS_PROXY)");
      assertThat(problem.lasting()).isFalse();
      assertThat(RetryRules.judge(CallKind.CREATE, new ApiException(0, "", "x", null, null, cause)))
          .isEqualTo(Verdict.RETRY);
    }
  }

  @Test
  void otherFailuresAreNotExplained() {
    assertThat(of(new ProcessingException(new ConnectException("refused")), Network.DIRECT))
        .isEmpty();
    assertThat(of(wrapped(new SSLException("Connection closed in handshake")), PROXIED)).isEmpty();
    assertThat(of(new ProcessingException(new SocketException("reset")), PROXIED)).isEmpty();
    assertThat(of(new IOException("x"), PROXIED)).isEmpty();
    IOException ring = new IOException("ring");
    ring.initCause(new IOException("other half", ring));
    assertThat(of(ring, PROXIED)).isEmpty();
  }

  @Test
  void plainProxyThatWantsAUser() {
    assertThat(ConnectionProblem.refusedUser(HOST, PROXIED).message())
        .contains("refuses the user or the password of HTTPS_PROXY");
    Network nobody = Network.of(null, Map.of("HTTPS_PROXY", "p:3128"));
    assertThat(ConnectionProblem.refusedUser(HOST, nobody).message())
        .contains("wants a user and a password");
    assertThat(ConnectionProblem.refusedUser(HOST, Network.DIRECT).message()).contains("HTTP 407");
  }
}
