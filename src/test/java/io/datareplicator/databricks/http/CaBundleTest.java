package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CaBundleTest {
  private static X509Certificate first;
  private static X509Certificate second;

  @TempDir Path directory;

  @BeforeAll
  static void takeTwoRoots() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    X509Certificate[] roots =
        ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers();
    first = roots[0];
    second = roots[1];
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }

  private CaBundle read(String content) throws IOException {
    Path file = directory.resolve("ca.pem");
    Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    return CaBundle.read(file.toString(), "--ca-file");
  }

  static Stream<Arguments> accepted() {
    String key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    String one = pem(first);
    return Stream.of(
        Arguments.of("one", one, 1),
        Arguments.of("two", one + pem(second), 2),
        Arguments.of("the same twice", one + one, 2),
        Arguments.of("no end of line at the end", one.strip(), 1),
        Arguments.of("end of line as on Windows", one.replace("\n", "\r\n"), 1),
        Arguments.of("byte order mark", "\u00ef\u00bb\u00bf" + one, 1),
        Arguments.of("text around", "# root - of us\n" + one + "--- x ---\n" + pem(second), 2),
        Arguments.of("indented", one.replace("\n", "\n  "), 1),
        Arguments.of("one line", one.replaceAll("(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=])", ""), 1),
        Arguments.of("old label", one.replace("CERTIFICATE", "X509 CERTIFICATE"), 1),
        Arguments.of("a key beside it", key + one, 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void variants(String name, String content, int count) throws IOException {
    assertThat(read(content).certificates()).hasSize(count).contains(first);
  }

  static Stream<Arguments> refused() {
    String one = pem(first);
    return Stream.of(
        Arguments.of("", "is empty"),
        Arguments.of(" \r\n", "is empty"),
        Arguments.of("hello", "holds no certificate"),
        Arguments.of("0\u0082\u0003\u0004", "openssl x509 -inform der"),
        Arguments.of("-----BEGIN RSA PRIVATE KEY-----\nA\n-----END RSA PRIVATE KEY-----", "key"),
        Arguments.of("-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----", "no certificate"),
        Arguments.of("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", "certificate 1"),
        Arguments.of(
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "certificate 1"),
        Arguments.of("-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----", "certificate 1"),
        Arguments.of(one + one.substring(0, 300), "certificate 2"),
        Arguments.of(one + one.replaceFirst("M", ""), "certificate 2"),
        Arguments.of("-----BEGIN CERTIFICATE-----\n" + "A".repeat(17 << 20), "larger than 16 MB"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatHoldsNoCertificateIsRefused(String content, String why) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(NetworkSetupException.class)
        .hasMessageStartingWith("--ca-file: the file " + directory.resolve("ca.pem") + " ")
        .hasMessageContaining(why);
  }

  @Test
  void pathsThatAreNoFile() {
    assertThatThrownBy(() -> CaBundle.read(directory.toString(), "X"))
        .hasMessageContaining("is a directory");
    assertThatThrownBy(() -> CaBundle.read(directory.resolve("none").toString(), "X"))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> CaBundle.read("a\u0000b", "X"))
        .isInstanceOf(NetworkSetupException.class)
        .hasMessageContaining("is not a path");
  }

  @Test
  void expiredOnesAreWarnedAbout() throws IOException {
    String file = directory.resolve("ca.pem").toString();
    read(pem(first));
    Instant end = first.getNotAfter().toInstant();
    Network ours = Network.of(file, Map.of());
    assertThat(ours.warnings(end)).isEmpty();
    assertThat(ours.warnings(end.plusSeconds(1)))
        .singleElement()
        .asString()
        .contains("--ca-file", first.getSubjectX500Principal().getName(), "expired on " + end);
    assertThat(Network.DIRECT.warnings(Instant.MAX)).isEmpty();
  }

  @Test
  void fileOfTheMachineIsWarnedAboutOnlyWhenNothingElseIsInIt() throws IOException {
    Map<String, String> machine = Map.of("SSL_CERT_FILE", directory.resolve("ca.pem").toString());
    read(pem(first) + pem(second));
    Instant one = first.getNotAfter().toInstant();
    Instant two = second.getNotAfter().toInstant();
    Instant earlier = one.isBefore(two) ? one : two;
    Instant later = one.isBefore(two) ? two : one;
    Network network = Network.of(" ", machine);
    assertThat(earlier).isBefore(later);
    assertThat(network.warnings(earlier.plusSeconds(1))).isEmpty();
    assertThat(network.warnings(later.plusSeconds(1))).hasSize(2);
  }
}
