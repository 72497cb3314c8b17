package io.datareplicator.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Authentication, routing, envelopes and hostile input. */
class WorkspaceServerTest {
  private static final String CATALOGS = "/api/2.1/unity-catalog/catalogs";
  @TempDir static Path data;
  private static TestSandbox box;
  private static Http http;

  @BeforeAll
  static void start() {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    http = box.http(box.source());
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  @Test
  void noCredentialIs401WithANumericCode() {
    Answer answer = box.anonymous(box.source()).get(CATALOGS);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body())
        .isEqualTo(
            "{\"error_code\":401,\"message\":\"Credential was not sent or was of an unsupported type"
                + " for this API.\"}");
    assertThat(answer.header("www-authenticate")).isEqualTo("Bearer realm=\"DatabricksRealm\"");
    assertThat(answer.header("x-databricks-org-id")).isNull();
    assertThat(answer.header("x-request-id")).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer nonsense", "Bearer a.b.c", "bearer dapi0", "Bearer ....."})
  void wrongTokenIs403(String authorization) {
    Answer answer = new Http(box.url(box.source()), authorization).get(CATALOGS);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body())
        .isEqualTo("{\"error_code\":403,\"message\":\"Invalid access token.\"}");
  }

  @Test
  void theOtherWorkspacesTokenIsRefused() {
    Http mixed = new Http(box.url(box.source()), "Bearer " + box.target().token());
    assertThat(mixed.get(CATALOGS).status()).isEqualTo(403);
  }

  @Test
  void basicAuthenticationIsUnsupported() {
    assertThat(new Http(box.url(box.source()), "Basic dTpw").get(CATALOGS).status()).isEqualTo(401);
  }

