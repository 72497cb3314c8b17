package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
  private static final URI HTTPS = URI.create("https://w.example.com");
  private static final URI HTTP = URI.create("http://w.example.com");

  private static Proxy of(String value) {
    return new ProxySettings(Map.of("HTTPS_PROXY", value)).forTarget(HTTPS).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example.com:3128, proxy.example.com, 3128,,",
    "HTTP://proxy:3128/, proxy, 3128,,",
    "proxy:3128, proxy, 3128,,",
    "proxy, proxy, 80,,",
    "http://proxy, proxy, 80,,",
    "' proxy_1:1 ', proxy_1, 1,,",
    "10.0.0.1:65535, 10.0.0.1, 65535,,",
    "http://[fd00::1]:3128, fd00::1, 3128,,",
    "[fd00::1], fd00::1, 80,,",
    "http://alice:secret@proxy:3128, proxy, 3128, alice, secret",
    "alice:secret@proxy:3128, proxy, 3128, alice, secret",
    "http://alice@proxy:3128, proxy, 3128, alice, ''",
    "http://alice:@proxy:3128, proxy, 3128, alice, ''",
    "http://al%40ice:p%3Ass%2F%25+w@proxy:3128, proxy, 3128, al@ice, p:ss/%+w",
    "http://alice:p@ss:w/rd@proxy:3128, proxy, 3128, alice, p@ss:w/rd",
    "http://corp%5Calice:%C3%BC@proxy:3128, proxy, 3128, corp\\alice, ü"
  })
  void addresses(String value, String host, int port, String user, String password) {
    assertThat(of(value)).isEqualTo(new Proxy(host, port, user, password, "HTTPS_PROXY"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http://:3128",
        "http://proxy:0",
        "http://proxy:65536",
        "http://proxy:port",
        "http://proxy:3128/path",
        "http://proxy:3128?x",
        "http://pro xy:3128",
        "http://[fd00::1:3128",
        "http://:hushhush@proxy:3128",
        "http://alice:hushhush%4@proxy:3128",
        "http://alice:hushhush%zz@proxy:3128",
        "http://alice:hushhush%FF@proxy:3128",
        "http://alice:hushhush%0d%0aX@proxy:3128",
        "http://alice:hushhush@",
        "socks5://alice:hushhush@proxy:1080",
        "socks5h://proxy:1080",
        "https://alice:hushhush@proxy:443",
        "ftp://proxy:21",
        "\u0000",
        "日本"
      })
  void whatIsNoProxyIsRefusedWithoutItsPassword(String value) {
    assertThatThrownBy(() -> of(value))
        .isInstanceOf(NetworkSetupException.class)
        .hasMessageStartingWith("HTTPS_PROXY ")
        .hasMessageContaining("http://")
        .hasMessageNotContaining("hushhush");
  }

  @Property(tries = 300)
  void encodedUserAndPasswordComeBack(
      @ForAll @StringLength(min = 1, max = 20) String user, @ForAll String password) {
    String name = user.replaceAll("[\\p{Cc}\\p{Cs}]", "x");
    String secret = password.replaceAll("[\\p{Cc}\\p{Cs}]", "x");
    Proxy proxy = of("http://" + encode(name) + ":" + encode(secret) + "@proxy:1");
    assertThat(proxy.user()).isEqualTo(name);
    assertThat(proxy.password()).isEqualTo(secret);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void textFormAndLogsShowNoPassword() {
    Proxy proxy = of("http://alice:open%20sesame@proxy:3128");
    assertThat(proxy).hasToString("http://proxy:3128 (HTTPS_PROXY)");
    assertThat(Redactor.redact("open sesame, open%20sesame, YWxpY2U6b3BlbiBzZXNhbWU="))
        .doesNotContain("sesame", "YWxp");
  }

  @Test
  void schemeDecidesWhichVariableCounts() {
    ProxySettings settings =
        new ProxySettings(Map.of("HTTPS_PROXY", "s:1", "HTTP_PROXY", "p:2", "ALL_PROXY", "a:3"));
    assertThat(settings.forTarget(HTTPS)).map(Proxy::port).contains(1);
    assertThat(settings.forTarget(HTTP)).map(Proxy::port).contains(2);
    ProxySettings all = new ProxySettings(Map.of("HTTPS_PROXY", " ", "ALL_PROXY", "a:3"));
    assertThat(all.forTarget(HTTPS)).map(Proxy::variable).contains("ALL_PROXY");
    assertThat(all.forTarget(HTTP)).map(Proxy::port).contains(3);
    assertThat(new ProxySettings(Map.of("HTTP_PROXY", "p:2")).forTarget(HTTPS)).isEmpty();
    assertThat(new ProxySettings(Map.of()).forTarget(HTTPS)).isEmpty();
  }

  @Test
  void lowerCaseComesFirst() {
    Map<String, String> both =
        Map.of(
            "https_proxy", "low:1", "HTTPS_PROXY", "high:2", "no_proxy", "x.org", "NO_PROXY", "*");
    assertThat(new ProxySettings(both).forTarget(HTTPS)).map(Proxy::host).contains("low");
    Map<String, String> blank = Map.of("https_proxy", "", "HTTPS_PROXY", "high:2");
    assertThat(new ProxySettings(blank).forTarget(HTTPS)).map(Proxy::host).contains("high");
  }

  @Test
  void uselessProxyThatDoesNotApplyDoesNoHarm() {
    Map<String, String> variables =
        Map.of("HTTPS_PROXY", "p:1", "ALL_PROXY", "socks5://s:1080", "NO_PROXY", "direct.example");
    ProxySettings settings = new ProxySettings(variables);
    assertThat(settings.forTarget(HTTPS)).isPresent();
    assertThat(settings.forTarget(URI.create("http://direct.example"))).isEmpty();
    assertThatThrownBy(() -> settings.forTarget(HTTP)).hasMessageContaining("socks5");
  }
}
