package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  @Property(tries = 400)
  void registeredSecretNeverSurvives(
      @ForAll("secrets") String secret, @ForAll String before, @ForAll String after) {
    Redactor.register(secret);

    for (String text :
        new String[] {
          secret,
          before + secret + after,
          secret + secret,
          before + secret + secret + after,
          "Bearer " + secret,
          "{\"token\":\"" + secret + "\"}"
        }) {
      assertThat(Redactor.redact(text)).doesNotContain(secret);
    }
  }

  @Property(tries = 200)
  void longerSecretIsMaskedWholeEvenIfItHoldsAShorterOne(
      @ForAll("secrets") String inner, @ForAll("secrets") String tail) {
    Redactor.register(inner);
    Redactor.register(inner + tail);

    assertThat(Redactor.redact("x " + inner + tail + " y")).doesNotContain(inner, tail);
  }

  @Provide
  Arbitrary<String> secrets() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .ofMinLength(12)
        .ofMaxLength(60)
        .map(s -> "S" + s);
  }

  @Test
  void secretIsFoundInsideJsonAndUrls() {
    Redactor.register("pa\"ss/wo\\rd+1");

    assertThat(Redactor.redact("{\"s\":\"pa\\\"ss/wo\\\\rd+1\"}"))
        .isEqualTo("{\"s\":\"[redacted]\"}");
    assertThat(Redactor.redact("?s=pa%22ss%2Fwo%5Crd%2B1&x")).isEqualTo("?s=[redacted]&x");
  }

  @Test
  void errorMessagesAreRedacted() {
    Redactor.register("echoed-secret-1");

    assertThat(new ApiException(400, "", "bad value echoed-secret-1", null, null, null))
        .hasMessage("bad value [redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dapi0123456789abcdef0123456789abcdef",
        "dapi0123456789abcdef0123456789abcdef-2",
        "dose0123456789abcdef0123456789abcdef",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"
      })
  void tokensAreKnownByTheirLooks(String token) {
    assertThat(Redactor.redact("sent " + token + " to host")).isEqualTo("sent [redacted] to host");
  }

  @Test
  void authorizationValuesAreMasked() {
    assertThat(Redactor.redact("Authorization: Basic aWQ6c2VjcmV0")).doesNotContain("aWQ6c2VjcmV0");
    assertThat(Redactor.redact("authorization=bearer abc.def_ghi")).doesNotContain("abc.def_ghi");
  }

  @Test
  void ordinaryTextAndNothingStayAsTheyAre() {
    Redactor.register("");
    Redactor.register(null);
    Redactor.register("id");

    assertThat(Redactor.redact("the id of the table is basic"))
        .isEqualTo("the id of the table is basic");
    assertThat(Redactor.redact(null)).isNull();
  }
}
