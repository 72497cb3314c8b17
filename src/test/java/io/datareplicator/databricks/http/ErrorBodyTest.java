package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "err_401_no_credential | 401 | Credential was not sent or was of an unsupported type for this API.",
        "err_403_invalid_token | 403 | Invalid access token.",
        "err_429 | REQUEST_LIMIT_EXCEEDED | Current request has exceeded the rate limit. Please retry later.",
        "err_503 | TEMPORARILY_UNAVAILABLE | The service at /api/2.1/unity-catalog/catalogs is temporarily unavailable. Please try again later.",
        "err_api12 | '' | ContextNotFound:",
        "err_cluster_not_exist | INVALID_PARAMETER_VALUE | Cluster 0101-010101-abcdefgh does not exist",
        "err_files_volume_not_found | NOT_FOUND | Volume 'c.s.v' does not exist.",
        "err_invalid_parameter_value | INVALID_PARAMETER_VALUE | Duplicate privileges to add and delete for principal data_eng.",
        "err_scim | SCIM_404 | User with id 0 not found.",
        "err_uc_not_found | SCHEMA_DOES_NOT_EXIST | Schema 'nope.nope' does not exist.",
        "oauth_token_error | invalid_client | Client authentication failed"
      },
      quoteCharacter = '`')
  void everyKnownEnvelopeIsRead(String fixture, String code, String message) throws IOException {
    ErrorBody body = ErrorBody.parse(400, fixture(fixture));

    assertThat(body.code()).isEqualTo(code.equals("''") ? "" : code);
    assertThat(body.message().strip()).isEqualTo(message);
  }

  @Test
  void retryInfoOfTheRateLimitFixtureIsThreeSeconds() throws IOException {
    assertThat(ErrorBody.parse(429, fixture("err_429")).retryDelay())
        .contains(Duration.ofSeconds(3));
    assertThat(ErrorBody.parse(503, fixture("err_503")).retryDelay()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"-3s\"",
        "\"3\"",
        "\"s\"",
        "{\"seconds\":3}",
        "3",
        "null",
        "\"1e9s\"",
        "\"99999999999s\""
      })
  void malformedRetryInfoIsAsIfAbsent(String delay) {
    String json =
        "{\"message\":\"m\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retry_delay\":"
            + delay
            + "}]}";

    assertThat(ErrorBody.parse(429, json).retryDelay()).isEmpty();
  }

  @Test
  void scimTypeStandsBeforeTheDetail() {
    ErrorBody body =
        ErrorBody.parse(
            409,
            "{\"schemas\":[],\"detail\":\"taken\",\"status\":\"409\",\"scimType\":\"uniqueness\"}");

    assertThat(body).isEqualTo(new ErrorBody("SCIM_409", "uniqueness taken", Optional.empty()));
  }

  @Test
  void codedTextIsRead() {
    ErrorBody body = ErrorBody.parse(400, "INVALID_STATE: line one\nline two");

    assertThat(body.code()).isEqualTo("INVALID_STATE");
    assertThat(body.message()).isEqualTo("line one\nline two");
  }

  @Test
  void preformattedTextOfAPageIsRead() {
    assertThat(ErrorBody.parse(500, "<html><body><PRE> bad thing </PRE></body>").message())
        .isEqualTo("bad thing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "null",
        "[]",
        "{",
        "{}",
        "{\"error\":null}",
        "{\"message\":{\"a\":1}}",
        "{\"message\":\"\"}",
        "{\"error_code\":null,\"message\":null}",
        "{\"details\":\"x\"}",
        "{\"details\":[1,null,[]]}",
        "<html>",
        "<pre>",
        "<pre></pre>",
        "\u0000",
        "x: y",
        "A_B:"
      })
  void oddBodiesStillGiveAMessage(String text) {
    ErrorBody body = ErrorBody.parse(418, text);

    assertThat(body.message()).isNotBlank();
    assertThat(body.code()).isNotNull();
  }

  @Test
  void noBodyNamesTheStatus() {
    assertThat(ErrorBody.parse(502, null).message()).contains("502");
  }

  @Test
  void deepNestingIsNoStackOverflow() {
    String bomb = "{\"message\":" + "[".repeat(100_000);

    assertThat(ErrorBody.parse(400, bomb).message()).isNotBlank().hasSizeLessThan(2100);
  }

  @Property(tries = 500)
  void anyTextGivesABoundedMessage(@ForAll String text, @ForAll @IntRange(max = 10) int doublings) {
    String body = text.repeat(1 << doublings);
    for (String variant :
        new String[] {
          body,
          "{" + body,
          "{\"message\":\"" + body + "\"}",
          "CODE: " + body,
          "<pre>" + body + "</pre>"
        }) {
      ErrorBody parsed = ErrorBody.parse(400, variant);
      assertThat(parsed.message()).isNotEmpty().hasSizeLessThan(2100);
    }
  }

  private static String fixture(String name) throws IOException {
    try (InputStream in = ErrorBodyTest.class.getResourceAsStream("/wire/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
