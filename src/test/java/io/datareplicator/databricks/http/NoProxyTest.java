package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # list                        | host                         | direct
          ""                            | https://a.example.com        | false
          *                             | https://a.example.com        | true
          " , *,"                       | https://10.1.2.3             | true
          example.com                   | https://example.com          | true
          example.com                   | https://a.example.com        | true
          example.com                   | https://a.b.example.com:8443 | true
          example.com                   | https://notexample.com       | false
          example.com                   | https://example.com.evil.org | false
          .example.com                  | https://example.com          | true
          .example.com                  | https://a.example.com        | true
          .example.com                  | https://aexample.com         | false
          *.example.com                 | https://a.example.com        | true
          *.example.com                 | https://xexample.com         | false
          a.example.com                 | https://b.example.com        | false
          EXAMPLE.com                   | https://A.Example.COM        | true
          example.com.                  | https://a.example.com        | true
          example.com                   | https://a.example.com.       | true
          "x.org example.com"           | https://a.example.com        | true
          "x.org\texample.com"          | https://a.example.com        | true
          "x.org , example.com,,"       | https://a.example.com        | true
          example.com:443               | https://example.com          | true
          example.com:443               | https://a.example.com:443    | true
          example.com:443               | https://example.com:8443     | false
          example.com:80                | http://example.com           | true
          example.com:80                | https://example.com          | false
          10.1.2.3                      | https://10.1.2.3             | true
          10.1.2.3                      | https://10.1.2.30            | false
          10.1.2.3:8443                 | https://10.1.2.3:8443        | true
          10.1.2.3:8443                 | https://10.1.2.3             | false
          2.3                           | https://10.1.2.3             | false
          10.1.2.0/24                   | https://10.1.2.255           | true
          10.1.2.0/24                   | https://10.1.3.0             | false
          10.1.2.128/25                 | https://10.1.2.127           | false
          0.0.0.0/0                     | https://203.0.113.9          | true
          0.0.0.0/0                     | https://example.com          | false
          0.0.0.0/0                     | https://[2001:db8::1]        | false
          10.0.0.0/33                   | https://10.0.0.0             | false
          10.0.0/8                      | https://10.0.0.0             | false
          2001:db8::1                   | https://[2001:db8::1]        | true
          [2001:db8::1]                 | https://[2001:DB8:0::1]      | true
          [2001:db8::1]:443             | https://[2001:db8::1]        | true
          [2001:db8::1]:444             | https://[2001:db8::1]        | false
          2001:db8::/32                 | https://[2001:db8:ffff::7]   | true
          2001:db8::/33                 | https://[2001:db8:ffff::7]   | false
          ""                            | https://localhost            | true
          ""                            | https://127.0.0.1:8443       | true
          ""                            | http://127.9.8.7             | true
          ""                            | https://[::1]                | true
          ""                            | https://localhost.example    | false
          ""                            | https://128.0.0.1            | false
          "., .. , :, :443, [, ]:1, /8" | https://example.com          | false
          "999.1.1.1, 1:2:3, %00, ü"    | https://example.com          | false
          """)
  void table(String list, URI host, boolean direct) {
    assertThat(new NoProxy(list.replace("\\t", "\t")).matches(host)).isEqualTo(direct);
  }

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> label =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(5);
    return Combinators.combine(label, label, label).as((a, b, c) -> a + "." + b + "." + c);
  }

  @Property(tries = 300)
  void domainStandsForItselfAndItsHosts(
      @ForAll("names") String domain,
      @ForAll @AlphaChars @StringLength(min = 1, max = 5) String more) {
    for (String entry : new String[] {domain, "." + domain, "*." + domain, "x.org," + domain}) {
      NoProxy list = new NoProxy(entry);
      assertThat(list.matches(URI.create("https://" + domain))).isTrue();
      assertThat(list.matches(URI.create("https://" + more + "." + domain))).isTrue();
      assertThat(list.matches(URI.create("https://" + more + domain))).isFalse();
      assertThat(list.matches(URI.create("https://" + domain + "." + more)))
          .isEqualTo((domain + "." + more).toLowerCase(Locale.ROOT).endsWith("." + domain));
    }
  }

  @Property(tries = 300)
  void blockHoldsWhatSharesItsFirstBits(
      @ForAll int network, @ForAll int host, @ForAll @IntRange(max = 32) int bits) {
    int mask = bits == 0 ? 0 : -1 << (32 - bits);
    boolean inside = (network & mask) == (host & mask);
    boolean loopback = host >>> 24 == 127;

    NoProxy list = new NoProxy(dotted(network) + "/" + bits);

    assertThat(list.matches(URI.create("https://" + dotted(host)))).isEqualTo(inside || loopback);
    int within = (network & mask) | (host & ~mask);
    assertThat(list.matches(URI.create("https://" + dotted(within)))).isTrue();
  }

  private static String dotted(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 255)
        + "."
        + (address >>> 8 & 255)
        + "."
        + (address & 255);
  }

  @Property(tries = 500)
  void anyTextIsAList(@ForAll String list) {
    new NoProxy(list).matches(URI.create("https://a.example.com"));
    new NoProxy(list).matches(URI.create("https://[2001:db8::1]:8443"));
  }
}
