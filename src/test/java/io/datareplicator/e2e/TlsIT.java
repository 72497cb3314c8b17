package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.e2e.Cli.Result;
import io.datareplicator.e2e.SqlCommandIT.Way;
import io.datareplicator.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Workspaces behind https with a private authority, and behind proxies: what gets through, and what
 * is said when nothing does.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class TlsIT {
  private static final String SOURCE = "source.workspace.example";
  private static final String TARGET = "target.workspace.example";
  private static final String PASSWORD = "p@ss/w:rd-ü";
  private static final String ENCODED_PASSWORD = "p%40ss%2Fw%3Ard-%C3%BC";

  private Path directory;
  private SandboxProcess sandbox;
  private TestAuthority authority;
  private TestAuthority stranger;
  private final List<TlsFront> fronts = new ArrayList<>();
  private TlsFront source;
  private TlsFront target;
  private String group;

  @BeforeAll
  void twoFronts(SandboxProcess shared, @TempDir Path home) throws IOException {
    directory = home;
    sandbox = shared;
    sandbox
        .source()
        .run(
            "CREATE CATALOG it_tls",
            "CREATE SCHEMA it_tls.s",
            "CREATE TABLE it_tls.s.t AS SELECT id FROM range(7)");
    authority = new TestAuthority(directory, "company");
    stranger = new TestAuthority(directory, "stranger");
    SSLContext right =
        authority.server("dns:localhost,ip:127.0.0.1,ip:0.0.0.0,dns:" + SOURCE + ",dns:" + TARGET);
    source = front(right, sandbox.source());
    target = front(right, sandbox.target());
    group = new Cli(directory, Map.of()).configure(Cli.group("it_tls_audit", "", "it_tls"));
  }

  private TlsFront front(SSLContext context, SandboxSide side) throws IOException {
    TlsFront front = new TlsFront(context, side.host());
    fronts.add(front);
    return front;
  }

  @AfterAll
  void closeFronts() throws IOException {
    for (TlsFront front : fronts) {
      front.close();
    }
  }

  private Cli cli(String sourceHost, String targetHost, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(sandbox.environment());
    environment.put("DATA_REPLICATOR_SOURCE_HOST", sourceHost);
    environment.put("DATA_REPLICATOR_TARGET_HOST", targetHost);
    environment.putAll(more);
    return new Cli(directory, environment);
  }

  private Cli localhost(Map<String, String> more) {
    return cli("https://localhost:" + source.port(), "https://127.0.0.1:" + target.port(), more);
  }

  private Cli named(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("DATA_REPLICATOR_CA_FILE", authority.pem().toString());
    return cli("https://" + SOURCE, "https://" + TARGET, environment);
  }

  private TestProxy proxy() throws IOException {
    return new TestProxy()
        .route(SOURCE + ":443", source.port())
        .route(TARGET + ":443", target.port());
  }

  private void isReplicated(Result run) {
    run.exits(0);
    assertThat(sandbox.target().value("SELECT count(*) FROM it_tls.s.t")).isEqualTo("7");
  }

  /** The run could not be done, and nobody tried again and again. */
  private static Result isRefused(Result run) {
    run.exits(1);
    assertThat(run.out()).contains(", 0 repeated");
    assertThat(run.out() + run.err()).doesNotContain("\tat ", "Exception");
    return run;
  }

  private static String all(Result run) {
    return run.out() + run.err();
  }

  @Test
  void authorityByOption() {
    int before = source.handshakes() + target.handshakes();
    isReplicated(localhost(Map.of()).run(group, "--ca-file", authority.pem().toString()));
    assertThat(source.handshakes() + target.handshakes()).isGreaterThan(before + 1);
  }

  @ParameterizedTest
  @CsvSource({"DATA_REPLICATOR_CA_FILE", "SSL_CERT_FILE"})
  void authorityByVariable(String variable) {
    isReplicated(localhost(Map.of(variable, authority.pem().toString())).run(group));
  }

  @Test
  void optionBeatsVariablesAndSeveralCertificatesMayStandInOneFile() throws IOException {
    Path both = directory.resolve("both.pem");
    Files.writeString(
        both,
        "# authorities - of this company\r\n"
            + Files.readString(stranger.pem()).replace("\n", "\r\n")
            + "some text between\n"
            + Files.readString(authority.pem()));
    Map<String, String> variables =
        Map.of(
            "DATA_REPLICATOR_CA_FILE",
            stranger.pem().toString(),
            "SSL_CERT_FILE",
            directory.resolve("missing.pem").toString());
    isReplicated(localhost(variables).run(group, "--ca-file", both.toString()));
  }

  @Test
  void unknownAuthority() {
    int connections = source.connections() + target.connections();
    int handshakes = source.handshakes() + target.handshakes();

    Result run = isRefused(localhost(Map.of()).run(group));

    assertThat(all(run))
        .contains(
            "the certificate of https://127.0.0.1:"
                + target.port()
                + " is not signed by a known authority: give the PEM of your CA with --ca-file or"
                + " DATA_REPLICATOR_CA_FILE");
    assertThat(source.connections() + target.connections())
        .isBetween(connections + 1, connections + 2);
    assertThat(source.handshakes() + target.handshakes()).isEqualTo(handshakes);
  }

  @Test
  void anotherAuthority() {
    Result run = isRefused(localhost(Map.of()).run(group, "--ca-file", stranger.pem().toString()));
    assertThat(all(run))
        .contains("signed neither by a known authority nor by one of " + stranger.pem())
        .contains("(--ca-file)");
  }

  /** The audit table is on the target, which works here: the source alone must end the run, too. */
  @Test
  void onlyTheSourceIsUnknown() throws IOException {
    TlsFront odd = front(stranger.server("dns:localhost"), sandbox.source());
    Result run =
        isRefused(
            cli(
                    "https://localhost:" + odd.port(),
                    "https://localhost:" + target.port(),
                    Map.of("DATA_REPLICATOR_CA_FILE", authority.pem().toString()))
                .run(group));
    assertThat(all(run))
        .contains("the certificate of https://localhost:" + odd.port() + " is signed neither");
    assertThat(odd.connections()).isBetween(1, 3);
    assertThat(odd.handshakes()).isZero();
  }

  private Result runAgainst(SSLContext context) throws IOException {
    TlsFront odd = front(context, sandbox.target());
    String host = "https://localhost:" + odd.port();
    Result run =
        isRefused(
            cli("https://localhost:" + source.port(), host, Map.of())
                .run(group, "--ca-file", authority.pem().toString()));
    assertThat(all(run)).contains("the certificate of " + host);
    assertThat(odd.connections()).isBetween(1, 2);
    assertThat(odd.handshakes()).isZero();
    return run;
  }

  @Test
  void wrongHostName() throws IOException {
    assertThat(all(runAgainst(authority.server("dns:other.example"))))
        .contains("belongs to another host");
  }

  @Test
  void expiredCertificate() throws IOException {
    SSLContext old = authority.server("dns:localhost", "-startdate", "-10d", "-validity", "5");
    assertThat(all(runAgainst(old))).contains("has expired");
  }

  @Test
  void certificateOfTheFuture() throws IOException {
    SSLContext early = authority.server("dns:localhost", "-startdate", "+10d", "-validity", "5");
    assertThat(all(runAgainst(early))).contains("is not valid yet");
  }

  @Test
  void noTlsOnThatPort() throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    try (Relay plain =
        new Relay(listening) {
          @Override
          void serve(Socket client) throws IOException {
            client.getInputStream().read();
            client
                .getOutputStream()
                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
          }
        }) {
      String host = "https://127.0.0.1:" + plain.port();
      assertThat(all(isRefused(cli(host, host, Map.of()).run(group))))
          .contains(host + " does not speak TLS on that port");
      assertThat(plain.connections()).isBetween(1, 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"https_proxy,''", "ALL_PROXY,http://"})
  void proxyCarriesEverything(String variable, String scheme) throws IOException {
    try (TestProxy proxy = proxy()) {
      // No name service knows these hosts, so nothing can have gone past the proxy.
      isReplicated(named(Map.of(variable, scheme + proxy.authority())).run(group));
      assertThat(proxy.asked())
          .contains("CONNECT " + SOURCE + ":443", "CONNECT " + TARGET + ":443");
    }
  }

  @Test
  void proxyForPlainHttp() throws IOException {
    try (TestProxy proxy =
        new TestProxy()
            .route(SOURCE + ":8080", port(sandbox.source()))
            .route(TARGET + ":8080", port(sandbox.target()))
            .wants("alice:" + PASSWORD)) {
      Map<String, String> variables =
          Map.of("HTTP_PROXY", "http://alice:" + ENCODED_PASSWORD + "@" + proxy.authority());
      isReplicated(
          cli("http://" + SOURCE + ":8080", "http://" + TARGET + ":8080", variables)
              .run(group, "--allow-http"));
      assertThat(proxy.asked())
          .anyMatch(asked -> asked.endsWith(" " + SOURCE + ":8080"))
          .noneMatch(asked -> asked.startsWith("CONNECT"));
      Result refused =
          isRefused(
              cli(
                      "http://" + SOURCE + ":8080",
                      "http://" + TARGET + ":8080",
                      Map.of("HTTP_PROXY", proxy.authority()))
                  .run(group, "--allow-http"));
      assertThat(all(refused)).contains("wants a user and a password");
    }
  }

  private static int port(SandboxSide side) {
    return URI.create(side.host()).getPort();
  }

  @Test
  void hostsOfNoProxyAreReachedDirectly() throws IOException {
    try (TestProxy proxy = proxy()) {
      String direct = "https://0.0.0.0:" + source.port();
      Map<String, String> variables =
          Map.of(
              "HTTPS_PROXY",
              "http://" + proxy.authority(),
              "NO_PROXY",
              "internal.example, 0.0.0.0",
              "DATA_REPLICATOR_CA_FILE",
              authority.pem().toString());
      isReplicated(cli(direct, "https://" + TARGET, variables).run(group));
      assertThat(proxy.asked())
          .contains("CONNECT " + TARGET + ":443")
          .noneMatch(asked -> asked.contains("0.0.0.0"));

      Map<String, String> without = new HashMap<>(variables);
      without.remove("NO_PROXY");
      Result refused = isRefused(cli(direct, "https://" + TARGET, without).run(group));
      assertThat(proxy.asked()).contains("CONNECT 0.0.0.0:" + source.port());
      assertThat(all(refused)).contains("refuses to connect to 0.0.0.0:" + source.port());
    }
  }

  @Test
  void thisMachineIsReachedDirectly() throws IOException {
    try (TestProxy proxy = proxy()) {
      Map<String, String> variables =
          Map.of(
              "HTTPS_PROXY",
              proxy.authority(),
              "DATA_REPLICATOR_CA_FILE",
              authority.pem().toString());
      isReplicated(localhost(variables).run(group));
      assertThat(proxy.connections()).isZero();
    }
  }

  @Test
  void proxyUser() throws IOException {
    try (TestProxy proxy = proxy().wants("alice:" + PASSWORD)) {
      String right = "http://alice:" + ENCODED_PASSWORD + "@" + proxy.authority();
      Result run = named(Map.of("HTTPS_PROXY", right)).run(group, "--logging-level", "DEBUG");
      isReplicated(run);
      assertThat(all(run)).doesNotContain(PASSWORD, ENCODED_PASSWORD);

      int before = proxy.connections();
      String wrong = "http://alice:not-the-password@" + proxy.authority();
      Result refused =
          isRefused(named(Map.of("HTTPS_PROXY", wrong)).run(group, "--logging-level", "DEBUG"));
      assertThat(all(refused))
          .contains("the proxy http://" + proxy.authority() + " (HTTPS_PROXY) refuses the user")
          .doesNotContain("not-the-password");
      assertThat(proxy.connections()).isBetween(before + 1, before + 2);

      Result nobody =
          isRefused(named(Map.of("HTTPS_PROXY", "http://" + proxy.authority())).run(group));
      assertThat(all(nobody)).contains("(HTTPS_PROXY) wants a user and a password");
    }
  }

  @Test
  void proxyThatRefusesTheHost() throws IOException {
    try (TestProxy proxy = new TestProxy()) {
      Result run =
          isRefused(named(Map.of("HTTPS_PROXY", "http://" + proxy.authority())).run(group));
      assertThat(all(run))
          .contains(
              "the proxy http://"
                  + proxy.authority()
                  + " (HTTPS_PROXY) refuses to connect to "
                  + TARGET
                  + " (403 Forbidden)");
      assertThat(proxy.connections()).isBetween(1, 2);
    }
  }

  @Test
  void proxyThatIsNotThere() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    String address = "http://bob:secret-of-bob@127.0.0.1:" + closed;
    Result run = named(Map.of("HTTPS_PROXY", address)).run(group).exits(1);
    assertThat(all(run))
        .contains("the proxy http://127.0.0.1:" + closed + " (HTTPS_PROXY) cannot be reached")
        .doesNotContain("secret-of-bob");
  }

  @ParameterizedTest
  @CsvSource({
    "missing.pem, does not exist",
    "empty.pem, is empty",
    ".,  is a directory",
    "key.pem, holds a private key",
    "broken.pem, certificate 2 cannot be read",
    "text.pem, holds no certificate"
  })
  void badFilesAreFoundWithoutNetwork(String file, String why) throws IOException {
    Files.writeString(directory.resolve("empty.pem"), "\n");
    Files.writeString(
        directory.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n");
    String good = Files.readString(authority.pem());
    Files.writeString(directory.resolve("broken.pem"), good + good.substring(0, 200));
    Files.writeString(directory.resolve("text.pem"), "certificate");
    Result run =
        localhost(Map.of())
            .run(group, "--validate-only", "--ca-file", directory.resolve(file).toString())
            .exits(2);
    assertThat(run.err()).contains("--ca-file: the file " + directory.resolve(file), why);
    assertThat(run.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, http://carol:hush-hush@, is not the address of a proxy",
    "https_proxy, socks5://127.0.0.1:1080, only http proxies",
    "ALL_PROXY, https://proxy.example:443, only http proxies"
  })
  void badProxiesAreFoundWithoutNetwork(String variable, String value, String why) {
    Result run = named(Map.of(variable, value)).run(group, "--validate-only").exits(2);
    assertThat(run.err()).contains(variable, why).doesNotContain("hush-hush");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void expiredAuthorityIsWarnedAbout() {
    TestAuthority old =
        new TestAuthority(directory, "old", "-startdate", "-20d", "-validity", "10");
    Result run =
        localhost(Map.of())
            .run(group, "--validate-only", "--ca-file", old.pem().toString())
            .exits(0);
    assertThat(run.err())
        .contains("warning: --ca-file: the authority CN=old")
        .contains("expired on");
  }

  private String drivenBy(Way way) {
    new Cli(directory, Map.of()).write(way + "/environments.yaml", way.environments(sandbox));
    return new Cli(directory, Map.of())
        .write(way + "/group.yaml", Cli.group("it_tls_audit", "", "it_tls"));
  }

  @ParameterizedTest
  @EnumSource
  void statementsTakeTheAuthorityToo(Way way) {
    Map<String, String> trusted = Map.of("DATA_REPLICATOR_CA_FILE", authority.pem().toString());
    String[] sql = {"sql", drivenBy(way), "--side", "source", "SELECT 40 + 2 AS answer"};
    assertThat(localhost(trusted).run(sql).exits(0).out()).contains("42");

    int handshakes = source.handshakes();
    int connections = source.connections();
    Result refused = localhost(Map.of()).run(sql).exits(1);
    assertThat(refused.err())
        .contains(
            "the certificate of https://localhost:"
                + source.port()
                + " is not signed by a known authority: give the PEM of your CA with --ca-file")
        .doesNotContain("\tat ", "Exception");
    assertThat(source.handshakes()).isEqualTo(handshakes);
    assertThat(source.connections()).isLessThan(connections + 5);
  }

  @ParameterizedTest
  @EnumSource
  void statementsTakeTheProxyToo(Way way) throws IOException {
    try (TestProxy proxy = proxy().wants("robot:p@ss/w:rd")) {
      Map<String, String> variable =
          Map.of("HTTPS_PROXY", "http://robot:p%40ss%2Fw%3Ard@" + proxy.authority());
      Result run =
          named(variable)
              .run(
                  "sql",
                  drivenBy(way),
                  "--side",
                  "source",
                  "-ll",
                  "DEBUG",
                  "SELECT 40 + 2 AS answer");
      assertThat(run.exits(0).out()).contains("42");
      assertThat(proxy.asked()).contains("CONNECT " + SOURCE + ":443");
      assertThat(all(run)).doesNotContain("p@ss/w:rd", "p%40ss%2Fw%3Ard");
    }
  }
}