  @Test
  void answersCarryRequestAndWorkspaceId() {
    Answer answer = http.get(CATALOGS);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-databricks-org-id")).isEqualTo(Long.toString(box.source().id()));
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("x-request-id"))
        .isNotEqualTo(http.get(CATALOGS).header("x-request-id"));
  }

  @Test
  void clientCredentialsGiveATokenThatWorks() {
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (box.source().clientId() + ":" + box.source().clientSecret())
                    .getBytes(StandardCharsets.UTF_8));
    Answer answer =
        token("grant_type=client_credentials&scope=all-apis", "Authorization", "Basic " + basic);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.json().get("expires_in").isInt()).isTrue();
    Http asServicePrincipal =
        new Http(box.url(box.source()), "Bearer " + answer.json().get("access_token").asText());
    Answer me = asServicePrincipal.get("/api/2.0/preview/scim/v2/Me");
    assertThat(me.json().get("userName").asText()).isEqualTo(box.source().clientId());
    Http atTarget =
        new Http(box.url(box.target()), "Bearer " + answer.json().get("access_token").asText());
    assertThat(atTarget.get(CATALOGS).status()).isEqualTo(403);
  }

  @Test
  void clientCredentialsMayComeInTheForm() {
    String form =
        "grant_type=client_credentials&scope=all-apis&client_id="
            + box.source().clientId()
            + "&client_secret="
            + box.source().clientSecret();
    assertThat(token(form).status()).isEqualTo(200);
    Answer refused = token(form + "x");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().get("error").asText()).isEqualTo("invalid_client");
    assertThat(token(form.replace("client_credentials", "password")).json().get("error").asText())
        .isEqualTo("unsupported_grant_type");
    assertThat(token(form.replace("all-apis", "root")).json().get("error").asText())
        .isEqualTo("invalid_scope");
  }

  private static Answer token(String form, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/x-www-form-urlencoded";
    return box.anonymous(box.source()).send("POST", "/oidc/v1/token", form, all);
  }

  @Test
  void discoveryIsOpenAndPointsHere() {
    Http anonymous = box.anonymous(box.source());
    Answer config = anonymous.get("/.well-known/databricks-config");
    assertThat(config.json().get("oidc_endpoint").asText())
        .isEqualTo(box.url(box.source()) + "/oidc");
    assertThat(config.json().get("workspace_id").asText())
        .isEqualTo(Long.toString(box.source().id()));
    Answer discovery = anonymous.get("/oidc/.well-known/oauth-authorization-server");
    assertThat(discovery.json().get("token_endpoint").asText())
        .isEqualTo(box.url(box.source()) + "/oidc/v1/token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/2.1/unity-catalog/nothing",
        "/api/2.1/unity-catalog/catalogs/",
        "/api/2.1/unity-catalog/catalogs/main/more",
        "/",
        "/api/2.1/unity-catalog/../unity-catalog/catalogs",
        "//api/2.1/unity-catalog/catalogs",
        "/sandbox"
      })
  void unknownPathsAreEndpointNotFound(String path) {
    Answer answer = http.get(path);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.errorCode()).isEqualTo("ENDPOINT_NOT_FOUND");
  }

  @Test
  void wrongMethodIsEndpointNotFound() {
    assertThat(http.send("PUT", CATALOGS, "{}").errorCode()).isEqualTo("ENDPOINT_NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1", "nonsense", "{\"name\":}", "{} {}", "\u0000"})
  void malformedJsonIsRefused(String body) {
    Answer answer = http.post(CATALOGS, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("MALFORMED_REQUEST");
    assertThat(answer.json().get("details").get(0).get("@type").asText())
        .isEqualTo("type.googleapis.com/google.rpc.RequestInfo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"text\"", "{\"name\":{}}", "{\"name\":[\"a\"]}"})
  void wrongTypesAreRefused(String body) {
    assertThat(http.post(CATALOGS, body).errorCode()).isEqualTo("MALFORMED_REQUEST");
  }

  @Test
  void deepNestingDoesNotBreakTheServer() {
    String deep = "{\"name\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(http.post(CATALOGS, deep).errorCode()).isEqualTo("MALFORMED_REQUEST");
    assertThat(http.get(CATALOGS).status()).isEqualTo(200);
  }

  @Test
  void unknownFieldsAreIgnored() {
    Answer answer = http.post(CATALOGS, "{\"name\":\"tolerant\",\"new_thing\":{\"a\":[1]}}");
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void aMissingFieldIsInvalid() {
    assertThat(http.post(CATALOGS, "{}").errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(http.post(CATALOGS, "").errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb", "a%20b", "%2e%2e", "%00", "caf%C3%A9", "a%60b", "%25", "a+b"})
  void encodedNamesAreLookedUpAsDecoded(String name) {
    Answer answer = http.get(CATALOGS + "/" + name);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.errorCode()).isEqualTo("CATALOG_DOES_NOT_EXIST");
  }

  @Test
  void unicodeNamesRoundTripThroughThePath() {
    assertThat(http.post(CATALOGS, "{\"name\":\"Café`x\"}").status()).isEqualTo(200);
    Answer answer = http.get(CATALOGS + "/caf%C3%A9%60x");
    assertThat(answer.json().get("name").asText()).isEqualTo("café`x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%FF", "%C3%28"})
  void invalidUtf8InThePathIsRefused(String name) {
    assertThat(http.get(CATALOGS + "/" + name).errorCode()).isEqualTo("BAD_REQUEST");
  }

  @Test
  void brokenRequestLinesGet400AndTheServerGoesOn() throws Exception {
    URI uri = URI.create(box.url(box.source()));
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      byte[] start = socket.getInputStream().readNBytes(12);
      assertThat(new String(start, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 400");
    }
    assertThat(http.get(CATALOGS).status()).isEqualTo(200);
  }

  @Test
  void aTooLargeBodyIsRefused() {
    String huge = "{\"name\":\"" + "x".repeat(65 << 20) + "\"}";
    assertThat(http.post(CATALOGS, huge).status()).isEqualTo(413);
  }

  @Test
  void headHasNoBody() {
    Answer answer = http.send("HEAD", CATALOGS, null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }
}
